/** The gold set: its rule, what it would hold, versions, exports, the data card. */
import type { AgreementReportView, GoldFrameView, GoldRule, GoldView } from "../../src/protocol/agreement.ts";
import { el } from "../ui/dom.ts";
import { dataTable } from "../plots/dataTable.ts";
import { count } from "../plots/estimateText.ts";
import { figureBlock } from "../plots/figure.ts";
import type { Actions } from "./actions.ts";
import { Select } from "./choose.ts";
import { callout } from "./sections.ts";
import { day, GOLD_KIND_NAMES, plural } from "./words.ts";

export function goldTab(
  report: AgreementReportView,
  gold: GoldView,
  actions: Actions,
  width: number,
): Node[] {
  if (gold.unavailable !== undefined) return [callout(gold.unavailable)];
  return [ruleBlock(report, gold, actions), versions(gold, actions, width), card(gold, actions)];
}

function ruleBlock(report: AgreementReportView, gold: GoldView, actions: Actions): HTMLElement {
  const { rule, counts } = gold;
  const most = Math.max(2, report.raters.length);
  const votes = rule.type === "votes" ? rule : { k: Math.min(2, most), of: Math.min(2, most) };
  const choose = (next: GoldRule): void => actions.ask({ do: "goldRule", rule: next });
  const number = (
    label: string,
    value: number,
    min: number,
    max: number,
    take: (value: number) => GoldRule,
  ) => {
    const input = el("input", {
      type: "number",
      min: String(min),
      max: String(max),
      value: String(value),
      "aria-label": label,
    });
    input.addEventListener("change", () => {
      const given = Math.round(Number(input.value));
      if (Number.isFinite(given)) choose(take(Math.min(max, Math.max(min, given))));
    });
    return input;
  };
  const radio = (type: GoldRule["type"], next: GoldRule, ...words: (Node | string)[]): HTMLElement => {
    const input = el("input", { type: "radio", name: "gold-rule", value: type });
    input.checked = rule.type === type;
    input.addEventListener("change", () => choose(next));
    return el("div", { class: "radio" }, el("label", {}, input, words[0] ?? ""), ...words.slice(1));
  };
  const name = el("input", {
    type: "text",
    value: gold.suggestedName,
    maxlength: "80",
    "aria-label": "Name of the version",
  });
  const make = el("button", { type: "button", class: "button" }, "Make version");
  make.addEventListener("click", () => {
    if (name.value.trim() !== "") actions.ask({ do: "makeGold", name: name.value.trim() });
  });
  make.disabled = counts === undefined || counts.conversations === 0;
  return el(
    "section",
    { class: "figure", "aria-label": "Gold set" },
    el("div", { class: "figure-head" }, el("h3", {}, "What is gold")),
    el(
      "div",
      { role: "radiogroup", "aria-label": "Rule", class: "rules" },
      radio("adjudicated", { type: "adjudicated" }, "What an adjudicator decided"),
      radio(
        "votes",
        { type: "votes", ...votes },
        "What raters agree on:",
        el(
          "span",
          { class: "votes" },
          "at least ",
          number("at least so many", votes.k, 1, votes.of, (k) => ({ type: "votes", k, of: votes.of })),
          " of ",
          number("of so many raters", votes.of, 1, most, (of) => ({
            type: "votes",
            of,
            k: Math.min(votes.k, of),
          })),
          " raters or more",
        ),
      ),
    ),
    ...(gold.frame ? [frameBlock(gold.frame, actions)] : []),
    counts === undefined
      ? el("p", { class: "waiting" }, "Counting…")
      : el(
          "dl",
          { class: "facts" },
          fact("conversations would be gold", count(counts.conversations)),
          fact("labels", count(counts.labels)),
          fact("undecided in every kind", count(counts.undecided)),
        ),
    ...(counts ? [kindsTable(counts)] : []),
    ...(counts && counts.reasons.length > 0
      ? [
          el(
            "ul",
            { class: "notes" },
            ...counts.reasons.map((one) => el("li", {}, `${count(one.count)}: ${one.what}`)),
          ),
        ]
      : []),
    el("div", { class: "make" }, el("label", { class: "choice" }, el("span", {}, "Version"), name), make),
  );
}

