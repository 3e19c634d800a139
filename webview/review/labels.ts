/** The labels, grouped by kind, with one selection over both groups. */
import type { ConversationView, RowView } from "../../src/protocol/review.ts";
import { el, KeyedList, setAttribute, setText, show } from "../ui/dom.ts";
import { icon } from "../ui/icons.ts";
import type { Actions } from "./actions.ts";
import { isPlain } from "./keys.ts";
import { Row, type RowItem } from "./row.ts";

type Kind = RowView["kind"];

const GROUPS: readonly {
  kind: Kind;
  title: string;
  add: string;
  what: string;
  key: string;
  none: readonly [string, string];
}[] = [
  {
    kind: "aiValue",
    title: "AI values",
    add: "Add an AI value",
    what: " an AI value",
    key: "a",
    none: ["No AI values yet. Select words in the transcript and press ", ", or go on if none is expressed."],
  },
  {
    kind: "humanValue",
    title: "Human values",
    add: "Add a human value",
    what: " a human value",
    key: "h",
    none: ["No human values yet. Only what the human states counts; press ", " to add one."],
  },
];

class Group {
  readonly element: HTMLElement;
  readonly kind: Kind;
  private readonly count = el("span", { class: "count" });
  private readonly list: HTMLElement;
  private readonly none: HTMLElement;
  private readonly rows: KeyedList<RowItem>;

  constructor(spec: (typeof GROUPS)[number], actions: Actions, made: Map<string, Row>) {
    this.kind = spec.kind;
    const headingId = `group-${spec.kind}`;
    this.list = el("ul", { class: "rows", role: "list", "aria-labelledby": headingId });
    this.none = el("p", { class: "none" }, spec.none[0], el("kbd", {}, spec.key), spec.none[1]);
    const add = el(
      "button",
      { type: "button", class: "quiet add", title: `${spec.add} (${spec.key})` },
      icon("add"),
      el("span", {}, "Add", el("span", { class: "visually-hidden" }, spec.what)),
      el("kbd", { "aria-hidden": "true" }, spec.key),
    );
    add.addEventListener("click", () => actions.ask({ do: "add", kind: spec.kind }));
    this.element = el(
      "section",
      { class: "group", "aria-labelledby": headingId },
      el("div", { class: "group-head" }, el("h2", { id: headingId }, spec.title), this.count, add),
      this.none,
      this.list,
    );
    this.rows = new KeyedList(
      this.list,
      (item) => item.row.id,
      (item) => {
        const row = new Row(item.row.id, actions);
        made.set(item.row.id, row);
        return row;
      },
    );
  }

  update(items: readonly RowItem[]): void {
    const suggestions = items.filter(({ row }) => row.state !== "added");
    const judged = suggestions.filter(({ row }) => row.state !== "suggested").length;
    const added = items.length - suggestions.length;
    const text = suggestions.length > 0 ? `${judged}/${suggestions.length} judged` : "";
    setText(this.count, [text, added > 0 ? `${added} added` : ""].filter((part) => part !== "").join(" · "));
    show(this.none, items.length === 0);
    show(this.list, items.length > 0);
    this.rows.update(items);
  }
}

export class Labels {
  readonly element: HTMLElement;
  private readonly made = new Map<string, Row>();
  private readonly groups: readonly Group[];
  private order: readonly string[] = [];
  private selected: string | undefined;
  private readonly actions: Actions;

  constructor(actions: Actions) {
    this.actions = actions;
    this.groups = GROUPS.map((spec) => new Group(spec, actions, this.made));
    this.element = el("div", { class: "labels" }, ...this.groups.map((group) => group.element));
    this.element.addEventListener("keydown", (event) => this.step(event));
  }

  /** Focus stays among the labels if it was there: on the same control, or else on the selected row. */
  update(conversation: ConversationView, selected: string | undefined, expanded: ReadonlySet<string>): void {
    const before = document.activeElement;
    const hadFocus = before !== null && before.closest(".rows") !== null;
    const focusedRow = before?.closest<HTMLElement>(".row")?.dataset["row"];
    const known = conversation.rows.some((row) => row.id === selected);
    const first = conversation.rows.find((row) => row.kind === "aiValue") ?? conversation.rows[0];
    const tabbable = known ? selected : first?.id;
    for (const group of this.groups) {
      const rows = conversation.rows.filter((row) => row.kind === group.kind);
      group.update(
        rows.map((row) => ({
          row,
          selected: row.id === selected,
          expanded: expanded.has(row.id),
          tabbable: row.id === tabbable,
        })),
      );
    }
    this.order = GROUPS.flatMap(({ kind }) =>
      conversation.rows.filter((row) => row.kind === kind).map((row) => row.id),
    );
    const present = new Set(this.order);
    for (const id of this.made.keys()) if (!present.has(id)) this.made.delete(id);
    setAttribute(this.element, "data-many", this.order.length > 60 ? "true" : undefined);
    const moved = selected !== this.selected;
    this.selected = selected;
    const lost = hadFocus && document.activeElement !== before;
    if (lost || (hadFocus && moved && focusedRow !== selected)) this.focusSelected();
    else if (moved) this.reveal(selected);
  }

  /** Focuses the selected row, or the first. False when there is none. */
  focusSelected(): boolean {
    const row = this.row(this.selected) ?? this.row(this.order[0]);
    if (row === undefined) return false;
    row.title.focus({ preventScroll: true });
    row.element.scrollIntoView({ block: "nearest" });
    return true;
  }

  private reveal(id: string | undefined): void {
    this.row(id)?.element.scrollIntoView({ block: "nearest" });
  }

  private row(id: string | undefined): Row | undefined {
    return id === undefined ? undefined : this.made.get(id);
  }

  /** Arrows, Home and End choose a row, as in any list; stopped here so that a bound command doesn't step too. */
  private step(event: KeyboardEvent): void {
    if (!isPlain(event) || event.shiftKey || !(event.target instanceof Element)) return;
    const id = event.target.closest<HTMLElement>(".row")?.dataset["row"];
    if (id === undefined) return;
    const at = this.order.indexOf(id);
    const last = this.order.length - 1;
    const goTo = new Map([
      ["ArrowDown", Math.min(at + 1, last)],
      ["ArrowUp", Math.max(at - 1, 0)],
      ["Home", 0],
      ["End", last],
    ]).get(event.key);
    if (goTo === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const target = this.order[goTo];
    if (target !== undefined) this.actions.select(target);
  }
}
