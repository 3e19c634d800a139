/** The terms of the query language, each with an example that a click puts into the search. */
import { el } from "../ui/dom.ts";
import { plainButton } from "./buttons.ts";
import { Popover } from "./popover.ts";

interface Term {
  readonly example: string;
  readonly what: string;
}

const TERMS: readonly { readonly title: string; readonly terms: readonly Term[] }[] = [
  {
    title: "Words",
    terms: [
      { example: "refund", what: "stands in the text, capitals or not" },
      { example: '"I am not sure"', what: "just so, in one piece" },
    ],
  },
  {
    title: "Columns",
    terms: [
      { example: "status:open", what: "open, done or skipped" },
      { example: "label:honesty", what: "a value that stands; also rater:, part:, id:" },
      { example: "turns:>10", what: "also turns:3..8, warnings:>0, size:>1MB" },
      { example: "flagged:yes", what: "also problem:yes" },
      { example: "meta.model:gpt-*", what: "a metadata field; * for any characters" },
    ],
  },
  {
    title: "Together",
    terms: [
      { example: "a b", what: "both" },
      { example: "a OR b", what: "either; brackets group" },
      { example: "-label:*", what: "not: here, without any label" },
    ],
  },
];

export class QueryHelp {
  readonly button: HTMLButtonElement;
  private readonly popover: Popover;

  constructor(use: (term: string) => void) {
    this.button = plainButton("help", "What can be searched for", () => undefined);
    this.popover = new Popover(this.button, "What can be searched for", () =>
      this.popover.element.querySelector("button")?.focus(),
    );
    this.popover.element.classList.add("query-help");
    const row = ({ example, what }: Term): HTMLElement => {
      const button = el("button", { type: "button", class: "term" }, el("code", {}, example));
      button.addEventListener("click", () => {
        this.popover.close();
        use(example);
      });
      return el("div", { class: "term-row" }, button, el("span", { class: "term-what" }, what));
    };
    for (const { title, terms } of TERMS) this.popover.element.append(el("h2", {}, title), ...terms.map(row));
  }

  get element(): HTMLElement {
    return this.popover.element;
  }
}
