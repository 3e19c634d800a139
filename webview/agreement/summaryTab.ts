/** The figures one quotes first: α of what is chosen, α of every kind and level, who rated what. */
import type { Estimate } from "../../src/core/agreement/estimate.ts";
import type { AgreementReportView, AlphaRow, RaterView } from "../../src/protocol/agreement.ts";
import { dataTable } from "../plots/dataTable.ts";
import type { TableData } from "../plots/delimited.ts";
import { estimateCells, estimateColumns } from "../plots/estimateData.ts";
import { commonPrint, count, figure, intervalText, smallPrint } from "../plots/estimateText.ts";
import { figureBlock } from "../plots/figure.ts";
import { forestPlot, type ForestRow } from "../plots/forest.ts";
import { measureText } from "../plots/measure.ts";
import { el } from "../ui/dom.ts";
import type { Actions } from "./actions.ts";
import { ALPHA_REFERENCES } from "./references.ts";
import { callout, sectionOf } from "./sections.ts";
import { day, hasLevels, plural, subjectOf } from "./words.ts";

export function summaryTab(report: AgreementReportView, actions: Actions, width: number): Node[] {
  return [
    ...sectionOf(report, "alphas", "Agreement", (rows) => [
      headline(report, rows),
      alphas(rows, actions, width),
    ]),
    raters(report, actions, width),
    ...(report.notes.length > 0
      ? [
          el(
            "section",
            { class: "figure", "aria-label": "Before you quote these figures" },
            el("div", { class: "figure-head" }, el("h3", {}, "Before you quote these figures")),
            el("ul", { class: "notes" }, ...report.notes.map((note) => el("li", {}, note))),
          ),
        ]
      : []),
    ...(report.problems.length > 0 ? [problems(report, actions)] : []),
  ];
}

function headline(report: AgreementReportView, rows: readonly AlphaRow[]): HTMLElement {
  const { choices, units, raters } = report;
  const level = hasLevels(choices.kind) ? choices.level : null;
  const row = rows.find((one) => one.kind === choices.kind && one.level === level);
  const facts: [string, string][] = [
    ["raters", count(raters.length)],
    ["conversations rated", count(units.rated)],
    ["by two or more", count(units.pairable)],
    ["pairs of ratings", count(units.pairs)],
  ];
  return el(
    "section",
    { class: "headline", "aria-label": "Agreement on what is chosen" },
    el(
      "div",
      { class: "headline-figure" },
      el("h2", {}, subjectOf({ kind: choices.kind, level })),
      ...(row ? bigFigure(row.alpha) : []),
      ...(row?.blind
        ? [el("p", { class: "aside" }, "Blind ratings only: ", ...inlineFigure(row.blind))]
        : []),
    ),
    el(
      "dl",
      { class: "facts" },
      ...facts.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))),
    ),
  );
}

function bigFigure(estimate: Estimate): HTMLElement[] {
  const value =
    estimate.value === null
      ? el("p", { class: "big none" }, "α is not defined")
      : el(
          "p",
          { class: "big" },
          el("span", { class: "symbol" }, "α = "),
          figure(estimate.value),
          el("span", { class: "interval" }, intervalText(estimate)),
        );
  return [
    value,
    ...(estimate.reason === undefined ? [] : [el("p", { class: "aside" }, estimate.reason)]),
    el("p", { class: "figure-print" }, smallPrint(estimate).join(" · ")),
  ];
}

function inlineFigure(estimate: Estimate): string[] {
  return [
    `α = ${figure(estimate.value)} ${intervalText(estimate)} (${plural(estimate.n.units, "conversation")})`,
  ];
}

function alphas(rows: readonly AlphaRow[], actions: Actions, width: number): HTMLElement {
  const lines = rows.flatMap((row) => [
    { row, estimate: row.alpha, name: subjectOf(row), blind: false },
    ...(row.blind ? [{ row, estimate: row.blind, name: `${subjectOf(row)} – blind only`, blind: true }] : []),
  ]);
  const data = (): TableData => ({
    columns: ["kind", "level", "ratings", ...estimateColumns()],
    rows: lines.map(({ row, estimate, blind }) => [
      row.kind,
      row.level,
      blind ? "blind" : "all",
      ...estimateCells(estimate),
    ]),
  });
  return figureBlock(
    {
      title: "α of every kind and level",
      lead: "Dots are Krippendorff's α, lines their intervals. Dashed lines: the customary bounds .667 (tentative conclusions) and .800 (reliable); no bound is right for every use.",
      draw: (space) =>
        forestPlot(
          {
            title: "Krippendorff's α by kind of label and level of the taxonomy",
            description: lines
              .map(({ name, estimate }) => `${name}: ${figure(estimate.value)} ${intervalText(estimate)}`)
              .join("; "),
            nameTitle: "labels",
            sizeTitle: "conv.",
            axis: "Krippendorff's α",
            range: [-1, 1],
            references: ALPHA_REFERENCES,
            rows: lines.map(({ name, estimate, row, blind }, at): ForestRow => ({
              name,
              size: count(estimate.n.units),
              estimate,
              series: blind ? 2 : 0,
              tone: blind ? "second" : "accent",
              apart: lines[at - 1]?.row.kind !== row.kind,
            })),
          },
          space,
          measureText,
        ),
      table: dataTable({
        caption: "α of every kind and level",
        rows: lines,
        columns: [
          { title: "labels", show: ({ name }) => name },
          {
            title: "α",
            numeric: true,
            show: ({ estimate }) => figure(estimate.value),
            sort: ({ estimate }) => estimate.value,
          },
          { title: "interval", numeric: true, show: ({ estimate }) => intervalText(estimate) },
          { title: "conversations", numeric: true, show: ({ estimate }) => count(estimate.n.units) },
          { title: "raters", numeric: true, show: ({ estimate }) => count(estimate.n.raters) },
          { title: "estimator", show: ({ estimate }) => estimate.estimator },
          { title: "not defined because", show: ({ estimate }) => estimate.reason ?? "" },
        ],
      }),
      data,
      print: commonPrint(rows.map(({ alpha }) => alpha)),
      file: "alpha",
    },
    actions,
    width,
  );
}

