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
 * What several figures of one table have in common, each saying once: estimators, how intervals were made, designs.
 * Methods that differ in their seed or counts only by row stay apart, so that none is told wrongly.
 */
export function commonPrint(estimates: readonly Estimate[]): string[] {
  const distinct = (texts: readonly string[]): string => [...new Set(texts)].join("; or ");
  const methods = estimates.flatMap(({ interval }) =>
    interval ? [`${interval.level * 100} %, ${interval.method}`] : [],
  );
  return [
    distinct(estimates.map(({ estimator }) => estimator)),
    ...(methods.length > 0 ? [`Intervals: ${limited(methods)}`] : []),
    distinct(estimates.map(({ design }) => design)),
  ].filter((text) => text !== "");
}

const MOST_METHODS = 3;

function limited(methods: readonly string[]): string {
  const all = [...new Set(methods)];
  const shown = all.slice(0, MOST_METHODS).join("; or ");
  return all.length > MOST_METHODS ? `${shown}; and others, told in the exported table` : shown;
}
