/**
 * The contract between the host and the agreement & gold editor.
 *
 * Host → page: complete snapshots with a revision; windows of the disagreements that were asked for; texts that were
 * asked for (a data card). Page → host: intents, each answered once (`channel.ts`). Figures travel as the statistics'
 * own `Estimate`, so that the page shows what was computed with its estimator, n, design and interval, and never
 * computes one itself. All texts are plain text; the page puts them into the document through `textContent`.
 *
 * A report is computed section by section: an absent section is still being computed (or, with no task under way, was
 * cancelled); `unavailable` says of a section why it can't be told.
 */
import type { AgreementKind } from "../core/agreement/collect.ts";
import type { Estimate } from "../core/agreement/estimate.ts";
import type { SetDistanceName } from "../core/agreement/set-distance.ts";
import type { AnnotationKind, ConversationRef } from "../core/extraction/annotation.ts";
import type { Level } from "../core/taxonomy/taxonomy.ts";
import type { CategoryColour } from "./review.ts";
import type { TaskView } from "./corpus.ts";

export const SET_DISTANCE_CHOICES = ["masi", "masi-nltk", "jaccard", "binary", "taxonomy"] as const;
export type DistanceChoice = SetDistanceName | "taxonomy";

/** Which ratings count. blind: only those made with neither suggestions nor other raters in view. */
export const FRAME_CHOICES = ["all", "blind", "assisted"] as const;
export type FrameChoice = (typeof FRAME_CHOICES)[number];

/** What the figures are of. `level` counts for values only. */
export interface ReportChoices {
  readonly kind: AgreementKind;
  readonly level: Level;
  readonly distance: DistanceChoice;
  readonly frame: FrameChoice;
  readonly seed: number;
}

export interface RaterView {
  readonly rater: string;
  /** Also decides over the others' labels. */
  readonly adjudicates: boolean;
  /** Conversations rated in the kind on show, and by what the rater saw. */
  readonly rated: number;
  readonly blind: number;
  readonly assisted: number;
  readonly mixed: number;
  readonly unfinished: number;
  readonly skipped: number;
  readonly unjudged: number;
  readonly unresolved: number;
  /** ISO 8601 UTC, of the rater's first and latest event; absent without events. */
  readonly first?: string;
  readonly last?: string;
  /** Judgements of the whole log. */
  readonly judgements: number;
  /** Median seconds between one done conversation and the next, pauses over five minutes left out. */
  readonly paceSeconds?: Estimate;
}

/** α of one kind at one level (null: the kind has no levels). */
export interface AlphaRow {
  readonly kind: AgreementKind;
  readonly level: Level | null;
  readonly alpha: Estimate;
  /** Over the ratings made blind only; absent where all or none were. */
  readonly blind?: Estimate;
}

export const PAIR_COEFFICIENTS = ["kappa", "alpha", "ac1"] as const;
export type PairCoefficient = (typeof PAIR_COEFFICIENTS)[number];

/** Two raters, by their places in the report's `raters`, first < second. */
export interface PairCell {
  readonly first: number;
  readonly second: number;
  readonly estimates: Readonly<Record<PairCoefficient, Estimate>>;
}

export interface LabelFigures {
  readonly key: string;
  readonly name: string;
  readonly category: CategoryColour;
  /** Ratings that carry it; units in which somebody gave it; units in which raters differ on it. */
  readonly given: number;
  readonly units: number;
  readonly disputed: number;
  readonly prevalence: Estimate;
  readonly positive: Estimate;
  readonly alpha: Estimate;
  readonly kappa: number | null;
  readonly ac1: number | null;
}

export interface LabelTable {
  readonly rows: readonly LabelFigures[];
  /** Labels left out of `rows`, the rarest of very many. */
  readonly left: number;
  readonly kappaEstimator: string;
}

/** Key of what stands for all labels that have no row of their own. */
export const REST_KEY = "\u0000rest";

export interface ConfusionView {
  readonly title: string;
  /** Whose answers are in the rows and in the columns. */
  readonly rowsAre: string;
  readonly columnsAre: string;
  readonly labels: readonly { readonly key: string; readonly name: string }[];
  /** Row by row; whole numbers for single answers, shares for sets of labels. */
  readonly counts: readonly (readonly number[])[];
  /** Pairs of ratings counted. */
  readonly pairs: number;
  /** How the cells are counted, in words. */
  readonly counting: string;
}

