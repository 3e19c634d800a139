/** What the table's engine needs of a corpus, whether it is a file of any size or a list in memory. */
import type { Conversation } from "../../core/conversation/model.ts";
import { idHashOf } from "../../core/conversation/id-hash.ts";
import type { RowError } from "../../core/formats/format.ts";
import type { Corpus, CorpusProgress, RowReading } from "../corpus.ts";
import { ROW } from "../row-table.ts";

/** A row during a scan; valid only within the visit. */
export interface ScannedRow {
  /** JSON in UTF-8; absent for rows in memory. */
  readonly bytes?: Uint8Array;
  reading(): RowReading;
}

export interface TableRows {
  readonly rows: number;
  readonly indexedRows: number;
  readonly progress: CorpusProgress;
  readonly notes: readonly string[];
  readonly problems: number;
  flags(row: number): number;
  turns(row: number): number;
  /** Bytes. */
  size(row: number): number;
  idHash(row: number): number;
  /** Name of the part that the row is in. */
  part(row: number): string;
  idOf(row: number, own: string): string;
  read(row: number): Promise<RowReading>;
  /** Visits rows `[from, to)` in order. */
  scan(
    from: number,
    to: number,
    visit: (row: number, scanned: ScannedRow) => void,
    signal: AbortSignal,
  ): Promise<void>;
  index(signal: AbortSignal, onProgress: (progress: CorpusProgress) => void): Promise<void>;
  close(): Promise<void>;
}

/** A corpus as rows for the table. */
export function corpusRows(corpus: Corpus): TableRows {
  const { table } = corpus;
  const partOf = (row: number): string => {
    const { parts } = corpus;
    let low = 0;
    let high = parts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((parts[middle]?.firstRow ?? 0) <= row) low = middle;
      else high = middle - 1;
    }
    return parts[low]?.name ?? "";
  };
  return {
    get rows() {
      return table.rows;
    },
    get indexedRows() {
      return table.indexedRows;
    },
    get progress() {
      return corpus.progress;
    },
    get notes() {
      return corpus.parts.flatMap(({ name, notes }) =>
        notes.map((note) => (corpus.parts.length > 1 ? `${name}: ${note}` : note)),
      );
    },
    get problems() {
      return corpus.problems.length;
    },
    flags: (row) => table.flags(row),
    turns: (row) => table.turns(row),
    size: (row) => table.end(row) - table.start(row),
    idHash: (row) => table.idHash(row),
    part: partOf,
    idOf: (row, own) => corpus.idOf(row, own),
    read: (row) => corpus.read(row),
    scan: (from, to, visit, signal) =>
      corpus.scan(
        from,
        to,
        (row, bytes) => visit(row, { bytes, reading: () => corpus.parse(row, bytes) }),
        signal,
      ),
    index: (signal, onProgress) => corpus.index(signal, onProgress),
    close: () => corpus.close(),
  };
}

/**
 * A small file in memory as rows for the table: its conversations and unreadable rows in file order. `name`: the
 * file's. The event loop gets its turn between slices of a scan.
 */
export function memoryRows(
  conversations: readonly Conversation[],
  errors: readonly RowError[],
  name: string,
): TableRows {
  const rows = [
    ...conversations.map((conversation): RowReading => ({ type: "conversation", conversation })),
    ...errors.map((error): RowReading => ({ type: "error", error })),
  ];
  // Stable: the conversations of one record stay in their order.
  rows.sort((a, b) => placeOf(a) - placeOf(b));
  const hashes = Float64Array.from(rows, (row) =>
    row.type === "conversation" ? idHashOf(row.conversation.id) : 0,
  );
  const at = (row: number): RowReading => {
    const found = rows[row];
    if (found === undefined) throw new RangeError("no such row");
    return found;
  };
  const size = rows.length;
  const progress: CorpusProgress = {
    phase: "ready",
    what: "",
    done: size,
    of: size,
    rows: size,
    indexedRows: size,
  };
  return {
    rows: size,
    indexedRows: size,
    progress,
    notes: [],
    problems: errors.length,
    flags: (row) => ROW.indexed | (at(row).type === "error" ? ROW.broken : 0),
    turns: (row) => conversationAt(at(row))?.turns.length ?? 0,
    size: (row) => bytesOf(conversationAt(at(row))),
    idHash: (row) => hashes[row] ?? 0,
    part: () => name,
    // A reader has made the ids of one file unique already.
    idOf: (_row, own) => own,
    read: async (row) => Promise.resolve(at(row)),
    async scan(from, to, visit, signal) {
      for (let row = from; row < to; row++) {
        signal.throwIfAborted();
        visit(row, { reading: () => at(row) });
      }
      return Promise.resolve();
    },
    index: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

function placeOf(row: RowReading): number {
  return row.type === "error" ? row.error.row : row.conversation.position.row;
}

function conversationAt(row: RowReading): Conversation | undefined {
  return row.type === "conversation" ? row.conversation : undefined;
}

/** Of the texts, in UTF-8: what the record's own JSON took is no longer known. */
function bytesOf(conversation: Conversation | undefined): number {
  let bytes = 0;
  for (const turn of conversation?.turns ?? [])
    for (const block of turn.blocks) bytes += Buffer.byteLength(block.text);
  return bytes;
}
