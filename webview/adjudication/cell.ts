/** What one rater says of one row: a sign and words, and on the selected row the evidence. */
import type { AdjudicationRow, CellView, ColumnHead } from "../../src/protocol/adjudication.ts";
import { el } from "../ui/dom.ts";
import { icon, type IconName } from "../ui/icons.ts";
import type { Actions } from "./session.ts";

const SIGNS: Readonly<Record<CellView["state"], IconName | undefined>> = {
  given: "confirm",
  elsewhere: "quote",
  other: "correct",
  rejected: "reject",
  none: "retract",
  missing: undefined,
};

const WORDS: Readonly<Record<CellView["state"], string>> = {
  given: "gave it",
  elsewhere: "gave it on other words",
  other: "said otherwise",
  rejected: "rejected it",
  none: "did not give it",
  missing: "not rated",
};

export function cellOf(
  cell: CellView,
  column: ColumnHead,
  row: AdjudicationRow,
  selected: boolean,
  actions: Actions,
): HTMLElement {
  const sign = SIGNS[cell.state];
  const agrees = row.decision?.agreesWith.includes(column.id) ?? false;
  const words = el(
    "div",
    { class: "said", title: `${column.title}: ${WORDS[cell.state]}` },
    ...(sign === undefined ? [] : [icon(sign)]),
    el("span", { class: "visually-hidden" }, `${WORDS[cell.state]}${agrees ? ", as decided" : ""}`),
    ...(cell.label === undefined ? [] : [el("span", { class: "other", dir: "auto" }, cell.label)]),
    ...(cell.state === "elsewhere" ? [el("span", { class: "hint" }, "other words")] : []),
    ...(cell.score === undefined ? [] : [el("span", { class: "hint" }, cell.score.toFixed(2))]),
  );
  return el(
    "td",
    { class: `cell ${cell.state}${agrees ? " agrees" : ""}${column.own ? " own" : ""}` },
    words,
    ...(selected ? details(cell, column, row, actions) : []),
  );
}

function details(cell: CellView, column: ColumnHead, row: AdjudicationRow, actions: Actions): HTMLElement[] {
  const quotes = cell.evidence.map(({ span, quote, turn }) => {
    if (span < 0) return el("p", { class: "quote lost", title: "Not found in the text" }, quote);
    const button = el(
      "button",
      { type: "button", class: "quote", title: "Show in the transcript" },
      ...(turn === undefined ? [] : [el("span", { class: "turn" }, `turn ${turn}`)]),
      el("span", { dir: "auto" }, quote),
    );
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      actions.ask({ do: "reveal", row: row.id, column: column.id, span });
    });
    return button;
  });
  const take =
    column.key === undefined || cell.state === "missing"
      ? []
      : [takeButton(column.key, column.title, row.id, actions)];
  return [
    ...quotes,
    ...(cell.note === undefined ? [] : [el("p", { class: "note", dir: "auto" }, cell.note)]),
    ...take,
  ];
}

function takeButton(key: number, name: string, row: string, actions: Actions): HTMLElement {
  const button = el(
    "button",
    { type: "button", class: "take" },
    el("kbd", {}, String(key)),
    "take",
    el("span", { class: "visually-hidden" }, ` ${name}'s answer`),
  );
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    actions.ask({ do: "take", row, key });
  });
  return button;
}
