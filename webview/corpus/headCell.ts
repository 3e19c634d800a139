/** One column's head: title, sort mark, and the handle that makes the column wider. */
import type { SortKey } from "../../src/core/table/table.ts";
import type { ColumnView } from "../../src/protocol/corpus.ts";
import { el, setAttribute, setText, show } from "../ui/dom.ts";
import { sortWords } from "./sorting.ts";

export interface HeadActions {
  readonly sort: (column: ColumnView, more: boolean) => void;
  /** `undefined`: to what its content needs. */
  readonly resize: (column: ColumnView, width: number | undefined) => void;
  /** Moves the column before the one that is at `to` now. */
  readonly move: (column: ColumnView, to: number) => void;
}

const KEY_STEP = 16;
/** px of the pointer's way that make a press a drag. */
const DRAG_FROM = 5;

export class HeadCell {
  readonly element: HTMLElement;
  private readonly title = el("span", { class: "head-title" });
  private readonly arrow = el("span", { class: "head-arrow", "aria-hidden": "true" });
  private readonly handle = el("span", { class: "head-handle", "aria-hidden": "true" });
  private column: ColumnView;
  private readonly actions: HeadActions;
  private dragged = false;

  constructor(column: ColumnView, actions: HeadActions) {
    this.column = column;
    this.actions = actions;
    this.element = el(
      "div",
      { class: "head-cell", role: "columnheader", tabindex: "-1" },
      this.title,
      this.arrow,
      this.handle,
    );
    this.element.dataset["column"] = column.id;
    this.element.addEventListener("click", (event) => {
      if (!this.dragged && event.target !== this.handle) actions.sort(this.column, event.shiftKey);
      this.dragged = false;
    });
    this.element.addEventListener("keydown", (event) => this.onKey(event));
    this.element.addEventListener("pointerdown", (event) => this.startMove(event));
    this.handle.addEventListener("pointerdown", (event) => this.startResize(event));
    this.handle.addEventListener("dblclick", () => actions.resize(this.column, undefined));
  }

  update(column: ColumnView, index: number, sort: readonly SortKey[]): void {
    this.column = column;
    setText(this.title, column.title);
    this.element.classList.toggle("numeric", column.numeric);
    setAttribute(this.element, "aria-colindex", String(index + 1));
    const place = sort.findIndex((key) => key.column === column.id);
    const key = sort[place];
    const order = sort.length > 1 ? String(place + 1) : "";
    setText(this.arrow, key === undefined ? "" : `${key.descending ? "▼" : "▲"}${order}`);
    show(this.arrow, key !== undefined);
    this.element.classList.toggle("sorted", key !== undefined);
    setAttribute(
      this.element,
      "aria-sort",
      key === undefined ? "none" : key.descending ? "descending" : "ascending",
    );
    const words = sortWords(sort, column.id);
    const label = words === undefined ? column.title : `${column.title}, ${words}`;
    setAttribute(this.element, "aria-label", label);
    setAttribute(
      this.element,
      "title",
      `${label}\nClick sorts, Shift+click adds a key; Shift+← → changes the width`,
    );
  }

  get width(): number {
    return this.element.getBoundingClientRect().width;
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const wider = event.shiftKey && event.key === "ArrowRight";
    const narrower = event.shiftKey && event.key === "ArrowLeft";
    if (event.key === "Enter" || (event.key === " " && !event.shiftKey))
      this.actions.sort(this.column, event.shiftKey);
    else if (wider || narrower) this.actions.resize(this.column, this.width + (wider ? KEY_STEP : -KEY_STEP));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private startResize(event: PointerEvent): void {
    if (event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    const { width } = this;
    this.follow(event, (dx) => this.actions.resize(this.column, width + dx));
  }

  private startMove(event: PointerEvent): void {
    if (event.button !== 0) return;
    const place = (clientX: number): number => {
      const heads = [...(this.element.parentElement?.children ?? [])];
      const at = heads.findIndex((head) => {
        const box = head.getBoundingClientRect();
        return clientX < box.left + box.width / 2;
      });
      return at < 0 ? heads.length : at;
    };
    let to: number | undefined;
    this.follow(
      event,
      (dx, clientX) => {
        if (to === undefined && Math.abs(dx) < DRAG_FROM) return;
        this.dragged = true;
        to = place(clientX);
        this.markDrop(to);
      },
      () => {
        this.markDrop(undefined);
        if (to === undefined) return;
        this.actions.move(this.column, to);
        // The click that follows a drag comes first.
        setTimeout(() => (this.dragged = false), 0);
      },
    );
  }

  private markDrop(to: number | undefined): void {
    const heads = [...(this.element.parentElement?.children ?? [])];
    for (const [at, head] of heads.entries()) {
      head.classList.toggle("drop-before", at === to);
      head.classList.toggle("drop-after", to === heads.length && at === heads.length - 1);
    }
    this.element.classList.toggle("dragged", to !== undefined);
  }

  /** Follows the pointer until it is let go. */
  private follow(
    start: PointerEvent,
    onMove: (dx: number, clientX: number) => void,
    onEnd: () => void = () => undefined,
  ): void {
    const target = start.target instanceof HTMLElement ? start.target : this.element;
    target.setPointerCapture(start.pointerId);
    const move = (event: PointerEvent): void => onMove(event.clientX - start.clientX, event.clientX);
    const end = (): void => {
      target.removeEventListener("pointermove", move);
      target.removeEventListener("pointerup", end);
      target.removeEventListener("pointercancel", end);
      onEnd();
    };
    target.addEventListener("pointermove", move);
    target.addEventListener("pointerup", end);
    target.addEventListener("pointercancel", end);
  }
}
