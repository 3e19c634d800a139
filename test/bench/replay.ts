import { open, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { idAfter } from "../../src/core/review/event-id.ts";
import type { JudgementDraft, JudgementEvent } from "../../src/core/review/judgement.ts";
import { ReviewSummary } from "../../src/core/review/summary.ts";
import { formatEvent } from "../../src/core/review/validate.ts";
import { openJudgementLog } from "../../src/store/judgement-log.ts";
import { LogState } from "../../src/store/log-state.ts";
import type { BenchRow } from "./bench.ts";
import { quantile } from "./bench.ts";

const EVENTS_PER_CONVERSATION = 8;
const HASH = "0123456789abcdef0123456789abcdef";
const QUOTE = "I want to be honest with you about the risks here – 正直";

/** A rater's session on one conversation: five verdicts, an addition with its evidence, one undo, done. */
function draftOf(n: number, lastId: string): JudgementDraft {
  const target = `01JRUN00000000000000000000-${n}`;
  const label = { kind: "aiValue", value: "intellectual honesty", node: "intellectual honesty" } as const;
  const spans = [{ turn: 1, block: 0, start: 120, end: 120 + QUOTE.length, quote: QUOTE, hash: HASH }];
  switch (n % EVENTS_PER_CONVERSATION) {
    case 2:
      return { kind: "reject", target };
    case 3:
      return { kind: "correct", target, label };
    case 4:
      return { kind: "add", label, spans };
    case 5:
      return { kind: "retract", target: lastId };
    case 7:
      return { kind: "done" };
    default:
      return { kind: "confirm", target, from: target, run: "01JRUN00000000000000000000" };
  }
}

async function writeLog(file: string, count: number): Promise<void> {
  const handle = await open(file, "wx");
  let id = "01JA0000000000000000000000";
  let lines: string[] = [];
  for (let n = 0; n < count; n++) {
    const event: JudgementEvent = {
      v: 1,
      id: idAfter(id, "0000000000ABCDEFGHJKMNPQRS"),
      at: new Date(1_760_000_000_000 + n * 4_000).toISOString(),
      rater: "ada",
      conversation: { id: `conversation-${Math.floor(n / EVENTS_PER_CONVERSATION)}`, hash: HASH },
      assist: "suggested",
      ...draftOf(n, id),
    };
    id = event.id;
    lines.push(`${formatEvent(event)}\n`);
    if (lines.length === 10_000 || n === count - 1) {
      await handle.write(lines.join(""));
      lines = [];
    }
  }
  await handle.close();
}

/**
 * Opens a log of `count` events (bar: 1,000,000 in 2 s) and brings it to the state that queue and status bar
 * show: read, checked, ordered, summed up per conversation.
 */
export async function run(count = 1_000_000): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), "valuemark-replay-"));
  try {
    const file = join(folder, "ada.jsonl");
    await writeLog(file, count);
    const { size } = await stat(file);
    const note = `${count} events, ${Math.round(size / 1e6)} MB, ${Math.ceil(count / EVENTS_PER_CONVERSATION)} conversations`;
    // Once before on a short log: what is measured is replay, not the compiler.
    await writeLog(join(folder, "warm.jsonl"), 20_000);
    await openJudgementLog(join(folder, "warm.jsonl"), { rater: "ada", clock: Date.now, newId: () => "" });

    const toTheState = await indexed(file, folder, count);
    const heapBefore = process.memoryUsage().heapUsed;
    const start = performance.now();
    const log = await openJudgementLog(file, { rater: "ada", clock: Date.now, newId: () => "" });
    const opened = performance.now();
    const summary = new ReviewSummary();
    for (const event of log.events) summary.add(event);
    const totals = summary.totals();
    const summed = performance.now();
    if (log.events.length !== count || totals.touched !== Math.ceil(count / EVENTS_PER_CONVERSATION)) {
      throw new Error("the replay is not complete");
    }
    const plainMs = summed - start;
    const heap = (process.memoryUsage().heapUsed - heapBefore) / 1e6;
    return [
      { name: "replay: open a log", value: opened - start, unit: "ms", note },
      {
        name: "replay: sum up",
        value: summed - opened,
        unit: "ms",
        note: `${totals.done} done, ${totals.judged} judged`,
      },
      {
        name: "replay: in all, every event at hand",
        value: plainMs,
        unit: "ms",
        note,
      },
      { name: "replay: heap after", value: heap, unit: "MB", note: "events and summary, before collection" },
      ...toTheState,
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The same to the state that queue and status bar show, events being read when asked for: first time, and from the snapshot. */
async function indexed(file: string, folder: string, count: number): Promise<BenchRow[]> {
  const options = { rater: "ada", clock: Date.now, newId: () => "", indexFolder: join(folder, "cache") };
  const open = async () => {
    const stalls = watchStalls();
    const cpu = process.cpuUsage();
    const start = performance.now();
    const log = await openJudgementLog(file, options);
    const state = new LogState(log);
    const totals = state.totals();
    const ms = performance.now() - start;
    const { user, system } = process.cpuUsage(cpu);
    if (!log.indexed || totals.touched !== Math.ceil(count / EVENTS_PER_CONVERSATION)) {
      throw new Error("the replay is not complete");
    }
    return { ms, state, stall: await stalls(), cpu: (user + system) / 1_000 };
  };
  const first = await open();
  await settled(join(folder, "cache"));
  const again: Awaited<ReturnType<typeof open>>[] = [];
  for (let round = 0; round < 5; round++) again.push(await open());
  const best = quantile(
    again.map(({ ms }) => ms),
    0.5,
  );
  const start = performance.now();
  const conversations = 1_000;
  for (let n = 0; n < conversations; n++) {
    const id = `conversation-${(n * 97) % Math.ceil(count / EVENTS_PER_CONVERSATION)}`;
    if (first.state.eventsOf(id).length !== EVENTS_PER_CONVERSATION) throw new Error("events are missing");
  }
  const each = (performance.now() - start) / conversations;
  return [
    {
      name: "replay: to the state",
      value: first.ms,
      unit: "ms",
      note: `${count} events, ${first.cpu.toFixed(0)} ms of CPU; bar 2,000 ms for 1,000,000`,
    },
    { name: "replay: longest stall of the event loop", value: first.stall, unit: "ms", note: "bar 16 ms" },
    {
      name: "replay: from the snapshot",
      value: best,
      unit: "ms",
      note: `${((100 * best) / first.ms).toFixed(1)} % of it; bar 5 %; median of 5`,
    },
    {
      name: "replay: events of one conversation",
      value: each,
      unit: "ms",
      note: "read from the file when asked for",
    },
  ];
}

/** Ticks every ms; the longest gap between two ticks is the longest stall. */
function watchStalls(): () => Promise<number> {
  let [last, longest] = [performance.now(), 0];
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 1);
  return async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    clearInterval(timer);
    return longest;
  };
}

/** Waits for the snapshot, which is written in the background. */
async function settled(cache: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const names = await readdir(cache).catch(() => []);
    if (names.length > 0 && names.every((name) => name.endsWith(".index"))) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("no snapshot was written");
}
