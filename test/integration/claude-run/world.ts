/** Generated conversations, and a run over them by the real client, store, ledger and cache. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { anthropicPort } from "../../../src/anthropic/client.ts";
import { hashConversation } from "../../../src/core/conversation/hash.ts";
import type { Conversation } from "../../../src/core/conversation/model.ts";
import { costOf, mostCostOf } from "../../../src/core/extraction/cost/cost.ts";
import type { ModelPrice } from "../../../src/core/extraction/cost/prices.ts";
import { runBatches } from "../../../src/core/extraction/engine/batch-run.ts";
import { labelTasks, type TaskOptions } from "../../../src/core/extraction/engine/label-task.ts";
import { runExtraction, type RunEnd } from "../../../src/core/extraction/engine/on-demand.ts";
import type { Pricing, TaskSource } from "../../../src/core/extraction/engine/ports.ts";
import type { RunProgress } from "../../../src/core/extraction/engine/progress.ts";
import { DEFAULT_RETRY } from "../../../src/core/extraction/engine/retry.ts";
import { DEFAULT_PROMPT, promptHash } from "../../../src/core/extraction/prompt/template.ts";
import { valuemarkCore } from "../../../src/core/taxonomy/valuemark-core.ts";
import { corpusPaths } from "../../../src/store/paths.ts";
import { ResponseCache } from "../../../src/store/response-cache.ts";
import { openSpool } from "../../../src/store/response-cache-spool.ts";
import { ledgerFile, openRunLedger } from "../../../src/store/run-ledger.ts";
import { lockRun } from "../../../src/store/run-ledger-lock.ts";
import { systemTime } from "../../../src/store/run-ledger-time.ts";
import { openSuggestions } from "../../../src/store/suggestions-store.ts";

export const RUN = "claude-test";
export const MODEL = "standin-large";
/** In every conversation; must not leave the machine, nor get into a record. */
export const SECRETS = [
  "zarathustra.quill@private-mail.example",
  "sk-ant-api03-PLANTED0000000000000000000000",
];

export const PRICE: ModelPrice = {
  model: MODEL,
  input: 3,
  output: 15,
  cacheRead: 0.3,
  cacheWrite: 3.75,
  batchFactor: 0.5,
  asOf: "2026-01-01",
  source: "made up for tests",
};

const TOPICS = [
  "a move abroad",
  "a broken friendship",
  "a loan",
  "night shifts",
  "an apology",
  "a school play",
];

/** Of different lengths, all different. */
export function conversationAt(at: number): Conversation {
  const topic = TOPICS[at % TOPICS.length] ?? "";
  const words = Array.from(
    { length: 10 + ((at * 37) % 120) },
    (_, n) => `detail ${at * 131 + n} matters to me.`,
  ).join(" ");
  const text = (role: "user" | "assistant", body: string) => ({
    role,
    blocks: [{ type: "text" as const, text: body }],
  });
  return {
    id: `conversation-${at}`,
    format: "generated",
    position: { row: at },
    turns: [
      text(
        "user",
        `Number ${at}: I need help with ${topic}. ${words} Write to ${SECRETS[0]}, my key is ${SECRETS[1]}.`,
      ),
      text(
        "assistant",
        `Let us look at ${topic} honestly and step by step, case ${at}. What would feel fair to you?`,
      ),
      text("user", "I want to be kind, and still be clear."),
      text(
        "assistant",
        `Being clear can be kind. You decide about ${topic}, and I can help you find the words.`,
      ),
    ],
    metadata: {},
    notes: [],
  };
}

export function tasksOf(count: number): TaskSource {
  const options: TaskOptions = {
    run: RUN,
    model: MODEL,
    maxTokens: 2_000,
    mode: "one",
    prompt: DEFAULT_PROMPT,
    taxonomy: valuemarkCore(),
    redaction: {},
  };
  const source = {
    total: count,
    at: (position: number) => {
      const conversation = conversationAt(position);
      return Promise.resolve({
        conversation,
        ref: { id: conversation.id, hash: hashConversation(conversation) },
      });
    },
  };
  return labelTasks(source, options);
}

export const pricing = (isBatch: boolean): Pricing => ({
  worstCase: (request) => mostCostOf(request, PRICE, isBatch),
  cost: (usage) => costOf(usage, PRICE, isBatch),
});

export interface Sitting {
  readonly folder: string;
  readonly url: string;
  readonly key: string;
  readonly count: number;
  readonly kind: "single" | "batches";
  readonly cap?: number;
  readonly concurrency?: number;
  readonly shardRequests?: number;
}

export const pathsOf = (folder: string) => corpusPaths(join(folder, ".valuemark"), "chats-0123456789");
export const ledgerOf = (folder: string): string => ledgerFile(pathsOf(folder), RUN);

/** One sitting of the run, as a host does it: lock, ledger, store, cache, client. */
export async function sit(
  { folder, url, key, count, kind, cap, concurrency = 8, shardRequests = 40 }: Sitting,
  signal: AbortSignal,
  onProgress?: (progress: RunProgress) => void,
): Promise<RunEnd> {
  const file = ledgerOf(folder);
  const lock = await lockRun(file);
  if (!lock) throw new Error("locked");
  try {
    const store = await openSuggestions(pathsOf(folder));
    const taxonomy = valuemarkCore();
    if (!store.runs.some(({ id }) => id === RUN))
      await store.startRun({
        v: 1,
        id: RUN,
        extractor: "claude",
        extractorVersion: "1",
        model: MODEL,
        promptVersion: DEFAULT_PROMPT.version,
        promptHash: promptHash(DEFAULT_PROMPT),
        taxonomy: { id: taxonomy.source.id, hash: taxonomy.hash },
        settings: { kind },
        startedAt: new Date().toISOString(),
      });
    const ledger = await openRunLedger(file);
    const port = anthropicPort({ baseURL: url, apiKey: key, timeoutMs: 1_000 });
    const cache = new ResponseCache(join(folder, "cache"));
    const sink = { has: store.has.bind(store, RUN), append: store.append.bind(store, RUN) };
    const shared = {
      ledger,
      state: ledger.state,
      sink,
      cache,
      pricing: pricing(kind === "batches"),
      time: systemTime,
    };
    const plan = { tasks: tasksOf(count), model: MODEL, ...(cap === undefined ? {} : { cap }) };
    const end =
      kind === "single"
        ? await runExtraction(
            {
              ...plan,
              concurrency,
              retry: { ...DEFAULT_RETRY, baseMs: 10, maxMs: 100, maxRetryAfterMs: 50 },
            },
            { ...shared, model: port },
            signal,
            onProgress,
          )
        : await runBatches(
            { ...plan, shardRequests, pollMs: { min: 20, max: 80 }, graceMs: 1_500, maxOpen: 3 },
            {
              ...shared,
              batches: port,
              spool: await openSpool(join(folder, "cache", "spool", `${RUN}.jsonl`)),
            },
            signal,
            onProgress,
          );
    await cache.settled();
    return end;
  } finally {
    await lock.release();
  }
}

/** Every file below a folder with its text. */
export async function filesOf(folder: string): Promise<{ readonly path: string; readonly text: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        return { path, text: await readFile(path, "utf8") };
      }),
  );
}

/** Ids of the conversations in the run's file of suggestions, one for each line. */
export async function labelledIds(folder: string): Promise<string[]> {
  const text = await readFile(pathsOf(folder).suggestions(RUN), "utf8").catch(() => "");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const parsed: { conversation: { id: string } } = JSON.parse(line);
      return parsed.conversation.id;
    });
}
