/** The table: heads, rows, the selected row, and the keys that move it. */
import type { ColumnId, SortKey } from "../../src/core/table/table.ts";
import type { ColumnView, CorpusIntent, CorpusSnapshot, TableRowView } from "../../src/protocol/corpus.ts";
import { setAttribute } from "../ui/dom.ts";
import { clipCell } from "./clip.ts";
import { layoutOf, MAX_WIDTH, MIN_WIDTH, moved, widthOf } from "./columns.ts";
import { contentWidth, tellCut } from "./cutCells.ts";
import { RowFeed } from "./feed.ts";
import { gridKey } from "./gridKeys.ts";
import { Head } from "./head.ts";
import type { Kept, Place } from "./kept.ts";
import { Opener } from "./opener.ts";
import { nextSort } from "./sorting.ts";
import { Viewport } from "./viewport.ts";

export interface GridActions {
  readonly askRows: (ask: Extract<CorpusIntent, { do: "rows" }>) => Promise<unknown>;
  readonly sort: (sort: readonly SortKey[]) => void;
  readonly columns: (columns: readonly ColumnId[]) => void;
  readonly widths: (widths: Readonly<Record<string, number>>) => void;
  /** `generation` is that of the row on show. */
  readonly open: (generation: number, at: number, preview: boolean) => void;
  readonly place: (place: Place, left: number) => void;
  readonly selected: (at: number | undefined) => void;
}

interface Awaited {
  readonly view: string;
  readonly place: Place;
  readonly selected: number | undefined;
}

function viewKey(query: string, sort: readonly SortKey[]): string {
  return JSON.stringify([query, sort.map(({ column, descending }) => [column, descending])]);
}

/** A row was opened, no more: no cell can have changed. */
function isOnlyOtherCurrent(before: CorpusSnapshot, after: CorpusSnapshot): boolean {
  const rest = { revision: 0, current: 0 };
  return (
    before.current !== after.current &&
    JSON.stringify({ ...before, ...rest }) === JSON.stringify({ ...after, ...rest })
  );
}

/** px of an arrow to the side. */
const SIDE_STEP = 80;
/** px of a small letter at the usual font size: for guessing how much of a text its column shows. */
const LETTER = 7;

export class Grid {
  readonly element: HTMLElement;
  private readonly head: Head;
  private readonly port: Viewport;
  private readonly feed: RowFeed;
  private readonly opener: Opener;
  private readonly actions: GridActions;
  private snapshot: CorpusSnapshot | undefined;
  private widths: Readonly<Record<string, number>> = {};
  private columnKey = "";
  private selected: number | undefined;
  /** The first row on show before the view changed: looked for in the new one. */
  private anchor: { readonly at: number; readonly row: number } | undefined;
  /** Where an earlier page was, until the view is the same again and has grown so far. */
  private awaited: Awaited | undefined;

  constructor(actions: GridActions) {
    this.actions = actions;
    this.feed = new RowFeed(actions.askRows);
    this.opener = new Opener(this.feed.cache, actions.open);
    this.head = new Head(
      {
        sort: (column, more) => {
          this.awaited = undefined;
          actions.sort(nextSort(this.snapshot?.view.sort ?? [], column.id, more));
        },
        resize: (column, width) => this.resize(column, width),
        move: (column, to) => this.move(column, to),
      },
      () => this.focus(),
    );
    this.port = new Viewport(
      this.head.element,
      {
        row: (at) => this.feed.cache.get(at),
        state: (at) => ({ selected: at === this.selected, current: at === this.snapshot?.current }),
        selected: () => this.selected,
      },
      (look) => {
        if (this.snapshot?.screen.type === "table") this.feed.want(look);
        this.markActive();
      },
    );
    this.element = this.port.scroller;
    for (const [name, value] of Object.entries({
      role: "grid",
      tabindex: "0",
      "aria-label": "Conversations",
    }))
      this.element.setAttribute(name, value);
    this.element.addEventListener("scroll", () => this.placeChanged(), { passive: true });
    this.element.addEventListener("wheel", () => (this.awaited = undefined), { passive: true });
    this.element.addEventListener("keydown", (event) => this.onKey(event));
    this.element.addEventListener("focus", () => {
      if (this.element.matches(":focus-visible")) this.selectSome();
    });
    this.element.addEventListener("pointerover", (event) => tellCut(event.target));
    document.addEventListener("copy", (event) => this.copy(event));
    this.element.addEventListener("click", (event) => {
      const at = this.port.placeOf(event.target);
      if (at !== undefined) this.select(at, true);
    });
    this.element.addEventListener("dblclick", (event) => {
      const at = this.port.placeOf(event.target);
      if (at !== undefined) this.openNow(at, false);
    });
  }

