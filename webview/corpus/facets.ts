/** The pane at the side: the commonest values of chosen columns, counted; a click asks for a value or no longer. */
import type { ColumnId, Facet } from "../../src/core/table/table.ts";
import type { ColumnView, CorpusSnapshot } from "../../src/protocol/corpus.ts";
import { el, KeyedList, setAttribute, setText, show } from "../ui/dom.ts";
import type { Actions } from "./actions.ts";
import { plainButton, wordButton } from "./buttons.ts";
import { clipCell } from "./clip.ts";
import { ColumnMenu } from "./columnMenu.ts";
import type { Kept } from "./kept.ts";
import { counted } from "./numbers.ts";
import { facetLabel, hasFacet, toggleFacet } from "./queryText.ts";

interface Entry {
  /** null = rows without a value. */
  readonly value: string | null;
  readonly rows: number;
  /** 0 … 1 of the commonest. */
  readonly share: number;
  readonly chosen: boolean;
  readonly label: string;
}

interface Item {
  readonly column: ColumnView;
  /** Not yet counted: undefined. */
  readonly facet: Facet | undefined;
  readonly query: string;
}

export class FacetPane {
  readonly element: HTMLElement;
  private readonly list = el("div", { class: "facet-list" });
  private readonly facets: KeyedList<Item>;
  private readonly menu: ColumnMenu;
  private readonly hint = el(
    "p",
    { class: "hint" },
    "Choose columns: what is in them is counted, and a click filters.",
  );
  private readonly actions: Actions;
  private query = "";
  private shown: readonly ColumnId[] = [];

  constructor(actions: Actions) {
    this.actions = actions;
    const add = wordButton("add", "Columns", () => undefined);
    add.title = "Columns to count";
    add.setAttribute("aria-label", add.title);
    this.menu = new ColumnMenu(add, "Columns to count", false, (columns) => actions.facets(true, columns));
    this.element = el(
      "aside",
      { class: "facets", "aria-label": "Filter by", id: "facets" },
      el("div", { class: "facets-head" }, el("h2", {}, "Filter by"), el("span", { class: "spring" }), add),
      this.list,
      this.hint,
      this.menu.element,
    );
    this.facets = new KeyedList<Item>(
      this.list,
      ({ column }) => column.id,
      (item) => this.makeFacet(item),
    );
  }

  update(snapshot: CorpusSnapshot, query: string, kept: Kept): void {
    show(this.element, kept.facetsOpen);
    if (!kept.facetsOpen) return;
    this.element.style.width = `${kept.facetsWidth}px`;
    this.query = query;
    this.shown = kept.facets;
    const { available, facets } = snapshot;
    const items = kept.facets.flatMap((id) => {
      const column = available.find((one) => one.id === id);
      return column === undefined ? [] : [{ column, facet: facets.find((one) => one.column === id), query }];
    });
    this.facets.update(items);
    show(this.hint, items.length === 0);
    // A conversation's own words are all different: nothing to count.
    const countable = available.filter(({ id }) => id !== "words" && id !== "id" && id !== "row");
    this.menu.update(countable, kept.facets);
  }

  private makeFacet({ column: first }: Item): { element: HTMLElement; update: (item: Item) => void } {
    const title = el("h3", { dir: "auto" });
    const rest = el("p", { class: "hint" });
    const values = el("ul");
    const close = plainButton("close", `Close ${first.title}`, () =>
      this.actions.facets(
        true,
        this.shown.filter((id) => id !== first.id),
      ),
    );
    const element = el(
      "section",
      { class: "facet" },
      el("div", { class: "facet-title" }, title, close),
      values,
      rest,
    );
    const entries = new KeyedList<Entry>(
      values,
      ({ value }) => (value === null ? "-" : `=${value}`),
      () => this.makeEntry(() => item.column),
    );
    let item: Item = { column: first, facet: undefined, query: "" };
    const update = (next: Item): void => {
      item = next;
      setText(title, next.column.title);
      entries.update(entriesOf(next));
      const others = next.facet?.others ?? 0;
      const words =
        next.facet === undefined ? "Counting…" : others > 0 ? `and ${counted(others)} other values` : "";
      setText(rest, words);
      show(rest, words !== "");
      setAttribute(element, "aria-busy", next.facet === undefined ? "true" : undefined);
    };
    return { element, update };
  }

  private makeEntry(column: () => ColumnView): { element: HTMLElement; update: (entry: Entry) => void } {
    let entry: Entry | undefined;
    const bar = el("span", { class: "facet-bar", "aria-hidden": "true" });
    const label = el("span", { class: "facet-label", dir: "auto" });
    const count = el("span", { class: "facet-count" });
    const button = el("button", { type: "button", class: "facet-value" }, bar, label, count);
    button.addEventListener("click", () => {
      if (entry !== undefined) this.actions.query(toggleFacet(this.query, column().id, entry.value), true);
    });
    const update = (next: Entry): void => {
      entry = next;
      setText(label, next.label);
      label.classList.toggle("none", next.value === null);
      setText(count, counted(next.rows));
      setAttribute(button, "aria-pressed", String(next.chosen));
      setAttribute(button, "title", `${next.label}: ${counted(next.rows)} rows`);
      bar.style.transform = `scaleX(${next.share.toFixed(4)})`;
    };
    return { element: el("li", {}, button), update };
  }
}

function entriesOf({ column, facet, query }: Item): readonly Entry[] {
  if (facet === undefined) return [];
  const { values, missing } = facet;
  const most = Math.max(1, missing, ...values.map(({ rows }) => rows));
  const entry = (value: string | null, rows: number): Entry => ({
    value,
    rows,
    share: rows / most,
    chosen: hasFacet(query, column.id, value),
    label: value === null ? "no value" : facetLabel(clipCell({ text: value }, 200).text, column.numeric),
  });
  const all = values.map(({ value, rows }) => entry(value, rows));
  return missing > 0 ? [...all, entry(null, missing)] : all;
}
