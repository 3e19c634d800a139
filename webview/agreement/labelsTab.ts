/** Agreement label by label: a forest plot and all figures in a table. */
import type { AgreementReportView, LabelFigures, LabelTable } from "../../src/protocol/agreement.ts";
import { CATEGORY_NAMES } from "../ui/categoryMark.ts";
import { el } from "../ui/dom.ts";
import { dataTable } from "../plots/dataTable.ts";
import type { TableData } from "../plots/delimited.ts";
import { estimateCells, estimateColumns } from "../plots/estimateData.ts";
import { commonPrint, count, figure, intervalText } from "../plots/estimateText.ts";
import { figureBlock } from "../plots/figure.ts";
import { forestPlot, type ForestRow } from "../plots/forest.ts";
import { measureText } from "../plots/measure.ts";
import type { Actions } from "./actions.ts";
import { segments } from "./choose.ts";
import type { Kept, LabelFigure, LabelOrder } from "./kept.ts";
import { ALPHA_REFERENCES } from "./references.ts";
import { sectionOf } from "./sections.ts";
import { CATEGORY_CODES, plural, subjectOf } from "./words.ts";

/** Rows of the plot before "all": more than this is no picture any more. */
const PLOTTED = 40;
/** Rows of the largest plot. */
const MOST_PLOTTED = 300;

const ORDERS = [
  { value: "prevalence", title: "Prevalence" },
  { value: "disagreement", title: "Disagreement" },
  { value: "name", title: "Name" },
] as const;
const FIGURES = [
  { value: "alpha", title: "α" },
  { value: "positive", title: "Positive agreement" },
] as const;

export function labelsTab(report: AgreementReportView, kept: Kept, actions: Actions, width: number): Node[] {
  return sectionOf(report, "labels", "Agreement by label", (table) =>
    table.rows.length === 0
      ? [
          el(
            "p",
            { class: "waiting" },
            "No label was given by anybody in conversations that two or more rated.",
          ),
        ]
      : [
          new LabelForest(report, table, kept, actions, width).element,
          allFigures(report, table, actions, width),
        ],
  );
}

class LabelForest {
  readonly element = el("div");
  private all = false;

  constructor(
    private readonly report: AgreementReportView,
    private readonly table: LabelTable,
    private readonly kept: Kept,
    private readonly actions: Actions,
    private readonly width: number,
  ) {
    this.draw();
  }

  private draw(): void {
    const { report, kept, actions, width } = this;
    const rows = ordered(this.table.rows, kept.order, kept.figure);
    const shown = rows.slice(0, this.all ? MOST_PLOTTED : PLOTTED);
    const is = kept.figure === "alpha" ? "Krippendorff's α of presence" : "positive agreement";
    const sortedBy = kept.order === "name" ? "in order of names" : `by ${kept.order}`;
    const title = `${is === "positive agreement" ? "Positive agreement" : "α"} by label`;
    const block = figureBlock(
      {
        title,
        lead:
          kept.figure === "alpha"
            ? "α of whether the label was given or not, one row a label. Rare labels have wide intervals; where nearly nobody gave it, α can be low at high raw agreement."
            : "Of pairs of ratings of a conversation of which one has the label: how often the other has it too.",
        controls: [
          segments("Figure", FIGURES, kept.figure, (value) => actions.keep({ figure: value })),
          segments("Order", ORDERS, kept.order, (value) => actions.keep({ order: value })),
        ],
        draw: (space) =>
          forestPlot(
            {
              title: `${title}, ${subjectOf(report.choices)}, ${sortedBy}`,
              description: `${plural(shown.length, "label")} of ${rows.length}, ${sortedBy}, with intervals.`,
              nameTitle: "label",
              sizeTitle: "conv.",
              axis: is,
              range: kept.figure === "alpha" ? [-1, 1] : [0, 1],
              references: kept.figure === "alpha" ? ALPHA_REFERENCES : [],
              rows: shown.map((row): ForestRow => ({
                name: row.name,
                code: CATEGORY_CODES[row.category],
                tone: row.category,
                size: count(row.units),
                estimate: row[kept.figure],
              })),
            },
            space,
            measureText,
          ),
        table: dataTable({
          caption: title,
          rows: shown,
          columns: [
            { title: "label", show: (row) => row.name },
            { title: "conversations with it", numeric: true, show: (row) => count(row.units) },
            { title: is, numeric: true, show: (row) => figure(row[kept.figure].value) },
            { title: "interval", numeric: true, show: (row) => intervalText(row[kept.figure]) },
          ],
        }),
        data: () => dataOf(rows),
        print: [...commonPrint(shown.map((row) => row[kept.figure])), ...codeKey(shown)],
        file: `labels-${kept.figure}`,
      },
      actions,
      width,
    );
    const rest = rows.length - shown.length;
    if (rest > 0 && !this.all) {
      const more = el(
        "button",
        { type: "button", class: "link more" },
        rows.length > MOST_PLOTTED
          ? `Plot the first ${MOST_PLOTTED} of ${count(rows.length)}`
          : `Plot all ${count(rows.length)}`,
      );
      more.addEventListener("click", () => {
        this.all = true;
        this.draw();
      });
      block.append(more);
    }
    this.element.replaceChildren(block);
  }
}

