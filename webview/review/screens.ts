/** What the panel shows when there is no conversation: nothing open, loading, or an error. */
import type { PanelSnapshot } from "../../src/protocol/review.ts";
import { el, setText, show } from "../ui/dom.ts";
import { icon } from "../ui/icons.ts";
import { makeButton, makeProgressRing } from "../ui/toolkit.ts";
import type { Actions } from "./actions.ts";

type Screen = PanelSnapshot["screen"];

const STEPS = [
  "Open a file of conversations: JSON or JSONL from an API, a chat export, a data set.",
  "Ask for suggestions, or read blind and add what you see.",
  "Confirm, correct or reject each with one key. Every judgement is on disk at once.",
] as const;

export class Screens {
  readonly element: HTMLElement;
  private readonly heading = el("h1");
  private readonly text = el("p", { class: "screen-text", dir: "auto" });
  private readonly steps = el("ol", { class: "steps" }, ...STEPS.map((step) => el("li", {}, step)));
  private readonly ring = makeProgressRing();
  private readonly picture = el("div", { class: "picture" }, icon("bubble"));
  private readonly open: HTMLElement;

  constructor(actions: Actions) {
    this.open = makeButton("primary", () => actions.ask({ do: "openFile" }));
    this.element = el(
      "div",
      { class: "screen" },
      this.picture,
      this.ring,
      this.heading,
      this.text,
      this.steps,
      this.open,
    );
  }

  update(screen: Screen | undefined): void {
    const type = screen?.type ?? "loading";
    this.element.dataset["screen"] = type;
    show(this.ring, type === "loading");
    show(this.picture, type === "empty" || type === "error");
    show(this.steps, type === "empty");
    show(this.open, type === "empty" || type === "error");
    if (screen === undefined) this.say("Starting…", "");
    else if (screen.type === "empty")
      this.say("No conversation open", "Here you judge which values an AI expresses.");
    else if (screen.type === "loading") this.say("Loading", screen.what);
    else if (screen.type === "error") this.say("This could not be opened", screen.message);
    setText(this.open, type === "error" ? "Open another file…" : "Open conversations…");
  }

  private say(heading: string, text: string): void {
    setText(this.heading, heading);
    setText(this.text, text);
    show(this.text, text !== "");
  }
}
