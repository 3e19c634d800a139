/** What the page shows when there is no conversation: why, and what to do. */
import type { AdjudicationSnapshot } from "../../src/protocol/adjudication.ts";
import { el } from "../ui/dom.ts";
import { icon, type IconName } from "../ui/icons.ts";
import type { Actions } from "./session.ts";

type Screen = Exclude<AdjudicationSnapshot["screen"], { type: "conversation" }>;

export function screenOf(screen: Screen, actions: Actions): HTMLElement {
  const { sign, heading, text, button } = wordsOf(screen, actions);
  const press = button && el("button", { type: "button", class: "button" }, button[0]);
  press?.addEventListener("click", () => button?.[1]());
  return el(
    "div",
    { class: "screen" },
    icon(sign),
    el("h2", {}, heading),
    el("p", {}, text),
    ...(press ? [press] : []),
  );
}

function wordsOf(
  screen: Screen,
  actions: Actions,
): { sign: IconName; heading: string; text: string; button?: readonly [string, () => void] } {
  switch (screen.type) {
    case "loading":
      return { sign: "sample", heading: "Comparing raters", text: screen.what };
    case "error":
      return {
        sign: "problem",
        heading: "This can't be adjudicated",
        text: screen.message,
        button: ["Try again", () => actions.ask({ do: "retry" })],
      };
    case "blind":
      return { sign: "hidden", heading: "Hidden while you rate blind", text: screen.reason };
    case "empty":
      return screen.raters.length < 2
        ? {
            sign: "sample",
            heading: screen.raters.length === 0 ? "No judgements yet" : "One rater so far",
            text: "Adjudication compares what several raters say of the same conversations.",
            button: ["Read again", () => actions.ask({ do: "retry" })],
          }
        : {
            sign: "sample",
            heading: "No conversation was rated by two",
            text: `${screen.raters.join(", ")} have rated different conversations. Draw a sample that overlaps.`,
            button: ["Read again", () => actions.ask({ do: "retry" })],
          };
    case "finished":
      return {
        sign: "confirm",
        heading: "All is decided",
        text: `${screen.decided.toLocaleString("en-GB")} conversations. The gold set can be made of these decisions.`,
        button: ["Agreement & gold", () => actions.ask({ do: "showAgreement" })],
      };
  }
}
