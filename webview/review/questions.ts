/** The questions that have one answer, in the order the host gives, and the note. */
import type { ConversationView, QuestionView } from "../../src/protocol/review.ts";
import { el, KeyedList, type Keyed } from "../ui/dom.ts";
import type { Actions } from "./actions.ts";
import type { Drafts } from "./drafts.ts";
import { RadioGroup } from "./radioGroup.ts";
import { Note, TaskAnswer } from "./textAnswers.ts";

interface QuestionItem {
  readonly question: QuestionView;
  readonly conversation: ConversationView;
  readonly drafts: Drafts;
}

interface Question extends Keyed<QuestionItem> {
  readonly focus: () => void;
}

const KEYS: Readonly<Record<QuestionView["kind"], string>> = {
  responseType: "r",
  subjectivity: "b",
  task: "t",
};

export class Questions {
  readonly element: HTMLElement;
  private readonly list: KeyedList<QuestionItem>;
  private readonly made = new Map<QuestionView["kind"], Question>();
  private readonly note: Note;

  constructor(actions: Actions) {
    const slot = el("div", { class: "question-list" });
    this.note = new Note(actions);
    this.element = el("div", { class: "questions" }, slot, this.note.element);
    this.list = new KeyedList(
      slot,
      (item) => item.question.kind,
      (item) => {
        const question = makeQuestion(item.question, actions);
        this.made.set(item.question.kind, question);
        return question;
      },
    );
  }

  update(conversation: ConversationView, drafts: Drafts): void {
    this.list.update(conversation.questions.map((question) => ({ question, conversation, drafts })));
    this.note.update(conversation, drafts);
  }

  focus(target: QuestionView["kind"] | "note"): void {
    if (target === "note") this.note.focus();
    else this.made.get(target)?.focus();
  }
}

function makeQuestion(question: QuestionView, actions: Actions): Question {
  if (question.kind === "task") {
    const task = new TaskAnswer(actions);
    return {
      element: task.element,
      update: (item) => task.update(item.question, item.conversation, item.drafts),
      focus: () => task.focus(),
    };
  }
  const group = new RadioGroup(question, KEYS[question.kind], actions);
  return {
    element: group.element,
    update: (item) => group.update(item.question),
    focus: () => group.focus(),
  };
}
