/** What the page keeps over a reload: where the person was, never data. */
import { PAIR_COEFFICIENTS, type PairCoefficient } from "../../src/protocol/agreement.ts";

export const TABS = ["summary", "labels", "raters", "extractor", "quality", "disagreements", "gold"] as const;
export type Tab = (typeof TABS)[number];

export const LABEL_ORDERS = ["prevalence", "disagreement", "name"] as const;
export type LabelOrder = (typeof LABEL_ORDERS)[number];

export const LABEL_FIGURES = ["alpha", "positive"] as const;
export type LabelFigure = (typeof LABEL_FIGURES)[number];

export interface Kept {
  /** The snapshot's key; "" before the first. */
  readonly key: string;
  readonly tab: Tab;
  readonly coefficient: PairCoefficient;
  readonly order: LabelOrder;
  readonly figure: LabelFigure;
}

export const FIRST: Kept = {
  key: "",
  tab: "summary",
  coefficient: "kappa",
  order: "prevalence",
  figure: "alpha",
};

/** Undefined for anything else than what an earlier page kept. */
export function parseKept(kept: unknown): Kept | undefined {
  if (typeof kept !== "object" || kept === null) return undefined;
  const field = (name: string): unknown => Object.entries(kept).find(([key]) => key === name)?.[1];
  const tab = TABS.find((one) => one === field("tab"));
  const coefficient = PAIR_COEFFICIENTS.find((one) => one === field("coefficient"));
  const order = LABEL_ORDERS.find((one) => one === field("order"));
  const figure = LABEL_FIGURES.find((one) => one === field("figure"));
  const key = field("key");
  if (typeof key !== "string") return undefined;
  return tab && coefficient && order && figure ? { key, tab, coefficient, order, figure } : undefined;
}
