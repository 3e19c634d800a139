/** Figures over time, one line a rater, each with its own marker and its name at the line's end. Pure but for `measure`. */
import { linear, ticks, tickText } from "./axis.ts";
import { fitText, marker, SMALL_TEXT, type Measure, type Scene, type Shape, type Tone } from "./scene.ts";

export interface LinePoint {
  readonly value: number;
  readonly lower?: number;
  readonly upper?: number;
}

export interface LinesSpec {
  readonly title: string;
  readonly description: string;
  readonly x: string;
  readonly y: string;
  readonly domain: readonly [number, number];
  readonly series: readonly { readonly name: string; readonly points: readonly (LinePoint | undefined)[] }[];
  /** One for each place on the x axis. */
  readonly places: readonly string[];
}

const TONES: readonly Tone[] = ["accent", "second", "third", "fourth"];
const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [8, 3, 2, 3]];
const HEIGHT = 240;
const [TOP, BOTTOM, LEFT] = [14, 44, 52];

export function linePlot(spec: LinesSpec, width: number, measure: Measure): Scene {
  const names = spec.series.map(({ name }) => fitText(name, 130, measure));
  const right = width - Math.max(...names.map((name) => measure(name)), 0) - 16;
  const floor = HEIGHT - BOTTOM;
  const y = linear(spec.domain, [floor, TOP]);
  const x = linear([-0.5, Math.max(0.5, spec.places.length - 0.5)], [LEFT, right]);
  const marks = ticks(spec.domain, 5);
  const text = (words: string, at: readonly [number, number], anchor: "start" | "middle" | "end"): Shape => ({
    type: "text",
    at,
    text: words,
    tone: "muted",
    size: SMALL_TEXT,
    anchor,
  });
  const every = Math.max(1, Math.ceil((spec.places.length * 74) / Math.max(1, right - LEFT)));
  return {
    width,
    height: HEIGHT,
    title: spec.title,
    description: spec.description,
    shapes: [
      ...marks.flatMap((tick): Shape[] => [
        { type: "line", from: [LEFT, y.at(tick)], to: [right, y.at(tick)], stroke: { tone: "line" } },
        text(tickText(tick, marks), [LEFT - 6, y.at(tick) + 4], "end"),
      ]),
      { type: "line", from: [LEFT, floor], to: [right, floor], stroke: { tone: "muted" } },
      ...spec.places.flatMap((place, at) =>
        at % every === 0 ? [text(place, [x.at(at), floor + 16], "middle")] : [],
      ),
      text(spec.x, [(LEFT + right) / 2, HEIGHT - 6], "middle"),
      { ...textShape(spec.y, [12, (TOP + floor) / 2]), turn: -90 },
      ...spec.series.flatMap(({ points }, at) => seriesShapes(points, at, spec.series.length, x.at, y.at)),
      ...endNames(spec, names, y.at).map(({ name, at, height }): Shape => ({
        type: "text",
        at: [right + 10, height + 4],
        text: name,
        tone: TONES[at % TONES.length] ?? "ink",
        bold: true,
        size: SMALL_TEXT,
      })),
    ],
  };
}

function textShape(text: string, at: readonly [number, number]): Extract<Shape, { type: "text" }> {
  return { type: "text", at, text, tone: "muted", size: SMALL_TEXT, anchor: "middle" };
}

function seriesShapes(
  points: readonly (LinePoint | undefined)[],
  place: number,
  of: number,
  x: (value: number) => number,
  y: (value: number) => number,
): Shape[] {
  const tone = TONES[place % TONES.length] ?? "accent";
  // Side by side, so that intervals of one place don't lie on each other.
  const aside = (place - (of - 1) / 2) * 6;
  const at = points.flatMap((point, index) => (point ? [{ ...point, x: x(index) + aside }] : []));
  const path = at.map((point, index) => `${index === 0 ? "M" : "L"}${point.x} ${y(point.value)}`).join("");
  return [
    { type: "path", d: path, stroke: { tone, width: 1.5, dash: DASHES[place % DASHES.length] ?? [] } },
    ...at.flatMap(({ x: cx, value, lower, upper }): Shape[] => [
      ...(lower === undefined || upper === undefined
        ? []
        : [
            {
              type: "line" as const,
              from: [cx, y(lower)] as const,
              to: [cx, y(upper)] as const,
              stroke: { tone },
            },
          ]),
      {
        type: "path",
        d: marker(place, cx, y(value), 3.5),
        fill: { tone },
        stroke: { tone: "ground", width: 1 },
      },
    ]),
  ];
}

/** Names at the heights of their lines' last points, pushed apart where they would overlap. */
function endNames(
  { series }: LinesSpec,
  names: readonly string[],
  y: (value: number) => number,
): { name: string; at: number; height: number }[] {
  const wanted = series
    .map(({ points }, at) => ({
      name: names[at] ?? "",
      at,
      height: y(points.findLast((point) => point !== undefined)?.value ?? 0),
    }))
    .sort((a, b) => a.height - b.height);
  let least = -Infinity;
  return wanted.map((entry) => {
    const height = Math.max(entry.height, least);
    least = height + 14;
    return { ...entry, height };
  });
}
