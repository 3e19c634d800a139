/** How long a rater takes for a conversation. Pure. */
import type { JudgementEvent } from "../review/judgement.ts";
import { readTimeline } from "../review/timeline.ts";
import type { Estimate } from "./estimate.ts";
import { versionKey } from "./collect.ts";

/** Longer gaps are pauses, in ms. */
export const PAUSE_MS = 5 * 60_000;

export interface RaterPace {
  /** Median seconds from one finished conversation to the next. */
  readonly seconds: Estimate;
  /** Gaps longer than `PAUSE_MS`, left out. */
  readonly pauses: number;
  /** Conversations done. */
  readonly done: number;
}

/**
 * `events`: all of one rater, in any order. The interval is that of the median by order statistics (W. Conover, "Practical
 * Nonparametric Statistics", 3rd ed. 1999, §3.2), which needs six gaps for 95 %.
 */
export function raterPace(events: readonly JudgementEvent[], level = 0.95): RaterPace {
  const times = doneTimes(events);
  const gaps = times.slice(1).map((time, at) => time - (times[at] ?? 0));
  const kept = gaps.filter((gap) => gap <= PAUSE_MS).map((gap) => gap / 1_000);
  return {
    seconds: medianEstimate(kept, level),
    pauses: gaps.length - kept.length,
    done: times.length,
  };
}

/** ms since 1970 at which each conversation was marked done for the last time, sorted. */
function doneTimes(events: readonly JudgementEvent[]): number[] {
  const groups = new Map<string, JudgementEvent[]>();
  for (const event of events) {
    const key = versionKey(event.conversation);
    const known = groups.get(key);
    if (known) known.push(event);
    else groups.set(key, [event]);
  }
  const times: number[] = [];
  for (const group of groups.values()) {
    if (!group.some(({ kind }) => kind === "done")) continue;
    const { events: own, holding } = readTimeline(group, group[0]?.conversation.hash ?? "");
    const last = own.findLast((event) => event.kind === "done" && holding.has(event.id));
    if (last) times.push(Date.parse(last.at));
  }
  return times.sort((a, b) => a - b);
}

function medianEstimate(values: readonly number[], level: number): Estimate {
  const sorted = values.toSorted((a, b) => a - b);
  const n = sorted.length;
  const base = {
    estimator: "median seconds from one finished conversation to the next",
    n: { units: n, raters: 1, values: n },
    design: `gaps of up to ${PAUSE_MS / 60_000} minutes; longer ones are pauses`,
  };
  const [low, high] = [sorted[Math.ceil(n / 2) - 1], sorted[Math.floor(n / 2)]];
  if (low === undefined || high === undefined) {
    return { ...base, value: null, reason: "no two conversations were finished without a pause between" };
  }
  const rank = medianRank(n, level);
  const [lower, upper] = [sorted[rank - 1], sorted[n - rank]];
  const interval =
    rank < 1 || lower === undefined || upper === undefined
      ? undefined
      : { lower, upper, level, method: `order statistics ${rank} and ${n + 1 - rank} of ${n}` };
  return { ...base, value: (low + high) / 2, ...(interval ? { interval } : {}) };
}

/** The greatest rank whose two order statistics hold the median with probability ≥ `level`; 0 = none. */
function medianRank(n: number, level: number): number {
  let term = 2 ** -n;
  let below = 0;
  if (term === 0) {
    // Past 1,074 values the smallest term is no number any more; the normal limit is exact enough there.
    return Math.max(1, Math.floor(n / 2 - (1.959964 * Math.sqrt(n)) / 2));
  }
  for (let rank = 0; rank <= n; rank++) {
    below += term;
    if (2 * below > 1 - level) return rank;
    term *= (n - rank) / (rank + 1);
  }
  return 0;
}
