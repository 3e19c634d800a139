import { open, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { idAfter } from "../../src/core/review/event-id.ts";
import type { JudgementDraft, JudgementEvent } from "../../src/core/review/judgement.ts";
import { ReviewSummary } from "../../src/core/review/summary.ts";
import { formatEvent } from "../../src/core/review/validate.ts";
import { openJudgementLog } from "../../src/store/judgement-log.ts";
import type { BenchRow } from "./bench.ts";

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
        name: "replay: in all",
        value: summed - start,
        unit: "ms",
        note: `${note}; bar 2,000 ms for 1,000,000`,
      },
      { name: "replay: heap after", value: heap, unit: "MB", note: "events and summary, before collection" },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
