/** The list of keys. A modal dialog: the browser traps the focus and gives it back. */
import { el } from "../ui/dom.ts";
import { KEYS } from "./keys.ts";
import type { Actions } from "./session.ts";

export class KeysDialog {
  readonly element: HTMLDialogElement;

  constructor(actions: Actions) {
    const close = el("button", { type: "button", class: "button" }, "Close");
    close.addEventListener("click", () => this.element.close());
    const change = el("button", { type: "button", class: "button" }, "Change keys…");
    change.addEventListener("click", () => {
      this.element.close();
      actions.ask({ do: "editKeys" });
    });
    const rows = KEYS.map(({ keys, what }) =>
      el("div", {}, el("dt", {}, ...keys.map((key) => el("kbd", {}, key))), el("dd", {}, what)),
    );
    this.element = el(
      "dialog",
      { class: "keys", "aria-labelledby": "keys-title" },
      el("h2", { id: "keys-title" }, "Keys"),
      el("dl", {}, ...rows),
      el("p", { class: "figure-print" }, "These are the defaults; yours may differ."),
      el("div", { class: "keys-foot" }, change, close),
    );
    this.element.addEventListener("keydown", (event) => {
      // Nothing behind the dialog may be decided by a key pressed in it.
      event.stopPropagation();
      if (event.key === "?") this.element.close();
    });
  }

  open(): void {
    if (!this.element.open) this.element.showModal();
  }
}
