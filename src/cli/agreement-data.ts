/** What the figures of `valuemark agreement` beyond α need from disk: a sample, an extractor's run, lengths of texts. */
import { readFile, stat } from "node:fs/promises";
import { versionKey } from "../core/agreement/collect.ts";
import { hashConversation } from "../core/conversation/hash.ts";
import type { ConversationRef, Suggestion } from "../core/extraction/annotation.ts";
import { openConversations } from "../core/formats/open-file.ts";
import { MAX_SAMPLE_TEXT, parseSample } from "../core/sampling/sample-file.ts";
import type { Sample } from "../core/sampling/sample.ts";
import type { CorpusPaths } from "../store/paths.ts";
import { openSuggestions } from "../store/suggestions-store.ts";
import { UsageError } from "./command.ts";

/** What one run said of everything it looked at. */
export interface RunLabels {
  readonly run: string;
  /** By `versionKey`; an empty list: looked at, nothing found. */
  readonly byVersion: ReadonlyMap<string, readonly Suggestion[]>;
}

/** Lengths of a conversation's blocks in UTF-16 code units, by turn. */
export type BlockLengths = readonly (readonly number[])[];

/** Throws `UsageError` if the sample isn't there or can't be read. */
export async function readSample(paths: CorpusPaths, name: string): Promise<Sample> {
  const file = paths.sample(name);
  const found = await stat(file).catch(() => undefined);
  if (!found || found.size > 4 * MAX_SAMPLE_TEXT)
    throw new UsageError("There is no such sample in this corpus.");
  const parsed = parseSample(await readFile(file, "utf8"));
  if (!parsed.ok) throw new UsageError(`The sample can't be read: ${parsed.reason}.`);
  return parsed.sample;
}

/** `run`: an id; undefined: the latest. undefined if there is none. Throws `UsageError` for an unknown id. */
export async function readRun(paths: CorpusPaths, run: string | undefined): Promise<RunLabels | undefined> {
  const store = await openSuggestions(paths);
  const id = run ?? store.runs.at(-1)?.id;
  if (id === undefined) return undefined;
  if (!store.runs.some((one) => one.id === id)) throw new UsageError("There is no such run in this corpus.");
  const byVersion = new Map<string, readonly Suggestion[]>();
  const seen = new Set<string>();
  for (const conversation of store.conversationsOf(id)) {
    if (seen.has(conversation.id)) continue;
    seen.add(conversation.id);
    for (const result of await store.of(conversation.id, [id])) {
      const key = versionKey(result.conversation);
      if (!byVersion.has(key)) byVersion.set(key, result.suggestions);
    }
  }
  return { run: id, byVersion };
}

/** By `versionKey`, of a conversation file; undefined for a folder. Throws the file system's and formats' errors. */
export async function readLengths(place: string): Promise<ReadonlyMap<string, BlockLengths> | undefined> {
  if ((await stat(place)).isDirectory()) return undefined;
  const lengths = new Map<string, BlockLengths>();
  for (const item of openConversations({ name: place, bytes: await readFile(place) }).items) {
    if (item.type !== "conversation") continue;
    const { conversation } = item;
    const ref: ConversationRef = { id: conversation.id, hash: hashConversation(conversation) };
    const turns = conversation.turns.map(({ blocks }) => blocks.map(({ text }) => text.length));
    lengths.set(versionKey(ref), turns);
  }
  return lengths;
}
