/** A plot with its heading, its small print, the table behind it, and its exports. */
import { el } from "../ui/dom.ts";
import type { TableData } from "./delimited.ts";
import { pageSvg } from "./drawSvg.ts";
import { exportMenu } from "./exportMenu.ts";
import { plotItems, tableItems, type ExportPort } from "./exporting.ts";
import type { Scene } from "./scene.ts";

export interface FigureSpec {
  readonly title: string;
  /** How to read it, in a sentence. */
  readonly lead?: string;
  /** Controls of the figure's own, beside its exports. */
  readonly controls?: readonly HTMLElement[];
  /** Draws for a width in CSS pixels. Absent: a table alone. */
  readonly draw?: (width: number) => Scene;
  /** The table as shown; behind the plot where there is one. */
  readonly table: HTMLElement;
  /** All of it, for export. */
  readonly data: () => TableData;
  /** Estimators, designs, intervals. */
  readonly print: readonly string[];
  /** Of files, without extension. */
  readonly file: string;
}

/** Widest plot: beyond this the numbers are too far from the names. */
const WIDEST = 900;
const NARROWEST = 420;

export function figureBlock(spec: FigureSpec, port: ExportPort, width: number): HTMLElement {
  const { draw } = spec;
  const scene = draw?.(Math.min(WIDEST, Math.max(NARROWEST, width)));
  const items = [
    ...(draw ? plotItems(port, spec.file, () => scene) : []),
    ...tableItems(port, spec.file, spec.data),
  ];
  return el(
    "section",
    { class: "figure", "aria-label": spec.title },
    el(
      "div",
      { class: "figure-head" },
      el("h3", {}, spec.title),
      ...(spec.controls ?? []),
      exportMenu(spec.title, items),
    ),
    ...(spec.lead === undefined ? [] : [el("p", { class: "figure-lead" }, spec.lead)]),
    ...(scene
      ? [
          el(
            "div",
            { class: "figure-frame", tabindex: "0", role: "group", "aria-label": `Plot: ${spec.title}` },
            pageSvg(scene),
          ),
          el("details", {}, el("summary", {}, "Table"), spec.table),
        ]
      : [spec.table]),
    ...(spec.print.length === 0
      ? []
      : [el("ul", { class: "figure-print" }, ...spec.print.map((text) => el("li", {}, text)))]),
  );
}
