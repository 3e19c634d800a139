import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monotonicFactory } from "ulid";
import type { Suggestion } from "../../src/core/extraction/annotation.ts";
import { foldConversation } from "../../src/core/review/fold.ts";
import type { JudgementEvent } from "../../src/core/review/judgement.ts";
import { ReviewSummary } from "../../src/core/review/summary.ts";
import { type JudgementLog, openJudgementLog } from "../../src/store/judgement-log.ts";
import { type BenchRow, quantile } from "./bench.ts";
import { interleave, median, series, spreadOf, timed } from "./frame/rounds.ts";

const HASH = "0123456789abcdef0123456789abcdef";
const COUNT = 100;
/** Labels of a conversation, all of which the rater judges before the next one. */
const LABELS = 8;

const conversationOf = (n: number) => ({ id: `c${Math.floor(n / LABELS)}`, hash: HASH });

function suggestionsOf(n: number): Suggestion[] {
  return Array.from({ length: LABELS }, (_, at) => ({
    id: `s${at}`,
    run: "r1",
    conversation: conversationOf(n),
    label: { kind: "aiValue", value: "intellectual honesty", node: "intellectual honesty" },
    spans: [{ turn: 1, block: 0, start: 120, end: 126, quote: "honest", hash: HASH }],
  }));
}

/** What the host does from a key to the state that the panel draws. */
class Desk {
  #pressed = 0;
  readonly #summary = new ReviewSummary();
  readonly #events = new Map<string, JudgementEvent[]>();

  constructor(readonly log: JudgementLog) {}

  /** Resolves when the judgement is durable and the conversation's new state is there. */
  async press(): Promise<void> {
    const n = this.#pressed++;
    const conversation = conversationOf(n);
    const target = `s${n % LABELS}`;
    const event = await this.log.append(
      { kind: "confirm", target, from: target, run: "r1" },
      { conversation, assist: "suggested" },
    );
    this.#summary.add(event);
    const events = [...(this.#events.get(conversation.id) ?? []), event];
    this.#events.set(conversation.id, events);
    const state = foldConversation(suggestionsOf(n), events, HASH);
    if (state.judged !== (n % LABELS) + 1) throw new Error("the judgement does not show");
  }
}

/** Line, write + fdatasync: what the disk itself takes. ms each. */
async function bareTimes(file: string): Promise<number[]> {
  const handle = await open(file, "a");
  const line = `${"x".repeat(280)}\n`;
  const times: number[] = [];
  for (let n = 0; n < COUNT; n++)
    times.push(
      await timed(async () => {
        await handle.write(line);
        await handle.datasync();
      }),
    );
  await handle.close();
  return times;
}

/** From a key to the judgement on the disk, read back, and folded. One at a time, then in bursts. */
export async function run(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), "valuemark-append-"));
  try {
    const options = { rater: "ada", clock: Date.now, newId: monotonicFactory() };
    const desk = new Desk(await openJudgementLog(join(folder, "ada.jsonl"), options));
    for (let n = 0; n < 24; n++) await desk.press();
    const rounds: { ours: number[]; bare: number[] }[] = [];
    const { burst } = await interleave({
      each: async () => {
        const ours: number[] = [];
        for (let n = 0; n < COUNT; n++) ours.push(await timed(() => desk.press()));
        rounds.push({ ours, bare: await bareTimes(join(folder, "bare")) });
        return 0;
      },
      burst: async () => {
        const log = await openJudgementLog(join(folder, "burst.jsonl"), options);
        const context = { conversation: conversationOf(0), assist: "suggested" } as const;
        const append = () => log.append({ kind: "confirm", target: "s1", from: "s1", run: "r1" }, context);
        return (await timed(() => Promise.all(Array.from({ length: COUNT }, append)))) / COUNT;
      },
    });
    const note = `${COUNT} keys a round, the log in the temporary folder; without the panel's drawing`;
    const at = (name: string, q: number): BenchRow => {
      const ours = rounds.map((round) => quantile(round.ours, q));
      const bare = rounds.map((round) => quantile(round.bare, q));
      const ratios = rounds.map((_, round) => (bare[round] ?? Number.NaN) / (ours[round] ?? Number.NaN));
      const disk = { value: median(bare), ratio: median(ratios), spread: spreadOf(bare) };
      const peers = [{ name: "bare write + fdatasync: the disk itself", ...disk }];
      return { name, ...series(ours), unit: "ms", note, peers };
    };
    return [
      { ...at("key press → judgement durable and folded, p95", 0.95), bar: { atMost: 50 } },
      at("key press → judgement durable and folded, p50", 0.5),
      { name: "append in a burst, each", ...series(burst), unit: "ms", note: "group commit" },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
