/** The scrolled part of the table: rows that are drawn, where, and which of them; nothing of keys or selection. */
import type { ColumnView } from "../../src/protocol/corpus.ts";
import { el } from "../ui/dom.ts";
import type { Place } from "./kept.ts";
import { RowBox, type RowState } from "./rowBox.ts";
import { atFalseEnd, jumpTo, resized, scrolled, scrolledHeight, settle, type Scale } from "./scale.ts";
import type { Look, KeptRow } from "./windows.ts";

/** CSS px; the style sheet has the same. */
export const ROW_HEIGHT = 24;
export const HEAD_HEIGHT = 28;
/** Rows drawn above and below what is seen, so that the browser's own scrolling meets no blank. */
const SPARE_ROWS = 16;
const REST_MS = 140;
const SKETCH_MS = 90;

export interface RowSource {
  readonly row: (at: number) => KeptRow | undefined;
  readonly state: (at: number) => RowState;
  readonly selected: () => number | undefined;
}

export class Viewport {
  readonly scroller: HTMLElement;
  private readonly canvas: HTMLElement;
  private readonly sheet = el("div", { class: "sheet", role: "rowgroup" });
  private readonly source: RowSource;
  private readonly onLook: (look: Look) => void;
  private boxes: RowBox[] = [];
  private columns: readonly ColumnView[] = [];
  private total = 0;
  private direction: Look["direction"] = 0;
  private scale: Scale = { full: 0, view: 0, top: 0, thumb: 0 };
  private byThumb = false;
  /** Where an earlier page was; a page gets its size some time after its birth. Holds until a person goes elsewhere. */
  private restored: Place | undefined;
  private wheeledAt = Number.NEGATIVE_INFINITY;
  private rest: ReturnType<typeof setTimeout> | undefined;
  private sketch: ReturnType<typeof setTimeout> | undefined;

  constructor(head: HTMLElement, source: RowSource, onLook: (look: Look) => void) {
    this.source = source;
    this.onLook = onLook;
    this.canvas = el("div", { class: "canvas", role: "none" }, head, this.sheet);
    this.scroller = el("div", { class: "scroller" }, this.canvas);
    this.scroller.addEventListener("scroll", () => this.onScroll(), { passive: true });
    this.scroller.addEventListener("scrollend", () => this.settle(), { passive: true });
    const wheeled = (): void => {
      this.wheeledAt = performance.now();
      this.byThumb = false;
      this.restored = undefined;
    };
    for (const kind of ["wheel", "touchmove"])
      this.scroller.addEventListener(kind, wheeled, { passive: true });
    this.scroller.addEventListener("pointerdown", (event) => {
      this.restored = undefined;
      // Only the scroller itself, beyond its content, is its scrollbar.
      this.byThumb = event.target === this.scroller && event.offsetX >= this.scroller.clientWidth;
    });
    addEventListener("pointerup", () => (this.byThumb = false));
    new ResizeObserver(() => this.measure()).observe(this.scroller);
  }

  /** The rows' canvas, for column widths. */
  setLayout(template: string, width: number): void {
    this.canvas.style.setProperty("--vm-columns", template);
    this.canvas.style.minWidth = `${width}px`;
  }

  setColumns(columns: readonly ColumnView[]): void {
    this.columns = columns;
    for (const box of this.boxes) box.setColumns(columns);
  }

  /** Rows of the view; the place stays. */
  setTotal(total: number): void {
    if (total === this.total) return;
    this.total = total;
    this.measure();
  }

  get place(): Place {
    const at = Math.floor(this.scale.top / ROW_HEIGHT);
    return { at, px: this.scale.top - at * ROW_HEIGHT };
  }

  /** Rows wholly in sight. */
  get pageRows(): number {
    return Math.max(1, Math.floor(this.scale.view / ROW_HEIGHT));
  }

  goTo(place: Place): void {
    this.restored = undefined;
    this.jump(place);
  }

  /** Goes there, and again whenever the size changes. */
  restore(place: Place): void {
    this.restored = place;
    this.jump(place);
  }

  /** Scrolls as little as brings the row into sight. */
  reveal(at: number): void {
    this.restored = undefined;
    this.bringIntoSight(at);
  }

  private jump({ at, px }: Place): void {
    this.apply(jumpTo(this.scale, at * ROW_HEIGHT + px));
  }

  private bringIntoSight(at: number): void {
    const top = at * ROW_HEIGHT;
    const least = top + ROW_HEIGHT - this.scale.view;
    if (top < this.scale.top) this.apply(jumpTo(this.scale, top));
    else if (least > this.scale.top) this.apply(jumpTo(this.scale, least));
  }