  /** Where an earlier page was; taken up as soon as the view has so many rows. */
  restore({ query, sort, place, selected, left }: Kept): void {
    this.awaited = { view: viewKey(query, sort), place: place ?? { at: 0, px: 0 }, selected };
    requestAnimationFrame(() => (this.element.scrollLeft = left));
  }

  /** A person goes elsewhere. */
  forgetPlace(): void {
    this.awaited = undefined;
  }

  update(snapshot: CorpusSnapshot, widths: Readonly<Record<string, number>>): void {
    const before = this.snapshot;
    this.snapshot = snapshot;
    this.widths = widths;
    const { view, columns } = snapshot;
    const key = JSON.stringify(columns);
    const otherColumns = key !== this.columnKey;
    this.columnKey = key;
    setAttribute(this.element, "aria-rowcount", String(view.rows + 1));
    setAttribute(this.element, "aria-colcount", String(columns.length));
    this.head.update(columns, view.sort);
    if (otherColumns) this.port.setColumns(columns);
    this.layOut();
    const viewNow = viewKey(view.query, view.sort);
    const otherView = before !== undefined && viewKey(before.view.query, before.view.sort) !== viewNow;
    if (view.generation !== this.feed.cache.generation || otherColumns)
      this.renew(view.generation, otherColumns, otherView);
    else if (before !== undefined && !isOnlyOtherCurrent(before, snapshot)) this.feed.refresh();
    this.port.setTotal(view.rows);
    if (this.awaited?.view === viewNow && this.awaited.place.at < view.rows) this.takeUp(this.awaited);
    else if (otherView) this.port.goTo({ at: 0, px: 0 });
    if (this.selected !== undefined && this.selected >= view.rows && !snapshot.growing && !view.partial)
      this.setSelected(undefined);
    this.port.draw();
    this.feed.want(this.port.look());
    this.markActive();
  }

  /** A window has come. */
  take(generation: number, rows: readonly TableRowView[]): void {
    const columns = this.snapshot?.columns ?? [];
    const rooms = columns.map((column) => Math.max(20, widthOf(column, this.widths) / LETTER - 6));
    const cut = rows.map((row) => ({
      ...row,
      cells: row.cells.map((cell, index) => clipCell(cell, rooms[index] ?? 20)),
    }));
    if (!this.feed.take(generation, cut)) return;
    this.followAnchor(cut);
    const opened = this.opener.came(cut);
    if (opened !== undefined && this.selected === opened.was) this.setSelected(opened.at);
    this.port.draw();
    this.markActive();
  }

  focus(): void {
    this.element.focus({ preventScroll: true });
    this.selectSome();
  }

  get isFocused(): boolean {
    return document.activeElement === this.element;
  }

  /** The keyboard is never nowhere: without a selected row it stands on the first in sight. */
  private selectSome(): void {
    const { rows } = this.snapshot?.view ?? { rows: 0 };
    if (this.selected === undefined && rows > 0) this.select(this.port.look().first, false);
  }

