import type * as vscode from "vscode";
import type { ConversationRef } from "../../core/extraction/annotation.ts";
import type { Taxonomy } from "../../core/taxonomy/taxonomy.ts";
import type { OpenedFile } from "../library/opened-file.ts";
import type { SuggestionSet } from "../review/review.ts";
import type { SuggestionSets } from "../storage/suggestion-sets.ts";
import type { Consent } from "./consent.ts";
import type { KeyStore } from "./key.ts";

/** What the service needs of the rest of the host. */
export interface ClaudeHost {
  readonly keys: KeyStore;
  readonly consent: Consent;
  readonly log: vscode.LogOutputChannel;
  /** For answers; absolute path. */
  readonly cacheFolder: string;
  taxonomy(): Promise<Taxonomy>;
  setsOf(file: OpenedFile): Promise<SuggestionSets | undefined>;
  /** Labels of a conversation are on disk: show them where it is open. */
  arrived(file: OpenedFile, conversation: ConversationRef, set: SuggestionSet): void;
}
