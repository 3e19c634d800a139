/** Cells whose text their column cuts. */
import { setAttribute } from "../ui/dom.ts";

const PADDING = 20;

/** The cell under the pointer tells its whole text, if it is cut. */
export function tellCut(target: EventTarget | null): void {
  const cell = target instanceof Element ? target.closest(".cell") : null;
  const text = cell?.querySelector(".cell-text");
  if (cell == null || text == null) return;
  const isCut = text.scrollWidth > text.clientWidth;
  setAttribute(cell, "title", isCut ? (text.textContent ?? undefined) : undefined);
}

/** CSS px that the widest of a column's drawn cells needs, its head included. */
export function contentWidth(grid: HTMLElement, column: string): number {
  const range = document.createRange();
  let widest = 0;
  for (const cell of grid.querySelectorAll(`[data-column="${CSS.escape(column)}"]`)) {
    range.selectNodeContents(cell);
    widest = Math.max(widest, range.getBoundingClientRect().width);
  }
  return widest + PADDING;
}
