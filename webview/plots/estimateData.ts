/** An estimate as the cells of an exported table: all that is needed to quote it. Pure. */
import type { Estimate } from "../../src/core/agreement/estimate.ts";
import type { Cell } from "./delimited.ts";

export function estimateColumns(prefix = ""): string[] {
  const names = [
    "value",
    "lower",
    "upper",
    "interval level",
    "units",
    "raters",
    "values",
    "estimator",
    "interval method",
    "design",
    "not defined because",
  ];
  return names.map((name) => (prefix === "" ? name : `${prefix}: ${name}`));
}

export function estimateCells({ value, interval, n, estimator, design, reason }: Estimate): Cell[] {
  return [
    value,
    interval?.lower,
    interval?.upper,
    interval?.level,
    n.units,
    n.raters,
    n.values,
    estimator,
    interval?.method,
    design,
    reason,
  ];
}
