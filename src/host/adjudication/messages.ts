/** What host and adjudication worker say to each other. Plain data only. */
import type { ConversationRef, Suggestion } from "../../core/extraction/annotation.ts";
import type { RunRecord } from "../../core/extraction/extractor.ts";
import type { AdjudicatorEvents } from "../../core/review/adjudicate.ts";
import type { JudgementEvent } from "../../core/review/judgement.ts";
import type { ReviewStatus } from "../../core/review/fold.ts";
import type { TaxonomyNode, TaxonomySource } from "../../core/taxonomy/taxonomy.ts";
import type { AgreementProgress, FolderOfCorpus } from "../agreement/messages.ts";
import type { Settled } from "../agreement/worker-client.ts";

/** A conversation that two or more rated. */
export interface QueueEntry {
  readonly conversation: ConversationRef;
  readonly rows: number;
  readonly disputed: number;
  readonly status: ReviewStatus;
}

/** All that was said of one conversation. */
export interface SaidOf {
  readonly raters: readonly { readonly rater: string; readonly events: readonly JudgementEvent[] }[];
  readonly adjudicators: readonly AdjudicatorEvents[];
  readonly suggestions: readonly Suggestion[];
  /** The newest run that looked at it. */
  readonly run?: RunRecord;
}

export type AdjudicationAsk =
  | {
      readonly do: "read";
      readonly folder: FolderOfCorpus;
      readonly taxonomy: { readonly source: TaxonomySource; readonly nodes: readonly TaxonomyNode[] };
    }
  | { readonly do: "conversation"; readonly conversation: ConversationRef };

export type AdjudicationAnswer =
  | {
      readonly raters: readonly string[];
      /** With disagreement first. */
      readonly queue: readonly QueueEntry[];
    }
  | { readonly said: SaidOf };

export type AdjudicationNews = { readonly type: "progress"; readonly progress: AgreementProgress };
export type FromAdjudicationWorker = AdjudicationNews | Settled<AdjudicationAnswer>;
