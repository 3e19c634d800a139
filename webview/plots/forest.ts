/** Forest plot: one row a figure, its interval as a line, the numbers beside it, as in papers. Pure but for `measure`. */
import type { Estimate } from "../../src/core/agreement/estimate.ts";
import { linear, ticks, tickText, type Scale } from "./axis.ts";
import { figure, intervalText } from "./estimateText.ts";
import {
  fitText,
  marker,
  SMALL_TEXT,
  TEXT_SIZE,
  type Measure,
  type Scene,
  type Shape,
  type Tone,
} from "./scene.ts";

export interface ForestRow {
  readonly name: string;
  /** Two letters before the name, in the row's tone: the category, also without colour. */
  readonly code?: string;
  readonly tone?: Tone;
  /** Picks the marker's shape. */
  readonly series?: number;
  /** What the figure rests on, for the column before the plot. */
  readonly size: string;
  readonly estimate: Estimate;
  /** A line above sets the row apart. */
  readonly apart?: boolean;
  /** A line of its own above the row, over all that follow. */
  readonly heading?: string;
}

export interface ForestSpec {
  readonly title: string;
  readonly description: string;
  readonly nameTitle: string;
  readonly sizeTitle: string;
  readonly axis: string;
  readonly rows: readonly ForestRow[];
  /** The values that are possible: the axis shows of it what the rows need. */
  readonly range: readonly [number, number];
  /** Lines that help to read the axis. */
  readonly references: readonly { readonly at: number; readonly text: string }[];
}

const ROW = 22;
const HEAD = 26;
const GAP = 14;
const FOOT = 40;

/** `width`: CSS pixels that the page has for it. */
export function forestPlot(spec: ForestSpec, width: number, measure: Measure): Scene {
  const { rows } = spec;
  const numbers = rows.map(({ estimate }) => `${figure(estimate.value)} ${intervalText(estimate)}`.trim());
  const isGrouped = rows.some(({ heading }) => heading !== undefined);
  // Two letters before the names, or an indent below headings.
  const codes = rows.some(({ code }) => code !== undefined) ? 22 : isGrouped ? 12 : 0;
  const longest = Math.max(measure(spec.nameTitle, SMALL_TEXT), ...rows.map(({ name }) => measure(name)));
  const nameWidth = Math.min(longest, Math.max(120, width * 0.32));
  const sizeWidth = Math.max(measure(spec.sizeTitle, SMALL_TEXT), ...rows.map(({ size }) => measure(size)));
  const numbersWidth = Math.max(measure(NUMBERS, SMALL_TEXT), ...numbers.map((text) => measure(text)));
  const sizeEnd = codes + nameWidth + GAP + sizeWidth;
  const from = sizeEnd + GAP + 4;
  const to = Math.max(from + 120, width - numbersWidth - GAP - 4);
  const heights = placesOf(rows);
  const bottom = HEAD + heights.length + 6;
  const scale = linear(domainOf(spec), [from, to]);
  const numbersEnd = to + GAP + numbersWidth;
  const head = (text: string, x: number, anchor: "start" | "end" | "middle"): Shape => ({
    type: "text",
    at: [x, HEAD - 11],
    text,
    tone: "muted",
    size: SMALL_TEXT,
    anchor,
  });
  return {
    width: Math.ceil(numbersEnd + 1),
    height: bottom + FOOT,
    title: spec.title,
    description: spec.description,
    shapes: [
      ...axisShapes(scale, spec, bottom, measure),
      head(spec.nameTitle, isGrouped ? 0 : codes, "start"),
      head(spec.sizeTitle, sizeEnd, "end"),
      head(NUMBERS, numbersEnd, "end"),
      { type: "line", from: [0, HEAD - 2], to: [numbersEnd, HEAD - 2], stroke: { tone: "muted" } },
      ...rows.flatMap((row, at): Shape[] => {
        const top = HEAD + (heights.tops[at] ?? 0) + 2;
        const y = top + ROW / 2 + (row.heading === undefined ? 0 : ROW);
        const line: Shape = { type: "line", from: [0, top], to: [numbersEnd, top], stroke: { tone: "line" } };
        return [
          ...((row.apart || row.heading !== undefined) && at > 0 ? [line] : []),
          ...(row.heading === undefined
            ? []
            : headingShapes(fitText(row.heading, numbersEnd, measure), top, measure)),
          ...(row.code === undefined ? [] : [word(row.code, 0, y, "start", row.tone ?? "ink", true)]),
          word(fitText(row.name, nameWidth, measure), codes, y, "start"),
          word(row.size, sizeEnd, y, "end", "muted"),
          ...intervalShapes(row, scale, y),
          word(numbers[at] ?? "", numbersEnd, y, "end", row.estimate.value === null ? "muted" : "ink"),
        ];
      }),
    ],
  };
}

