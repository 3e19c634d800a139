/** Tables drawn as shaded squares: pairs of raters, confusion of labels. Pure but for `measure`. */
import { figure } from "./estimateText.ts";
import {
  fitText,
  SMALL_TEXT,
  TEXT_SIZE,
  type Measure,
  type Scene,
  type Shape,
  type TextShape,
} from "./scene.ts";

export interface HeatCell {
  /** 0 … 1: how dark. */
  readonly shade: number;
  readonly text: string;
  /** A second, smaller line. */
  readonly small?: string;
  /** Framed: the diagonal, where both say the same. */
  readonly framed?: boolean;
}

export interface HeatSpec {
  readonly title: string;
  readonly description: string;
  readonly rowsAre: string;
  readonly columnsAre: string;
  readonly rowNames: readonly string[];
  readonly columnNames: readonly string[];
  /** undefined: nothing stands there. */
  readonly cells: readonly (readonly (HeatCell | undefined)[])[];
  /** Sides of a cell in CSS pixels. */
  readonly cell: readonly [number, number];
  /** Totals right of the rows and below the columns. */
  readonly totals?: {
    readonly rows: readonly string[];
    readonly columns: readonly string[];
    readonly all: string;
  };
}

const MAX_NAME = 170;
/** Opacity of the darkest square: the words in it must stay readable. */
const DARKEST = 0.55;

export function heatmap(spec: HeatSpec, measure: Measure): Scene {
  const { cells, totals } = spec;
  const [w, h] = spec.cell;
  const names = spec.rowNames.map((name) => fitText(name, MAX_NAME, measure));
  const left = 20 + Math.max(40, ...names.map((name) => measure(name))) + 8;
  const isSlanted = spec.columnNames.some((name) => measure(name) > w - 6);
  const columns = spec.columnNames.map((name) => fitText(name, isSlanted ? MAX_NAME : w - 6, measure));
  const longest = Math.max(...columns.map((name) => measure(name)), 0);
  const top = 22 + (isSlanted ? longest * Math.SQRT1_2 + 12 : 18);
  const [right, bottom] = [left + w * columns.length, top + h * names.length];
  const overhang = isSlanted ? Math.max(0, longest * Math.SQRT1_2 - (totals ? 54 : 0)) : 0;
  return {
    width: Math.ceil(right + (totals ? 54 : 2) + overhang),
    height: Math.ceil(bottom + (totals ? 26 : 4)),
    title: spec.title,
    description: spec.description,
    shapes: [
      label(spec.columnsAre, left + (w * columns.length) / 2, 12, "middle"),
      { ...label(spec.rowsAre, 11, top + (h * names.length) / 2, "middle"), turn: -90 },
      ...columns.map((name, at): Shape =>
        isSlanted
          ? { ...word(name, left + w * (at + 0.5) + 3, top - 7, "start"), turn: -45 }
          : word(name, left + w * (at + 0.5), top - 7, "middle"),
      ),
      ...names.map((name, at) => word(name, left - 8, top + h * (at + 0.5) + 4, "end")),
      ...cells.flatMap((row, y) =>
        row.flatMap((cell, x) => (cell ? square(cell, left + w * x, top + h * y, w, h) : [])),
      ),
      ...(totals
        ? [
            ...totals.rows.map((text, at) => label(text, right + 46, top + h * (at + 0.5) + 4, "end")),
            ...totals.columns.map((text, at) => label(text, left + w * (at + 0.5), bottom + 17, "middle")),
            label(totals.all, right + 46, bottom + 17, "end"),
          ]
        : []),
    ],
  };
}

function square(cell: HeatCell, x: number, y: number, w: number, h: number): Shape[] {
  const box = { type: "rect", x: x + 1, y: y + 1, width: w - 2, height: h - 2 } as const;
  const lift = cell.small === undefined ? 4 : -2;
  return [
    { ...box, fill: { tone: "accent", opacity: Math.max(0, Math.min(1, cell.shade)) * DARKEST } },
    { ...box, stroke: { tone: cell.framed ? "ink" : "line", width: 1 } },
    word(cell.text, x + w / 2, y + h / 2 + lift, "middle"),
    ...(cell.small === undefined
      ? []
      : [{ ...label(cell.small, x + w / 2, y + h / 2 + 12, "middle"), tone: "ink" as const, size: 10 }]),
  ];
}

type Anchor = "start" | "middle" | "end";

function word(text: string, x: number, y: number, anchor: Anchor): TextShape {
  return { type: "text", at: [x, y], text, tone: "ink", size: TEXT_SIZE, anchor };
}

function label(text: string, x: number, y: number, anchor: Anchor): TextShape {
  return { type: "text", at: [x, y], text, tone: "muted", size: SMALL_TEXT, anchor };
}

/** Nothing for 0. `isShared`: counts are shares of pairs, so all of the table have a decimal. */
export function countText(value: number, isShared = false): string {
  if (value === 0) return "";
  return isShared ? figure(value, 1) : String(value);
}