/** Of which conversations, and under which licence. */
function frameBlock({ samples, sample, licence }: GoldFrameView, actions: Actions): HTMLElement {
  const given = el("input", {
    type: "text",
    value: licence,
    maxlength: "200",
    placeholder: "unknown",
    "aria-label": "Licence of the conversations",
  });
  const which = new Select(
    "Conversations",
    [
      { value: "", title: "all that were judged" },
      ...samples.map((name) => ({ value: name, title: `sample “${name}”` })),
    ],
    (chosen) => actions.ask({ do: "goldFrame", sample: chosen, licence: given.value.trim() }),
  );
  which.value = sample;
  given.addEventListener("change", () =>
    actions.ask({ do: "goldFrame", sample, licence: given.value.trim() }),
  );
  return el(
    "div",
    { class: "make" },
    which.element,
    el("label", { class: "choice" }, el("span", {}, "Licence"), given),
  );
}

function kindsTable({ kinds }: NonNullable<GoldView["counts"]>): HTMLElement {
  return dataTable({
    caption: "What would be gold, by kind of label",
    rows: kinds.filter(({ decided, undecided }) => decided + undecided > 0),
    columns: [
      { title: "kind", show: ({ kind }) => GOLD_KIND_NAMES[kind] },
      { title: "decided", numeric: true, show: ({ decided }) => count(decided) },
      { title: "of these “none”", numeric: true, show: ({ empty }) => count(empty) },
      { title: "labels", numeric: true, show: ({ labels }) => count(labels) },
      { title: "undecided", numeric: true, show: ({ undecided }) => count(undecided) },
    ],
  });
}

function fact(title: string, value: string): HTMLElement {
  return el("div", {}, el("dt", {}, title), el("dd", {}, value));
}

function versions(gold: GoldView, actions: Actions, width: number): HTMLElement {
  if (gold.versions.length === 0) {
    return el(
      "section",
      { class: "figure", "aria-label": "Versions" },
      el("div", { class: "figure-head" }, el("h3", {}, "Versions")),
      el(
        "p",
        { class: "waiting" },
        "None yet. A version is kept with the data, never changes, and can be exported.",
      ),
    );
  }
  return figureBlock(
    {
      title: "Versions",
      table: dataTable({
        caption: "Versions of the gold set",
        rows: gold.versions,
        columns: [
          { title: "version", show: (row) => row.name, sort: (row) => row.name },
          { title: "made", show: (row) => day(row.at), sort: (row) => row.at },
          { title: "rule", show: (row) => row.rule },
          {
            title: "conversations",
            numeric: true,
            show: (row) => count(row.conversations),
            sort: (row) => row.conversations,
          },
          { title: "labels", numeric: true, show: (row) => count(row.labels), sort: (row) => row.labels },
          { title: "export", show: (row) => exportControl(row.name, gold, actions) },
        ],
      }),
      data: () => ({
        columns: ["version", "made", "rule", "conversations", "labels"],
        rows: gold.versions.map((row) => [row.name, row.at, row.rule, row.conversations, row.labels]),
      }),
      print: gold.formats.map(({ title, what }) => `${title}: ${what}`),
      file: "gold-versions",
    },
    actions,
    width,
  );
}

function exportControl(version: string, { formats }: GoldView, actions: Actions): HTMLElement {
  const select = el(
    "select",
    { "aria-label": `Format to export ${version} as` },
    ...formats.map(({ id, title }) => el("option", { value: id }, title)),
  );
  const button = el("button", { type: "button", class: "button" }, "Export…");
  button.setAttribute("aria-label", `Export ${version}`);
  button.addEventListener("click", () => actions.ask({ do: "exportGold", version, format: select.value }));
  return el("span", { class: "export" }, select, button);
}

function card({ card: text }: GoldView, actions: Actions): HTMLElement {
  const show = el(
    "button",
    { type: "button", class: "button" },
    text === undefined ? "Preview" : "Preview anew",
  );
  show.addEventListener("click", () => actions.ask({ do: "previewCard" }));
  const copy = el("button", { type: "button", class: "button" }, "Copy");
  copy.addEventListener("click", () => actions.copy(text ?? ""));
  return el(
    "section",
    { class: "figure", "aria-label": "Data card" },
    el(
      "div",
      { class: "figure-head" },
      el("h3", {}, "Data card"),
      show,
      ...(text === undefined ? [] : [copy]),
    ),
    text === undefined
      ? el(
          "p",
          { class: "waiting" },
          "Written with every export, filled from the records: sources, sample, raters, codebook, α with its interval, conditions, known limits.",
        )
      : el(
          "pre",
          {
            class: "card",
            tabindex: "0",
            "aria-label": `Data card, ${plural(text.split("\n").length, "line")}`,
          },
          text,
        ),
  );
}
