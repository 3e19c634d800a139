/** Who rated what, when, with what in view, and how fast. */
import type { Collected } from "../../../core/agreement/collect.ts";
import { raterPace } from "../../../core/agreement/rater-pace.ts";
import type { JudgementEvent } from "../../../core/review/judgement.ts";
import type { RaterView } from "../../../protocol/agreement.ts";
import { plain } from "./alphas.ts";
import type { FigureSource } from "./source.ts";

export function ratersOf({ raters, adjudicators }: FigureSource, collected: Collected): RaterView[] {
  return raters.map(({ rater, events }, at): RaterView => {
    const counts = collected.raters[at];
    const { first, last } = spanOf(events);
    const pace = raterPace(events).seconds;
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
      ...(pace.value === null ? {} : { paceSeconds: plain(pace) }),
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