/** One run of an extractor against one or all raters. */
export interface ExtractorView {
  readonly run: string;
  readonly extractor: string;
  /** null: all raters together. */
  readonly rater: string | null;
  readonly frame: "blind" | "assisted" | "mixed";
  readonly units: number;
  readonly precision: Estimate;
  /** Without a value and with the reason outside a blind frame. */
  readonly recall: Estimate;
  readonly f1: Estimate;
}

/** Suggestions with scores in `[from, to)` and the share of them that raters kept. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly meanScore: number;
  readonly kept: Estimate;
}

export interface CalibrationView {
  readonly run: string;
  readonly extractor: string;
  readonly bins: readonly CalibrationBin[];
  /** Mean distance of score and share kept, weighted by the bins' sizes. */
  readonly error: Estimate;
  /** The same with its bias taken off; about 0 for calibrated scores. */
  readonly debiasedError: Estimate;
  readonly brier: Estimate;
}

/** A rater's figure over successive parts of their work, oldest first. */
export interface DriftSeries {
  readonly rater: string;
  readonly points: readonly {
    /** ISO 8601 UTC, of the part's first and last rating. */
    readonly from: string;
    readonly to: string;
    readonly value: Estimate;
  }[];
  /** Change over 100 ratings, and how often chance alone makes one as steep (null: no trend). */
  readonly trend: Estimate;
  readonly p: number | null;
}

export interface DriftView {
  /** What the points show, and how the parts were cut, in words. */
  readonly measure: string;
  readonly series: readonly DriftSeries[];
}

export interface TrapView {
  readonly rater: string;
  readonly accuracy: Estimate;
  /** Missed required values, and forbidden ones given. */
  readonly missed: number;
  readonly wrong: number;
}

/** Blind against assisted ratings. */
export interface AnchoringView {
  readonly figures: readonly {
    readonly what: string;
    readonly blind: Estimate;
    readonly assisted: Estimate;
    readonly difference: Estimate;
  }[];
  /** Conversations rated in both ways. */
  readonly inBoth: number;
  /** How far the difference may be read as an effect of seeing suggestions. */
  readonly reading: string;
}

export interface UnavailableSection {
  readonly section: Section;
  /** In words: what is missing, and how to get it. */
  readonly reason: string;
}

/** A report's parts that come one by one. */
export interface ReportSections {
  readonly alphas: readonly AlphaRow[];
  readonly pairs: readonly PairCell[];
  readonly labels: LabelTable;
  readonly confusion: readonly ConfusionView[];
  readonly extractors: readonly ExtractorView[];
  readonly calibration: readonly CalibrationView[];
  readonly drift: DriftView;
  readonly traps: readonly TrapView[];
  readonly anchoring: AnchoringView;
}
export type Section = keyof ReportSections;

export interface AgreementReportView extends Partial<ReportSections> {
  readonly choices: ReportChoices;
  readonly taxonomy: { readonly title: string; readonly hash: string };
  readonly raters: readonly RaterView[];
  /** Conversations that anybody rated, and that two or more did; pairs of ratings of one conversation. */
  readonly units: { readonly rated: number; readonly pairable: number; readonly pairs: number };
  /** Of the pairable ratings. */
  readonly frames: { readonly blind: number; readonly assisted: number; readonly mixed: number };
  /** What a reader must know before quoting a figure. */
  readonly notes: readonly string[];
  /** Lines of judgement files that can't be read. */
  readonly problems: readonly { readonly file: string; readonly line: number; readonly reason: string }[];
  readonly unavailable: readonly UnavailableSection[];
  /** Changes with the ratings and the choices: a window of another generation is thrown away. */
  readonly generation: number;
  readonly disagreements: number;
}

export interface DisagreementRow {
  /** 0-based place in the list. */
  readonly at: number;
  readonly conversation: ConversationRef;
  /** Mean distance between pairs of ratings, 0 … 1, by the choices' distance. */
  readonly distance: number;
  /** In the order of the report's raters; null: not rated. `shared`: every other rater of it gave it too. */
  readonly ratings: readonly (readonly { readonly name: string; readonly shared: boolean }[] | null)[];
  readonly adjudicated: boolean;
}

export type GoldRule =
  | { readonly type: "adjudicated" }
  /** At least `k` raters gave it, of the conversations that at least `of` raters rated. */
  | { readonly type: "votes"; readonly k: number; readonly of: number };

export interface GoldVersionView {
  readonly name: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly rule: string;
  readonly conversations: number;
  readonly labels: number;
}

