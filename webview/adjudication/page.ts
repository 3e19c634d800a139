/** The whole page: made once, follows the state. */
import type { AdjudicatedConversation, AdjudicationFocus } from "../../src/protocol/adjudication.ts";
import { el, setText, show } from "../ui/dom.ts";
import { icon } from "../ui/icons.ts";
import { Head } from "./head.ts";
import { KeysDialog } from "./keysDialog.ts";
import { QueueList } from "./queueList.ts";
import { screenOf } from "./screens.ts";
import type { Actions, PageState, View } from "./session.ts";
import { Table } from "./table.ts";

export class Page implements View {
  private readonly head: Head;
  private readonly queue: QueueList;
  private readonly table: Table;
  private readonly keys: KeysDialog;
  private readonly title = el("h2", { dir: "auto" });
  private readonly summary = el("p", { class: "hint" });
  private readonly notes = el("ul", { class: "case-notes" });
  private readonly problem = el("div", { class: "problem", role: "alert" });
  private readonly done: HTMLElement;
  private readonly body: HTMLElement;
  private readonly screen = el("main", { class: "screens" });
  private readonly live = el("div", { class: "visually-hidden", role: "status", "aria-live": "polite" });
  private shown: AdjudicatedConversation | undefined;

  constructor(root: HTMLElement, actions: Actions) {
    this.actions = actions;
    this.head = new Head(actions);
    this.queue = new QueueList(actions);
    this.table = new Table(actions);
    this.keys = new KeysDialog(actions);
    const foot = (key: string, text: string, run: () => void, look = "button"): HTMLElement => {
      const button = el("button", { type: "button", class: look }, el("kbd", {}, key), text);
      button.addEventListener("click", run);
      return button;
    };
    this.done = foot("d", "Done, next", () => actions.ask({ do: "done" }), "button main-button");
    this.body = el(
      "div",
      { class: "body" },
      this.queue.element,
      el(
        "main",
        { class: "case" },
        el("div", { class: "case-head" }, this.title, this.summary, this.notes),
        this.table.element,
        el(
          "div",
          { class: "foot" },
          foot("Shift+Y", "Accept unanimous", () => actions.ask({ do: "acceptUnanimous" })),
          foot("a", "Add a value…", () => actions.ask({ do: "add" })),
          el("span", { class: "spring" }),
          foot("s", "Skip", () => actions.ask({ do: "skip" })),
          this.done,
        ),
      ),
    );
    root.replaceChildren(
      this.head.element,
      this.problem,
      this.body,
      this.screen,
      this.keys.element,
      this.live,
    );
  }

  private readonly actions: Actions;

  update({ snapshot, selecting, problem }: PageState): void {
    this.problem.replaceChildren(
      ...(problem === ""
        ? []
        : [el("p", { class: "callout warning" }, icon("warning"), el("span", {}, problem))]),
    );
    show(this.problem, problem !== "");
    show(this.head.element, snapshot !== undefined);
    if (!snapshot) {
      show(this.body, false);
      return;
    }
    this.head.update(snapshot);
    const { screen } = snapshot;
    const conversation = screen.type === "conversation" ? screen.conversation : undefined;
    show(this.body, conversation !== undefined);
    show(this.screen, conversation === undefined);
    if (screen.type !== "conversation") this.screen.replaceChildren(screenOf(screen, this.actions));
    else
      this.updateCase(
        screen.conversation,
        selecting ?? screen.conversation.selectedRow,
        snapshot.adjudicator?.name,
      );
    this.queue.update(snapshot.queue);
  }

  focus(target: AdjudicationFocus): void {
    if (target === "keys") this.keys.open();
    else if (target === "queue") this.queue.focus();
    else if (target === "reason") this.table.focusIn(".reason-field");
    else if (target === "other") this.table.focusIn(".options");
    else this.table.focusSelected();
  }

  private updateCase(
    conversation: AdjudicatedConversation,
    selected: string | undefined,
    adjudicator: string | undefined,
  ): void {
    const { title, rows, decided, disputed, status, notes } = conversation;
    setText(this.title, title);
    const words = [
      `${rows} rows, ${disputed === 0 ? "unanimous" : `${disputed} differ`}`,
      `${decided} decided`,
      ...(status === "open" ? [] : [status]),
    ];
    setText(this.summary, words.join(" · "));
    this.notes.replaceChildren(...notes.map((note) => el("li", {}, note)));
    show(this.notes, notes.length > 0);
    this.table.update(conversation, selected, adjudicator);
    const before = this.shown;
    this.shown = conversation;
    if (before?.key !== conversation.key) {
      this.table.element.scrollTop = 0;
      setText(this.live, `${title}: ${words.join(", ")}`);
      // A new conversation takes the keyboard, so that judging goes on; a field elsewhere keeps it.
      if (before === undefined || document.activeElement === document.body) this.table.focusSelected();
    } else if (before.decided !== decided) setText(this.live, `${decided} of ${rows} decided`);
  }
}
