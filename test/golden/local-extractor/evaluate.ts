/** Scores an extractor's answers against the gold labels, and a constant answer beside it. */
import type { Extraction, Extractor } from "../../../src/core/extraction/extractor.ts";
import type { Taxonomy } from "../../../src/core/taxonomy/taxonomy.ts";
import { toConversation, type Consideration, type GoldRow } from "./goldSet.ts";

/** What one extractor says of one row, reduced to what is scored. */
export interface Answer {
  readonly ai: readonly string[];
  readonly human: readonly string[];
  readonly subjectivity: string | undefined;
  readonly response: string | undefined;
}

/** `hits` of `of`, with the 95 % Wilson interval; the interval treats items as independent, which within one conversation they aren't. */
export interface Rate {
  readonly hits: number;
  readonly of: number;
  readonly rate: number;
  readonly low: number;
  readonly high: number;
}

export interface Scores {
  readonly rows: number;
  readonly proposed: number;
  readonly precisionValue: Rate;
  readonly precisionLevel2: Rate;
  readonly precisionLevel3: Rate;
  readonly recallValue: Rate;
  readonly recallLevel2: Rate;
  readonly recallLevel3: Rate;
  /** Rows without gold AI values on which none was proposed. */
  readonly quietOnValueFree: Rate;
  /** Rows with no AI value proposed. */
  readonly abstention: Rate;
  readonly humanPrecision: Rate;
  readonly humanRecall: Rate;
  readonly subjectivity: Rate;
  readonly response: Rate;
}

const Z = 1.959964;

/** Wilson score interval at 95 %. Of nothing: rate NaN, interval 0–1. */
export function wilson(hits: number, of: number): Rate {
  if (of === 0) return { hits, of, rate: Number.NaN, low: 0, high: 1 };
  const p = hits / of;
  const z2 = (Z * Z) / of;
  const middle = (p + z2 / 2) / (1 + z2);
  const half = (Z / (1 + z2)) * Math.sqrt((p * (1 - p)) / of + z2 / (4 * of));
  return { hits, of, rate: p, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** The most frequent AI values of the study (study's release, % of conversations), proposed for every conversation. */
export const CONSTANT_VALUES = ["helpfulness", "professionalism", "transparency", "clarity"] as const;

export const CONSTANT_ANSWER: Answer = {
  ai: CONSTANT_VALUES,
  human: ["authenticity"],
  subjectivity: "subjective",
  response: "helps",
};

function answerOf({ proposals }: Extraction): Answer {
  const values = (kind: string): string[] =>
    proposals.filter(({ label }) => label.kind === kind).map(({ label }) => label.node ?? label.value);
  return {
    ai: values("aiValue"),
    human: values("humanValue"),
    subjectivity: values("subjectivity")[0],
    response: values("responseType")[0],
  };
}

/** Runs an extractor over the rows, in order. */
export async function answers(
  extractor: Extractor,
  rows: readonly GoldRow[],
  taxonomy: Taxonomy,
): Promise<Answer[]> {
  const all: Answer[] = [];
  for (const row of rows) all.push(answerOf(await extractor.extract(toConversation(row), taxonomy)));
  return all;
}

class Tally {
  hits = 0;
  of = 0;
  add(hit: boolean): void {
    this.of++;
    if (hit) this.hits++;
  }
  get rate(): Rate {
    return wilson(this.hits, this.of);
  }
}

type Depth = "value" | "level2" | "level3";
const DEPTHS = ["value", "level2", "level3"] as const;

/** True if the value is right for the consideration at this depth. */
function agrees(value: string, gold: Consideration, depth: Depth, taxonomy: Taxonomy): boolean {
  if (depth === "value") return gold.values.includes(value);
  const node = taxonomy.pathOf(value).find(({ level }) => level === 2)?.id;
  if (node === undefined) return false;
  if (depth === "level2") return gold.nodes.includes(node);
  const category = taxonomy.categoryOf(value)?.id;
  return gold.nodes.some((id) => taxonomy.categoryOf(id)?.id === category);
}

/** Scores the answers, row by row, against the gold labels. */
export function score(rows: readonly GoldRow[], given: readonly Answer[], taxonomy: Taxonomy): Scores {
  const tallies = <K extends string>(keys: readonly K[]): Record<K, Tally> =>
    Object.fromEntries(keys.map((key) => [key, new Tally()])) as Record<K, Tally>;
  const precision = tallies(DEPTHS);
  const recall = tallies(DEPTHS);
  const one = tallies(["quiet", "abstention", "humanPrecision", "humanRecall", "subjectivity", "response"]);
  for (const [at, { gold }] of rows.entries()) {
    const answer = given[at];
    if (answer === undefined) throw new Error("an answer is missing");
    for (const depth of DEPTHS) {
      for (const value of answer.ai)
        precision[depth].add(gold.ai.some((item) => agrees(value, item, depth, taxonomy)));
      for (const item of gold.ai)
        recall[depth].add(answer.ai.some((value) => agrees(value, item, depth, taxonomy)));
    }
    for (const value of answer.human) {
      one.humanPrecision.add(gold.human.some((item) => agrees(value, item, "level2", taxonomy)));
    }
    for (const item of gold.human)
      one.humanRecall.add(answer.human.some((value) => agrees(value, item, "level2", taxonomy)));
    if (gold.ai.length === 0) one.quiet.add(answer.ai.length === 0);
    one.abstention.add(answer.ai.length === 0);
    one.subjectivity.add(answer.subjectivity === gold.subjectivity);
    one.response.add(answer.response === gold.response);
  }
  return {
    rows: rows.length,
    proposed: precision.value.of,
    precisionValue: precision.value.rate,
    precisionLevel2: precision.level2.rate,
    precisionLevel3: precision.level3.rate,
    recallValue: recall.value.rate,
    recallLevel2: recall.level2.rate,
    recallLevel3: recall.level3.rate,
    quietOnValueFree: one.quiet.rate,
    abstention: one.abstention.rate,
    humanPrecision: one.humanPrecision.rate,
    humanRecall: one.humanRecall.rate,
    subjectivity: one.subjectivity.rate,
    response: one.response.rate,
  };
}
