import { describe, expect, it } from "vitest";
import { GrowingRowTable } from "../../../../src/corpus/index/growing-table.ts";
import { attachRowTable } from "../../../../src/corpus/index/shared-table.ts";

/** Row starts that need all of their five bytes. */
const startOf = (row: number): number => row * 7_654_321;
const ROWS = 140_000;

function filled(rows: number): GrowingRowTable {
  const table = new GrowingRowTable();
  for (let row = 0; row < rows; row++) table.begin(startOf(row));
  table.finish(startOf(rows));
  return table;
}

describe("row table in shared memory", () => {
  it("keeps what it is given, over many buffers, up to a terabyte", () => {
    const table = filled(ROWS);
    expect(startOf(ROWS)).toBeGreaterThan(2 ** 39);
    for (let row = 0; row < ROWS; row += 61)
      table.describe(row, {
        flags: 2,
        turns: row,
        idHash: 2 ** 48 - 1 - row,
        contentHash: 2 ** 32 - 1 - row,
      });
    for (let row = 0; row < ROWS; row++) {
      if (table.start(row) !== startOf(row)) expect(table.start(row)).toBe(startOf(row));
      if (table.end(row) !== startOf(row + 1)) expect(table.end(row)).toBe(startOf(row + 1));
    }
    for (let row = 0; row < ROWS; row += 61) {
      expect(table.flags(row)).toBe(3);
      expect(table.turns(row)).toBe(Math.min(row, 65_535));
      expect(table.idHash(row)).toBe(2 ** 48 - 1 - row);
      expect(table.contentHash(row)).toBe(2 ** 32 - 1 - row);
      if (row > 0) expect(table.flags(row - 1)).toBe(0);
    }
    expect(table.indexedRows).toBe(Math.ceil(ROWS / 61));
    const bytes = table.share().buffers.reduce((sum, buffer) => sum + buffer.byteLength, 0);
    expect(bytes).toBeLessThan(ROWS * 18 + 65_536 * 18);
  });

  it("has no rows but those whose end is known", () => {
    const table = new GrowingRowTable();
    table.begin(3);
    table.publish();
    expect(table.rows).toBe(0);
    table.begin(10);
    table.publish();
    expect(table.rows).toBe(1);
    expect(table.end(0)).toBe(10);
    for (const row of [-1, 1, 0.5, Number.NaN, 1e12]) expect(() => table.start(row)).toThrow(RangeError);
    table.finish(12);
    expect([table.rows, table.end(1)]).toEqual([2, 12]);
  });

  it("forgets rows from one on, with all that was known of them", () => {
    const table = filled(300);
    const known = { flags: 1, turns: 2, idHash: 3, contentHash: 4 };
    for (let row = 0; row < 300; row++) table.describe(row, known);
    table.truncate(200);
    expect([table.rows, table.indexedRows]).toEqual([200, 200]);
    for (let row = 200; row < 210; row++) table.begin(startOf(row));
    table.finish(startOf(210));
    expect(table.indexedRows).toBe(200);
    for (const column of ["flags", "turns", "idHash", "contentHash"] as const)
      expect(table[column](205)).toBe(0);
  });

  it("is packed and unpacked whole", () => {
    for (const rows of [0, 1, 127, 128, 129, 70_000]) {
      const table = filled(rows);
      for (let row = 0; row < rows; row += 3)
        table.describe(row, { flags: 4, turns: row % 9, idHash: row * 1_000, contentHash: row });
      const pieces = [...table.pack()];
      expect(pieces.map(({ length }) => length)).toEqual(GrowingRowTable.pieces(rows));
      const copy = new GrowingRowTable();
      for (const [place, piece] of pieces.entries()) copy.unpackPiece(place, piece);
      copy.unpacked(rows);
      expect([copy.rows, copy.indexedRows]).toEqual([rows, Math.ceil(rows / 3)]);
      for (let row = 0; row < rows; row += 7)
        for (const column of ["start", "end", "flags", "turns", "idHash", "contentHash"] as const)
          expect(copy[column](row)).toBe(table[column](row));
    }
  });

  it("shows another thread no row before it has the row's buffer", () => {
    const table = new GrowingRowTable();
    const far = attachRowTable(table.share());
    const later: [SharedArrayBuffer, number][] = [];
    table.onBuffer((buffer, place) => later.push([buffer, place]));
    for (let row = 0; row < 1_000; row++) table.begin(startOf(row));
    table.finish(startOf(1_000));
    expect(far.rows).toBe(127);
    for (const [buffer, place] of later) far.addBuffer(buffer, place);
    for (const [buffer, place] of later) far.addBuffer(buffer, place);
    expect(far.rows).toBe(1_000);
    expect(far.end(999)).toBe(startOf(1_000));
    expect(() => far.addBuffer(new SharedArrayBuffer(8), 30)).toThrow(RangeError);
  });
});
