/** The words that show a value. Folded: two lines each, the first few; a click reveals them in the transcript. */
import type { EvidenceView, RowView } from "../../src/protocol/review.ts";
import { el, setAttribute, show } from "../ui/dom.ts";
import type { Actions } from "./actions.ts";

/** Quotes shown in the selected row before it is unfolded. */
const SHOWN = 2;
/** Longer quotes may be cut by the two-line clamp in a panel of usual width (UTF-16 code units). */
const LONG = 80;

export class Evidence {
  readonly element: HTMLElement;
  private readonly list = el("ul", { class: "quotes" });
  private readonly more: HTMLButtonElement;
  private expanded = false;
  private readonly rowId: string;
  private readonly actions: Actions;
  private built: readonly EvidenceView[] = [];

  constructor(rowId: string, actions: Actions) {
    this.rowId = rowId;
    this.actions = actions;
    this.more = el("button", { type: "button", class: "link more" });
    this.more.addEventListener("click", (event) => {
      event.stopPropagation();
      actions.setExpanded(rowId, !this.expanded);
    });
    this.element = el("div", { class: "evidence" }, this.list, this.more);
  }

  update(row: RowView, selected: boolean, expanded: boolean): void {
    this.expanded = expanded;
    const { evidence } = row;
    if (JSON.stringify(evidence) !== JSON.stringify(this.built)) {
      this.list.replaceChildren(...evidence.map((one) => this.quote(one)));
      this.built = evidence;
    }
    const limit = expanded ? evidence.length : selected ? SHOWN : 1;
    [...this.list.children].forEach((item, index) => {
      item.toggleAttribute("hidden", index >= limit);
      const button = item.querySelector("button");
      if (button !== null) setAttribute(button, "tabindex", selected ? "0" : "-1");
    });
    const hidden = evidence.length - limit;
    const long = evidence.some((one) => one.quote.length > LONG);
    show(this.more, hidden > 0 || (selected && (long || expanded)));
    const words = expanded ? "Show less" : hidden > 0 ? `${hidden} more` : "Show in full";
    this.more.replaceChildren(words, el("span", { class: "visually-hidden" }, ` evidence of ${row.value}`));
    setAttribute(this.more, "aria-expanded", String(expanded));
    setAttribute(this.more, "tabindex", selected ? "0" : "-1");
    this.element.classList.toggle("expanded", expanded);
    show(this.element, evidence.length > 0);
  }

  private quote(one: EvidenceView): HTMLElement {
    const words = el("span", { class: "quote-text", dir: "auto" }, one.quote);
    if (one.span < 0 || one.turn === undefined) {
      return el(
        "li",
        { class: "quote unanchored" },
        words,
        el("span", { class: "where" }, "not found in the text"),
      );
    }
    const where = `${one.role ?? "Turn"} · turn ${one.turn}`;
    const button = el(
      "button",
      { type: "button", class: "quote", title: "Show in the transcript (o)" },
      words,
      el("span", { class: "where" }, where),
    );
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      this.actions.select(this.rowId);
      this.actions.ask({ do: "reveal", row: this.rowId, span: one.span });
    });
    return el("li", {}, button);
  }
}
