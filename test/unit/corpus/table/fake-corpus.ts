/** A corpus over JSON Lines in memory, indexed step by step, for tests of what stands on corpora. */
import type { Conversation } from "../../../../src/core/conversation/model.ts";
import { idHashOf } from "../../../../src/core/conversation/id-hash.ts";
import { getId } from "../../../../src/core/formats/json-access.ts";
import { parseJson } from "../../../../src/core/formats/json-parse.ts";
import { openaiChat } from "../../../../src/core/formats/openai-chat.ts";
import type { Corpus, CorpusProgress, RowReading } from "../../../../src/corpus/corpus.ts";
import { ROW } from "../../../../src/corpus/row-table.ts";

export interface FakeCorpus extends Corpus {
  /** Rows whose bytes were handed out by `scan`. */
  scanned: number;
  /** Rows that `parse` and `read` have parsed. */
  parsed: number;
  closed: boolean;
  /** Set to let `index` stand still before this row. */
  hold: number;
}

export interface FakeOptions {
  /** Everything is indexed from the start. */
  readonly indexed?: boolean;
  /** Hash of ids, to make two of them collide. */
  readonly hash?: (id: string) => number;
  /** Rows of each part. */
  readonly partRows?: number;
}

export function fakeCorpus(lines: readonly string[], options: FakeOptions = {}): FakeCorpus {
  const bytes = lines.map((line) => Buffer.from(line));
  const hash = options.hash ?? idHashOf;
  const partRows = options.partRows ?? Infinity;
  const starts: number[] = [];
  let offset = 0;
  for (const line of bytes) {
    starts.push(offset);
    offset += line.length + 1;
  }
  const readings = bytes.map((line, row) => readLine(line, row));
  const ids = readings.map((reading) => (reading.type === "conversation" ? reading.conversation.id : ""));
  const count = options.indexed === true ? lines.length : 0;
  const state = { rows: lines.length, indexed: count };
  const isDuplicate = (row: number): boolean => ids[row] !== "" && ids.indexOf(ids[row] ?? "") < row;
  const has = (row: number): boolean => {
    if (!(row >= 0 && row < state.rows)) throw new RangeError("no such row");
    return row < state.indexed;
  };
  const corpus: FakeCorpus = {
    scanned: 0,
    parsed: 0,
    closed: false,
    hold: Infinity,
    format: { id: "openai-chat", title: "Chat" },
    parts: Array.from({ length: Math.max(1, Math.ceil(lines.length / partRows)) }, (_none, part) => ({
      name: `part-${part}.jsonl`,
      firstRow: part === 0 ? 0 : part * partRows,
      rows: Math.min(partRows, lines.length),
      access: "in place" as const,
      notes: [],
    })),
    problems: [],
    table: {
      get rows() {
        return state.rows;
      },
      get indexedRows() {
        return state.indexed;
      },
      start: (row) => starts[row] ?? 0,
      end: (row) => (starts[row] ?? 0) + (bytes[row]?.length ?? 0) + 1,
      flags(row) {
        if (!has(row)) return 0;
        const line = lines[row] ?? "";
        return (
          ROW.indexed |
          (line.includes("\\u") ? ROW.escapes : 0) |
          (readings[row]?.type === "error" ? ROW.broken : 0) |
          (/^row-\d+$/.test(ids[row] ?? "") ? ROW.noId : 0) |
          (isDuplicate(row) ? ROW.duplicateId : 0)
        );
      },
      turns(row) {
        const reading = readings[row];
        return has(row) && reading?.type === "conversation" ? reading.conversation.turns.length : 0;
      },
      idHash: (row) =>
        has(row) && ids[row] !== "" && !/^row-\d+$/.test(ids[row] ?? "") ? hash(ids[row] ?? "") : 0,
      contentHash: () => 0,
    },
    get progress(): CorpusProgress {
      const { rows, indexed } = state;
      const phase = indexed < rows ? "metadata" : "ready";
      return { phase, what: "", done: indexed, of: rows, rows, indexedRows: indexed };
    },
    async read(row) {
      corpus.parsed++;
      await new Promise((resolve) => setImmediate(resolve));
      return readLine(bytes[row] ?? Buffer.alloc(0), row);
    },
    parse(row, given) {
      corpus.parsed++;
      return readLine(Buffer.from(given), row);
    },
    idOf(row, own) {
      const before = ids.slice(0, row).filter((id) => id === own).length;
      return has(row) && isDuplicate(row) && before > 0 && ids[row] === own ? `${own}~${before + 1}` : own;
    },
    async scan(from, to, visit, signal) {
      for (let row = from; row < to; row++) {
        signal.throwIfAborted();
        const line = bytes[row];
        if (line === undefined) throw new RangeError("no such row");
        corpus.scanned++;
        // A copy that is gone afterwards, as from a buffer that is used again.
        const copy = new Uint8Array(line);
        visit(row, copy);
        copy.fill(0);
        if (row % 16 === 15) await new Promise((resolve) => setImmediate(resolve));
      }
    },
    async index(signal, onProgress) {
      while (state.indexed < state.rows) {
        await new Promise((resolve) => setImmediate(resolve));
        signal.throwIfAborted();
        if (state.indexed < corpus.hold) state.indexed++;
        onProgress(corpus.progress);
      }
    },
    close() {
      corpus.closed = true;
      return Promise.resolve();
    },
  };
  return corpus;
}

function readLine(bytes: Buffer, row: number): RowReading {
  const parsed = parseJson(bytes.toString());
  if (!parsed.ok) return { type: "error", error: { row, reason: "This row is not JSON." } };
  const [item] = [...openaiChat.read([{ row, value: parsed.value }])];
  if (item === undefined) return { type: "error", error: { row, reason: "Nothing in this row." } };
  if (item.type === "error") return { type: "error", error: { row, reason: "This row can't be read." } };
  const own = getId(parsed.value, "id") ?? `row-${row}`;
  return { type: "conversation", conversation: { ...item.conversation, id: own } };
}

/** A line of a chat with these texts and fields. */
export function line(
  id: string | undefined,
  texts: readonly string[],
  metadata: Record<string, unknown> = {},
): string {
  return JSON.stringify({
    ...(id === undefined ? {} : { id }),
    messages: texts.map((content, at) => ({ role: at % 2 === 0 ? "user" : "assistant", content })),
    ...metadata,
  });
}

/** The conversations of lines as a reader of the whole file gives them: ids made unique. */
export function conversationsOf(corpus: Corpus, lines: readonly string[]): (Conversation | undefined)[] {
  return lines.map((text, row) => {
    const reading = readLine(Buffer.from(text), row);
    if (reading.type === "error") return undefined;
    return { ...reading.conversation, id: corpus.idOf(row, reading.conversation.id) };
  });
}
