/** Above the table: the search, what it found, and what can be done with it. */
import type { CorpusSnapshot } from "../../src/protocol/corpus.ts";
import { el, setAttribute, setText, show } from "../ui/dom.ts";
import type { Actions } from "./actions.ts";
import { plainButton, wordButton } from "./buttons.ts";
import { ColumnMenu } from "./columnMenu.ts";
import { matchCount } from "./numbers.ts";
import { SampleChooser } from "./sampleChooser.ts";
import { SearchBox } from "./searchBox.ts";
import type { CorpusState } from "./session.ts";

export class Toolbar {
  readonly element: HTMLElement;
  readonly search: SearchBox;
  private readonly facets: HTMLButtonElement;
  private readonly count = el("span", { class: "count" });
  private readonly columns: HTMLButtonElement;
  private readonly menu: ColumnMenu;
  private readonly samples: SampleChooser;
  private state: CorpusState | undefined;

  constructor(actions: Actions) {
    this.search = new SearchBox(actions);
    this.facets = plainButton("facets", "Filter by what is in the columns", () => {
      const kept = this.state?.kept;
      if (kept !== undefined) actions.facets(!kept.facetsOpen, kept.facets);
    });
    this.facets.setAttribute("aria-controls", "facets");
    this.columns = wordButton("columns", "Columns", () => undefined);
    this.menu = new ColumnMenu(this.columns, "Columns", true, (columns) => actions.columns(columns));
    this.samples = new SampleChooser(actions);
    const keys = plainButton("info", "Keys (?)", () => actions.openKeys());
    this.element = el(
      "header",
      { class: "toolbar" },
      this.facets,
      this.search.element,
      this.count,
      el("span", { class: "spring" }),
      el("div", { class: "tools" }, this.samples.element, this.columns, keys),
      this.menu.element,
    );
  }

  update(state: CorpusState): void {
    this.state = state;
    const { snapshot, kept } = state;
    this.search.update(state);
    setAttribute(this.facets, "aria-expanded", String(kept.facetsOpen));
    this.facets.classList.toggle("on", kept.facetsOpen);
    if (snapshot === undefined) return;
    this.updateCount(snapshot, state.wrong);
    const isTable = snapshot.screen.type === "table";
    for (const part of [this.facets, this.columns, this.samples.element]) show(part, isTable);
    this.menu.update(
      snapshot.available,
      snapshot.columns.map(({ id }) => id),
    );
    this.samples.update(snapshot);
  }

  private updateCount(snapshot: CorpusSnapshot, wrong: boolean): void {
    const isTable = snapshot.screen.type === "table";
    // The rows on show are not those of a query that can't be understood.
    const words = wrong ? `${matchCount(snapshot)} (of the search before)` : matchCount(snapshot);
    setText(this.count, isTable ? words : "");
    this.count.classList.toggle("partial", snapshot.growing || snapshot.view.partial);
  }
}
