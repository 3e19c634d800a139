/** A list to choose columns from: filter, ticks, and (for the table's own columns) their order. */
import type { ColumnId } from "../../src/core/table/table.ts";
import type { ColumnView } from "../../src/protocol/corpus.ts";
import { el, KeyedList, setAttribute, setText, show } from "../ui/dom.ts";
import { plainButton } from "./buttons.ts";
import { moved } from "./columns.ts";
import { Popover } from "./popover.ts";

interface Item {
  readonly column: ColumnView;
  /** Place among the chosen; -1 = not chosen. */
  readonly at: number;
}

export class ColumnMenu {
  private readonly popover: Popover;
  private readonly filter: HTMLInputElement;
  private readonly list = el("div", { class: "column-list", role: "group" });
  private readonly none = el("p", { class: "hint" }, "No column of this name");
  private readonly items: KeyedList<Item>;
  private readonly choose: (columns: readonly ColumnId[]) => void;
  private available: readonly ColumnView[] = [];
  private chosen: readonly ColumnId[] = [];

  /** `ordered`: the order can be changed, and one column must stay. */
  constructor(
    button: HTMLElement,
    label: string,
    private readonly ordered: boolean,
    choose: (columns: readonly ColumnId[]) => void,
  ) {
    this.choose = choose;
    this.filter = el("input", {
      type: "text",
      class: "menu-filter",
      placeholder: "Filter",
      "aria-label": `Filter: ${label}`,
      spellcheck: "false",
    });
    this.popover = new Popover(button, label, () => {
      this.filter.value = "";
      this.draw();
      this.filter.focus();
    });
    this.popover.element.classList.add("column-menu");
    this.popover.element.append(this.filter, this.list, this.none);
    if (ordered)
      this.popover.element.append(
        el("p", { class: "hint" }, el("kbd", {}, "Alt"), " ", el("kbd", {}, "↑↓"), " moves a column"),
      );
    this.items = new KeyedList<Item>(
      this.list,
      ({ column }) => column.id,
      (item) => this.makeItem(item),
    );
    this.filter.addEventListener("input", () => this.draw());
    this.popover.element.addEventListener("keydown", (event) => this.onKey(event));
  }

  get element(): HTMLElement {
    return this.popover.element;
  }

  update(available: readonly ColumnView[], chosen: readonly ColumnId[]): void {
    this.available = available;
    this.chosen = chosen;
    if (this.popover.isOpen) this.draw();
  }

  private draw(): void {
    const wanted = this.filter.value.trim().toLowerCase();
    const byId = new Map(this.available.map((column) => [column.id, column]));
    const first = this.chosen.flatMap((id) => byId.get(id) ?? []);
    const rest = this.available.filter(({ id }) => !this.chosen.includes(id));
    const items = (this.ordered ? [...first, ...rest] : this.available)
      .filter(({ id, title }) => `${title}\n${id}`.toLowerCase().includes(wanted))
      .map((column) => ({ column, at: this.chosen.indexOf(column.id) }));
    const active = document.activeElement;
    this.items.update(items);
    // Moving an element in the list takes the focus off it.
    if (active instanceof HTMLElement && active !== document.activeElement && this.list.contains(active))
      active.focus();
    show(this.none, items.length === 0);
  }

  private makeItem(first: Item): { element: HTMLElement; update: (item: Item) => void } {
    let item = first;
    const box = el("input", { type: "checkbox" });
    const title = el("span", { class: "column-title", dir: "auto" });
    const kind = el("span", { class: "column-kind" });
    const up = plainButton("up", "", () => this.move(item, -1));
    const down = plainButton("down", "", () => this.move(item, 1));
    for (const button of [up, down]) button.tabIndex = -1;
    box.addEventListener("change", () => this.tick(item, box));
    const element = el("div", { class: "column-item" }, el("label", {}, box, title, kind), up, down);
    const update = (next: Item): void => {
      item = next;
      const isChosen = next.at >= 0;
      setText(title, next.column.title);
      setText(kind, next.column.id.startsWith("meta:") ? "metadata" : "");
      if (box.checked !== isChosen) box.checked = isChosen;
      box.disabled = this.ordered && isChosen && this.chosen.length === 1;
      for (const [button, way] of [
        [up, "up"],
        [down, "down"],
      ] as const) {
        show(button, this.ordered && isChosen);
        setAttribute(button, "aria-label", `Move ${next.column.title} ${way}`);
        setAttribute(button, "title", `Move ${way}`);
      }
      element.classList.toggle("chosen", isChosen);
    };
    return { element, update };
  }

  private tick({ column, at }: Item, box: HTMLInputElement): void {
    if (box.checked === at >= 0) return;
    this.change(box.checked ? [...this.chosen, column.id] : this.chosen.filter((id) => id !== column.id));
  }

  private move({ at }: Item, by: -1 | 1): void {
    const to = at + by;
    if (at >= 0 && to >= 0 && to < this.chosen.length) this.change(moved(this.chosen, at, to));
  }

  /** Drawn at once: the host's snapshot follows. */
  private change(chosen: readonly ColumnId[]): void {
    this.chosen = chosen;
    this.choose(chosen);
    this.draw();
  }

  private onKey(event: KeyboardEvent): void {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : undefined;
    if (by === undefined) return;
    event.preventDefault();
    const boxes = [...this.list.querySelectorAll<HTMLInputElement>("input")];
    const at = boxes.findIndex((box) => box === document.activeElement);
    if (event.altKey) {
      const id = this.idAt(at);
      const place = this.chosen.findIndex((one) => one === id);
      const column = this.available.find((one) => one.id === id);
      if (this.ordered && column !== undefined && place >= 0) this.move({ column, at: place }, by);
      return;
    }
    const to = at + by;
    if (to < 0) this.filter.focus();
    else boxes[Math.min(boxes.length - 1, to)]?.focus();
  }

  private idAt(at: number): ColumnId | undefined {
    const element = this.list.children[at];
    return this.available.find(({ id }) => this.items.get(id)?.element === element)?.id;
  }
}
