/** What an extractor proposes for a question: shown beside the choices, taken or rejected in one click. */
import type { QuestionView } from "../../src/protocol/review.ts";
import { el, setAttribute, setText, show } from "../ui/dom.ts";
import { icon } from "../ui/icons.ts";
import type { Actions } from "./actions.ts";

export class SuggestionLine {
  readonly element: HTMLElement;
  private readonly text = el("span", { class: "suggestion-text" });
  private readonly origin = el("span", { class: "origin" });
  private readonly take: HTMLButtonElement;
  private readonly reject: HTMLButtonElement;
  private readonly of = [
    el("span", { class: "visually-hidden" }),
    el("span", { class: "visually-hidden" }),
  ] as const;
  private question: QuestionView | undefined;

  constructor(actions: Actions) {
    this.take = el(
      "button",
      { type: "button", class: "quiet" },
      icon("confirm"),
      el("span", {}, "Take", this.of[0]),
    );
    this.reject = el(
      "button",
      { type: "button", class: "quiet" },
      icon("reject"),
      el("span", {}, "Reject", this.of[1]),
    );
    this.take.addEventListener("click", () => {
      const { question } = this;
      if (question?.suggestion !== undefined) {
        actions.ask({ do: "answer", kind: question.kind, value: question.suggestion.value });
      }
    });
    this.reject.addEventListener("click", () => {
      const id = this.question?.suggestion?.id;
      if (id !== undefined) actions.ask({ do: "reject", row: id });
    });
    this.element = el(
      "div",
      { class: "suggestion" },
      el("div", { class: "suggestion-words" }, this.text, this.origin),
      el("div", { class: "suggestion-actions" }, this.take, this.reject),
    );
  }

  update(question: QuestionView): void {
    this.question = question;
    const { suggestion } = question;
    show(this.element, suggestion !== undefined);
    if (suggestion === undefined) return;
    const open = suggestion.state === "suggested";
    this.element.dataset["state"] = suggestion.state;
    const state = open ? "" : ` (${suggestion.state})`;
    setText(this.text, `Suggested: ${suggestion.label}${state}`);
    const reason = suggestion.rationale === undefined ? "" : `${suggestion.rationale} · `;
    setText(this.origin, reason + suggestion.origin);
    setAttribute(this.element, "title", reason + suggestion.origin);
    show(this.take, open && suggestion.takeable && question.answer !== suggestion.value);
    show(this.reject, open);
    for (const of of this.of) setText(of, ` ${suggestion.label} as ${question.title}`);
  }
}
