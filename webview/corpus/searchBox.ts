/** The query: a line of text with what is wrong in it underlined, its history, and a list of the language's terms. */
import { MAX_TEXT } from "../../src/protocol/limits.ts";
import { belongsToTextField } from "../review/keys.ts";
import { el, setAttribute, setText, show } from "../ui/dom.ts";
import { icon } from "../ui/icons.ts";
import type { Actions } from "./actions.ts";
import { plainButton } from "./buttons.ts";
import { QueryHelp } from "./queryHelp.ts";
import type { CorpusState } from "./session.ts";

export class SearchBox {
  readonly element: HTMLElement;
  private readonly input: HTMLInputElement;
  private readonly mirror = el("div", { class: "search-mirror", "aria-hidden": "true" });
  private readonly reason = el("div", { class: "search-reason", id: "search-reason" });
  private readonly clear: HTMLButtonElement;
  private readonly help: QueryHelp;
  private readonly actions: Actions;
  private history: readonly string[] = [];
  /** -1 = what is typed now; else a place in the history. */
  private inHistory = -1;
  private typed = "";
  /** The history as it was when the walk through it began. */
  private walked: readonly string[] = [];

  constructor(actions: Actions) {
    this.actions = actions;
    this.input = el("input", {
      type: "text",
      class: "search-input",
      placeholder: "Search words, or field:value",
      "aria-label": "Search conversations",
      maxlength: String(MAX_TEXT),
      spellcheck: "false",
      autocomplete: "off",
    });
    this.clear = plainButton("close", "Clear the search", () => {
      this.set("", true);
      this.focus();
    });
    this.help = new QueryHelp((term) => {
      const { value } = this.input;
      this.set(value === "" || value.endsWith(" ") ? value + term : `${value} ${term}`, false);
      this.focus();
    });
    const tools = el("div", { class: "search-tools" }, this.clear, this.help.button);
    this.element = el(
      "div",
      { class: "search", role: "search" },
      icon("search"),
      el("div", { class: "search-field" }, this.mirror, this.input),
      tools,
      this.reason,
      this.help.element,
    );
    this.input.addEventListener("input", () => {
      this.inHistory = -1;
      actions.query(this.input.value, false);
    });
    this.input.addEventListener("scroll", () => this.followScroll(), { passive: true });
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    for (const kind of ["keypress", "keyup"] as const)
      this.input.addEventListener(kind, (event) => {
        if (belongsToTextField(event)) event.stopPropagation();
      });
  }

  update({ query, snapshot, wrong, kept }: CorpusState): void {
    this.history = kept.history;
    // Setting an equal text would move the caret.
    if (this.input.value !== query) this.input.value = query;
    show(this.clear, query !== "");
    const problem = wrong ? snapshot?.view.problem : undefined;
    setAttribute(this.input, "aria-invalid", problem === undefined ? undefined : "true");
    setAttribute(this.input, "aria-describedby", problem === undefined ? undefined : "search-reason");
    setText(this.reason, problem?.text ?? "");
    show(this.reason, problem !== undefined);
    setAttribute(this.input, "title", problem?.text);
    this.element.classList.toggle("wrong", problem !== undefined);
    this.underline(query, problem?.at);
  }

  focus(): void {
    this.input.focus();
    this.input.select();
  }

  private underline(query: string, at: readonly [number, number] | undefined): void {
    if (at === undefined) {
      if (this.mirror.firstChild !== null) this.mirror.replaceChildren();
      return;
    }
    const start = Math.max(0, Math.min(at[0], query.length));
    const end = Math.max(start, Math.min(at[1], query.length));
    // A place at the very end (something is missing there) still gets a stroke.
    const wrong = query.slice(start, end) || " ";
    this.mirror.replaceChildren(
      query.slice(0, start),
      el("span", { class: "wrong-part" }, wrong),
      query.slice(end),
    );
    this.followScroll();
  }

  private followScroll(): void {
    this.mirror.scrollLeft = this.input.scrollLeft;
  }

  private set(text: string, now: boolean): void {
    this.input.value = text;
    this.actions.query(text, now);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.isComposing) {
      event.stopPropagation();
      return;
    }
    const withOthers = event.shiftKey || event.ctrlKey || event.metaKey || event.altKey;
    switch (withOthers ? "" : event.key) {
      case "Enter":
        this.actions.query(this.input.value, true);
        break;
      case "Escape":
        if (this.input.value === "") this.actions.toTable();
        else this.set("", true);
        break;
      case "ArrowUp":
        this.walkHistory(1);
        break;
      case "ArrowDown":
        if (this.inHistory < 0) this.actions.toTable();
        else this.walkHistory(-1);
        break;
      default:
        if (belongsToTextField(event)) event.stopPropagation();
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  private walkHistory(by: 1 | -1): void {
    if (this.inHistory < 0) {
      const { value } = this.input;
      this.typed = value;
      // What stands here already is no step back; what is looked at on the way goes into the history later.
      this.walked = this.history.filter((one) => one !== value.trim());
    }
    this.inHistory = Math.max(-1, Math.min(this.walked.length - 1, this.inHistory + by));
    this.set(this.walked[this.inHistory] ?? this.typed, false);
  }
}
