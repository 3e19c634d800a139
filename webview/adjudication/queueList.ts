/** The conversations, those with most disagreement first. */
import type { AdjudicationSnapshot, QueueItem } from "../../src/protocol/adjudication.ts";
import { el } from "../ui/dom.ts";
import { icon } from "../ui/icons.ts";
import type { Actions } from "./session.ts";

export class QueueList {
  readonly element: HTMLElement;
  private readonly list = el("ol", { class: "queue-list" });
  private signature = "";

  constructor(private readonly actions: Actions) {
    this.element = el("nav", { class: "queue", "aria-label": "Conversations", tabindex: "-1" }, this.list);
  }

  update(queue: AdjudicationSnapshot["queue"]): void {
    const signature = JSON.stringify(queue);
    if (signature === this.signature) return;
    this.signature = signature;
    const hadFocus = this.element.contains(document.activeElement);
    const items = queue.items.map((item, at) => this.item(item, queue.first + at === queue.current));
    this.list.setAttribute("start", String(queue.first + 1));
    this.list.replaceChildren(...items);
    const current = this.list.querySelector("[aria-current]");
    current?.scrollIntoView({ block: "nearest" });
    if (hadFocus && current instanceof HTMLElement) current.focus();
  }

  focus(): void {
    const current = this.list.querySelector("[aria-current]");
    if (current instanceof HTMLElement) current.focus();
  }

  private item(item: QueueItem, current: boolean): HTMLElement {
    const percent = Math.round(item.disagreement * 100);
    const words = item.disagreement === 0 ? "unanimous" : `${percent} % differ`;
    const button = el(
      "button",
      { type: "button", class: `queue-item ${item.status}`, ...(current ? { "aria-current": "true" } : {}) },
      ...(item.status === "open" ? [] : [icon(item.status === "done" ? "confirm" : "next")]),
      el("span", { class: "title", dir: "auto" }, item.title),
      el("span", { class: "hint" }, item.status === "open" ? words : item.status),
    );
    button.addEventListener("click", () => this.actions.ask({ do: "go", key: item.key }));
    return el("li", {}, button);
  }
}
