/** Who rated what, when, with what in view, and how fast. */
import type { Collected } from "../../../core/agreement/collect.ts";
import type { Estimate } from "../../../core/agreement/estimate.ts";
import { normalQuantile } from "../../../core/agreement/estimate.ts";
import type { JudgementEvent } from "../../../core/review/judgement.ts";
import type { RaterView } from "../../../protocol/agreement.ts";
import type { FigureSource } from "./source.ts";

/** A longer time between two conversations is a pause, not work. */
const PAUSE_MS = 5 * 60_000;

export function ratersOf({ raters, adjudicators }: FigureSource, collected: Collected): RaterView[] {
  return raters.map(({ rater, events }, at): RaterView => {
    const counts = collected.raters[at];
    const { first, last } = spanOf(events);
    const pace = paceOf(events);
    return {
      rater,
      adjudicates: adjudicators.has(rater),
      rated: counts?.rated ?? 0,
      blind: counts?.blind ?? 0,
      assisted: counts?.assisted ?? 0,
      mixed: counts?.mixed ?? 0,
      unfinished: counts?.unfinished ?? 0,
      skipped: counts?.skipped ?? 0,
      unjudged: counts?.unjudged ?? 0,
      unresolved: counts?.unresolved ?? 0,
      judgements: new Set(events.filter(isJudgement).map(({ id }) => id)).size,
      ...(first === undefined ? {} : { first }),
      ...(last === undefined ? {} : { last }),
      ...(pace === undefined ? {} : { paceSeconds: pace }),
    };
  });
}

function isJudgement({ kind }: JudgementEvent): boolean {
  return kind === "confirm" || kind === "correct" || kind === "reject" || kind === "add";
}

/** UTC times in ISO 8601 with ms order as strings. */
function spanOf(events: readonly JudgementEvent[]): { first?: string; last?: string } {
  let [first, last] = ["", ""];
  for (const { at } of events) {
    if (first === "" || at < first) first = at;
    if (at > last) last = at;
  }
  return first === "" ? {} : { first, last };
}

/**
 * Median time from one conversation marked done to the next, with the distribution-free interval of a median from order
 * statistics (W. Conover, "Practical Nonparametric Statistics", 3rd ed. 1999, §3.2). undefined below six of them.
 */
export function paceOf(events: readonly JudgementEvent[], level = 0.95): Estimate | undefined {
  const times = [...new Set(events.filter(({ kind }) => kind === "done").map(({ at }) => Date.parse(at)))]
    .filter((time) => Number.isFinite(time))
    .sort((a, b) => a - b);
  const steps = times
    .slice(1)
    .map((time, at) => time - (times[at] ?? time))
    .filter((step) => step > 0 && step <= PAUSE_MS)
    .map((step) => step / 1000)
    .sort((a, b) => a - b);
  const n = steps.length;
  if (n < 6) return undefined;
  const value = ((steps[(n - 1) >> 1] ?? 0) + (steps[n >> 1] ?? 0)) / 2;
  const half = (normalQuantile(0.5 + level / 2) * Math.sqrt(n)) / 2;
  return {
    estimator: "median seconds between conversations marked done",
    value,
    n: { units: n, raters: 1, values: n },
    design: "times over five minutes left out as pauses",
    interval: {
      lower: steps[Math.max(0, Math.floor(n / 2 - half) - 1)] ?? value,
      upper: steps[Math.min(n - 1, Math.ceil(n / 2 + half))] ?? value,
      level,
      method: "order statistics, normal approximation",
    },
  };
}
