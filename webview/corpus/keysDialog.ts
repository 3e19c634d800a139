/** The list of keys. A modal dialog: the browser traps the focus and gives it back. */
import { el } from "../ui/dom.ts";
import { plainButton } from "./buttons.ts";

const KEYS: readonly { readonly title: string; readonly keys: readonly (readonly [string[], string])[] }[] = [
  {
    title: "Table",
    keys: [
      [["↑", "↓"], "Next, previous row; previews it"],
      [["PgUp", "PgDn"], "A page of rows"],
      [["Home", "End"], "First, last row"],
      [["←", "→"], "To the side"],
      [["Enter"], "Keep the transcript open"],
      [["Space"], "Preview the transcript"],
      [["Ctrl+C"], "Copy the row as shown"],
    ],
  },
  {
    title: "Column heads",
    keys: [
      [["←", "→"], "Next column"],
      [["Enter"], "Sort; with Shift as a further key"],
      [["Shift", "← →"], "Width"],
      [["↓"], "To the rows"],
    ],
  },
  {
    title: "Search",
    keys: [
      [["/", "Ctrl+F"], "To the search"],
      [["Enter"], "Search at once"],
      [["↑"], "Earlier searches"],
      [["↓"], "To the rows"],
      [["Esc"], "Clear; then to the rows"],
    ],
  },
  { title: "Everywhere", keys: [[["?"], "These keys"]] },
];

export class KeysDialog {
  readonly element: HTMLDialogElement;

  constructor() {
    const close = plainButton("close", "Close", () => this.element.close());
    this.element = el(
      "dialog",
      { class: "keys", "aria-labelledby": "keys-title" },
      el("div", { class: "keys-head" }, el("h2", { id: "keys-title" }, "Keys"), close),
      el("div", { class: "keys-columns" }, ...KEYS.map(section)),
    );
    this.element.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key !== "?" && event.key !== "Escape") return;
      event.preventDefault();
      this.element.close();
    });
    this.element.addEventListener("click", (event) => {
      if (event.target === this.element) this.element.close();
    });
  }

  open(): void {
    if (!this.element.open) this.element.showModal();
  }
}

function section({ title, keys }: (typeof KEYS)[number]): HTMLElement {
  const rows = keys.map(([marks, what]) =>
    el("div", {}, el("dt", {}, ...marks.map((mark) => el("kbd", {}, mark))), el("dd", {}, what)),
  );
  return el("section", {}, el("h3", {}, title), el("dl", {}, ...rows));
}
