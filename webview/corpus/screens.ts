/** What stands in the place of rows when there are none: loading, an error, an empty corpus, no match. */
import type { CorpusSnapshot } from "../../src/protocol/corpus.ts";
import { el, setText, show } from "../ui/dom.ts";
import { icon, type IconName } from "../ui/icons.ts";
import { makeButton, makeProgressRing } from "../ui/toolkit.ts";
import type { Actions } from "./actions.ts";
import { screenKind, screenWords, type ScreenKind } from "./screenWords.ts";

const PICTURES: Readonly<Record<ScreenKind, IconName | undefined>> = {
  loading: undefined,
  searching: undefined,
  stopped: "search",
  error: "problem",
  empty: "bubble",
  noMatch: "search",
  none: undefined,
};

export class Screens {
  readonly element: HTMLElement;
  private readonly ring = makeProgressRing();
  private readonly picture = el("div", { class: "picture" });
  private readonly heading = el("h1");
  private readonly text = el("p", { class: "screen-text", dir: "auto" });
  private readonly clear: HTMLElement;
  private readonly all: HTMLElement;
  private kind: ScreenKind | undefined;

  constructor(actions: Actions) {
    this.clear = makeButton("secondary", () => {
      actions.query("", true);
      actions.toSearch();
    });
    this.clear.append("Clear the search");
    this.all = makeButton("secondary", () => void actions.ask({ do: "useSample", name: null }));
    this.all.append("Show all conversations");
    this.element = el(
      "div",
      { class: "screen" },
      this.ring,
      this.picture,
      this.heading,
      this.text,
      el("div", { class: "screen-acts" }, this.clear, this.all),
    );
  }

  update(snapshot: CorpusSnapshot | undefined): void {
    const kind = screenKind(snapshot);
    show(this.element, kind !== "none");
    const { heading, text } = screenWords(kind, snapshot);
    setText(this.heading, heading);
    setText(this.text, text);
    show(this.text, text !== "");
    show(this.ring, kind === "loading" || kind === "searching");
    show(this.clear, (kind === "noMatch" || kind === "stopped") && snapshot?.view.query !== "");
    show(this.all, kind === "noMatch" && snapshot?.sample !== undefined);
    if (kind === this.kind) return;
    this.kind = kind;
    this.element.dataset["screen"] = kind;
    const name = PICTURES[kind];
    this.picture.replaceChildren(...(name === undefined ? [] : [icon(name)]));
    show(this.picture, name !== undefined);
  }
}
