import { describe, expect, it } from "vitest";
import { idHashOf } from "../../../../src/core/conversation/id-hash.ts";
import type { StratifyBy } from "../../../../src/core/sampling/sample.ts";
import type { FrameColumn, FrameData } from "../../../../src/corpus/table/corpus-table.ts";
import { carryOutDraw, narrowed } from "../../../../src/host/samples/draw-job.ts";
import { columnFor, frameFrom, modelColumn } from "../../../../src/host/samples/table-frame.ts";

const data = (column?: FrameColumn, rows = [4, 7, 9]): FrameData => ({
  generation: 1,
  query: "",
  rows: Uint32Array.from(rows),
  idHashes: Float64Array.from(rows, (row) => (row === 7 ? 0 : idHashOf(`c${row}`))),
  columns: column ? [column] : [],
  complete: true,
});

function strata(by: StratifyBy, column: FrameColumn, categories?: readonly (string | undefined)[]): string[] {
  const stratify = { by, column: column.column, ...(categories ? { categories } : {}) };
  const { strata: found } = frameFrom(data(column), { stratify });
  return [...(found?.codes ?? [])].map((code) => found?.names[code] ?? "?");
}

const column = "meta:lang";
const by: StratifyBy = { type: "field", path: "lang" };
const labels: FrameColumn = {
  type: "lists",
  column: "labels",
  starts: Uint32Array.of(0, 3, 3, 4),
  codes: Int32Array.of(0, 1, 2, 3),
  values: ["honesty", "kindness", "candour", "my own"],
};

describe("a frame from the table", () => {
  it("has hashes of ids, of “row-<n>” where a row has none", () => {
    expect([...frameFrom(data(), {}).idHashes]).toEqual([idHashOf("c4"), idHashOf("row-7"), idHashOf("c9")]);
    expect([...frameFrom(data(undefined, [12_345_678]), {}).idHashes]).toEqual([idHashOf("c12345678")]);
  });

  it("has strata of texts, numbers, lists, turns and warnings", () => {
    const texts: FrameColumn = {
      type: "texts",
      column,
      codes: Int32Array.of(1, -1, 0),
      values: ["de", "en"],
    };
    expect(strata(by, texts)).toEqual(["en", "(none)", "de"]);
    const numbers: FrameColumn = { type: "numbers", column, numbers: Float64Array.of(1.5, NaN, -2) };
    expect(strata(by, numbers)).toEqual(["1.5", "(none)", "-2"]);
    const lists: FrameColumn = { ...labels, column };
    expect(strata(by, lists)).toEqual(["honesty, kindness, candour", "(none)", "my own"]);
    const turns: FrameColumn = { type: "numbers", column: "turns", numbers: Float64Array.of(2, 3, 40) };
    expect(strata({ type: "length", bounds: [3] }, turns)).toEqual(["1–2 turns", "3+ turns", "3+ turns"]);
    const warnings: FrameColumn = {
      type: "numbers",
      column: "warnings",
      numbers: Float64Array.of(0, 2, NaN),
    };
    expect(strata({ type: "warning" }, warnings)).toEqual([
      "without warnings",
      "with warnings",
      "without warnings",
    ]);
  });

  it("has a row in the category of most of its labels", () => {
    expect(strata({ type: "category" }, labels, ["Epistemic", "Social", "Epistemic", undefined])).toEqual([
      "Epistemic",
      "(none)",
      "(unmapped)",
    ]);
    // As many of each: the first by name.
    expect(strata({ type: "category" }, labels, ["Social", "Epistemic", undefined, undefined])[0]).toBe(
      "Epistemic",
    );
    const none = { ...labels, codes: new Int32Array(0), starts: new Uint32Array(4) };
    expect(() => strata({ type: "category" }, none, [])).toThrow(/no conversation has labels/);
  });

  it("has no strata that are hidden from a blind rater", () => {
    const stratify = { by: { type: "category" }, column: "labels" } as const;
    expect(() => frameFrom(data(), { stratify })).toThrow(/blind/);
  });

  it("has scores by row, and none where none are known", () => {
    const scores = { rows: Int32Array.of(9, -1, 4), values: Float64Array.of(0.5, 1, 0.25) };
    expect([...(frameFrom(data(), { scores }).scores ?? [])]).toEqual([0.25, NaN, 0.5]);
  });

  it("finds the field that names the model", () => {
    const infos = ["id", "meta:config.model", "meta:model_name", "meta:remodel", "meta:modelling"].map(
      (id) => {
        return { id: columnOf(id), title: id, numeric: false };
      },
    );
    expect(modelColumn(infos)).toBe("meta:model_name");
    expect(columnFor({ type: "model" }, [])).toBeUndefined();
    expect(columnFor({ type: "field", path: "a.b" }, [])).toBe("meta:a.b");
  });
});

describe("a list of ids", () => {
  it("narrows every column to its rows", () => {
    const found = narrowed(data(labels), Int32Array.of(9, -1, 4, 9));
    expect([...found.rows]).toEqual([4, 9]);
    expect(found.columns).toEqual([
      { ...labels, starts: Uint32Array.of(0, 3, 4), codes: Int32Array.of(0, 1, 2, 3) },
    ]);
    const task = { type: "draw", design: { type: "all" }, seed: 1 } as const;
    expect(carryOutDraw({ data: data(), needs: {}, task, only: Int32Array.of(-1) })).toEqual({
      type: "problem",
      problem: "there is no conversation to draw from",
    });
  });
});

function columnOf(id: string): `meta:${string}` | "id" {
  return id === "id" ? "id" : `meta:${id.replace(/^meta:/, "")}`;
}
