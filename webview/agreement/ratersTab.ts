/** Rater against rater: a matrix of coefficients, and which labels get confused. */
import { REST_KEY } from "../../src/protocol/agreement.ts";
import type {
  AgreementReportView,
  ConfusionView,
  PairCell,
  PairCoefficient,
} from "../../src/protocol/agreement.ts";
import { dataTable } from "../plots/dataTable.ts";
import { estimateCells, estimateColumns } from "../plots/estimateData.ts";
import { commonPrint, count, figure, intervalText } from "../plots/estimateText.ts";
import { figureBlock } from "../plots/figure.ts";
import { countText, heatmap, type HeatCell } from "../plots/heatmap.ts";
import { measureText } from "../plots/measure.ts";
import type { Actions } from "./actions.ts";
import { segments } from "./choose.ts";
import type { Kept } from "./kept.ts";
import { sectionOf } from "./sections.ts";
import { COEFFICIENT_NAMES, plural, subjectOf } from "./words.ts";

const CHOICES = [
  { value: "kappa", title: "κ" },
  { value: "alpha", title: "α" },
  { value: "ac1", title: "AC1" },
] as const;

export function ratersTab(report: AgreementReportView, kept: Kept, actions: Actions, width: number): Node[] {
  return [
    ...sectionOf(report, "pairs", "Pairs of raters", (pairs) => [
      matrix(report, pairs, kept.coefficient, actions, width),
    ]),
    ...sectionOf(report, "confusion", "Confusion", (tables) =>
      tables.map((table, at) => confusion(table, at, actions, width)),
    ),
  ];
}

function matrix(
  report: AgreementReportView,
  pairs: readonly PairCell[],
  coefficient: PairCoefficient,
  actions: Actions,
  width: number,
): HTMLElement {
  const names = report.raters.map(({ rater }) => rater);
  const name = COEFFICIENT_NAMES[coefficient];
  const cells = names.slice(1).map((_, y): (HeatCell | undefined)[] =>
    names.slice(0, -1).map((__, x) => {
      const pair = pairs.find(({ first, second }) => first === x && second === y + 1);
      if (!pair) return undefined;
      const estimate = pair.estimates[coefficient];
      return {
        shade: Math.max(0, estimate.value ?? 0),
        text: figure(estimate.value, 2),
        small:
          estimate.value === null
            ? `n = ${estimate.n.units}`
            : `${intervalText(estimate, 2)} n = ${estimate.n.units}`,
      };
    }),
  );
  return figureBlock(
    {
      title: `Pairs of raters: ${name}`,
      lead: "The stronger the colour, the more agreement. Under each figure its interval and the number of conversations that both rated.",
      controls: [
        segments("Coefficient", CHOICES, coefficient, (value) => actions.keep({ coefficient: value })),
      ],
      draw: () =>
        heatmap(
          {
            title: `${name} of pairs of raters, ${subjectOf(report.choices)}`,
            description: pairs
              .map(
                ({ first, second, estimates }) =>
                  `${names[first] ?? ""} and ${names[second] ?? ""}: ${figure(estimates[coefficient].value, 2)}`,
              )
              .join("; "),
            rowsAre: "",
            columnsAre: "",
            rowNames: names.slice(1),
            columnNames: names.slice(0, -1),
            cells,
            cell: [136, 46],
          },
          measureText,
        ),
      table: dataTable({
        caption: "Coefficients of pairs of raters",
        rows: pairs,
        columns: [
          { title: "raters", show: (pair) => `${names[pair.first] ?? ""} – ${names[pair.second] ?? ""}` },
          {
            title: "both rated",
            numeric: true,
            show: (pair) => count(pair.estimates.kappa.n.units),
            sort: (pair) => pair.estimates.kappa.n.units,
          },
          ...CHOICES.map(({ value, title }) => ({
            title,
            numeric: true,
            show: (pair: PairCell) =>
              `${figure(pair.estimates[value].value)} ${intervalText(pair.estimates[value])}`,
            sort: (pair: PairCell) => pair.estimates[value].value,
          })),
        ],
      }),
      data: () => ({
        columns: ["rater", "other rater", "coefficient", ...estimateColumns()],
        rows: pairs.flatMap((pair) =>
          CHOICES.map(({ value }) => [
            names[pair.first],
            names[pair.second],
            value,
            ...estimateCells(pair.estimates[value]),
          ]),
        ),
      }),
      print: commonPrint(pairs.map(({ estimates }) => estimates[coefficient])),
      file: `raters-${coefficient}`,
    },
    actions,
    width,
  );
}

function confusion(table: ConfusionView, place: number, actions: Actions, width: number): HTMLElement {
  const { labels, counts } = table;
  const names = labels.map(({ name }) => name);
  const isShared = counts.some((row) => row.some((value) => !Number.isInteger(value)));
  const cellText = (value: number): string => countText(value, isShared);
  const sums = counts.map((row) => row.reduce((sum, value) => sum + value, 0));
  const columns = labels.map((_, x) => counts.reduce((sum, row) => sum + (row[x] ?? 0), 0));
  return figureBlock(
    {
      title: table.title,
      lead: "Cells are shaded by their share of the row. Framed: both said the same.",
      draw: () =>
        heatmap(
          {
            title: table.title,
            description: `${table.rowsAre} against ${table.columnsAre}, ${plural(table.pairs, "pair")} of ratings.`,
            rowsAre: table.rowsAre,
            columnsAre: table.columnsAre,
            rowNames: names,
            columnNames: names,
            cells: counts.map((row, y) =>
              labels.map((_, x) => {
                const value = row[x] ?? 0;
                const sum = sums[y] ?? 0;
                return {
                  shade: sum === 0 ? 0 : value / sum,
                  text: cellText(value),
                  framed: x === y && !isLump(labels[x]?.key),
                };
              }),
            ),
            cell: [52, 32],
            totals: {
              rows: sums.map(cellText),
              columns: columns.map(cellText),
              all: cellText(sums.reduce((sum, value) => sum + value, 0)),
            },
          },
          measureText,
        ),
      table: dataTable({
        caption: table.title,
        rows: labels.map((label, y) => ({ label, row: counts[y] ?? [] })),
        columns: [
          { title: `${table.rowsAre} ↓  ${table.columnsAre} →`, show: ({ label }) => label.name },
          ...labels.map(({ name }, x) => ({
            title: name,
            numeric: true,
            show: ({ row }: { row: readonly number[] }) => cellText(row[x] ?? 0) || "0",
          })),
        ],
      }),
      data: () => ({
        columns: [`${table.rowsAre} \\ ${table.columnsAre}`, ...names],
        rows: counts.map((row, y) => [names[y], ...row]),
      }),
      print: [`n = ${plural(table.pairs, "pair")} of ratings`, table.counting],
      file: `confusion-${place + 1}`,
    },
    actions,
    width,
  );
}

/** The rest of the labels taken together: its own cell also holds labels confused with each other. */
function isLump(key: string | undefined): boolean {
  return key === REST_KEY;
}