  private takeUp({ place, selected }: Awaited): void {
    const { growing, view } = this.snapshot ?? { growing: false, view: { rows: 0 } };
    // While rows still come, a place near the end of them is not yet the one that was left.
    if (!growing || place.at + this.port.pageRows < view.rows) this.awaited = undefined;
    this.setSelected(selected);
    this.port.restore(place);
  }

  private renew(generation: number, otherColumns: boolean, otherView: boolean): void {
    const { at } = this.port.place;
    const first = this.feed.cache.get(at);
    // The row that is open is known in the new view too, the others are looked for near where they were.
    if (otherView) {
      this.anchor = undefined;
      this.setSelected(this.snapshot?.current ?? (this.isFocused ? 0 : undefined));
    } else if (first !== undefined && at > 0) this.anchor = { at, row: first.row };
    this.feed.renew(generation, !otherColumns);
  }

  private followAnchor(rows: readonly TableRowView[]): void {
    const { anchor } = this;
    if (anchor === undefined || !rows.some(({ at }) => at === anchor.at)) return;
    this.anchor = undefined;
    const found = rows.find(({ row }) => row === anchor.row);
    if (found === undefined || found.at === anchor.at) return;
    const shift = found.at - anchor.at;
    const { at, px } = this.port.place;
    if (this.selected !== undefined) this.setSelected(this.snapshot?.current ?? this.selected + shift);
    this.port.goTo({ at: Math.max(0, at + shift), px });
  }

  private layOut(): void {
    const { template, width } = layoutOf(this.snapshot?.columns ?? [], this.widths);
    this.port.setLayout(template, width);
  }

  private resize(column: ColumnView, width: number | undefined): void {
    const px = width ?? contentWidth(this.element, column.id);
    const fit = Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, px)));
    this.widths = { ...this.widths, [column.id]: fit };
    this.layOut();
    this.actions.widths(this.widths);
  }

  private move(column: ColumnView, to: number): void {
    const ids = (this.snapshot?.columns ?? []).map(({ id }) => id);
    const from = ids.indexOf(column.id);
    const place = to > from ? to - 1 : to;
    if (from >= 0 && place !== from) this.actions.columns(moved(ids, from, place));
  }

  private onKey(event: KeyboardEvent): void {
    if (event.target !== this.element) return;
    const rows = this.snapshot?.view.rows ?? 0;
    const act = gridKey(event, {
      at: this.selected,
      rows,
      page: this.port.pageRows,
      first: this.port.look().first,
    });
    if (act === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (act.do === "side") this.element.scrollLeft += act.by * SIDE_STEP;
    else if (act.do === "select") this.select(act.at, true);
    else if (this.selected !== undefined) this.openNow(this.selected, act.preview);
  }

  /** The selected row as it is shown, cells between tabs. */
  private copy(event: ClipboardEvent): void {
    const row = this.selected === undefined ? undefined : this.feed.cache.get(this.selected);
    if (!this.isFocused || row === undefined || event.clipboardData === null) return;
    event.clipboardData.setData(
      "text/plain",
      row.cells.map(({ text }) => text.replace(/\s+/g, " ")).join("\t"),
    );
    event.preventDefault();
  }

  private select(at: number, withPreview: boolean): void {
    this.awaited = undefined;
    this.opener.cancel();
    this.setSelected(at);
    this.port.reveal(at);
    this.port.draw();
    this.markActive();
    if (withPreview) this.opener.previewSoon(at);
  }

  private setSelected(at: number | undefined): void {
    if (this.selected === at) return;
    this.selected = at;
    this.actions.selected(at);
  }

  private openNow(at: number, preview: boolean): void {
    if (at < (this.snapshot?.view.rows ?? 0)) this.opener.now(at, preview);
  }

  private markActive(): void {
    const drawn = this.selected === undefined ? undefined : this.port.elementOf(this.selected);
    setAttribute(this.element, "aria-activedescendant", drawn?.id);
  }

  private placeChanged(): void {
    this.actions.place(this.port.place, this.element.scrollLeft);
  }
}
