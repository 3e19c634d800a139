import type { CommandHandlers } from "../commands.ts";
import type { AdjudicationView } from "./register-adjudication.ts";

/** The commands that act on the adjudication view with the keyboard, by the end of their ids. */
const VERBS = {
  NextRow: "nextRow",
  PreviousRow: "previousRow",
  Accept: "accept",
  Reject: "reject",
  Other: "other",
  Reason: "reason",
  Clear: "clear",
  AcceptUnanimous: "acceptUnanimous",
  Add: "add",
  Reveal: "reveal",
  Done: "done",
  Skip: "skip",
  Reopen: "reopen",
  Next: "next",
  Previous: "previous",
  Extractor: "toggleExtractor",
  Disputed: "toggleDisputed",
  Undo: "undo",
  Redo: "redo",
  Keys: "keys",
  Note: "note",
} as const satisfies Record<string, Parameters<AdjudicationView["run"]>[0]>;

type VerbId = `valuemark.adjudication${keyof typeof VERBS}`;

/** What the keys of the adjudication view do. */
export function adjudicationHandlers(
  view: Pick<AdjudicationView, "run" | "take" | "show">,
): Pick<CommandHandlers, VerbId | "valuemark.adjudicate" | "valuemark.adjudicationTake"> {
  const run = (verb: keyof typeof VERBS) => (): Promise<void> => view.run(VERBS[verb]);
  return {
    "valuemark.adjudicate": () => view.show(),
    // Keybindings give the number; anything may be in an argument.
    "valuemark.adjudicationTake": async (key) => {
      if (typeof key === "number" && Number.isInteger(key) && key >= 1 && key <= 9) await view.take(key);
    },
    "valuemark.adjudicationNextRow": run("NextRow"),
    "valuemark.adjudicationPreviousRow": run("PreviousRow"),
    "valuemark.adjudicationAccept": run("Accept"),
    "valuemark.adjudicationReject": run("Reject"),
    "valuemark.adjudicationOther": run("Other"),
    "valuemark.adjudicationReason": run("Reason"),
    "valuemark.adjudicationClear": run("Clear"),
    "valuemark.adjudicationAcceptUnanimous": run("AcceptUnanimous"),
    "valuemark.adjudicationAdd": run("Add"),
    "valuemark.adjudicationReveal": run("Reveal"),
    "valuemark.adjudicationDone": run("Done"),
    "valuemark.adjudicationSkip": run("Skip"),
    "valuemark.adjudicationReopen": run("Reopen"),
    "valuemark.adjudicationNext": run("Next"),
    "valuemark.adjudicationPrevious": run("Previous"),
    "valuemark.adjudicationExtractor": run("Extractor"),
    "valuemark.adjudicationDisputed": run("Disputed"),
    "valuemark.adjudicationUndo": run("Undo"),
    "valuemark.adjudicationRedo": run("Redo"),
    "valuemark.adjudicationKeys": run("Keys"),
    "valuemark.adjudicationNote": run("Note"),
  };
}
