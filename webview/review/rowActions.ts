/** Confirm / correct / reject of one row: one click each, with the key beside the word. */
import type { RowState, RowView } from "../../src/protocol/review.ts";
import { el, setAttribute, setText, show } from "../ui/dom.ts";
import { icon, type IconName } from "../ui/icons.ts";
import type { Actions } from "./actions.ts";

type Act = "confirm" | "correct" | "reject" | "retract";

interface Choice {
  readonly act: Act;
  readonly label: string;
  readonly key: string;
  readonly icon: IconName;
  /** The state in which this has been done. */
  readonly done?: RowState;
}

const CHOICES: readonly Choice[] = [
  { act: "confirm", label: "Confirm", key: "c", icon: "confirm", done: "confirmed" },
  { act: "correct", label: "Correct", key: "e", icon: "correct", done: "corrected" },
  { act: "reject", label: "Reject", key: "x", icon: "reject", done: "rejected" },
  { act: "retract", label: "Retract", key: "x", icon: "retract" },
];

/** A rater's own addition can be corrected or retracted; a suggestion confirmed, corrected or rejected. */
function offered(state: RowState): (choice: Choice) => boolean {
  return state === "added"
    ? (choice) => choice.act === "correct" || choice.act === "retract"
    : (choice) => choice.act !== "retract";
}

export class RowActions {
  readonly element: HTMLElement;
  private readonly buttons: readonly { choice: Choice; button: HTMLButtonElement; of: HTMLElement }[];

  constructor(rowId: string, actions: Actions) {
    this.buttons = CHOICES.map((choice) => {
      const of = el("span", { class: "visually-hidden" });
      const button = el(
        "button",
        { type: "button", class: `act act-${choice.act}`, title: `${choice.label} (${choice.key})` },
        icon(choice.icon),
        el("span", { class: "act-label" }, choice.label, of),
        el("kbd", { "aria-hidden": "true" }, choice.key),
      );
      button.addEventListener("click", (event) => {
        event.stopPropagation();
        actions.ask({ do: choice.act, row: rowId });
      });
      return { choice, button, of };
    });
    this.element = el("div", { class: "row-actions" }, ...this.buttons.map((entry) => entry.button));
  }

  update(row: RowView, selected: boolean): void {
    const isOffered = offered(row.state);
    for (const { choice, button, of } of this.buttons) {
      const done = choice.done === row.state;
      show(button, isOffered(choice));
      setAttribute(button, "tabindex", selected ? "0" : "-1");
      setAttribute(button, "aria-pressed", choice.done === undefined ? undefined : String(done));
      setText(of, ` ${row.value}`);
    }
  }
}