function raters(report: AgreementReportView, actions: Actions, width: number): HTMLElement {
  const rows = report.raters;
  const shown = (value: number): string => (value === 0 ? "–" : count(value));
  const pace = (row: RaterView): string => {
    const seconds = row.paceSeconds?.value;
    return seconds === undefined || seconds === null ? "–" : `${count(Math.round(seconds))} s`;
  };
  const when = (row: RaterView): string =>
    row.first === undefined ? "–" : `${day(row.first)} – ${day(row.last ?? row.first)}`;
  const data = (): TableData => ({
    columns: [
      "rater",
      "adjudicates",
      "rated",
      "blind",
      "assisted",
      "partly blind",
      "not marked done",
      "skipped",
      "opened but not judged",
      "left out",
      "judgements",
      "first",
      "last",
      "seconds a conversation (median)",
    ],
    rows: rows.map((row) => [
      row.rater,
      row.adjudicates ? "yes" : "no",
      row.rated,
      row.blind,
      row.assisted,
      row.mixed,
      row.unfinished,
      row.skipped,
      row.unjudged,
      row.unresolved,
      row.judgements,
      row.first,
      row.last,
      row.paceSeconds?.value,
    ]),
  });
  const pacePrint = rows.flatMap((row) => (row.paceSeconds ? [row.paceSeconds] : []));
  return figureBlock(
    {
      title: "Raters",
      table: dataTable({
        caption: "Raters: who rated what, when, and with what in view",
        rows,
        columns: [
          {
            title: "rater",
            show: (row) =>
              el(
                "span",
                {},
                row.rater,
                ...(row.adjudicates ? [el("span", { class: "tag" }, "adjudicator")] : []),
              ),
            sort: (row) => row.rater,
          },
          { title: "rated", numeric: true, show: (row) => shown(row.rated), sort: (row) => row.rated },
          { title: "blind", numeric: true, show: (row) => shown(row.blind), sort: (row) => row.blind },
          {
            title: "assisted",
            numeric: true,
            show: (row) => shown(row.assisted),
            sort: (row) => row.assisted,
          },
          { title: "partly blind", numeric: true, show: (row) => shown(row.mixed), sort: (row) => row.mixed },
          {
            title: "not done",
            numeric: true,
            show: (row) => shown(row.unfinished),
            sort: (row) => row.unfinished,
          },
          { title: "skipped", numeric: true, show: (row) => shown(row.skipped), sort: (row) => row.skipped },
          {
            title: "judgements",
            numeric: true,
            show: (row) => count(row.judgements),
            sort: (row) => row.judgements,
          },
          { title: "pace", numeric: true, show: pace, sort: (row) => row.paceSeconds?.value ?? null },
          { title: "when", show: when, sort: (row) => row.first ?? null },
        ],
      }),
      data,
      print:
        pacePrint.length === 0
          ? []
          : [
              `Pace: ${[...new Set(pacePrint.map(({ estimator, design }) => `${estimator}; ${design}`))].join("; or ")}`,
            ],
      file: "raters",
    },
    actions,
    width,
  );
}

const SHOWN_PROBLEMS = 5;

function problems({ problems: found }: AgreementReportView, actions: Actions): HTMLElement {
  const all = el("button", { type: "button", class: "link" }, "Show them in the log");
  all.addEventListener("click", () => actions.ask({ do: "showProblems" }));
  return el(
    "section",
    { class: "figure", "aria-label": "Lines that can't be read" },
    callout(
      `${plural(found.length, "line")} of judgement files can't be read; everything else counts.`,
      "warning",
    ),
    el(
      "ul",
      { class: "notes" },
      ...found
        .slice(0, SHOWN_PROBLEMS)
        .map(({ file, line, reason }) =>
          el("li", {}, `${file}${line > 0 ? `, line ${line}` : ""}: ${reason}`),
        ),
    ),
    all,
  );
}
