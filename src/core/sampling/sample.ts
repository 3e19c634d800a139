/**
 * A sample: which conversations are to be rated, how they were drawn, and with what probability, so that another
 * person can draw the same rows again and every estimate can be weighted. Kept as one file in git
 * (`.valuemark/<corpus-key>/samples/<name>.json`).
 */

/** How the sample was drawn from the frame. */
export type SampleDesign =
  | { readonly type: "simple"; readonly size: number }
  | {
      readonly type: "stratified";
      readonly by: StratifyBy;
      /** proportional to the stratum's rows; equal numbers; or given for each stratum. */
      readonly allocation:
        | { readonly type: "proportional" | "equal"; readonly size: number }
        | { readonly type: "given"; readonly sizes: { readonly [stratum: string]: number } };
    }
  /** Without replacement, with probability proportional to a score (Poisson-like PPS of fixed size). */
  | { readonly type: "weighted"; readonly by: "uncertainty" | "disagreement"; readonly size: number }
  /** Every row that a search or filter finds, or of a list of ids: no inference beyond these rows. */
  | { readonly type: "all" };

export type StratifyBy =
  | { readonly type: "field"; readonly path: string }
  | { readonly type: "category" | "warning" | "model" }
  /** Turns, cut at these bounds: `[3, 9]` makes 1–2, 3–8, 9 and more. */
  | { readonly type: "length"; readonly bounds: readonly number[] };

/** Which rows could be drawn. */
export interface SampleFrame {
  /** Conversations in it. */
  readonly rows: number;
  /** In the words of the table's query language; "" = the whole corpus. */
  readonly query: string;
  /** The ids given, where the frame is a list of ids. */
  readonly ids?: readonly string[];
  /** 48 bits in hex: xor of the frame's `idHash48`s. Another corpus, or a grown one, gives another. */
  readonly fingerprint: string;
  /** 48 bits in hex over which row has which stratum or score. The same frame with other labels gives another. */
  readonly values?: string;
  /** What strata or scores were taken from, in words: the run's id, the field. */
  readonly basis?: string;
}

export interface SampleItem {
  readonly id: string;
  /** `hashConversation` at the time of drawing. */
  readonly hash: string;
  /** 0 < p ≤ 1; the weight of the item is 1 / p. Of a trap item: 1, and it is in no estimate. */
  readonly probability: number;
  readonly stratum?: string;
  /** Who rates it, in names of raters; absent = all raters of the sample. */
  readonly raters?: readonly string[];
  /** A planted item with a known answer. */
  readonly trap?: TrapAnswer;
}

/** What a careful rater would say. Never shown before the item is done. */
export interface TrapAnswer {
  /** Names of AI values that must be labelled (any one of a group separated by "|" will do). */
  readonly values: readonly string[];
  /** Values that must not be labelled. */
  readonly not: readonly string[];
  readonly responseType?: string;
}

export interface Sample {
  readonly v: 1;
  readonly name: string;
  /** ISO 8601 UTC. */
  readonly drawnAt: string;
  readonly drawnBy: string;
  readonly seed: number;
  readonly design: SampleDesign;
  readonly frame: SampleFrame;
  /** Raters see neither suggestions nor each other's labels. */
  readonly blind: boolean;
  readonly raters: readonly string[];
  /** How many raters each item gets; absent = all. */
  readonly overlap?: OverlapPlan;
  /** In the order in which they are rated. */
  readonly items: readonly SampleItem[];
}

/** `shared`: the part of the items (0 … 1) that `each` raters get; the rest get one each, shared out evenly. */
export interface OverlapPlan {
  readonly shared: number;
  readonly each: number;
}