  isInSight(at: number): boolean {
    const top = at * ROW_HEIGHT;
    return top + ROW_HEIGHT > this.scale.top && top < this.scale.top + this.scale.view;
  }

  /** The drawn row that holds this element. */
  placeOf(target: EventTarget | null): number | undefined {
    if (!(target instanceof Node)) return undefined;
    return this.boxes.find((box) => box.at >= 0 && box.element.contains(target))?.at;
  }

  elementOf(at: number): HTMLElement | undefined {
    return this.boxes.find((box) => box.at === at && box.element.isConnected)?.element;
  }

  /** Draws what is in sight; rows that are as they were cost next to nothing. */
  draw(): void {
    const { first, last } = this.look();
    const from = Math.max(0, first - SPARE_ROWS);
    const to = Math.min(this.total, last + SPARE_ROWS);
    const offset = Math.round(this.scale.top - this.scale.thumb);
    this.provide(Math.ceil(this.scale.view / ROW_HEIGHT) + 1 + 2 * SPARE_ROWS);
    const size = this.boxes.length;
    const used = new Set<RowBox>();
    for (let at = from; at < to; at++) {
      const box = this.boxes[at % size];
      if (box === undefined) continue;
      used.add(box);
      box.draw(at, at * ROW_HEIGHT - offset, this.source.row(at), this.source.state(at));
      if (!box.element.isConnected) this.sheet.append(box.element);
    }
    for (const box of this.boxes) if (!used.has(box) && box.element.isConnected) box.element.remove();
    this.sketchLater();
  }

  /** Rows that wait look blank at first: bars that come and go at once would flicker. */
  private sketchLater(): void {
    const { first, last } = this.look();
    let isWaiting = false;
    for (let at = first; at < last && !isWaiting; at++) isWaiting = this.source.row(at) === undefined;
    if (isWaiting) {
      this.sketch ??= setTimeout(() => this.sheet.classList.add("slow"), SKETCH_MS);
      return;
    }
    clearTimeout(this.sketch);
    this.sketch = undefined;
    this.sheet.classList.remove("slow");
  }

  look(): Look {
    const first = Math.min(this.total, Math.floor(this.scale.top / ROW_HEIGHT));
    const last = Math.min(this.total, Math.ceil((this.scale.top + this.scale.view) / ROW_HEIGHT));
    return { first, last, total: this.total, direction: this.direction };
  }

  private provide(count: number): void {
    if (this.boxes.length === count) return;
    for (const box of this.boxes) box.element.remove();
    this.boxes = Array.from({ length: count }, () => {
      const box = new RowBox();
      box.setColumns(this.columns);
      return box;
    });
  }

  private measure(): void {
    const view = Math.max(0, this.scroller.clientHeight - HEAD_HEIGHT);
    const selected = this.source.selected();
    const wasInSight = selected !== undefined && this.isInSight(selected);
    const isSmaller = view < this.scale.view;
    this.apply(resized(this.scale, this.total * ROW_HEIGHT, view));
    if (this.restored !== undefined) this.jump(this.restored);
    // The first transcript opens below the table and takes room from it; the row it is of must not go out of sight.
    if (wasInSight && isSmaller) this.bringIntoSight(selected);
  }

  private onScroll(): void {
    const thumb = this.scroller.scrollTop;
    const before = this.scale.top;
    if (thumb === this.scale.thumb) return;
    const wheeled = performance.now() - this.wheeledAt < 600;
    this.scale = scrolled(this.scale, thumb, this.byThumb ? true : wheeled ? false : undefined);
    this.direction = this.scale.top < before ? -1 : 1;
    if (!this.byThumb && atFalseEnd(this.scale)) this.apply(settle(this.scale));
    else this.shown();
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.settle(), REST_MS);
  }

  private settle(): void {
    clearTimeout(this.rest);
    if (this.byThumb) return;
    const next = settle(this.scale);
    if (Math.abs(next.thumb - this.scale.thumb) >= 1) this.apply(next);
  }

  /** Takes a place over and puts the browser's scrolling there. */
  private apply(scale: Scale): void {
    const height = `${scrolledHeight(scale) + HEAD_HEIGHT}px`;
    if (this.canvas.style.height !== height) this.canvas.style.height = height;
    const thumb = Math.round(scale.thumb);
    if (this.scroller.scrollTop !== thumb) this.scroller.scrollTop = thumb;
    // Where the browser really went; it may round, or be hidden and not scroll at all.
    const real = this.scroller.scrollTop;
    this.direction = scale.top < this.scale.top ? -1 : scale.top > this.scale.top ? 1 : this.direction;
    this.scale = { ...scale, top: Math.round(scale.top), thumb: real };
    this.shown();
  }

  private shown(): void {
    this.draw();
    this.onLook(this.look());
  }
}