export interface GoldExportFormat {
  readonly id: string;
  readonly title: string;
  readonly what: string;
}

/** Which conversations a gold set is of. */
export interface GoldFrameView {
  /** Names of the corpus's samples. */
  readonly samples: readonly string[];
  /** One of them, whose weights, seed and design the record then has; "" = everything that was judged. */
  readonly sample: string;
  /** Of the conversations, in its maker's words; "" = unknown. */
  readonly licence: string;
}

export interface GoldView {
  readonly rule: GoldRule;
  /** Undefined while counting. */
  readonly counts?: {
    readonly conversations: number;
    readonly labels: number;
    /** Conversations that the rule leaves without a decision in every kind. */
    readonly undecided: number;
    readonly kinds: readonly {
      readonly kind: AnnotationKind;
      readonly decided: number;
      /** Of the decided ones, those with "none". */
      readonly empty: number;
      readonly labels: number;
      readonly undecided: number;
    }[];
    /** Why, and of how many: "AI values: rated by too few" → 12. */
    readonly reasons: readonly { readonly what: string; readonly count: number }[];
  };
  readonly versions: readonly GoldVersionView[];
  readonly formats: readonly GoldExportFormat[];
  readonly suggestedName: string;
  /** Of which conversations, and under which licence, the set is made; absent where that can't be chosen. */
  readonly frame?: GoldFrameView;
  /** Markdown of the data card as it would be written, shown as text. */
  readonly card?: string;
  /** Why no gold can be made here, in words. */
  readonly unavailable?: string;
}

export interface AgreementSnapshot {
  readonly revision: number;
  /** Tells the corpora apart; the page keeps it, so that its tab can be brought back with the window. */
  readonly key: string;
  readonly corpus: string;
  readonly rater?: string;
  readonly screen:
    | { readonly type: "loading" }
    | { readonly type: "error"; readonly message: string }
    /** No judgement of anybody, or of one rater only. */
    | { readonly type: "empty"; readonly raters: readonly string[] }
    /** The current rater must not see others' labels yet. */
    | { readonly type: "blind"; readonly reason: string }
    | { readonly type: "report"; readonly report: AgreementReportView; readonly gold: GoldView };
  readonly tasks: readonly TaskView[];
  /** The work was stopped by the user, and "compute" goes on. */
  readonly stopped: boolean;
}

export type ToAgreementPage =
  | { readonly type: "snapshot"; readonly snapshot: AgreementSnapshot }
  /** Between two snapshots: reports are large, and progress comes often. */
  | { readonly type: "progress"; readonly tasks: readonly TaskView[] }
  | { readonly type: "rows"; readonly generation: number; readonly rows: readonly DisagreementRow[] }
  | { readonly type: "focus"; readonly target: "summary" | "disagreements" | "gold" }
  | { readonly type: "reply"; readonly intent: number; readonly error?: string };

export type AgreementIntent =
  | { readonly do: "choose"; readonly choices: ReportChoices }
  /** Asks for a window of disagreements, the worst first; the answer comes as a `rows` message. */
  | { readonly do: "rows"; readonly generation: number; readonly from: number; readonly count: number }
  /** Opens the transcript at the evidence; `label`: the key of the label to show, where one is meant. */
  | { readonly do: "open"; readonly conversation: ConversationRef; readonly label?: string }
  | { readonly do: "adjudicate"; readonly conversation?: ConversationRef }
  | { readonly do: "cancel" }
  /** Reads the files anew and computes, also after a cancel. */
  | { readonly do: "compute" }
  | { readonly do: "goldRule"; readonly rule: GoldRule }
  /** As in `GoldFrameView`. */
  | { readonly do: "goldFrame"; readonly sample: string; readonly licence: string }
  | { readonly do: "makeGold"; readonly name: string }
  | { readonly do: "exportGold"; readonly version: string; readonly format: string }
  | { readonly do: "previewCard" }
  /** `text` goes to the clipboard through VS Code. */
  | { readonly do: "copy"; readonly text: string }
  /** Saves a table or plot; the host asks where. `data`: text, or base64 for png. */
  | {
      readonly do: "save";
      readonly name: string;
      readonly type: "tsv" | "csv" | "svg" | "png";
      readonly data: string;
    }
  | { readonly do: "setRater" }
  | { readonly do: "showProblems" };

export type FromAgreementPage =
  | { readonly type: "viewLoaded" }
  | { readonly type: "intent"; readonly intent: number; readonly ask: AgreementIntent };
