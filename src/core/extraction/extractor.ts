/** The one port behind which every source of suggestions stands: local rules, Claude, VS Code models, import. */
import type { Conversation } from "../conversation/model.ts";
import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import type { Suggestion } from "./annotation.ts";

/** A suggestion before the run gives it an id and its conversation. */
export type Proposal = Omit<Suggestion, "id" | "run" | "conversation">;

export interface Extraction {
  readonly proposals: readonly Proposal[];
  /** Why nothing was proposed, when that is a finding and not an error ("no subjective content found"). */
  readonly abstained?: string;
}

export interface Extractor {
  /** Stable id, recorded with the run: "local", "claude", "vscode.lm", "import". */
  readonly id: string;
  /** Changes whenever the same text could give other proposals. */
  readonly version: string;
  /** One line shown wherever its suggestions show: what it is and what it can't do. */
  readonly disclosure: string;
  extract(conversation: Conversation, taxonomy: Taxonomy, signal?: AbortSignal): Promise<Extraction>;
}

/** The record of one run; written before its suggestions. */
export interface RunRecord {
  readonly v: 1;
  readonly id: string;
  readonly extractor: string;
  readonly extractorVersion: string;
  readonly model?: string;
  readonly promptVersion?: string;
  readonly promptHash?: string;
  readonly taxonomy: { readonly id: string; readonly hash: string };
  readonly settings: { readonly [key: string]: string | number | boolean };
  /**
   * ISO 8601 UTC. Absent for a deterministic run (the local extractor's): it is the same run whenever and wherever it
   * is made, so its record is the same to the byte and two clones that both made it merge.
   */
  readonly startedAt?: string;
  readonly finishedAt?: string;
}
