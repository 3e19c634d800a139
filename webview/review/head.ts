/** Where the rater is: file, conversation, progress, status, saving. Sticks to the top. */
import type { ConversationView, PanelSnapshot } from "../../src/protocol/review.ts";
import { el, setAttribute, setText, show } from "../ui/dom.ts";
import { icon } from "../ui/icons.ts";
import { makeButton, setDisabled } from "../ui/toolkit.ts";
import type { Actions } from "./actions.ts";

const STATUS_WORDS = { open: "Open", done: "Done", skipped: "Skipped" } as const;

export class Head {
  readonly element: HTMLElement;
  private readonly previous: HTMLElement;
  private readonly next: HTMLElement;
  private readonly flag: HTMLElement;
  private readonly position = el("span", { class: "position" });
  private readonly status = el("span", { class: "status" });
  private readonly saving = el("span", { class: "saving", role: "status", "aria-live": "polite" });
  private readonly title: HTMLButtonElement;
  private readonly titleText = el("span", { class: "title-text", dir: "auto" });
  private readonly file = el("span", { class: "file" });
  private readonly rater: HTMLButtonElement;
  private readonly progress = el("progress", { class: "progress", max: "1", value: "0" });
  private readonly progressText = el("span", { class: "progress-text" });

  constructor(actions: Actions) {
    const iconButton = (
      name: "previous" | "next" | "flag" | "transcript",
      label: string,
      act: () => void,
    ) => {
      const button = makeButton("icon", act, label);
      button.append(icon(name));
      return button;
    };
    this.previous = iconButton("previous", "Previous conversation ([)", () =>
      actions.ask({ do: "previous" }),
    );
    this.next = iconButton("next", "Next conversation (])", () => actions.ask({ do: "next" }));
    this.flag = iconButton("flag", "Flag (f)", () => actions.ask({ do: "flag" }));
    const transcript = iconButton("transcript", "Show the transcript", () =>
      actions.ask({ do: "showTranscript" }),
    );
    this.title = el("button", { type: "button", class: "conversation-title", title: "Pick a conversation" });
    this.title.append(this.titleText);
    this.title.addEventListener("click", () => actions.ask({ do: "pickConversation" }));
    this.rater = el("button", { type: "button", class: "link rater" });
    this.rater.addEventListener("click", () => actions.ask({ do: "setRater" }));
    this.element = el(
      "header",
      { class: "head" },
      el(
        "div",
        { class: "head-bar" },
        this.previous,
        this.position,
        this.next,
        this.status,
        el("span", { class: "spring" }),
        this.saving,
        transcript,
        this.flag,
      ),
      el("h1", {}, this.title),
      el("div", { class: "head-meta" }, this.file, this.rater),
      el("div", { class: "head-progress" }, this.progress, this.progressText),
    );
  }

  update(snapshot: PanelSnapshot, conversation: ConversationView): void {
    setText(
      this.position,
      `${(conversation.index + 1).toLocaleString("en")} of ${conversation.of.toLocaleString("en")}`,
    );
    setAttribute(
      this.position,
      "title",
      `Conversation ${conversation.index + 1} of ${conversation.of} in this file`,
    );
    setDisabled(this.previous, conversation.index <= 0);
    setDisabled(this.next, conversation.index >= conversation.of - 1);
    setText(this.titleText, conversation.title);
    setText(this.file, `${conversation.file} · ${conversation.turns} turns`);
    setAttribute(this.file, "title", `${conversation.file} · ${conversation.format} · id ${conversation.id}`);
    setText(this.status, STATUS_WORDS[conversation.status]);
    this.status.dataset["status"] = conversation.status;
    this.flag.classList.toggle("on", conversation.flagged);
    const flagLabel = conversation.flagged ? "Remove the flag (f)" : "Flag (f)";
    setAttribute(this.flag, "aria-label", flagLabel);
    setAttribute(this.flag, "title", flagLabel);
    setText(this.rater, snapshot.rater === undefined ? "No rater set" : `Rater: ${snapshot.rater}`);
    setAttribute(this.rater, "title", "Change the rater");
    this.updateSaving(snapshot);
    this.updateProgress(snapshot);
  }

  private updateSaving({ saving }: PanelSnapshot): void {
    const state = saving.error !== undefined ? "error" : saving.pending > 0 ? "pending" : "saved";
    this.saving.dataset["saving"] = state;
    setText(
      this.saving,
      state === "error" ? "Not saved" : state === "pending" ? `Saving ${saving.pending}…` : "Saved",
    );
  }

  private updateProgress({ progress }: PanelSnapshot): void {
    show(this.progress, progress !== undefined);
    if (progress === undefined) {
      setText(this.progressText, "");
      return;
    }
    setAttribute(this.progress, "max", String(Math.max(progress.of, 1)));
    setAttribute(this.progress, "value", String(progress.done));
    setAttribute(this.progress, "aria-label", "Conversations done");
    setText(
      this.progressText,
      `${progress.done.toLocaleString("en")}/${progress.of.toLocaleString("en")} done`,
    );
  }
}
