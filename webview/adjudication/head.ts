/** Who adjudicates, where one is in the queue, and what is shown. */
import type { AdjudicationSnapshot } from "../../src/protocol/adjudication.ts";
import { el, setText, show } from "../ui/dom.ts";
import { icon } from "../ui/icons.ts";
import type { Actions } from "./session.ts";

export class Head {
  readonly element: HTMLElement;
  private readonly corpus = el("span", { class: "corpus" });
  private readonly who = el("p", { class: "who" });
  private readonly setRater: HTMLElement;
  private readonly place = el("span", { class: "place" });
  private readonly progress = el("progress", { "aria-label": "Conversations decided" });
  private readonly saving = el("span", { class: "saving", role: "status" });
  private readonly disputed: HTMLElement;
  private readonly extractor: HTMLElement;
  private readonly undo: HTMLButtonElement;
  private readonly redo: HTMLButtonElement;
  private readonly bar: HTMLElement;

  constructor(actions: Actions) {
    const button = (label: string, run: () => void, ...content: (Node | string)[]): HTMLButtonElement => {
      const made = el(
        "button",
        { type: "button", class: "quiet", "aria-label": label, title: label },
        ...content,
      );
      made.addEventListener("click", run);
      return made;
    };
    this.setRater = el("button", { type: "button", class: "link" }, "Set rater name…");
    this.setRater.addEventListener("click", () => actions.ask({ do: "setRater" }));
    const toggle = (text: string, run: () => void): HTMLElement => {
      const made = el("button", { type: "button", class: "toggle", "aria-pressed": "false" }, text);
      made.addEventListener("click", run);
      return made;
    };
    this.disputed = toggle("Only where raters differ", () => actions.ask({ do: "toggleDisputed" }));
    this.extractor = toggle("Extractor", () => actions.ask({ do: "toggleExtractor" }));
    this.undo = button("Undo", () => actions.ask({ do: "undo" }), icon("undo"));
    this.redo = button("Redo", () => actions.ask({ do: "redo" }), icon("redo"));
    this.bar = el(
      "div",
      { class: "bar" },
      button("Previous conversation", () => actions.ask({ do: "previous" }), icon("previous")),
      this.place,
      button("Next conversation", () => actions.ask({ do: "next" }), icon("next")),
      this.progress,
      this.disputed,
      this.extractor,
      el("span", { class: "spring" }),
      this.saving,
      this.undo,
      this.redo,
      button("Agreement figures", () => actions.ask({ do: "showAgreement" }), icon("facets")),
      button("Keys", () => actions.openKeys(), icon("help")),
    );
    this.element = el(
      "header",
      { class: "head" },
      el("div", { class: "head-line" }, el("h1", {}, "Adjudication"), this.corpus),
      el("div", { class: "head-line" }, this.who, this.setRater),
      this.bar,
    );
  }

  update({ corpus, adjudicator, queue, extractor, saving, screen }: AdjudicationSnapshot): void {
    setText(this.corpus, corpus);
    const isShown = screen.type === "conversation" || screen.type === "finished";
    show(this.bar, isShown);
    show(this.who, isShown);
    setText(
      this.who,
      adjudicator === undefined
        ? "Decisions are kept under your name."
        : `Decided by ${adjudicator.name}${adjudicator.isRater ? ", who is one of the raters" : ""}`,
    );
    show(this.setRater, isShown && adjudicator === undefined);
    const { current, of, done } = queue;
    setText(this.place, current === undefined ? `${of}` : `${current + 1} of ${of}`);
    this.progress.max = Math.max(1, of);
    this.progress.value = done;
    this.progress.title = `${done} of ${of} decided`;
    this.disputed.setAttribute("aria-pressed", String(queue.onlyDisputed));
    show(this.extractor, extractor.available);
    this.extractor.setAttribute("aria-pressed", String(extractor.shown));
    const conversation = screen.type === "conversation" ? screen.conversation : undefined;
    setStep(this.undo, "Undo", conversation?.undo);
    setStep(this.redo, "Redo", conversation?.redo);
    const words = saving.error ?? (saving.pending > 0 ? "Saving…" : "");
    setText(this.saving, words);
    this.saving.classList.toggle("error", saving.error !== undefined);
  }
}

function setStep(button: HTMLButtonElement, name: string, what: string | undefined): void {
  const label = what === undefined ? name : `${name}: ${what}`;
  button.setAttribute("aria-label", label);
  button.title = label;
}
