/** How raters do on planted items with a known answer. Pure. */
import type { ReviewLabel, ReviewState } from "../review/fold.ts";
import { alternatives } from "../sampling/traps.ts";
import type { TrapAnswer } from "../sampling/sample.ts";
import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import { foldKey } from "../taxonomy/fold.ts";
import type { Estimate } from "./estimate.ts";
import { proportion } from "./wilson.ts";

export interface TrapResult {
  /** Groups of wanted values of which none was given. */
  readonly missed: number;
  /** Unwanted values given. */
  readonly wrong: number;
  /** Whether another response type was given than wanted; undefined: none is wanted. */
  readonly wrongResponse?: boolean;
  readonly passed: boolean;
}

/** One rater on one trap. A value counts by its own name or by its taxonomy node's. */
export function trapResult(answer: TrapAnswer, state: ReviewState, taxonomy: Taxonomy): TrapResult {
  const given = new Set(state.labels.filter(holds).flatMap((label) => namesOf(label, taxonomy)));
  const has = (value: string): boolean => given.has(foldKey(value));
  const missed = answer.values.filter((group) => !alternatives(group).some(has)).length;
  const wrong = answer.not.flatMap(alternatives).filter(has).length;
  const said = state.single.responseType.answer?.label.value;
  const wrongResponse = answer.responseType === undefined ? undefined : said !== answer.responseType;
  return {
    missed,
    wrong,
    ...(wrongResponse === undefined ? {} : { wrongResponse }),
    passed: missed === 0 && wrong === 0 && wrongResponse !== true,
  };
}

export interface TrapAccuracy {
  /** Share of traps passed: every wanted value given, no unwanted one, the response type right. */
  readonly accuracy: Estimate;
  readonly missed: number;
  readonly wrong: number;
}

/** Of one rater's traps: those marked done. */
export function trapAccuracy(results: readonly TrapResult[], level = 0.95): TrapAccuracy {
  const passed = results.filter((one) => one.passed).length;
  const design = "planted items with a known answer, as independent trials";
  return {
    accuracy: proportion("share of trap items passed", passed, results.length, { level, design }),
    missed: results.reduce((sum, one) => sum + one.missed, 0),
    wrong: results.reduce((sum, one) => sum + one.wrong, 0),
  };
}

function holds({ label, state }: ReviewLabel): boolean {
  return label.kind === "aiValue" && state !== "suggested" && state !== "rejected";
}

function namesOf({ label }: ReviewLabel, taxonomy: Taxonomy): string[] {
  const node = label.node ? taxonomy.get(label.node) : undefined;
  return [label.value, ...(node ? [node.name] : [])].map(foldKey);
}