function ordered(rows: readonly LabelFigures[], order: LabelOrder, by: LabelFigure): readonly LabelFigures[] {
  const value = (row: LabelFigures): number => row[by].value ?? Infinity;
  const least = (a: LabelFigures, b: LabelFigures): number =>
    b.given - a.given || a.name.localeCompare(b.name, "en");
  return [...rows].sort((a, b) => {
    if (order === "name") return a.name.localeCompare(b.name, "en");
    if (order === "prevalence") return least(a, b);
    const difference = value(a) - value(b);
    return Number.isNaN(difference) || difference === 0 ? least(a, b) : difference;
  });
}

/** What the two letters before the names mean, for readers of a black and white page. */
function codeKey(rows: readonly LabelFigures[]): string[] {
  const used = [...new Set(rows.map(({ category }) => category))].filter((one) => one !== "none");
  return used.length === 0
    ? []
    : [used.map((one) => `${CATEGORY_CODES[one]} ${CATEGORY_NAMES[one]}`).join(", ")];
}

function allFigures(
  report: AgreementReportView,
  table: LabelTable,
  actions: Actions,
  width: number,
): HTMLElement {
  const { rows, left, kappaEstimator } = table;
  return figureBlock(
    {
      title: "All figures by label",
      table: dataTable(
        {
          caption: `All figures by label, ${subjectOf(report.choices)}`,
          rows,
          columns: [
            { title: "label", show: (row) => row.name, sort: (row) => row.name },
            { title: "category", show: (row) => CATEGORY_NAMES[row.category], sort: (row) => row.category },
            { title: "given", numeric: true, show: (row) => count(row.given), sort: (row) => row.given },
            {
              title: "differ",
              numeric: true,
              show: (row) => count(row.disputed),
              sort: (row) => row.disputed,
            },
            {
              title: "prevalence",
              numeric: true,
              show: (row) => withInterval(figure(row.prevalence.value), intervalText(row.prevalence)),
              sort: (row) => row.prevalence.value,
            },
            {
              title: "pos. agreement",
              numeric: true,
              show: (row) => withInterval(figure(row.positive.value), intervalText(row.positive)),
              sort: (row) => row.positive.value,
            },
            {
              title: "α",
              numeric: true,
              show: (row) => withInterval(figure(row.alpha.value), intervalText(row.alpha)),
              sort: (row) => row.alpha.value,
            },
            { title: "κ", numeric: true, show: (row) => figure(row.kappa), sort: (row) => row.kappa },
            { title: "AC1", numeric: true, show: (row) => figure(row.ac1), sort: (row) => row.ac1 },
          ],
        },
        { column: 2, descending: true },
      ),
      data: () => dataOf(rows),
      print: [
        ...(left > 0 ? [`${plural(left, "rare label")} left out`] : []),
        `κ: ${kappaEstimator}`,
        "AC1: Gwet's AC1",
        ...commonPrint(rows.flatMap((row) => [row.prevalence, row.positive, row.alpha])),
      ],
      file: "labels",
    },
    actions,
    width,
  );
}

function withInterval(value: string, interval: string): HTMLElement {
  return el("span", {}, value, ...(interval === "" ? [] : [el("span", { class: "interval" }, interval)]));
}

function dataOf(rows: readonly LabelFigures[]): TableData {
  return {
    columns: [
      "label",
      "key",
      "category",
      "given",
      "conversations with it",
      "conversations that differ",
      ...estimateColumns("prevalence"),
      ...estimateColumns("positive agreement"),
      ...estimateColumns("alpha"),
      "kappa",
      "AC1",
    ],
    rows: rows.map((row) => [
      row.name,
      row.key,
      row.category,
      row.given,
      row.units,
      row.disputed,
      ...estimateCells(row.prevalence),
      ...estimateCells(row.positive),
      ...estimateCells(row.alpha),
      row.kappa,
      row.ac1,
    ]),
  };
}
