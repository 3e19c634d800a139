/** Reliability diagram: score against the share that raters kept, with how many fell into each bin below. Pure. */
import { linear, ticks, tickText } from "./axis.ts";
import { marker, SMALL_TEXT, type Scene, type Shape } from "./scene.ts";

export interface CalibrationSpec {
  readonly title: string;
  readonly description: string;
  readonly bins: readonly {
    readonly from: number;
    readonly to: number;
    readonly score: number;
    readonly share: number;
    readonly lower?: number;
    readonly upper?: number;
    readonly n: number;
  }[];
}

const SIDE = 260;
const [LEFT, TOP, BARS] = [52, 10, 54];

export function calibrationPlot({ title, description, bins }: CalibrationSpec): Scene {
  const x = linear([0, 1], [LEFT, LEFT + SIDE]);
  const y = linear([0, 1], [TOP + SIDE, TOP]);
  const most = Math.max(1, ...bins.map(({ n }) => n));
  const floor = TOP + SIDE + 30 + BARS;
  const marks = ticks([0, 1], 5);
  const text = (words: string, at: readonly [number, number], anchor: "start" | "middle" | "end") =>
    ({ type: "text", at, text: words, tone: "muted", size: SMALL_TEXT, anchor }) as const;
  const ordered = [...bins].sort((a, b) => a.score - b.score);
  const line = ordered
    .map((bin, at) => `${at === 0 ? "M" : "L"}${x.at(bin.score)} ${y.at(bin.share)}`)
    .join("");
  return {
    width: LEFT + SIDE + 16,
    height: floor + 40,
    title,
    description,
    shapes: [
      ...marks.flatMap((tick): Shape[] => [
        { type: "line", from: [x.at(0), y.at(tick)], to: [x.at(1), y.at(tick)], stroke: { tone: "line" } },
        { type: "line", from: [x.at(tick), y.at(0)], to: [x.at(tick), y.at(1)], stroke: { tone: "line" } },
        text(tickText(tick, marks), [LEFT - 6, y.at(tick) + 4], "end"),
        text(tickText(tick, marks), [x.at(tick), floor + 16], "middle"),
      ]),
      {
        type: "line",
        from: [x.at(0), y.at(0)],
        to: [x.at(1), y.at(1)],
        stroke: { tone: "muted", dash: [4, 4] },
      },
      { ...text("share kept by raters", [12, TOP + SIDE / 2], "middle"), turn: -90 },
      { ...text("suggestions", [12, floor - BARS / 2], "middle"), turn: -90 },
      text("extractor's score", [LEFT + SIDE / 2, floor + 34], "middle"),
      ...bins.flatMap((bin): Shape[] => {
        const height = (bin.n / most) * BARS;
        const [from, to] = [x.at(bin.from), x.at(bin.to)];
        return [
          {
            type: "rect",
            x: from + 1,
            y: floor - height,
            width: to - from - 2,
            height,
            fill: { tone: "accent", opacity: 0.35 },
            stroke: { tone: "accent" },
          },
          text(String(bin.n), [(from + to) / 2, floor - height - 4], "middle"),
        ];
      }),
      { type: "line", from: [LEFT, floor], to: [LEFT + SIDE, floor], stroke: { tone: "muted" } },
      { type: "path", d: line, stroke: { tone: "accent", width: 1.5 } },
      ...bins.flatMap((bin): Shape[] => {
        const [cx, cy] = [x.at(bin.score), y.at(bin.share)];
        return [
          ...(bin.lower === undefined || bin.upper === undefined
            ? []
            : [
                {
                  type: "line" as const,
                  from: [cx, y.at(bin.lower)] as const,
                  to: [cx, y.at(bin.upper)] as const,
                  stroke: { tone: "accent" as const, width: 1.5 },
                },
              ]),
          {
            type: "path",
            d: marker(0, cx, cy, 4),
            fill: { tone: "accent" },
            stroke: { tone: "ground", width: 1 },
          },
        ];
      }),
    ],
  };
}
