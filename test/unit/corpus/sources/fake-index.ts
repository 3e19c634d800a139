/** A row index that reads the whole file and parses every row: slow, plain, and right. */
import { readFile } from "node:fs/promises";
import { idHashOf } from "../../../../src/core/conversation/id-hash.ts";
import { isList } from "../../../../src/core/formats/json-access.ts";
import { scanValue, skipSpace } from "../../../../src/core/formats/json-scan.ts";
import { parseRow } from "../../../../src/core/formats/read-row.ts";
import { along, idAlong } from "../../../../src/core/formats/shape-check.ts";
import type { RowIndex, RowIndexOptions } from "../../../../src/corpus/index/row-index.ts";
import { ROW } from "../../../../src/corpus/row-table.ts";

interface Row {
  readonly start: number;
  end: number;
  flags: number;
  turns: number;
  idHash: number;
  ordinal: number;
}

/** Opened indexes, so that tests can tell what was indexed. */
export const openedIndexes: RowIndexOptions[] = [];

export async function fakeIndex(options: RowIndexOptions): Promise<RowIndex> {
  openedIndexes.push(options);
  const bytes = await readFile(options.file);
  const rows: Row[] = [];
  const state = { rowsDone: false, metadataDone: false };
  const at = (row: number): Row => {
    const found = rows[row];
    if (found === undefined) throw new RangeError(`no row ${row}`);
    return found;
  };
  const add = (start: number, end: number): void =>
    void rows.push({ start, end, flags: 0, turns: 0, idHash: 0, ordinal: 0 });
  const describe = (row: Row, at: number): void => {
    const { shape } = options;
    row.flags = ROW.indexed;
    const text = bytes.subarray(row.start, row.end).toString().trim().replace(/,$/, "");
    const parsed = parseRow(Buffer.from(options.kind.type === "array" ? text : text), at);
    if (!("record" in parsed) || shape === undefined) {
      row.flags |= ROW.broken;
      return;
    }
    const list = along(parsed.record.value, shape.messages);
    row.turns = isList(list) ? list.length : 0;
    const id = idAlong(parsed.record.value, shape);
    if (id === undefined) row.flags |= ROW.noId;
    else row.idHash = idHashOf(id);
  };
  return {
    table: {
      get rows() {
        return rows.length;
      },
      get indexedRows() {
        return rows.filter(({ flags }) => (flags & ROW.indexed) !== 0).length;
      },
      start: (row) => at(row).start,
      end: (row) => at(row).end,
      flags: (row) => at(row).flags,
      turns: (row) => at(row).turns,
      idHash: (row) => at(row).idHash,
      contentHash: () => 0,
    },
    origin: "new",
    problems: [],
    get rowsDone() {
      return state.rowsDone;
    },
    get metadataDone() {
      return state.metadataDone;
    },
    share: () => ({ header: new SharedArrayBuffer(8), buffers: [] }),
    onBuffer: () => () => undefined,
    scanRows: async (signal, onProgress) => {
      signal.throwIfAborted();
      if (options.kind.type === "lines") {
        for (let start = bytes[0] === 0xef ? 3 : 0; start < bytes.length;) {
          const newline = bytes.indexOf(10, start);
          const end = newline < 0 ? bytes.length : newline + 1;
          if (bytes.subarray(start, end).toString().trim() !== "") add(start, end);
          start = end;
        }
      } else {
        for (let start = skipSpace(bytes, options.kind.start + 1, bytes.length); bytes[start] !== 93;) {
          const { end } = scanValue(bytes, start, bytes.length);
          const follows = skipSpace(bytes, end, bytes.length);
          add(start, end);
          if (bytes[follows] !== 44) break;
          start = skipSpace(bytes, follows + 1, bytes.length);
        }
      }
      state.rowsDone = true;
      onProgress?.({ done: bytes.length, of: bytes.length });
      return Promise.resolve();
    },
    scanMetadata: async (signal, onProgress) => {
      signal.throwIfAborted();
      const counts = new Map<number, number>();
      rows.forEach((row, i) => {
        describe(row, i);
        const count = (counts.get(row.idHash) ?? 0) + 1;
        if (row.idHash !== 0) counts.set(row.idHash, count);
        if (row.idHash === 0 || count === 1) return;
        row.ordinal = count;
        row.flags |= ROW.duplicateId;
      });
      state.metadataDone = true;
      onProgress?.({ done: bytes.length, of: bytes.length });
      return Promise.resolve();
    },
    ordinal: (row) => (state.metadataDone ? at(row).ordinal : 0),
    firstText: () => Promise.resolve(undefined),
    read: (row) => Promise.resolve(bytes.subarray(at(row).start, at(row).end)),
    save: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