/** Over the grid, which stops behind its words. */
function headingShapes(text: string, top: number, measure: Measure): Shape[] {
  const box = { x: 0, y: top + 2, width: measure(text, TEXT_SIZE, true) + 6, height: ROW - 3 };
  return [
    { type: "rect", ...box, fill: { tone: "ground" } },
    word(text, 0, top + ROW / 2, "start", "ink", true),
  ];
}

const NUMBERS = "figure [interval]";

/** Tops of the rows below the head, and the height of all. A heading takes a line of its own. */
function placesOf(rows: readonly ForestRow[]): { readonly tops: readonly number[]; readonly length: number } {
  const tops: number[] = [];
  let length = 0;
  for (const { heading } of rows) {
    tops.push(length);
    length += heading === undefined ? ROW : 2 * ROW;
  }
  return { tops, length };
}

function word(
  text: string,
  x: number,
  y: number,
  anchor: "start" | "end",
  tone: Tone = "ink",
  bold = false,
): Shape {
  return { type: "text", at: [x, y + TEXT_SIZE * 0.35], text, tone, anchor, bold };
}

/** What the intervals need, out to round numbers, never beyond what is possible. */
function domainOf({ rows, range }: ForestSpec): [number, number] {
  const ends = rows.flatMap(({ estimate: { value, interval } }) =>
    value === null ? [] : [value, ...(interval ? [interval.lower, interval.upper] : [])],
  );
  const [least, most] = [Math.min(0, ...ends), Math.max(...ends, Math.min(1, range[1]))];
  const step = 0.25;
  return [
    Math.max(range[0], Math.floor(least / step) * step),
    Math.min(range[1], Math.ceil(most / step) * step),
  ];
}

function axisShapes(scale: Scale, spec: ForestSpec, bottom: number, measure: Measure): Shape[] {
  const [from, to] = scale.range;
  const marks = ticks(scale.domain, Math.max(3, Math.floor((to - from) / 70)));
  const inside = spec.references.filter(({ at }) => at > scale.domain[0] && at < scale.domain[1]);
  return [
    ...marks.flatMap((tick): Shape[] => {
      const x = scale.at(tick);
      return [
        {
          type: "line",
          from: [x, HEAD - 2],
          to: [x, bottom],
          stroke: { tone: tick === 0 && scale.domain[0] < 0 ? "muted" : "line" },
        },
        { type: "line", from: [x, bottom], to: [x, bottom + 4], stroke: { tone: "muted" } },
        axisText(tickText(tick, marks), x, bottom + 16),
      ];
    }),
    { type: "line", from: [from, bottom], to: [to, bottom], stroke: { tone: "muted" } },
    axisText(spec.axis, (from + to) / 2, bottom + 33),
    ...inside.flatMap(({ at, text }, place): Shape[] => {
      const x = scale.at(at);
      const next = inside[place + 1];
      // Two lines close together: the left one's words stand to its left.
      const isTight = next !== undefined && scale.at(next.at) - x < measure(text, SMALL_TEXT) + 8;
      return [
        {
          type: "line",
          from: [x, HEAD - 2],
          to: [x, bottom],
          stroke: { tone: "muted", dash: [3, 3] },
        },
        {
          type: "text",
          at: [x, HEAD - 11],
          text,
          tone: "muted",
          size: SMALL_TEXT,
          anchor: isTight ? "end" : "middle",
        },
      ];
    }),
  ];
}

function axisText(text: string, x: number, y: number): Shape {
  return { type: "text", at: [x, y], text, tone: "muted", size: SMALL_TEXT, anchor: "middle" };
}

function intervalShapes(
  { estimate, tone = "accent", series = 0 }: ForestRow,
  scale: Scale,
  y: number,
): Shape[] {
  const { value, interval } = estimate;
  if (value === null) return [];
  const x = scale.at(value);
  const shapes: Shape[] = [];
  if (interval) {
    const [lower, upper] = [scale.at(interval.lower), scale.at(interval.upper)];
    shapes.push({ type: "line", from: [lower, y], to: [upper, y], stroke: { tone, width: 1.5 } });
    // An end cut by the axis is an arrow, else a bar.
    shapes.push(interval.lower < scale.domain[0] ? arrow(lower, y, -1, tone) : bar(lower, y, tone));
    shapes.push(interval.upper > scale.domain[1] ? arrow(upper, y, 1, tone) : bar(upper, y, tone));
  }
  shapes.push({
    type: "path",
    d: marker(series, x, y, 4),
    fill: { tone },
    stroke: { tone: "ground", width: 1 },
  });
  return shapes;
}

function bar(x: number, y: number, tone: Tone): Shape {
  return { type: "line", from: [x, y - 3.5], to: [x, y + 3.5], stroke: { tone, width: 1.5 } };
}

function arrow(x: number, y: number, way: 1 | -1, tone: Tone): Shape {
  return {
    type: "path",
    d: `M${x - 5 * way} ${y - 3.5}L${x} ${y}L${x - 5 * way} ${y + 3.5}`,
    stroke: { tone, width: 1.5 },
  };
}
