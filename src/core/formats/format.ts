/** The port behind which every conversation format stands, and what opening a file yields. */
import type { Conversation, JsonValue } from "../conversation/model.ts";
import type { RecordShape } from "./record-shape.ts";

/** A file as found: its name is only for messages and for members of an archive, never trusted as a path. */
export interface SourceFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** One record of a file: a JSONL line, an element of a JSON array, a whole JSON document, a zip member. */
export interface SourceRecord {
  /** 0-based. */
  readonly row: number;
  /** 1-based line of the record's first character. */
  readonly line?: number;
  /** Zip member name. */
  readonly member?: string;
  readonly value: JsonValue;
  /** How the text had to be mended to be read ("2 NaN read as null"); belongs in the conversation's notes. */
  readonly notes?: readonly string[];
}

/** A row that could not be read. The rest of the file still opens. */
export interface RowError {
  readonly row: number;
  /** 1-based. */
  readonly line?: number;
  readonly part?: string;
  /** One sentence for a person: what is wrong and, where possible, what to do. Holds no conversation text. */
  readonly reason: string;
}

/** What reading yields, in file order. */
export type ReadItem =
  | { readonly type: "conversation"; readonly conversation: Conversation }
  | { readonly type: "error"; readonly error: RowError };

export interface Recognition {
  /** 0 = certainly not this format … 1 = certainly. */
  readonly score: number;
  /** Why, or why not, in a few words. */
  readonly reason: string;
}

/** A format over JSON records. Detection looks at content, never at the file's name. */
export interface RecordFormat {
  readonly kind: "record";
  readonly id: string;
  readonly title: string;
  /** `row`: every record stands alone. `file`: the records only together make conversations. */
  readonly unit: "row" | "file";
  /** Judges the first records (at most 20 that parsed). */
  recognise(sample: readonly SourceRecord[]): Recognition;
  /** Reads one record (`row`) or all (`file`). Must not throw on any JSON: what can't be read is an error item. */
  read(records: Iterable<SourceRecord>): Generator<ReadItem>;
  /**
   * Where records like these keep what an index needs; undefined when it can't be told, or when a record may make
   * several conversations or turns that are no messages.
   */
  shape?(sample: readonly SourceRecord[]): RecordShape | undefined;
}

/** A format over plain text (transcripts). */
export interface TextFormat {
  readonly kind: "text";
  readonly id: string;
  readonly title: string;
  recognise(text: string): Recognition;
  read(text: string): Generator<ReadItem>;
}

/** A format over an archive's members (Inspect's .eval). */
export interface ArchiveFormat {
  readonly kind: "archive";
  readonly id: string;
  readonly title: string;
  recognise(memberNames: readonly string[]): Recognition;
  read(archive: Archive): Generator<ReadItem>;
}

/** An opened zip. Limits on member count and unpacked size are enforced on access. */
export interface Archive {
  readonly names: readonly string[];
  /** Unpacked UTF-8 text of a member. Throws `FormatError` when it breaks a limit or is damaged. */
  text(name: string): string;
}

export type Format = RecordFormat | TextFormat | ArchiveFormat;

/** Where to find things in a generic JSON/JSONL row; paths are dot-separated keys, numbers index arrays. */
export interface FieldMapping {
  /** Path to the list of messages, e.g. "data.messages". */
  readonly messages: string;
  /** Within a message. */
  readonly role: string;
  readonly text: string;
  /** Path to the row's id. */
  readonly id?: string;
  readonly title?: string;
  /** Source role → our role. */
  readonly roles?: { readonly [source: string]: "system" | "user" | "assistant" | "tool" };
}

export interface OpenOptions {
  /** "Open as…": skips detection. */
  readonly format?: string;
  readonly mapping?: FieldMapping;
}

/** A started reading. `items` is lazy: the caller may stop, or yield to its event loop, between items. */
export interface Reading {
  readonly format: { readonly id: string; readonly title: string };
  /** Why this format was taken. */
  readonly reason: string;
  readonly items: Generator<ReadItem>;
}

/** The file as a whole can't be opened. The message is for a person: what it looks like, what to do next. */
export class FormatError extends Error {
  override readonly name = "FormatError";
  constructor(
    readonly reason: "empty" | "unrecognised" | "damaged" | "limit" | "encoding" | "no-conversations",
    message: string,
    /** 1-based line, where one is known. */
    readonly line?: number,
  ) {
    super(message);
  }
}
