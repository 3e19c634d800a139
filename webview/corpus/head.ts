/** The row of column heads: one stop for Tab, arrows go from head to head. */
import type { SortKey } from "../../src/core/table/table.ts";
import type { ColumnView } from "../../src/protocol/corpus.ts";
import { el, KeyedList } from "../ui/dom.ts";
import { HeadCell, type HeadActions } from "./headCell.ts";

interface Item {
  readonly column: ColumnView;
  readonly index: number;
  readonly sort: readonly SortKey[];
}

export class Head {
  readonly element: HTMLElement;
  private readonly row = el("div", { class: "head-row", role: "row", "aria-rowindex": "1" });
  private readonly cells: KeyedList<Item>;

  constructor(actions: HeadActions, toRows: () => void) {
    this.element = el("div", { class: "grid-head", role: "rowgroup" }, this.row);
    this.cells = new KeyedList<Item>(
      this.row,
      ({ column }) => column.id,
      ({ column }) => {
        const cell = new HeadCell(column, actions);
        return {
          element: cell.element,
          update: (item) => cell.update(item.column, item.index, item.sort),
        };
      },
    );
    this.row.addEventListener("keydown", (event) => {
      if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "ArrowDown") toRows();
      else if (!this.step(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
    });
    this.row.addEventListener("focusin", (event) => {
      if (event.target instanceof HTMLElement) this.stop(event.target);
    });
  }

  update(columns: readonly ColumnView[], sort: readonly SortKey[]): void {
    this.cells.update(columns.map((column, index) => ({ column, index, sort })));
    const heads = this.heads();
    const first = heads[0];
    if (first !== undefined && !heads.some((head) => head.tabIndex === 0)) first.tabIndex = 0;
  }

  private heads(): HTMLElement[] {
    return [...this.row.querySelectorAll<HTMLElement>(".head-cell")];
  }

  private stop(cell: HTMLElement): void {
    for (const head of this.heads()) head.tabIndex = head === cell ? 0 : -1;
  }

  private step(key: string): boolean {
    const heads = this.heads();
    const at = heads.findIndex((head) => head === document.activeElement);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: heads.length - 1 }[key];
    if (to === undefined) return false;
    heads[Math.max(0, Math.min(heads.length - 1, to))]?.focus();
    return true;
  }
}
