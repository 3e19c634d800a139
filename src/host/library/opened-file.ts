import type * as vscode from "vscode";
import { idHashOf } from "../../core/conversation/id-hash.ts";
import type { Conversation } from "../../core/conversation/model.ts";
import type { RowError } from "../../core/formats/format.ts";
import type { CorpusTable } from "../../corpus/table/corpus-table.ts";
import { UserError } from "../errors.ts";

/** A source whose conversations can be opened: a file held in memory, or a corpus read row by row. */
export interface OpenedFile {
  readonly uri: vscode.Uri;
  readonly name: string;
  readonly format: { readonly id: string; readonly title: string };
  /** Conversations, or rows of a corpus; grows while a corpus is being indexed. */
  readonly count: number;
  /** Rows that could not be read; of a corpus, those met so far. */
  readonly errors: readonly RowError[];
  /** ms since the epoch, and bytes, at the time of reading: tell whether the file has changed since. */
  readonly mtime: number;
  readonly size: number;
  /** The table of a corpus, which its worker has; files in memory get one when it is asked for. */
  readonly table?: CorpusTable;
  /** All conversations, where they are in memory. */
  readonly all?: readonly Conversation[];
  /** The conversation at a 0-based place. Rejects with a `UserError` when there is none, or its row can't be read. */
  conversation(index: number): Promise<Conversation>;
  /** Places of the conversations with these ids, in their order; undefined where there is none. */
  indexesOf(ids: readonly string[]): Promise<readonly (number | undefined)[]>;
  /** Of a corpus: the files and rows that its worker could not read, as lines of text for people. */
  problems?(): Promise<readonly string[]>;
  /** Frees what the reading holds; it is of no use afterwards. */
  close?(): Promise<void>;
  /** `idHash48` of the id of the conversation at this place; undefined where it can't be told without reading. */
  idHash(index: number): number | undefined;
}

export interface FileFacts {
  readonly uri: vscode.Uri;
  readonly name: string;
  readonly format: { readonly id: string; readonly title: string };
  readonly mtime: number;
  readonly size: number;
}

/** A file read whole. */
export class MemoryFile implements OpenedFile {
  readonly uri: vscode.Uri;
  readonly name: string;
  readonly format: { readonly id: string; readonly title: string };
  readonly mtime: number;
  readonly size: number;
  private places: Map<string, number> | undefined;

  constructor(
    facts: FileFacts,
    readonly all: readonly Conversation[],
    readonly errors: readonly RowError[],
  ) {
    ({ uri: this.uri, name: this.name, format: this.format, mtime: this.mtime, size: this.size } = facts);
  }

  get count(): number {
    return this.all.length;
  }

  async conversation(index: number): Promise<Conversation> {
    const conversation = this.all[index];
    if (conversation) return conversation;
    const are = this.count === 1 ? "1 conversation" : `${this.count} conversations`;
    throw new UserError(`${this.name} has ${are}; number ${index + 1} is gone.`);
  }

  async indexesOf(ids: readonly string[]): Promise<readonly (number | undefined)[]> {
    const places = (this.places ??= new Map(
      this.all.map((conversation, index) => [conversation.id, index] as const),
    ));
    return ids.map((id) => places.get(id));
  }

  idHash(index: number): number | undefined {
    const id = this.all[index]?.id;
    return id === undefined ? undefined : idHashOf(id);
  }
}
