/** How the raters' work held up: drift over time, planted items, the pull of suggestions. */
import type {
  AgreementReportView,
  AnchoringView,
  DriftView,
  TrapView,
} from "../../src/protocol/agreement.ts";
import { dataTable } from "../plots/dataTable.ts";
import { estimateCells, estimateColumns } from "../plots/estimateData.ts";
import { commonPrint, count, figure, intervalText } from "../plots/estimateText.ts";
import { figureBlock } from "../plots/figure.ts";
import { forestPlot, type ForestRow } from "../plots/forest.ts";
import { linePlot, type LinePoint } from "../plots/lines.ts";
import { measureText } from "../plots/measure.ts";
import type { Actions } from "./actions.ts";
import { sectionOf } from "./sections.ts";
import { day } from "./words.ts";

export function qualityTab(report: AgreementReportView, actions: Actions, width: number): Node[] {
  return [
    ...sectionOf(report, "drift", "Drift over time", (view) => [drift(view, actions, width)]),
    ...sectionOf(report, "traps", "Planted items", (views) => [traps(views, actions, width)]),
    ...sectionOf(report, "anchoring", "Blind against assisted", (view) => [anchoring(view, actions, width)]),
  ];
}

function drift({ measure, series }: DriftView, actions: Actions, width: number): HTMLElement {
  const most = Math.max(0, ...series.map(({ points }) => points.length));
  const flat = series.flatMap(({ rater, points }) => points.map((point, at) => ({ rater, at, ...point })));
  const values = flat.flatMap(({ value: { value, interval } }) =>
    value === null ? [] : [value, ...(interval ? [interval.lower, interval.upper] : [])],
  );
  return figureBlock(
    {
      title: "Drift over time",
      lead: measure,
      draw: (space) =>
        linePlot(
          {
            title: "Drift over time, by rater",
            description: measure,
            x: "part of the rater's work, in order of time",
            y: "agreement",
            domain: [Math.min(0, ...values), Math.max(1, ...values)],
            places: Array.from({ length: most }, (_, at) => String(at + 1)),
            series: series.map(({ rater, points }) => ({
              name: rater,
              points: points.map(({ value: { value, interval } }): LinePoint | undefined =>
                value === null
                  ? undefined
                  : { value, ...(interval ? { lower: interval.lower, upper: interval.upper } : {}) },
              ),
            })),
          },
          space,
          measureText,
        ),
      table: dataTable({
        caption: "Drift over time",
        rows: flat,
        columns: [
          { title: "rater", show: (row) => row.rater, sort: (row) => row.rater },
          { title: "part", numeric: true, show: (row) => String(row.at + 1), sort: (row) => row.at },
          { title: "from", show: (row) => day(row.from), sort: (row) => row.from },
          { title: "to", show: (row) => day(row.to), sort: (row) => row.to },
          {
            title: "agreement",
            numeric: true,
            show: (row) => `${figure(row.value.value)} ${intervalText(row.value)}`,
          },
          { title: "conversations", numeric: true, show: (row) => count(row.value.n.units) },
        ],
      }),
      data: () => ({
        columns: ["rater", "part", "from", "to", ...estimateColumns()],
        rows: flat.map((row) => [row.rater, row.at + 1, row.from, row.to, ...estimateCells(row.value)]),
      }),
      print: [
        ...series.map(({ rater, trend, p }) =>
          `${rater}: ${trend.estimator} ${figure(trend.value)} ${intervalText(trend)}${p === null ? "" : `, p = ${figure(p)} (permutation of the order)`}`.trim(),
        ),
        ...commonPrint(flat.map(({ value }) => value)),
      ],
      file: "drift",
    },
    actions,
    width,
  );
}

function traps(views: readonly TrapView[], actions: Actions, width: number): HTMLElement {
  return figureBlock(
    {
      title: "Planted items answered as expected",
      lead: "Items with a known answer, mixed into the sample. They count in no other figure.",
      draw: (space) =>
        forestPlot(
          {
            title: "Planted items answered as expected, by rater",
            description: views
              .map(({ rater, accuracy }) => `${rater}: ${figure(accuracy.value)} ${intervalText(accuracy)}`)
              .join("; "),
            nameTitle: "rater",
            sizeTitle: "items",
            axis: "share answered as expected",
            range: [0, 1],
            references: [],
            rows: views.map(({ rater, accuracy }): ForestRow => ({
              name: rater,
              size: count(accuracy.n.units),
              estimate: accuracy,
            })),
          },
          space,
          measureText,
        ),
      table: dataTable({
        caption: "Planted items",
        rows: views,
        columns: [
          { title: "rater", show: (row) => row.rater },
          {
            title: "as expected",
            numeric: true,
            show: (row) => `${figure(row.accuracy.value)} ${intervalText(row.accuracy)}`,
          },
          { title: "items", numeric: true, show: (row) => count(row.accuracy.n.units) },
          { title: "values missed", numeric: true, show: (row) => count(row.missed) },
          { title: "wrong values", numeric: true, show: (row) => count(row.wrong) },
        ],
      }),
      data: () => ({
        columns: ["rater", "values missed", "wrong values", ...estimateColumns()],
        rows: views.map((row) => [row.rater, row.missed, row.wrong, ...estimateCells(row.accuracy)]),
      }),
      print: commonPrint(views.map(({ accuracy }) => accuracy)),
      file: "planted-items",
    },
    actions,
    width,
  );
}

const SIDES = ["blind", "assisted", "difference"] as const;

function anchoring(
  { figures, inBoth, reading }: AnchoringView,
  actions: Actions,
  width: number,
): HTMLElement {
  const rows = figures.flatMap(({ what, ...estimates }) =>
    SIDES.map((side) => ({ what, side, estimate: estimates[side] })),
  );
  return figureBlock(
    {
      title: "Blind against assisted",
      lead: "What raters say with suggestions in view, against what they say without: the pull of suggestions (anchoring). An interval of the difference that leaves out 0 speaks for one.",
      draw: (space) =>
        forestPlot(
          {
            title: "Blind against assisted ratings",
            description: rows
              .map(
                ({ what, side, estimate }) =>
                  `${what}, ${side}: ${figure(estimate.value)} ${intervalText(estimate)}`,
              )
              .join("; "),
            nameTitle: "ratings",
            sizeTitle: "conv.",
            axis: "figure, and difference assisted − blind",
            range: [-Infinity, Infinity],
            references: [],
            rows: rows.map(({ what, side, estimate }): ForestRow => ({
              name: side,
              size: count(estimate.n.units),
              estimate,
              series: SIDES.indexOf(side),
              tone: side === "blind" ? "accent" : side === "assisted" ? "second" : "ink",
              ...(side === "blind" ? { heading: what } : {}),
            })),
          },
          space,
          measureText,
        ),
      table: dataTable({
        caption: "Blind against assisted",
        rows,
        columns: [
          { title: "figure", show: (row) => row.what },
          { title: "ratings", show: (row) => row.side },
          {
            title: "value",
            numeric: true,
            show: (row) => `${figure(row.estimate.value)} ${intervalText(row.estimate)}`,
          },
          { title: "conversations", numeric: true, show: (row) => count(row.estimate.n.units) },
        ],
      }),
      data: () => ({
        columns: ["figure", "ratings", ...estimateColumns()],
        rows: rows.map((row) => [row.what, row.side, ...estimateCells(row.estimate)]),
      }),
      print: [
        reading,
        `${count(inBoth)} conversations rated in both ways`,
        ...commonPrint(rows.map(({ estimate }) => estimate)),
      ],
      file: "anchoring",
    },
    actions,
    width,
  );
}
