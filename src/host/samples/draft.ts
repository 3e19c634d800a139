/** What the dialogue gathers, and what the answers must be like. Pure. */
import { MAX_ITEMS } from "../../core/sampling/draw.ts";
import type { Made } from "../../core/sampling/make-sample.ts";
import type { OverlapPlan, SampleDesign, StratifyBy } from "../../core/sampling/sample.ts";
import { MAX_NAME, MAX_RATERS } from "../../core/sampling/sample-shape.ts";
import { boundsProblem } from "../../core/sampling/strata.ts";
import type { Trap } from "../../core/sampling/traps.ts";

/** What is drawn from: the rows of a query ("" = all), or a list of ids. */
export type FrameChoice =
  | { readonly type: "query"; readonly query: string }
  | { readonly type: "ids"; readonly ids: readonly string[] };

export type DesignChoice = "simple" | "stratified" | "uncertainty" | "disagreement" | "all";

export interface Draft {
  readonly frame?: FrameChoice;
  readonly design?: DesignChoice;
  readonly by?: StratifyBy;
  readonly allocation?: "proportional" | "equal" | "given";
  /** For the allocation "given". */
  readonly sizes?: { readonly [stratum: string]: number };
  readonly size?: number;
  readonly raters?: readonly string[];
  readonly overlap?: OverlapPlan | "all";
  readonly blind?: boolean;
  readonly traps?: readonly Trap[];
  readonly seed?: number;
  readonly name?: string;
  /** The sample as drawn, not yet written; `begin`: it is to be used at once. */
  readonly made?: Made;
  readonly begin?: boolean;
}

/** The design that the answers make. Throws an Error when they don't make one, which the dialogue sees to. */
export function designOf({ design, by, allocation, sizes, size }: Draft): SampleDesign {
  if (design === "all") return { type: "all" };
  if (design === "stratified" && by && allocation === "given" && sizes)
    return { type: "stratified", by, allocation: { type: "given", sizes } };
  if (size !== undefined) {
    if (design === "simple") return { type: "simple", size };
    if (design === "uncertainty" || design === "disagreement") return { type: "weighted", by: design, size };
    if (design === "stratified" && by && (allocation === "proportional" || allocation === "equal"))
      return { type: "stratified", by, allocation: { type: allocation, size } };
  }
  throw new Error("the design of the sample is not complete");
}

const WHOLE = /^\d{1,9}$/;

/** A whole number as people write it: digits, perhaps grouped. */
export function numberIn(text: string): number | undefined {
  const digits = text.trim().replace(/(?<=\d)[\s,_.'](?=\d{3}(?!\d))/g, "");
  return WHOLE.test(digits) ? Number(digits) : undefined;
}

export function sizeProblem(text: string, rows: number): string | undefined {
  const size = numberIn(text);
  if (size === undefined || size < 1) return "A whole number from 1.";
  if (size > MAX_ITEMS) return `At most ${MAX_ITEMS.toLocaleString("en")}.`;
  return size > rows ? `There are only ${rows.toLocaleString("en")} conversations to draw from.` : undefined;
}

export function seedProblem(text: string): string | undefined {
  return /^\d{1,15}$/.test(text.trim()) ? undefined : "A whole number of at most 15 digits.";
}

export function nameProblem(text: string, taken: readonly string[]): string | undefined {
  const name = text.trim();
  if (name === "") return "A name is needed.";
  if (name.length > MAX_NAME) return `At most ${MAX_NAME} characters.`;
  if (/[\p{Cc}\p{Cf}]/u.test(name)) return "A name can't hold control characters.";
  return taken.some((other) => other.toLowerCase() === name.toLowerCase())
    ? "There is a sample of this name; samples are never overwritten."
    : undefined;
}

/** Names between commas, each once. */
export function ratersIn(text: string): string[] {
  return [...new Set(text.split(",").map((name) => name.trim()))].filter((name) => name !== "");
}

export function ratersProblem(text: string): string | undefined {
  const names = ratersIn(text);
  if (names.length === 0) return "At least one rater is needed.";
  if (names.length > MAX_RATERS) return `At most ${MAX_RATERS} raters.`;
  if (names.some((name) => name.length > 80)) return "A rater's name has at most 80 characters.";
  return names.some((name) => /[\p{Cc}\p{Cf}]/u.test(name))
    ? "A name can't hold control characters."
    : undefined;
}

export function boundsIn(text: string): number[] {
  return text.split(",").map((part) => numberIn(part) ?? Number.NaN);
}

export function boundsTextProblem(text: string): string | undefined {
  return boundsProblem(boundsIn(text));
}

export function shareProblem(text: string): string | undefined {
  const share = Number(text.trim().replace(/\s*%$/, ""));
  return text.trim() !== "" && share >= 0 && share <= 100 ? undefined : "A percentage from 0 to 100.";
}

export function shareIn(text: string): number {
  return Number(text.trim().replace(/\s*%$/, "")) / 100;
}

/** Ids one a line, or as a JSON list; each once. */
export function idsIn(text: string): string[] {
  let ids: readonly unknown[];
  try {
    const found: unknown = JSON.parse(text);
    ids = Array.isArray(found) ? found : text.split(/\r?\n/);
  } catch {
    ids = text.split(/\r?\n/);
  }
  const texts = ids.flatMap((id) =>
    typeof id === "string" || typeof id === "number" ? [String(id).trim()] : [],
  );
  return [...new Set(texts)].filter((id) => id !== "" && id.length <= 512);
}
