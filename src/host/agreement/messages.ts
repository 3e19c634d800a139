/** What host and agreement worker say to each other. Plain data only. */
import type { GoldRule } from "../../core/export/gold.ts";
import type { TaxonomyNode, TaxonomySource } from "../../core/taxonomy/taxonomy.ts";
import type {
  AgreementReportView,
  DisagreementRow,
  GoldView,
  ReportChoices,
  ReportSections,
  UnavailableSection,
} from "../../protocol/agreement.ts";
import type { Settled } from "./worker-client.ts";

/** A corpus's folder within the project's `.valuemark` folder. */
export interface FolderOfCorpus {
  readonly projectFolder: string;
  readonly key: string;
}

export interface GoldToMake {
  readonly rule: GoldRule;
  readonly name: string;
  /** ISO 8601 UTC, ms. */
  readonly madeAt: string;
  readonly madeBy: string;
  readonly toolVersion: string;
  readonly files: readonly string[];
  readonly licence?: string;
  /** Name of the sample that is the frame. */
  readonly sample?: string;
}

export type AgreementAsk =
  | {
      readonly do: "read";
      readonly folder: FolderOfCorpus;
      readonly taxonomy: { readonly source: TaxonomySource; readonly nodes: readonly TaxonomyNode[] };
    }
  /** Base and sections come as messages of this generation; the answer when all are there. */
  | { readonly do: "compute"; readonly generation: number; readonly choices: ReportChoices }
  | { readonly do: "rows"; readonly from: number; readonly count: number }
  | { readonly do: "countGold"; readonly rule: GoldRule; readonly sample?: string }
  /** Answers with the data card of such a version, in Markdown. */
  | { readonly do: "card"; readonly gold: GoldToMake }
  | { readonly do: "makeGold"; readonly gold: GoldToMake };

export interface ToAgreementWorker {
  readonly id: number;
  readonly ask: AgreementAsk;
}

/** What is there at once; sections follow. */
export type ReportBase = Pick<
  AgreementReportView,
  | "choices"
  | "taxonomy"
  | "raters"
  | "units"
  | "frames"
  | "notes"
  | "problems"
  | "generation"
  | "disagreements"
>;

export interface AgreementProgress {
  readonly what: string;
  readonly done: number;
  readonly of: number;
}

export type GoldAnswer = Required<Pick<GoldView, "counts" | "versions" | "suggestedName">>;

/** Names. */
export interface ReadAnswer {
  readonly raters: readonly string[];
  readonly samples: readonly string[];
}

export type AgreementAnswer = undefined | string | readonly DisagreementRow[] | ReadAnswer | GoldAnswer;

/** What comes besides the answers. */
export type AgreementNews =
  | { readonly type: "progress"; readonly progress: AgreementProgress }
  | { readonly type: "base"; readonly base: ReportBase }
  | { readonly type: "sections"; readonly generation: number; readonly sections: Partial<ReportSections> }
  | { readonly type: "unavailable"; readonly generation: number; readonly section: UnavailableSection };

export type FromAgreementWorker = AgreementNews | Settled<AgreementAnswer>;
