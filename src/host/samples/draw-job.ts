/** The heavy part of drawing, as plain data in and out, so that it can run in a worker. */
import type { Frame } from "../../core/sampling/frame.ts";
import type { Drawn } from "../../core/sampling/make-sample.ts";
import { drawFrom } from "../../core/sampling/make-sample.ts";
import type { SampleDesign } from "../../core/sampling/sample.ts";
import type { FrameData } from "../../corpus/table/corpus-table.ts";
import { frameFrom } from "./table-frame.ts";
import type { FrameNeeds } from "./table-frame.ts";

export interface DrawJob {
  readonly data: FrameData;
  readonly needs: FrameNeeds;
  /** strata: only to tell how large they are. */
  readonly task:
    | { readonly type: "draw"; readonly design: SampleDesign; readonly seed: number }
    | { readonly type: "strata" };
  /** Rows that may be drawn, for a list of ids; undefined = all of the data's. */
  readonly only?: Int32Array;
}

export type DrawOutcome =
  | { readonly type: "drawn"; readonly rows: Uint32Array; readonly drawn: Drawn }
  /** By size, without empty ones. */
  | { readonly type: "strata"; readonly strata: readonly { readonly name: string; readonly size: number }[] }
  /** For people. */
  | { readonly type: "problem"; readonly problem: string };

export function carryOutDraw({ data, needs, task, only }: DrawJob): DrawOutcome {
  try {
    const frame = frameFrom(only ? narrowed(data, only) : data, needs);
    if (task.type === "strata") return { type: "strata", strata: sizesOf(frame) };
    return { type: "drawn", rows: frame.rows, drawn: drawFrom(frame, task.design, task.seed) };
  } catch (error) {
    if (error instanceof RangeError) return { type: "problem", problem: error.message };
    throw error;
  }
}

function sizesOf({ strata }: Frame): { name: string; size: number }[] {
  const sizes = (strata?.names ?? []).map((name) => ({ name, size: 0 }));
  for (const code of strata?.codes ?? []) {
    const stratum = sizes[code];
    if (stratum) stratum.size++;
  }
  return sizes.filter(({ size }) => size > 0).sort((a, b) => b.size - a.size || (a.name < b.name ? -1 : 1));
}

/** The data of these rows only, each once, in the order of the corpus. */
export function narrowed(data: FrameData, only: Int32Array): FrameData {
  const wanted = new Set(only);
  const places: number[] = [];
  data.rows.forEach((row, place) => {
    if (wanted.has(row)) places.push(place);
  });
  return {
    ...data,
    rows: Uint32Array.from(places, (place) => data.rows[place] ?? 0),
    idHashes: Float64Array.from(places, (place) => data.idHashes[place] ?? 0),
    columns: data.columns.map((column) => {
      switch (column.type) {
        case "numbers":
          return { ...column, numbers: Float64Array.from(places, (place) => column.numbers[place] ?? NaN) };
        case "texts":
          return { ...column, codes: Int32Array.from(places, (place) => column.codes[place] ?? -1) };
        case "lists": {
          const starts = new Uint32Array(places.length + 1);
          const codes = places.flatMap((place, at) => {
            const found = [
              ...column.codes.subarray(column.starts[place] ?? 0, column.starts[place + 1] ?? 0),
            ];
            starts[at + 1] = (starts[at] ?? 0) + found.length;
            return found;
          });
          return { ...column, starts, codes: Int32Array.from(codes) };
        }
      }
    }),
  };
}
