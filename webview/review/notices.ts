/** What needs the rater's eye above the labels: failures, a missing rater, and what the suggestions are worth. */
import type { ConversationView, ExtractionView, PanelSnapshot } from "../../src/protocol/review.ts";
import { el, setText, show } from "../ui/dom.ts";
import { icon, type IconName } from "../ui/icons.ts";
import { makeButton, makeProgressRing } from "../ui/toolkit.ts";
import type { Actions } from "./actions.ts";

/** A line with an icon, words and perhaps a button. */
class Notice {
  readonly element: HTMLElement;
  private readonly text = el("p", { dir: "auto" });

  constructor(
    name: IconName,
    look: "error" | "warning" | "info",
    button?: { label: string; act: () => void },
  ) {
    this.element = el("div", { class: `notice notice-${look}`, hidden: "" }, icon(name), this.text);
    if (look === "error") this.element.setAttribute("role", "alert");
    if (button !== undefined) {
      const made = makeButton("secondary", button.act);
      made.append(button.label);
      this.element.append(made);
    }
  }

  update(text: string | undefined): void {
    setText(this.text, text ?? "");
    show(this.element, text !== undefined);
  }
}

export class Notices {
  readonly element: HTMLElement;
  private readonly saving: Notice;
  private readonly problem: Notice;
  private readonly rater: Notice;
  private readonly stale = new Notice("info", "info");
  private readonly notes = new Notice("info", "info");

  constructor(actions: Actions) {
    this.saving = new Notice("warning", "error");
    this.problem = new Notice("warning", "error", { label: "Dismiss", act: actions.dismissProblem });
    this.rater = new Notice("warning", "warning", {
      label: "Set the rater…",
      act: () => actions.ask({ do: "setRater" }),
    });
    const all = [this.saving, this.problem, this.rater, this.stale, this.notes];
    this.element = el("div", { class: "notices" }, ...all.map((notice) => notice.element));
  }

  update(
    snapshot: PanelSnapshot,
    conversation: ConversationView | undefined,
    problem: string | undefined,
  ): void {
    this.saving.update(snapshot.saving.error);
    // What could not be saved is said once.
    this.problem.update(problem === snapshot.saving.error ? undefined : problem);
    this.rater.update(
      snapshot.rater === undefined && conversation !== undefined
        ? "No rater is set. Judgements are kept under a name: say who is rating before you start."
        : undefined,
    );
    const stale = conversation?.stale ?? 0;
    this.stale.update(stale === 0 ? undefined : staleText(stale));
    const notes = conversation?.notes ?? [];
    this.notes.update(notes.length === 0 ? undefined : notes.join(" · "));
  }
}

function staleText(count: number): string {
  return count === 1
    ? "1 judgement was made on an earlier text of this conversation. It is kept but doesn't apply here."
    : `${count} judgements were made on an earlier text of this conversation. They are kept but don't apply here.`;
}

/** Says what the suggestions are and lets the rater ask for them. */
export class ExtractionStrip {
  readonly element: HTMLElement;
  private readonly ring = makeProgressRing();
  private readonly state = el("p", { class: "strip-state" });
  private readonly disclosure = el("p", { class: "disclosure" });
  private readonly button: HTMLElement;

  constructor(actions: Actions) {
    this.button = makeButton("secondary", () => actions.ask({ do: "extract" }));
    this.element = el(
      "div",
      { class: "strip" },
      this.ring,
      el("div", { class: "strip-words" }, this.state, this.disclosure),
      this.button,
    );
  }

  update(extraction: ExtractionView, rows: number): void {
    this.element.dataset["state"] = extraction.state;
    show(this.ring, extraction.state === "running");
    show(this.button, !["running", "done", "blind"].includes(extraction.state));
    setText(this.button, extraction.state === "none" ? "Suggest values" : "Try again");
    setText(this.disclosure, extraction.disclosure);
    const words = stateWords(extraction, rows);
    setText(this.state, words);
    show(this.state, words !== "");
  }
}

function stateWords({ state, reason }: ExtractionView, rows: number): string {
  switch (state) {
    case "blind":
      return "You rate this one blind.";
    case "none":
      return "No suggestions were asked for yet.";
    case "running":
      return "Looking for values…";
    case "abstained":
      return `No suggestions: ${reason ?? "the extractor abstained"}`;
    case "failed":
      return `Suggestions failed: ${reason ?? "no reason was given"}`;
    case "done":
      return rows > 0
        ? ""
        : "Nothing was suggested. That doesn't mean that no value is there: read, and add what you see.";
  }
}
