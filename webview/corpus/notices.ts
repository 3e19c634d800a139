/** Lines above the table that matter to what is seen: a failed request, what is hidden and why, rows left out. */
import type { CorpusSnapshot } from "../../src/protocol/corpus.ts";
import { el, setText, show } from "../ui/dom.ts";
import { icon } from "../ui/icons.ts";
import type { Actions } from "./actions.ts";
import { linkButton, plainButton } from "./buttons.ts";
import { plural } from "./numbers.ts";

export class Notices {
  readonly element: HTMLElement;
  private readonly failed = el("p", { dir: "auto" });
  private readonly failedLine: HTMLElement;
  private readonly blind = el("p", { dir: "auto" });
  private readonly blindLine: HTMLElement;
  private readonly problems = el("span");
  private readonly showProblems: HTMLButtonElement;
  private readonly notes = el("span", { dir: "auto" });
  private readonly notesLine: HTMLElement;
  private readonly dismissed = new Set<string>();
  private shownNotes = "";

  constructor(actions: Actions) {
    this.showProblems = linkButton("Show them", () => void actions.ask({ do: "showProblems" }));
    this.failedLine = el(
      "div",
      { class: "notice notice-error", role: "alert" },
      icon("problem"),
      this.failed,
      plainButton("close", "Dismiss", () => actions.dismissProblem()),
    );
    this.blindLine = el("div", { class: "notice notice-info" }, icon("hidden"), this.blind);
    this.notesLine = el(
      "div",
      { class: "notice notice-warning" },
      icon("warning"),
      el("p", {}, this.problems, " ", this.showProblems, " ", this.notes),
      plainButton("close", "Dismiss", () => {
        this.dismissed.add(this.shownNotes);
        show(this.notesLine, false);
      }),
    );
    this.element = el("div", { class: "notices" }, this.failedLine, this.blindLine, this.notesLine);
  }

  update(snapshot: CorpusSnapshot | undefined, problem: string | undefined): void {
    setText(this.failed, problem ?? "");
    show(this.failedLine, problem !== undefined);
    const blind = snapshot?.screen.type === "table" ? snapshot.blind : undefined;
    setText(this.blind, blind ?? "");
    show(this.blindLine, blind !== undefined);
    this.updateNotes(snapshot);
  }

  private updateNotes(snapshot: CorpusSnapshot | undefined): void {
    const problems = snapshot?.problems ?? 0;
    const notes = (snapshot?.notes ?? []).join(" · ");
    const words = problems === 0 ? "" : `${plural(problems, "row was", "rows were")} not opened.`;
    // More rows of the kind that was dismissed don't bring the line back; other notes do.
    this.shownNotes = `${problems > 0} ${notes}`;
    setText(this.problems, words);
    show(this.showProblems, problems > 0);
    setText(this.notes, notes);
    const isTable = snapshot?.screen.type === "table";
    show(this.notesLine, isTable && (problems > 0 || notes !== "") && !this.dismissed.has(this.shownNotes));
  }
}
