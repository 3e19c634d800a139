/** Figures in words: the value with its interval, and the small print that belongs to it. Pure. */
import type { Estimate } from "../../src/core/agreement/estimate.ts";

const MINUS = "−";

/** Three decimals with a real minus; "–" where there is no value. */
export function figure(value: number | null, decimals = 3): string {
  return value === null ? "–" : value.toFixed(decimals).replace("-", MINUS);
}

export function count(value: number): string {
  return value.toLocaleString("en-GB", { maximumFractionDigits: 1 });
}

/** "[0.61, 0.82]", or "" without an interval. */
export function intervalText({ interval }: Pick<Estimate, "interval">, decimals = 3): string {
  return interval ? `[${figure(interval.lower, decimals)}, ${figure(interval.upper, decimals)}]` : "";
}

/** "n = 120 conversations, 3 raters, 342 ratings". */
export function sizeText({ n }: Pick<Estimate, "n">): string {
  const part = (number: number, one: string, many = `${one}s`): string =>
    `${count(number)} ${number === 1 ? one : many}`;
  return `n = ${part(n.units, "conversation")}, ${part(n.raters, "rater")}, ${part(n.values, "value")}`;
}

/** Everything a reader needs to quote the figure: estimator, interval's kind, n, design. */
export function smallPrint(estimate: Estimate): string[] {
  const { interval, design, estimator } = estimate;
  return [
    estimator,
    ...(interval ? [`${interval.level * 100} % interval: ${interval.method}`] : []),
    sizeText(estimate),
    design,
  ];
}

/**
 * What several figures of one table have in common: estimators, how intervals were made, designs. Texts that differ by
 * their numbers only ("effective n = 41.2") are told once with an ellipsis for these; the exported table has each.
 */
export function commonPrint(estimates: readonly Estimate[]): string[] {
  const methods = estimates.flatMap(({ interval }) =>
    interval ? [`${interval.level * 100} %, ${interval.method}`] : [],
  );
  return [
    merged(estimates.map(({ estimator }) => estimator)),
    ...(methods.length > 0 ? [`Intervals: ${merged(methods)}`] : []),
    merged(estimates.map(({ design }) => design)),
  ].filter((text) => text !== "");
}

const NUMBER = /\d[\d,.]*/g;

function merged(texts: readonly string[]): string {
  const groups = new Map<string, string[]>();
  for (const text of new Set(texts)) {
    const key = text.replace(NUMBER, "#");
    groups.set(key, [...(groups.get(key) ?? []), text]);
  }
  return [...groups.values()].map(withoutDifferences).join("; or ");
}

/** The numbers that all have stay. */
function withoutDifferences(texts: readonly string[]): string {
  const [first = ""] = texts;
  const all = texts.map((text) => text.match(NUMBER) ?? []);
  let at = 0;
  return first.replace(NUMBER, (number) => {
    const place = at++;
    return all.every((numbers) => numbers[place] === number) ? number : "…";
  });
}
