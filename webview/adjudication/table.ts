/** Rows of one conversation, one column a rater. */
import type {
  AdjudicatedConversation,
  AdjudicationGroup,
  AdjudicationRow,
  ColumnHead,
} from "../../src/protocol/adjudication.ts";
import { CATEGORY_NAMES, categoryMark } from "../ui/categoryMark.ts";
import { el } from "../ui/dom.ts";
import { icon } from "../ui/icons.ts";
import { cellOf } from "./cell.ts";
import { decisionCell } from "./decisionCell.ts";
import type { Actions } from "./session.ts";

const AGREEMENTS: Readonly<Record<AdjudicationRow["agreement"], string>> = {
  unanimous: "unanimous",
  majority: "majority",
  tie: "tie",
  minority: "minority",
  single: "one rater",
};

export class Table {
  readonly element = el("div", { class: "table-frame" });
  private readonly rows = new Map<string, HTMLElement>();
  private signature = "";
  private order: readonly string[] = [];
  private selected: string | undefined;

  constructor(private readonly actions: Actions) {
    this.element.addEventListener("keydown", (event) => this.key(event));
  }

  update(
    conversation: AdjudicatedConversation,
    selected: string | undefined,
    adjudicator: string | undefined,
  ): void {
    const { groups, columns } = conversation;
    // Drafts are what was typed here: they must not redraw the field that is typed in.
    const signature = JSON.stringify([conversation.key, columns, groups, selected, adjudicator]);
    if (signature === this.signature) return;
    this.signature = signature;
    const hadFocus = this.element.contains(document.activeElement);
    const { scrollTop } = this.element;
    this.selected = selected;
    this.order = groups.flatMap(({ rows }) => rows.map(({ id }) => id));
    this.rows.clear();
    const body = groups.map((group) => this.group(group, conversation, selected, adjudicator));
    this.element.replaceChildren(
      el(
        "table",
        { class: "rows" },
        el("caption", { class: "visually-hidden" }, "Labels by rater"),
        head(columns),
        ...body,
      ),
    );
    this.element.scrollTop = scrollTop;
    const row = selected === undefined ? undefined : this.rows.get(selected);
    if (hadFocus) row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  }

  focusSelected(): boolean {
    const row = this.selected === undefined ? undefined : this.rows.get(this.selected);
    row?.focus();
    return row !== undefined;
  }

  /** The field or list in the selected row, if it has one. */
  focusIn(selector: string): void {
    const row = this.selected === undefined ? undefined : this.rows.get(this.selected);
    const field = row?.querySelector(selector);
    if (field instanceof HTMLElement) field.focus();
  }

  private group(
    group: AdjudicationGroup,
    { columns, drafts }: AdjudicatedConversation,
    selected: string | undefined,
    adjudicator: string | undefined,
  ): HTMLElement {
    const differ = group.rows.filter(({ agreement }) => agreement !== "unanimous").length;
    const title = el(
      "tr",
      { class: "group" },
      el(
        "th",
        { colspan: String(columns.length + 2), scope: "rowgroup" },
        group.title,
        el(
          "span",
          { class: "hint" },
          differ === 0 ? " unanimous" : ` ${differ} of ${group.rows.length} differ`,
        ),
      ),
    );
    const rows = group.rows.map((row) => {
      const isSelected = row.id === selected;
      const element = el(
        "tr",
        {
          class: `row ${row.agreement}${isSelected ? " selected" : ""}${row.decision ? " decided" : ""}`,
          tabindex: isSelected ? "0" : "-1",
          "data-row": row.id,
          ...(isSelected ? { "aria-current": "true" } : {}),
        },
        labelCell(row, isSelected),
        ...row.cells.flatMap((cell, at) => {
          const column = columns[at];
          return column ? [cellOf(cell, column, row, isSelected, this.actions)] : [];
        }),
        decisionCell(
          {
            row,
            group,
            selected: isSelected,
            draft: drafts.find((one) => one.row === row.id)?.text,
            adjudicator,
            leave: () => void this.focusSelected(),
          },
          this.actions,
        ),
      );
      element.addEventListener("click", (event) => {
        const onControl =
          event.target instanceof Element && event.target.closest("button, input, select") !== null;
        if (onControl || getSelection()?.type === "Range") return;
        element.focus({ preventScroll: true });
        if (!isSelected) this.actions.select(row.id);
      });
      this.rows.set(row.id, element);
      return element;
    });
    return el("tbody", {}, title, ...rows);
  }

  /** Arrows move between rows; everything else is a command of VS Code's, or belongs to a field. */
  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || !(event.target instanceof HTMLElement)) return;
    if (event.target.closest("input, select") !== null) return;
    const at = this.order.indexOf(this.selected ?? "");
    const to = event.key === "ArrowDown" ? at + 1 : event.key === "ArrowUp" ? at - 1 : undefined;
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const id = this.order[to];
    if (id !== undefined) this.actions.select(id);
  }
}

function head(columns: readonly ColumnHead[]): HTMLElement {
  return el(
    "thead",
    {},
    el(
      "tr",
      {},
      el("th", { scope: "col", class: "label-head" }, "label"),
      ...columns.map((column) =>
        el(
          "th",
          { scope: "col", class: column.own ? "own" : "" },
          ...(column.key === undefined ? [] : [el("kbd", {}, String(column.key))]),
          el("span", { class: "name", dir: "auto" }, column.title),
          el("span", { class: "hint" }, factsOf(column).join(" · ")),
        ),
      ),
      el("th", { scope: "col", class: "decision-head" }, "decision"),
    ),
  );
}

function factsOf({ source, own, assist, status }: ColumnHead): string[] {
  if (source === "extractor") return ["extractor"];
  return [
    ...(own ? ["you"] : []),
    ...(assist === undefined ? [] : [assist === "mixed" ? "partly blind" : assist]),
    ...(status === undefined || status === "done" ? [] : [status === "open" ? "not done" : status]),
  ];
}

function labelCell(row: AdjudicationRow, selected: boolean): HTMLElement {
  const isValue = row.kind === "aiValue" || row.kind === "humanValue";
  const path = row.path.length > 0 ? row.path : isValue ? [CATEGORY_NAMES[row.category]] : [];
  const told =
    row.origin === "added"
      ? "added by an adjudicator"
      : row.origin === "detached"
        ? "no rater says it any more"
        : undefined;
  return el(
    "th",
    { scope: "row", class: "label" },
    el(
      "div",
      { class: "label-line" },
      ...(isValue ? [categoryMark(row.category)] : []),
      el(
        "div",
        { class: "words" },
        el("span", { class: "value", dir: "auto" }, row.label),
        ...(row.warning ? [el("span", { class: "tag" }, icon("warning"), "watch list")] : []),
        ...(path.length > 0 ? [el("span", { class: "path" }, path.join(" › "))] : []),
        told === undefined ? votes(row) : el("span", { class: "hint" }, told),
        ...(selected && row.definition !== undefined
          ? [el("p", { class: "definition" }, row.definition)]
          : []),
      ),
    ),
  );
}

/** One pip a rater, filled for those who gave it, and the same in words. */
function votes({ given, rated, agreement }: AdjudicationRow): HTMLElement {
  const pips = Array.from({ length: Math.min(rated, 12) }, (_, at) =>
    el("span", { class: at < given ? "pip on" : "pip" }),
  );
  return el(
    "span",
    { class: `votes ${agreement}` },
    el("span", { class: "pips", "aria-hidden": "true" }, ...pips),
    `${given} of ${rated}, ${AGREEMENTS[agreement]}`,
  );
}
