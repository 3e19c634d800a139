/** The list of keys. A modal dialog: the browser traps the focus and gives it back. */
import { el } from "../ui/dom.ts";
import { icon } from "../ui/icons.ts";
import { makeButton } from "../ui/toolkit.ts";
import type { Actions } from "./actions.ts";
import { DEFAULT_KEYS } from "./keys.ts";

export class KeysDialog {
  readonly element: HTMLDialogElement;
  private thenTranscript = false;

  constructor(actions: Actions) {
    const close = makeButton("icon", () => this.element.close(), "Close");
    close.append(icon("close"));
    const change = makeButton("secondary", () => {
      this.thenTranscript = false;
      this.element.close();
      actions.ask({ do: "editKeys" });
    });
    change.append("Change keys…");
    this.element = el(
      "dialog",
      { class: "keys", "aria-labelledby": "keys-title" },
      el("div", { class: "keys-head" }, el("h2", { id: "keys-title" }, "Keys"), close),
      el("div", { class: "keys-columns" }, ...DEFAULT_KEYS.map(section)),
      el(
        "div",
        { class: "keys-foot" },
        el("p", {}, "The same in panel and transcript. These are the defaults; yours may differ."),
        change,
      ),
    );
    this.element.addEventListener("keydown", (event) => {
      // Nothing behind the dialog may be judged by a key pressed in it.
      event.stopPropagation();
      if (event.key === "?" || event.key === "Escape") {
        event.preventDefault();
        this.element.close();
      }
    });
    this.element.addEventListener("close", () => {
      const { activeElement } = document;
      if (this.thenTranscript) actions.ask({ do: "showTranscript" });
      // The browser gives the focus back; VS Code had taken it to the page itself when the command came.
      else if (activeElement === document.body || this.element.contains(activeElement)) actions.leave();
    });
    this.element.addEventListener("click", (event) => {
      if (event.target === this.element) this.element.close();
    });
  }

  /** `thenTranscript`: asked for from the transcript, which gets the keyboard back. */
  open(thenTranscript = false): void {
    this.thenTranscript = thenTranscript;
    if (!this.element.open) this.element.showModal();
  }
}

function section({ title, keys }: (typeof DEFAULT_KEYS)[number]): HTMLElement {
  const rows = keys.map((entry) =>
    el("div", {}, el("dt", {}, ...entry.keys.map((key) => el("kbd", {}, key))), el("dd", {}, entry.what)),
  );
  return el("section", {}, el("h3", {}, title), el("dl", {}, ...rows));
}
