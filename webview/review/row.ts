/** One value label. Made once per id, updated in place; what only the selected row shows is made when first needed. */
import type { RowState, RowView } from "../../src/protocol/review.ts";
import { CATEGORY_NAMES, categoryMark } from "../ui/categoryMark.ts";
import { el, setAttribute, setText, show, type Keyed } from "../ui/dom.ts";
import { icon, type IconName } from "../ui/icons.ts";
import type { Actions } from "./actions.ts";
import { Evidence } from "./evidence.ts";
import { RowActions } from "./rowActions.ts";

export interface RowItem {
  readonly row: RowView;
  readonly selected: boolean;
  readonly expanded: boolean;
  /** The one title that Tab reaches. */
  readonly tabbable: boolean;
}

const STATE_ICONS: Readonly<Record<RowState, IconName>> = {
  suggested: "suggested",
  confirmed: "confirm",
  corrected: "correct",
  rejected: "reject",
  added: "add",
};

const STATE_WORDS: Readonly<Record<RowState, string>> = {
  suggested: "suggested",
  confirmed: "confirmed",
  corrected: "corrected",
  rejected: "rejected",
  added: "added by you",
};

export class Row implements Keyed<RowItem> {
  readonly element: HTMLElement;
  readonly title: HTMLButtonElement;
  private readonly markSlot = el("span", { class: "mark-slot" });
  private readonly value = el("span", { class: "value", dir: "auto" });
  private readonly warning = el("span", { class: "warning-badge" }, icon("warning"), "watch list");
  /** State and place for a screen reader, which doesn't see what stands beside the title. */
  private readonly unseen = el("span", { class: "visually-hidden" });
  private readonly path = el("span", { class: "path" });
  private readonly state = el("span", { class: "state" });
  private readonly original = el("span", { class: "original" });
  private readonly definition = el("p", { class: "definition" });
  private readonly provenance = el("div", { class: "provenance" });
  private readonly evidence: Evidence;
  private readonly actions: RowActions;
  private signature = "";

  constructor(id: string, actions: Actions) {
    this.title = el(
      "button",
      { type: "button", class: "row-title" },
      this.markSlot,
      el("span", { class: "words" }, this.value, this.original, this.warning, this.unseen),
    );
    this.evidence = new Evidence(id, actions);
    this.actions = new RowActions(id, actions);
    this.element = el(
      "li",
      { class: "row" },
      this.title,
      this.state,
      this.path,
      this.definition,
      this.evidence.element,
      this.provenance,
      this.actions.element,
    );
    this.element.dataset["row"] = id;
    this.element.addEventListener("click", (event) => {
      // Selecting words to copy them is not choosing the row.
      if (getSelection()?.type === "Range") return;
      const onControl = event.target instanceof Element && event.target.closest("button") !== null;
      if (!onControl) this.title.focus({ preventScroll: true });
      actions.select(id);
    });
  }

  update(item: RowItem): void {
    const { row, selected } = item;
    setAttribute(this.title, "tabindex", item.tabbable ? "0" : "-1");
    const signature = JSON.stringify([row, selected, item.expanded]);
    if (signature === this.signature) return;
    this.signature = signature;
    this.element.classList.toggle("selected", selected);
    if (this.element.dataset["category"] !== row.category) {
      this.element.dataset["category"] = row.category;
      this.markSlot.replaceChildren(categoryMark(row.category));
    }
    if (this.element.dataset["state"] !== row.state) {
      this.element.dataset["state"] = row.state;
      this.state.replaceChildren(icon(STATE_ICONS[row.state]), STATE_WORDS[row.state]);
    }
    setText(this.value, row.value);
    const corrected = row.state === "corrected" && row.original !== undefined;
    setText(this.original, corrected ? `was ${row.original}` : "");
    show(this.original, corrected);
    show(this.warning, row.warning);
    const path = row.path.length > 0 ? row.path : [CATEGORY_NAMES[row.category]];
    setText(this.path, path.join(" › "));
    setAttribute(this.path, "title", path.join(" › "));
    setAttribute(this.title, "aria-current", selected ? "true" : undefined);
    setText(this.unseen, `, ${STATE_WORDS[row.state]}, ${path.join(", ")}`);
    this.updateDetails(row, selected);
    this.evidence.update(row, selected, item.expanded);
    this.actions.update(row, selected);
  }

  private updateDetails(row: RowView, selected: boolean): void {
    show(this.definition, selected && row.definition !== undefined);
    show(this.provenance, selected);
    if (!selected) return;
    setText(this.definition, row.definition ?? "");
    const score = row.score === undefined ? "" : ` · score ${row.score.toFixed(2)}`;
    this.provenance.replaceChildren(
      ...(row.rationale === undefined ? [] : [el("p", {}, row.rationale)]),
      el("p", {}, row.origin + score),
    );
  }
}
