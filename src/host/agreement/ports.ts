/** What the agreement editor needs of the rest of the host. */
import type * as vscode from "vscode";
import type { ConversationRef } from "../../core/extraction/annotation.ts";
import type { Taxonomy } from "../../core/taxonomy/taxonomy.ts";
import type { GoldExportFormat } from "../../protocol/agreement.ts";
import type { FolderOfCorpus } from "./messages.ts";

/** A source file or folder with its records. */
export interface AgreementCorpus {
  /** Tells corpora apart, also after a restart: the source's uri as text. */
  readonly key: string;
  readonly name: string;
  readonly folder: FolderOfCorpus;
  /** Source files, for the gold set's record: paths from the project's root, with "/". */
  readonly files: readonly string[];
}

export interface AgreementPorts {
  rater(): string | undefined;
  /** Why the current rater must not see what others said in this corpus, in words. */
  blindReason(corpus: AgreementCorpus): Promise<string | undefined>;
  taxonomy(): Promise<Taxonomy>;
  /** The corpus of a key that was kept over a restart; undefined when it is gone. */
  corpusOf(key: string): Promise<AgreementCorpus | undefined>;
  /** The corpus that is on show or was last; undefined when none is open. */
  current(): Promise<AgreementCorpus | undefined>;
  /** Shows the transcript at the evidence of a label (of any disputed one when none is named). */
  openConversation(corpus: AgreementCorpus, conversation: ConversationRef, label?: string): Promise<void>;
  /** Opens the adjudication view, at a conversation if one is named. */
  adjudicate(corpus: AgreementCorpus, conversation?: ConversationRef): Promise<void>;
  setRater(): Promise<void>;
  /** Formats that gold sets can be exported in, and the export with its dialogues. */
  readonly gold?: {
    readonly formats: readonly GoldExportFormat[];
    exportVersion(corpus: AgreementCorpus, version: string, format: string): Promise<void>;
  };
  readonly toolVersion: string;
  /** Rater, samples or blindness may be others. */
  readonly onDidChange: vscode.Event<void>;
}

/** What is remembered of a corpus's editor. */
export interface AgreementMemory {
  get(key: string): unknown;
  update(key: string, value: unknown): void;
}
