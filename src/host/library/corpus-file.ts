import type * as vscode from "vscode";
import type { Conversation } from "../../core/conversation/model.ts";
import type { RowError } from "../../core/formats/format.ts";
import type { CorpusClient } from "../corpus/corpus-client.ts";
import { UserError } from "../errors.ts";
import type { FileFacts, OpenedFile } from "./opened-file.ts";

/** Conversations kept at hand: those on show and their neighbours. */
const KEPT = 256;
const MAX_ERRORS = 1_000;

/** A corpus whose rows are read one by one. */
export class CorpusFile implements OpenedFile {
  readonly uri: vscode.Uri;
  readonly name: string;
  readonly format: { readonly id: string; readonly title: string };
  readonly mtime: number;
  readonly size: number;
  private readonly kept = new Map<number, Promise<Conversation>>();
  private readonly met = new Map<number, RowError>();

  constructor(
    facts: FileFacts,
    readonly table: CorpusClient,
  ) {
    ({ uri: this.uri, name: this.name, format: this.format, mtime: this.mtime, size: this.size } = facts);
  }

  get count(): number {
    return this.table.rows;
  }

  get errors(): readonly RowError[] {
    return [...this.met.values()];
  }

  /** One object a row while it is kept, so that what hangs on it (its hash) is found again. */
  conversation(index: number): Promise<Conversation> {
    const known = this.kept.get(index);
    if (known) {
      this.kept.delete(index);
      this.kept.set(index, known);
      return known;
    }
    const reading = this.read(index);
    this.kept.set(index, reading);
    reading.catch(() => this.kept.delete(index));
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= KEPT) break;
      this.kept.delete(oldest);
    }
    return reading;
  }

  async indexesOf(ids: readonly string[]): Promise<readonly (number | undefined)[]> {
    const rows = await this.table.resolve(ids);
    return Array.from(rows, (row) => (row < 0 ? undefined : row));
  }

  idHash(index: number): number | undefined {
    return this.table.idHash(index);
  }

  async problems(): Promise<readonly string[]> {
    const problems = await this.table.problems();
    return problems.map(({ part, error: { row, line, reason } }) => {
      const where = line === undefined ? `row ${row + 1}` : `line ${line}`;
      return `${part}, ${where}: ${reason}`;
    });
  }

  /** Ends the worker. */
  async close(): Promise<void> {
    await this.table.close();
  }

  private async read(index: number): Promise<Conversation> {
    if (!Number.isInteger(index) || index < 0 || index >= this.count)
      throw new UserError(
        `${this.name} has ${this.count.toLocaleString("en")} rows so far; there is no row ${(index + 1).toLocaleString("en")}.`,
      );
    const reading = await this.table.read(index);
    if (reading.type === "conversation") return reading.conversation;
    if (this.met.size < MAX_ERRORS) this.met.set(index, reading.error);
    throw new UserError(
      `Row ${(index + 1).toLocaleString("en")} of ${this.name} can't be read: ${reading.error.reason}`,
    );
  }
}
