/** What ends a conversation or goes back a step. Sticks to the bottom. */
import type { ConversationView } from "../../src/protocol/review.ts";
import { el, setAttribute, setText, show } from "../ui/dom.ts";
import { icon } from "../ui/icons.ts";
import { makeButton } from "../ui/toolkit.ts";
import type { Actions } from "./actions.ts";

class HistoryButton {
  readonly element: HTMLButtonElement;
  private readonly text = el("span", { class: "history-text", dir: "auto" });
  private readonly verb: "Undo" | "Redo";

  constructor(verb: "Undo" | "Redo", key: string, act: () => void) {
    this.verb = verb;
    const name = verb === "Undo" ? "undo" : "redo";
    const kbd = el("kbd", { "aria-hidden": "true" }, key);
    this.element = el("button", { type: "button", class: "quiet history" }, icon(name), this.text, kbd);
    this.element.addEventListener("click", act);
  }

  update(what: string | undefined): void {
    // aria-disabled, not disabled: a button that vanishes from under the focus loses the rater's place.
    setAttribute(this.element, "aria-disabled", what === undefined ? "true" : undefined);
    setText(this.text, what === undefined ? this.verb : `${this.verb} ${what}`);
    setAttribute(
      this.element,
      "title",
      what === undefined ? `Nothing to ${this.verb.toLowerCase()}` : `${this.verb} ${what}`,
    );
  }
}

export class Foot {
  readonly element: HTMLElement;
  private readonly done: HTMLElement;
  private readonly doneText = el("span", {}, "Done & next");
  private readonly skip: HTMLElement;
  private readonly reopen: HTMLElement;
  private readonly undo: HistoryButton;
  private readonly redo: HistoryButton;
  private undoable = false;
  private redoable = false;
  private isDone = false;

  constructor(actions: Actions) {
    this.done = makeButton("primary", () => actions.ask({ do: this.isDone ? "next" : "done" }));
    // In a <div>: the toolkit makes spans in its buttons as small as icons.
    this.done.append(el("div", { class: "done" }, this.doneText, el("kbd", { "aria-hidden": "true" }, "d")));
    this.skip = makeButton("secondary", () => actions.ask({ do: "skip" }));
    this.skip.append("Skip");
    this.reopen = makeButton("secondary", () => actions.ask({ do: "reopen" }));
    this.reopen.append("Reopen");
    const keys = makeButton("icon", actions.openKeys, "Keys (?)");
    keys.append(el("span", { class: "key-mark", "aria-hidden": "true" }, "?"));
    this.undo = new HistoryButton("Undo", "u", () => {
      if (this.undoable) actions.ask({ do: "undo" });
    });
    this.redo = new HistoryButton("Redo", "U", () => {
      if (this.redoable) actions.ask({ do: "redo" });
    });
    this.element = el(
      "footer",
      { class: "foot" },
      el("div", { class: "foot-history" }, this.undo.element, this.redo.element),
      el(
        "div",
        { class: "foot-main" },
        this.done,
        this.skip,
        this.reopen,
        el("span", { class: "spring" }),
        keys,
      ),
    );
  }

  update(conversation: ConversationView): void {
    this.undoable = conversation.undo !== undefined;
    this.redoable = conversation.redo !== undefined;
    this.undo.update(conversation.undo);
    this.redo.update(conversation.redo);
    this.isDone = conversation.status === "done";
    setText(this.doneText, this.isDone ? "Next" : "Done & next");
    show(this.skip, conversation.status === "open");
    show(this.reopen, conversation.status !== "open");
  }
}
