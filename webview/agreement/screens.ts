/** What the page shows when there are no figures: why, and what to do. */
import type { AgreementSnapshot } from "../../src/protocol/agreement.ts";
import { el } from "../ui/dom.ts";
import { icon, type IconName } from "../ui/icons.ts";
import type { Actions } from "./actions.ts";

type Screen = Exclude<AgreementSnapshot["screen"], { type: "report" }>;

interface Words {
  readonly sign: IconName;
  readonly heading: string;
  readonly text: readonly string[];
  readonly button?: readonly [string, () => void];
}

export function screenOf(screen: Screen, rater: string | undefined, actions: Actions): HTMLElement {
  const { sign, heading, text, button } = wordsOf(screen, rater, actions);
  const press = button && el("button", { type: "button", class: "button" }, button[0]);
  press?.addEventListener("click", () => button?.[1]());
  return el(
    "div",
    { class: "screen" },
    icon(sign),
    el("h2", {}, heading),
    ...text.map((words) => el("p", {}, words)),
    ...(press ? [press] : []),
  );
}

function wordsOf(screen: Screen, rater: string | undefined, actions: Actions): Words {
  switch (screen.type) {
    case "loading":
      return { sign: "sample", heading: "Reading the judgements", text: [] };
    case "error":
      return {
        sign: "problem",
        heading: "The figures can't be told",
        text: [screen.message],
        button: ["Try again", () => actions.ask({ do: "compute" })],
      };
    case "blind":
      return {
        sign: "hidden",
        heading: "Hidden while you rate blind",
        text: [
          screen.reason,
          "Figures about other raters would tell you what they said, and your ratings would no longer be your own.",
        ],
      };
    case "empty": {
      const [first] = screen.raters;
      return first === undefined
        ? {
            sign: "sample",
            heading: "No judgements yet",
            text: [
              "Judge some conversations in the review panel; each rater's judgements are a file beside the data.",
            ],
            ...(rater === undefined
              ? { button: ["Set rater name…", () => actions.ask({ do: "setRater" })] as const }
              : {}),
          }
        : {
            sign: "sample",
            heading: "One rater so far: agreement needs two",
            text: [
              `${first} has judged this corpus. Have another rater judge some of the same conversations, on this machine under another name or on theirs: the files merge through git without conflicts.`,
            ],
            button: ["Set rater name…", () => actions.ask({ do: "setRater" })],
          };
    }
  }
}
