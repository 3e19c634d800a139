/** What the adjudication view needs of the rest of the host. */
import type * as vscode from "vscode";
import type { Conversation } from "../../core/conversation/model.ts";
import type { Span } from "../../core/conversation/span.ts";
import type { ConversationRef, Label } from "../../core/extraction/annotation.ts";
import type { JudgementDraft, JudgementEvent } from "../../core/review/judgement.ts";
import type { Taxonomy } from "../../core/taxonomy/taxonomy.ts";
import type { AgreementCorpus } from "../agreement/ports.ts";

/** An adjudicator's own log of decisions. */
export interface DecisionLog {
  eventsOf(conversation: string): readonly JudgementEvent[];
  /** Resolves when durable. Rejects when the decision is NOT recorded. */
  append(conversation: ConversationRef, draft: JudgementDraft): Promise<JudgementEvent>;
  /** Events came from elsewhere: another window, a git merge. */
  onDidChange(listener: () => void): () => void;
  dispose(): void;
}

export interface AdjudicationPorts {
  rater(): string | undefined;
  blindReason(corpus: AgreementCorpus): Promise<string | undefined>;
  taxonomy(): Promise<Taxonomy>;
  corpusOf(key: string): Promise<AgreementCorpus | undefined>;
  current(): Promise<AgreementCorpus | undefined>;
  isWatched(label: Label): boolean;
  /** The conversation's text; undefined when the source no longer has it. */
  conversation(corpus: AgreementCorpus, ref: ConversationRef): Promise<Conversation | undefined>;
  /** Shows a passage in the transcript, or the conversation's beginning. */
  reveal(corpus: AgreementCorpus, ref: ConversationRef, span: Span | undefined): Promise<void>;
  /** Asks for a value of the taxonomy, or free text; undefined when given up. */
  pickLabel(kind: "aiValue" | "humanValue" | "task", title: string): Promise<Label | undefined>;
  setRater(): Promise<void>;
  showAgreement(corpus: AgreementCorpus): Promise<void>;
  editKeys(): Promise<void>;
  /** Rater, samples or blindness may be others. */
  readonly onDidChange: vscode.Event<void>;
}
