/** The two places to write in: the task (one line, saved on Enter or when left) and the note. */
import type { ConversationView, QuestionView } from "../../src/protocol/review.ts";
import { MAX_TEXT } from "../../src/protocol/limits.ts";
import { el, setText } from "../ui/dom.ts";
import { makeButton, makeTextArea, makeTextField, setDisabled, type TextControl } from "../ui/toolkit.ts";
import type { Actions } from "./actions.ts";
import { isUnsaved, shownText, type DraftField, type Drafts } from "./drafts.ts";
import { keepTypingIn } from "./keys.ts";
import { SuggestionLine } from "./suggestionLine.ts";

/** What both have in common: the text follows the store, and typing goes into it. */
class Writing {
  readonly control: TextControl;
  readonly state = el("span", { class: "count" });
  private readonly field: DraftField;

  constructor(control: TextControl, field: DraftField, actions: Actions) {
    this.control = control;
    this.field = field;
    control.onInput(() => actions.typed(field, control.value));
    keepTypingIn(control.element, actions.leave);
  }

  /** True while the text isn't saved. */
  update(conversation: ConversationView, drafts: Drafts): boolean {
    const unsaved = isUnsaved(drafts, conversation, this.field);
    this.control.value = shownText(drafts, conversation, this.field);
    setText(this.state, unsaved ? "draft, not yet saved" : "");
    return unsaved;
  }
}

export class TaskAnswer {
  readonly element: HTMLElement;
  private readonly writing: Writing;
  private readonly title = el("h2", { id: "question-task-title" });
  private readonly suggestion: SuggestionLine;

  constructor(actions: Actions) {
    const control = makeTextField("Task", "What is the human trying to get done?", MAX_TEXT);
    this.writing = new Writing(control, "task", actions);
    this.suggestion = new SuggestionLine(actions);
    control.element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.isComposing) actions.save("task", control.value);
    });
    control.element.addEventListener("focusout", () => actions.save("task", control.value));
    this.element = el(
      "section",
      { class: "question", "aria-labelledby": "question-task-title" },
      el(
        "div",
        { class: "group-head" },
        this.title,
        this.writing.state,
        el("kbd", { "aria-hidden": "true" }, "t"),
      ),
      this.suggestion.element,
      control.element,
    );
  }

  update(question: QuestionView, conversation: ConversationView, drafts: Drafts): void {
    setText(this.title, question.title);
    this.suggestion.update(question);
    this.writing.update(conversation, drafts);
  }

  focus(): void {
    this.writing.control.element.focus();
  }
}

export class Note {
  readonly element: HTMLElement;
  private readonly writing: Writing;
  private readonly save: HTMLElement;

  constructor(actions: Actions) {
    const control = makeTextArea(
      "Note",
      "Anything a colleague should know about this conversation",
      MAX_TEXT,
    );
    this.writing = new Writing(control, "note", actions);
    const save = (): void => actions.save("note", control.value);
    this.save = makeButton("secondary", save);
    this.save.append("Save note");
    control.element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
    });
    this.element = el(
      "section",
      { class: "question", "aria-labelledby": "note-title" },
      el(
        "div",
        { class: "group-head" },
        el("h2", { id: "note-title" }, "Note"),
        this.writing.state,
        el("kbd", { "aria-hidden": "true" }, "n"),
      ),
      control.element,
      el("div", { class: "note-foot" }, this.save, el("span", { class: "hint" }, "Ctrl+Enter")),
    );
  }

  update(conversation: ConversationView, drafts: Drafts): void {
    const unsaved = this.writing.update(conversation, drafts);
    setDisabled(this.save, !unsaved);
  }

  focus(): void {
    this.writing.control.element.focus();
  }
}
