/**
 * A question with a closed set of answers. Arrows only move, so that reading the definitions gives no answer and
 * writes no judgement; Space, Enter, a click or the option's digit answers. Digits count inside the group only.
 */
import type { QuestionView } from "../../src/protocol/review.ts";
import { el, KeyedList, setAttribute, setText, show, type Keyed } from "../ui/dom.ts";
import type { Actions } from "./actions.ts";
import { isPlain } from "./keys.ts";
import { SuggestionLine } from "./suggestionLine.ts";

interface RadioItem {
  readonly question: QuestionView;
  readonly index: number;
  readonly tabbable: boolean;
}

class Radio implements Keyed<RadioItem> {
  readonly element: HTMLButtonElement;
  private readonly label = el("span", { class: "radio-label" });
  private readonly hint = el("span", { class: "radio-hint" });
  private readonly digit = el("kbd", { "aria-hidden": "true" });

  constructor(choose: () => void, focused: () => void) {
    this.element = el(
      "button",
      { type: "button", role: "radio", class: "radio" },
      el("span", { class: "dot", "aria-hidden": "true" }),
      this.label,
      this.hint,
      this.digit,
    );
    this.element.addEventListener("click", choose);
    this.element.addEventListener("focus", focused);
    this.element.addEventListener("mouseenter", focused);
  }

  update({ question, index, tabbable }: RadioItem): void {
    const option = question.options[index];
    if (option === undefined) return;
    const suggested = question.suggestion?.takeable === true && question.suggestion.value === option.value;
    setText(this.label, option.label);
    setText(this.hint, suggested ? "suggested" : "");
    setText(this.digit, String(index + 1));
    this.element.classList.toggle("suggested", suggested);
    setAttribute(this.element, "aria-checked", String(question.answer === option.value));
    setAttribute(this.element, "tabindex", tabbable ? "0" : "-1");
    setAttribute(this.element, "title", option.definition);
  }
}

export class RadioGroup {
  readonly element: HTMLElement;
  private readonly group: HTMLElement;
  private readonly title = el("h2");
  private readonly clear: HTMLButtonElement;
  private readonly definition: HTMLElement;
  private readonly suggestion: SuggestionLine;
  private readonly radios: KeyedList<RadioItem>;
  private question: QuestionView;
  private lookedAt: string | undefined;
  private readonly actions: Actions;

  constructor(question: QuestionView, key: string, actions: Actions) {
    this.question = question;
    this.actions = actions;
    const base = `question-${question.kind}`;
    this.title.id = `${base}-title`;
    this.definition = el("p", { class: "definition", id: `${base}-definition` });
    this.group = el("div", {
      role: "radiogroup",
      class: `radios radios-${question.kind}`,
      "aria-labelledby": `${base}-title`,
      "aria-describedby": `${base}-definition`,
    });
    this.clear = el(
      "button",
      { type: "button", class: "link" },
      "Clear",
      el("span", { class: "visually-hidden" }, ` ${question.title}`),
    );
    this.clear.addEventListener("click", () => actions.ask({ do: "clearAnswer", kind: question.kind }));
    this.suggestion = new SuggestionLine(actions);
    this.element = el(
      "section",
      { class: "question", "aria-labelledby": `${base}-title` },
      el("div", { class: "group-head" }, this.title, this.clear, el("kbd", { "aria-hidden": "true" }, key)),
      this.suggestion.element,
      this.group,
      this.definition,
    );
    this.radios = new KeyedList(
      this.group,
      (item) => item.question.options[item.index]?.value ?? "",
      (item) => {
        const value = item.question.options[item.index]?.value ?? "";
        return new Radio(
          () => this.answer(value),
          () => this.look(value),
        );
      },
    );
    this.group.addEventListener("keydown", (event) => this.onKey(event));
    this.group.addEventListener("mouseleave", () => this.look(this.focusedValue()));
    this.group.addEventListener("focusout", () => this.look(undefined));
    this.update(question);
  }

  update(question: QuestionView): void {
    this.question = question;
    setText(this.title, question.title);
    show(this.clear, question.answer !== undefined);
    const target = this.entry();
    this.radios.update(
      question.options.map((_option, index) => ({ question, index, tabbable: index === target })),
    );
    this.suggestion.update(question);
    this.describe();
  }

  focus(): void {
    this.button(this.entry())?.focus();
  }

  /** Where Tab enters: the answer, else the suggestion, else the first. */
  private entry(): number {
    const wanted = [this.question.answer, this.question.suggestion?.value];
    for (const value of wanted) {
      const index = this.question.options.findIndex((option) => option.value === value);
      if (index >= 0) return index;
    }
    return 0;
  }

  private button(index: number): HTMLElement | undefined {
    const value = this.question.options[index]?.value;
    return value === undefined ? undefined : this.radios.get(value)?.element;
  }

  private focusedValue(): string | undefined {
    return this.question.options.find((_option, index) => this.button(index) === document.activeElement)
      ?.value;
  }

  private answer(value: string): void {
    if (value !== this.question.answer) this.actions.ask({ do: "answer", kind: this.question.kind, value });
  }

  private look(value: string | undefined): void {
    this.lookedAt = value;
    this.describe();
  }

  /** The definition of the option under focus or pointer, else of the answer. */
  private describe(): void {
    const value = this.lookedAt ?? this.question.answer;
    const option = this.question.options.find((one) => one.value === value);
    const hint = `1–${this.question.options.length} answers; arrows read what each means.`;
    setText(this.definition, option === undefined ? hint : `${option.label}: ${option.definition}`);
  }

  private onKey(event: KeyboardEvent): void {
    if (!isPlain(event)) return;
    const { options } = this.question;
    const digit = /^[1-9]$/.test(event.key) ? Number(event.key) - 1 : -1;
    const chosen = options[digit];
    if (chosen !== undefined) {
      this.button(digit)?.focus();
      this.answer(chosen.value);
    } else if (!this.move(event.key)) {
      if (event.key !== "Escape") return;
      this.actions.leave();
    }
    event.preventDefault();
    event.stopPropagation();
  }

  private move(key: string): boolean {
    const count = this.question.options.length;
    const at = this.question.options.findIndex(
      (_option, index) => this.button(index) === document.activeElement,
    );
    const step = new Map([
      ["ArrowDown", 1],
      ["ArrowRight", 1],
      ["ArrowUp", -1],
      ["ArrowLeft", -1],
    ]).get(key);
    if (step === undefined || at < 0) return false;
    this.button((at + step + count) % count)?.focus();
    return true;
  }
}
