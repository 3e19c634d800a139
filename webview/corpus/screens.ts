/** What stands in the place of rows when there are none: loading, an error, an empty corpus, no match. */
import type { CorpusSnapshot } from "../../src/protocol/corpus.ts";
import { el, setText, show } from "../ui/dom.ts";
import { icon, type IconName } from "../ui/icons.ts";
import { makeButton, makeProgressRing } from "../ui/toolkit.ts";
import type { Actions } from "./actions.ts";

type Kind = "loading" | "error" | "empty" | "searching" | "noMatch" | "none";

interface Words {
  readonly heading: string;
  readonly text: string;
}

/** "none": the table has rows to show. */
export function screenKind(snapshot: CorpusSnapshot | undefined): Kind {
  if (snapshot === undefined) return "loading";
  const { screen, view, rows, growing } = snapshot;
  if (screen.type !== "table") return screen.type;
  if (view.rows > 0) return "none";
  if (view.partial || (growing && rows === 0)) return "searching";
  return rows === 0 || (view.query === "" && snapshot.sample === undefined) ? "empty" : "noMatch";
}

function wordsOf(kind: Kind, snapshot: CorpusSnapshot | undefined): Words {
  const screen = snapshot?.screen;
  switch (kind) {
    case "loading":
      return { heading: "Loading", text: screen?.type === "loading" ? screen.what : "" };
    case "error":
      return {
        heading: "This could not be opened",
        text: screen?.type === "error" ? screen.message : "",
      };
    case "empty":
      return { heading: "No conversations here", text: "The file was read to its end and holds none." };
    case "searching":
      return snapshot?.rows === 0
        ? { heading: "Reading", text: "The first rows are on their way." }
        : { heading: "None so far", text: "The search goes on; rows appear as they are found." };
    case "noMatch":
      return snapshot?.view.query === ""
        ? { heading: "Nothing in this sample", text: "None of its conversations is in this corpus." }
        : {
            heading: "No row matches",
            text: "Take a word out, search for a shorter one, or clear the search.",
          };
    case "none":
      return { heading: "", text: "" };
  }
}

const PICTURES: Readonly<Record<Kind, IconName | undefined>> = {
  loading: undefined,
  searching: undefined,
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
  private kind: Kind | undefined;

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
    const { heading, text } = wordsOf(kind, snapshot);
    setText(this.heading, heading);
    setText(this.text, text);
    show(this.text, text !== "");
    show(this.ring, kind === "loading" || kind === "searching");
    show(this.clear, kind === "noMatch" && snapshot?.view.query !== "");
    show(this.all, kind === "noMatch" && snapshot?.sample !== undefined);
    if (kind === this.kind) return;
    this.kind = kind;
    this.element.dataset["screen"] = kind;
    const name = PICTURES[kind];
    this.picture.replaceChildren(...(name === undefined ? [] : [icon(name)]));
    show(this.picture, name !== undefined);
  }
}
