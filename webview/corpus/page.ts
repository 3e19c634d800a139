/** The whole page: made once, follows the state in place. */
import type { ToCorpusPage } from "../../src/protocol/corpus.ts";
import { el, setText, show } from "../ui/dom.ts";
import type { Actions } from "./actions.ts";
import { announcement } from "./announce.ts";
import { FacetPane } from "./facets.ts";
import { Grid } from "./grid.ts";
import { KeysDialog } from "./keysDialog.ts";
import { Notices } from "./notices.ts";
import { Screens } from "./screens.ts";
import { screenKind } from "./screenWords.ts";
import type { CorpusState, View } from "./session.ts";
import { Splitter } from "./splitter.ts";
import { StatusLine } from "./statusLine.ts";
import { Toolbar } from "./toolbar.ts";

export class Page implements View {
  private readonly toolbar: Toolbar;
  private readonly notices: Notices;
  private readonly facets: FacetPane;
  private readonly splitter: Splitter;
  private readonly grid: Grid;
  private readonly status: StatusLine;
  private readonly screens: Screens;
  private readonly keys = new KeysDialog();
  private readonly live = el("div", { class: "visually-hidden", role: "status", "aria-live": "polite" });
  private shown: CorpusState | undefined;

  constructor(root: HTMLElement, actions: Actions) {
    this.toolbar = new Toolbar(actions);
    this.notices = new Notices(actions);
    this.facets = new FacetPane(actions);
    this.splitter = new Splitter("Width of the filters", "facets", (facetsWidth) => {
      actions.keep({ facetsWidth });
      this.facets.element.style.width = `${facetsWidth}px`;
      this.splitter.update(facetsWidth);
    });
    this.status = new StatusLine(actions);
    this.screens = new Screens(actions);
    this.grid = new Grid({
      askRows: (ask) => actions.ask(ask),
      sort: actions.sort,
      columns: actions.columns,
      widths: (widths) => actions.keep({ widths }),
      open: (generation, at, preview) => void actions.ask({ do: "open", generation, at, preview }),
      place: (place, left) => actions.keep({ place, left }),
      selected: (selected) => actions.keep({ selected }),
    });
    const table = el("main", { class: "table" }, this.grid.element, this.screens.element);
    const middle = el("div", { class: "middle" }, this.facets.element, this.splitter.element, table);
    root.replaceChildren(
      this.toolbar.element,
      this.status.progress,
      this.notices.element,
      middle,
      this.status.element,
      this.keys.element,
      this.live,
    );
    root.addEventListener("keydown", (event) => this.onKey(event));
  }

  update(state: CorpusState): void {
    const before = this.shown;
    this.shown = state;
    const { snapshot, kept } = state;
    this.toolbar.update(state);
    this.notices.update(snapshot, state.problem);
    this.screens.update(snapshot);
    const isTable = snapshot?.screen.type === "table";
    show(this.grid.element, isTable);
    show(this.facets.element, isTable && kept.facetsOpen);
    show(this.splitter.element, isTable && kept.facetsOpen);
    if (snapshot === undefined) return;
    this.status.update(snapshot);
    if (!isTable) return;
    this.facets.update(snapshot, state.query, kept);
    this.splitter.update(kept.facetsWidth);
    this.grid.element.classList.toggle("no-rows", screenKind(snapshot) !== "none");
    if (before?.snapshot?.screen.type !== "table") this.grid.restore(kept);
    if (before?.snapshot !== snapshot) this.grid.update(snapshot, kept.widths);
    const said = announcement(before?.snapshot, snapshot);
    if (said !== "" && before?.snapshot !== snapshot) setText(this.live, said);
  }

  rows(message: Extract<ToCorpusPage, { type: "rows" }>): void {
    this.grid.take(message.generation, message.rows);
  }

  focus(target: "search" | "table"): void {
    if (target === "search") this.toolbar.search.focus();
    else this.grid.focus();
  }

  forgetPlace(): void {
    this.grid.forgetPlace();
  }

  openKeys(): void {
    this.keys.open();
  }

  /** Keys of the whole page. Text fields and open boxes keep theirs from getting here. */
  private onKey(event: KeyboardEvent): void {
    const chord = event.ctrlKey || event.metaKey;
    const isFind = chord && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "f";
    const plain = !chord && !event.altKey;
    if (isFind || (plain && event.key === "/")) this.toolbar.search.focus();
    else if (plain && event.key === "?") this.openKeys();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
