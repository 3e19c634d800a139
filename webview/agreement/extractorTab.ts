/** The extractor against the raters: precision, recall where it can be told, calibration of scores. */
import type { AgreementReportView, CalibrationView, ExtractorView } from "../../src/protocol/agreement.ts";
import { el } from "../ui/dom.ts";
import { calibrationPlot } from "../plots/calibration.ts";
import { dataTable } from "../plots/dataTable.ts";
import { estimateCells, estimateColumns } from "../plots/estimateData.ts";
import { commonPrint, count, figure, intervalText, smallPrint } from "../plots/estimateText.ts";
import { figureBlock } from "../plots/figure.ts";
import { forestPlot, type ForestRow } from "../plots/forest.ts";
import { measureText } from "../plots/measure.ts";
import type { Actions } from "./actions.ts";
import { callout, sectionOf } from "./sections.ts";
import { subjectOf } from "./words.ts";

const FRAMES = { blind: "blind", assisted: "suggestions in view", mixed: "partly in view" } as const;
const MEASURES = ["precision", "recall", "f1"] as const;
const NAMES = { precision: "precision", recall: "recall", f1: "F1" } as const;

export function extractorTab(report: AgreementReportView, actions: Actions, width: number): Node[] {
  return [
    ...sectionOf(report, "extractors", "Extractor against raters", (rows) =>
      accuracy(report, rows, actions, width),
    ),
    ...sectionOf(report, "calibration", "Calibration", (views) =>
      views.map((view, at) => calibration(view, at, actions, width)),
    ),
  ];
}

function who({ extractor, rater }: ExtractorView): string {
  return `${extractor} against ${rater ?? "all raters"}`;
}

function accuracy(
  report: AgreementReportView,
  rows: readonly ExtractorView[],
  actions: Actions,
  width: number,
): Node[] {
  const told = rows.flatMap((row) =>
    MEASURES.flatMap((measure) =>
      row[measure].value === null ? [] : [{ row, measure, estimate: row[measure] }],
    ),
  );
  const refusals = [
    ...new Set(rows.flatMap(({ recall }) => (recall.value === null && recall.reason ? [recall.reason] : []))),
  ];
  const block = figureBlock(
    {
      title: `Extractor against raters: ${subjectOf(report.choices)}`,
      lead: "The raters' labels are the reference. Precision: of the extractor's labels, those the rater has too. Recall: of the rater's labels, those the extractor found.",
      ...(told.length === 0
        ? {}
        : {
            draw: (space: number) =>
              forestPlot(
                {
                  title: `Extractor against raters, ${subjectOf(report.choices)}`,
                  description: told
                    .map(
                      ({ row, measure, estimate }) =>
                        `${who(row)}, ${FRAMES[row.frame]}, ${NAMES[measure]}: ${figure(estimate.value)} ${intervalText(estimate)}`,
                    )
                    .join("; "),
                  nameTitle: "measure",
                  sizeTitle: "conv.",
                  axis: "share",
                  range: [0, 1],
                  references: [],
                  rows: told.map(({ row, measure, estimate }, at): ForestRow => ({
                    name: NAMES[measure],
                    size: count(row.units),
                    estimate,
                    series: MEASURES.indexOf(measure),
                    tone: measure === "precision" ? "accent" : measure === "recall" ? "second" : "third",
                    ...(told[at - 1]?.row === row ? {} : { heading: `${who(row)}, ${FRAMES[row.frame]}` }),
                  })),
                },
                space,
                measureText,
              ),
          }),
      table: dataTable({
        caption: "Extractor against raters",
        rows,
        columns: [
          { title: "extractor", show: (row) => row.extractor },
          { title: "rater", show: (row) => row.rater ?? "all raters" },
          { title: "rated", show: (row) => FRAMES[row.frame] },
          { title: "conversations", numeric: true, show: (row) => count(row.units) },
          ...MEASURES.map((measure) => ({
            title: NAMES[measure],
            numeric: true,
            show: (row: ExtractorView) =>
              row[measure].value === null
                ? "refused"
                : `${figure(row[measure].value)} ${intervalText(row[measure])}`,
          })),
        ],
      }),
      data: () => ({
        columns: ["extractor", "run", "rater", "rated", "measure", ...estimateColumns()],
        rows: rows.flatMap((row) =>
          MEASURES.map((measure) => [
            row.extractor,
            row.run,
            row.rater ?? "all raters",
            row.frame,
            NAMES[measure],
            ...estimateCells(row[measure]),
          ]),
        ),
      }),
      print: commonPrint(
        rows.flatMap((row) => [row.precision, ...(row.recall.value === null ? [] : [row.recall, row.f1])]),
      ),
      file: "extractor",
    },
    actions,
    width,
  );
  return [
    block,
    ...refusals.map((reason) => el("div", { class: "after-figure" }, callout(upper(reason), "warning"))),
  ];
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function calibration(view: CalibrationView, place: number, actions: Actions, width: number): HTMLElement {
  const { bins, extractor } = view;
  return figureBlock(
    {
      title: `Calibration of scores: ${extractor}`,
      lead: "Suggestions by their score, and the share of each bin that raters confirmed. On the dashed line a score of .8 is right in 80 % of cases.",
      draw: () =>
        calibrationPlot({
          title: `Calibration of the scores of ${extractor}`,
          description: bins
            .map(
              (bin) =>
                `score ${figure(bin.meanScore, 2)}: ${figure(bin.kept.value, 2)} kept of ${bin.kept.n.values}`,
            )
            .join("; "),
          bins: bins.flatMap(({ from, to, meanScore, kept }) =>
            kept.value === null
              ? []
              : [
                  {
                    from,
                    to,
                    score: meanScore,
                    share: kept.value,
                    n: kept.n.values,
                    ...(kept.interval ? { lower: kept.interval.lower, upper: kept.interval.upper } : {}),
                  },
                ],
          ),
        }),
      table: dataTable({
        caption: `Calibration of scores: ${extractor}`,
        rows: bins,
        columns: [
          { title: "score", show: (bin) => `${figure(bin.from, 2)}–${figure(bin.to, 2)}` },
          { title: "mean score", numeric: true, show: (bin) => figure(bin.meanScore) },
          {
            title: "kept",
            numeric: true,
            show: (bin) => `${figure(bin.kept.value)} ${intervalText(bin.kept)}`,
          },
          { title: "suggestions", numeric: true, show: (bin) => count(bin.kept.n.values) },
        ],
      }),
      data: () => ({
        columns: ["from", "to", "mean score", ...estimateColumns("kept")],
        rows: bins.map((bin) => [bin.from, bin.to, bin.meanScore, ...estimateCells(bin.kept)]),
      }),
      print: [
        ...[view.error, view.debiasedError, view.brier].map((one) =>
          `${one.estimator}: ${figure(one.value)} ${intervalText(one)}`.trim(),
        ),
        ...smallPrint(view.error).slice(1),
        ...commonPrint(bins.map(({ kept }) => kept)).slice(1, 2),
      ],
      file: `calibration-${place + 1}`,
    },
    actions,
    width,
  );
}
