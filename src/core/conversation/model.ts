/**
 * The conversation model that every format is read into and every surface works on.
 *
 * A conversation is an ordered list of turns on ONE path: a file with branches yields one conversation per
 * leaf path. All offsets in the product are UTF-16 code units of one block's `text`, exactly as stored here.
 */

/** Any value that JSON can carry. Metadata is kept as found, never interpreted as markup or as a path. */
export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export type JsonObject = { readonly [key: string]: JsonValue };

export const ROLES = ["system", "user", "assistant", "tool"] as const;
export type Role = (typeof ROLES)[number];

export const BLOCK_TYPES = ["text", "thinking", "tool_use", "tool_result", "image", "other"] as const;
export type BlockType = (typeof BLOCK_TYPES)[number];

/** One piece of a turn. `text` is what a rater reads and what spans point into; it is never trimmed. */
export interface Block {
  readonly type: BlockType;
  /**
   * text, thinking: the words themselves. tool_use: the arguments, as the source's text or as indented JSON.
   * tool_result: the output. image: a short description such as "image/png, 12 kB" (never the bytes).
   * other: the source's JSON, indented.
   */
  readonly text: string;
  /** Tool name for tool_use and tool_result; the source's own type name for `other`. */
  readonly name?: string;
  /** Joins a tool_result to its tool_use. */
  readonly callId?: string;
  /** A tool_result that reports a failure. */
  readonly isError?: boolean;
}

export interface Turn {
  readonly role: Role;
  readonly blocks: readonly Block[];
  /** The source's id of this message, if it has one. */
  readonly id?: string;
  /** ISO 8601, UTC, when the source tells it. */
  readonly at?: string;
  /** Who spoke, when finer than the role: a model name, a participant's name, a source-specific role. */
  readonly author?: string;
}

/** Where a conversation stands in its file, so that a person can find it again in a text editor. */
export interface SourcePosition {
  /** 0-based index of the record (JSONL line, array element, zip member…) that holds the conversation. */
  readonly row: number;
  /** 1-based line on which the record starts, where the file is text. */
  readonly line?: number;
  /** Where in the record: a zip member's name, a branch's leaf id, "chosen" / "rejected"… */
  readonly part?: string;
}

export interface Conversation {
  /** Unique within its file. The source's own id where it has one, else made from the position. */
  readonly id: string;
  readonly title?: string;
  /** The format's id (`core/formats`). */
  readonly format: string;
  readonly position: SourcePosition;
  readonly turns: readonly Turn[];
  /** What the source says besides the turns, as found. */
  readonly metadata: JsonObject;
  /** What a reader should know of this reading: "2 hidden nodes left out", "unknown role 'critic' read as tool". */
  readonly notes: readonly string[];
}
