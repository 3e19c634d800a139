/** One drawn row, used again and again for other rows. */
import type { CellView, ColumnView } from "../../src/protocol/corpus.ts";
import { el, setAttribute } from "../ui/dom.ts";
import { icon, type IconName } from "../ui/icons.ts";
import { pieces } from "./clip.ts";
import type { KeptRow } from "./windows.ts";

const LOOK_ICONS: Readonly<Partial<Record<NonNullable<CellView["look"]>, IconName>>> = {
  done: "confirm",
  skipped: "retract",
  flagged: "flag",
  warning: "warning",
  error: "problem",
};

/** Control characters would be drawn as nothing or break the line; a tab or line end is a space. */
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ");
}

class CellBox {
  readonly element: HTMLElement;
  private readonly text = document.createTextNode("");
  private readonly words = el("span", { class: "cell-text", dir: "auto" }, this.text);
  private look: string | undefined;
  private drawing: SVGElement | undefined;
  private hasMarks = false;

  constructor(column: ColumnView, index: number) {
    this.element = el(
      "div",
      { class: "cell", role: "gridcell", "aria-colindex": String(index + 1) },
      this.words,
    );
    this.element.classList.toggle("numeric", column.numeric);
    this.element.dataset["column"] = column.id;
  }

  update(cell: CellView | undefined): void {
    const look = cell === undefined ? undefined : cell.look;
    if (look !== this.look) this.setLook(look);
    if (cell?.hits === undefined || cell.hits.length === 0) {
      if (this.hasMarks) this.words.replaceChildren(this.text);
      this.hasMarks = false;
      const text = cell === undefined ? "" : printable(cell.text);
      if (this.text.data !== text) this.text.data = text;
      return;
    }
    this.hasMarks = true;
    this.words.replaceChildren(
      ...pieces(cell).map(({ text, hit }) => (hit ? el("mark", {}, printable(text)) : printable(text))),
    );
  }

  private setLook(look: CellView["look"]): void {
    this.look = look;
    setAttribute(this.element, "data-look", look);
    this.drawing?.remove();
    const name = look === undefined ? undefined : LOOK_ICONS[look];
    this.drawing = name === undefined ? undefined : icon(name);
    if (this.drawing !== undefined) this.words.before(this.drawing);
  }
}

export interface RowState {
  readonly selected: boolean;
  /** Its transcript is on show. */
  readonly current: boolean;
}

export class RowBox {
  readonly element = el("div", { class: "row", role: "row" });
  /** 0-based place in the view that is drawn here; -1 = none. */
  at = -1;
  private cells: readonly CellBox[] = [];
  private drawn: KeptRow | null | undefined = null;
  private y = Number.NaN;
  private isSelected = false;
  private isCurrent = false;

  setColumns(columns: readonly ColumnView[]): void {
    this.cells = columns.map((column, index) => new CellBox(column, index));
    this.element.replaceChildren(...this.cells.map((cell) => cell.element));
    this.drawn = null;
  }

  /** `y` in px from the sheet's top; `row` undefined = on its way. */
  draw(at: number, y: number, row: KeptRow | undefined, { selected, current }: RowState): void {
    if (at !== this.at) {
      this.at = at;
      this.element.id = `row-${at}`;
      this.element.setAttribute("aria-rowindex", String(at + 2));
      this.element.dataset["sketch"] = String(at % 5);
    }
    if (y !== this.y) {
      this.y = y;
      this.element.style.transform = `translateY(${y}px)`;
    }
    if (row !== this.drawn) {
      this.element.classList.toggle("waiting", row === undefined);
      setAttribute(this.element, "aria-busy", row === undefined ? "true" : undefined);
      for (const [index, cell] of this.cells.entries()) cell.update(row?.cells[index]);
      this.drawn = row;
    }
    if (selected !== this.isSelected) {
      this.isSelected = selected;
      this.element.classList.toggle("selected", selected);
    }
    setAttribute(this.element, "aria-selected", String(selected));
    if (current !== this.isCurrent) {
      this.isCurrent = current;
      this.element.classList.toggle("current", current);
      setAttribute(this.element, "aria-current", current ? "true" : undefined);
    }
  }
}
