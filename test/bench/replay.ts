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
import { eachLine } from "./frame/plain-reader.ts";
import { interleave, median, peerByTime, series, timed } from "./frame/rounds.ts";

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
 * Opens a log of `count` events and brings it to the state that queue and status bar show, events being read when asked
 * for: the first time, and from the snapshot that the first time leaves.
 */
export async function run(count = 1_000_000): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), "valuemark-replay-"));
  try {
    const file = join(folder, "ada.jsonl");
    await writeLog(file, count);
    const { size } = await stat(file);
    const note = `${count.toLocaleString("en")} events, ${Math.round(size / 1e6)} MB, ${conversationsIn(count).toLocaleString("en")} conversations`;
    // Once before on a short log: what is measured is replay, not the compiler.
    await writeLog(join(folder, "warm.jsonl"), 20_000);
    await openJudgementLog(join(folder, "warm.jsonl"), OPTIONS);
    return [
      ...(await toTheState(file, join(folder, "cache"), count, note)),
      ...(await everyEvent(file, count, note)),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const OPTIONS = { rater: "ada", clock: Date.now, newId: () => "" };
const PARSE = "JSON.parse of each line alone";

const conversationsIn = (count: number): number => Math.ceil(count / EVENTS_PER_CONVERSATION);

async function toTheState(
  file: string,
  indexFolder: string,
  count: number,
  note: string,
): Promise<BenchRow[]> {
  const stalls: number[] = [];
  let last: LogState | undefined;
  const open = async (): Promise<number> => {
    const stall = watchStalls();
    const ms = await timed(async () => {
      const log = await openJudgementLog(file, { ...OPTIONS, indexFolder });
      last = new LogState(log);
      if (log.indexed === undefined || last.totals().touched !== conversationsIn(count))
        throw new Error("the replay is not complete");
    });
    stalls.push(await stall());
    return ms;
  };
  const times = await interleave({
    replay: async () => {
      await rm(indexFolder, { recursive: true, force: true });
      const ms = await open();
      await settled(indexFolder);
      return ms;
    },
    snapshot: open,
    parse: () =>
      timed(async () => {
        let lines = 0;
        await eachLine(file, (line) => {
          lines += JSON.parse(line) === null ? 0 : 1;
        });
        if (lines !== count) throw new Error("lines are missing");
      }),
  });
  const shares = times.snapshot.map((ms, round) => (100 * ms) / (times.replay[round] ?? Number.NaN));
  const conversations = 1_000;
  const events = await timed(() => {
    for (let n = 0; n < conversations; n++) {
      const id = `conversation-${(n * 97) % conversationsIn(count)}`;
      if (last?.eventsOf(id).length !== EVENTS_PER_CONVERSATION) throw new Error("events are missing");
    }
  });
  const same = (ms: number): number => ms;
  return [
    {
      name: "replay to the state",
      ...series(times.replay),
      unit: "ms",
      note,
      bar: { atMost: 2_000 },
      peers: [peerByTime(PARSE, times.parse, times.replay, same)],
    },
    {
      name: "replay from the snapshot, of the time without",
      ...series(shares),
      unit: "%",
      note: `${note}; in ${median(times.snapshot).toFixed(1)} ms`,
      bar: { atMost: 5 },
    },
    {
      name: "extension-host stall while replaying, longest",
      ...series(stalls.filter((_, at) => at % 2 === 0)),
      unit: "ms",
      note: "in the thread that replays",
      bar: { atMost: 16 },
    },
    {
      name: "events of one conversation, read when asked for",
      value: events / conversations,
      unit: "ms",
      note: `mean of ${conversations.toLocaleString("en")}`,
    },
  ];
}

/** The same without an index, as for a short log: every event in memory. */
async function everyEvent(file: string, count: number, note: string): Promise<BenchRow[]> {
  const heapBefore = process.memoryUsage().heapUsed;
  const summary = new ReviewSummary();
  const ms = await timed(async () => {
    const log = await openJudgementLog(file, OPTIONS);
    for (const event of log.events) summary.add(event);
    if (log.events.length !== count || summary.totals().touched !== conversationsIn(count))
      throw new Error("the replay is not complete");
  });
  const heap = (process.memoryUsage().heapUsed - heapBefore) / 1e6;
  return [
    { name: "replay with every event in memory", value: ms, unit: "ms", note },
    { name: "replay with every event in memory: heap", value: heap, unit: "MB", note: "before collection" },
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
