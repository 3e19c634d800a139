/** Where an export takes its data from: a version of a gold set, and the conversations where they are at hand. */
import type { Conversation } from "../conversation/model.ts";
import type { ConversationRef } from "../extraction/annotation.ts";
import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import type { GoldItem } from "./gold.ts";
import type { GoldManifest } from "./manifest.ts";

export interface ExportSource {
  readonly manifest: GoldManifest;
  readonly taxonomy: Taxonomy;
  /** From the start at each call: some formats need two passes. */
  items(): Iterable<GoldItem> | AsyncIterable<GoldItem>;
  /** The conversation of this id in whatever version; undefined if it isn't there. Absent: no texts are at hand. */
  conversation?(ref: ConversationRef): Promise<Conversation | undefined> | Conversation | undefined;
}

/** One file of an export. Its pieces must be read before the next file is asked for; text is written as UTF-8. */
export interface ExportFile {
  /** Relative, with "/" between its parts; made of fixed names only, never of data. */
  readonly path: string;
  readonly chunks: AsyncIterable<string | Uint8Array>;
}
