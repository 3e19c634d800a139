/** The decision on a row, and on the selected row the means to make it. */
import type { AdjudicationGroup, AdjudicationRow, DecisionView } from "../../src/protocol/adjudication.ts";
import { el } from "../ui/dom.ts";
import { icon, type IconName } from "../ui/icons.ts";
import { keepTypingIn } from "../review/keys.ts";
import type { Actions } from "./session.ts";

const VERDICTS: Readonly<Record<DecisionView["verdict"], readonly [IconName, string]>> = {
  accepted: ["confirm", "accepted"],
  rejected: ["reject", "rejected"],
  other: ["correct", "other"],
  added: ["add", "added"],
};

export interface DecisionInput {
  readonly row: AdjudicationRow;
  readonly group: AdjudicationGroup;
  readonly selected: boolean;
  /** Typed and not saved. */
  readonly draft: string | undefined;
  readonly adjudicator: string | undefined;
  readonly leave: () => void;
}

export function decisionCell(input: DecisionInput, actions: Actions): HTMLElement {
  const { row, selected, adjudicator } = input;
  const { decision } = row;
  return el(
    "td",
    { class: `decision ${decision?.verdict ?? "open"}` },
    ...(decision
      ? verdict(decision, row, adjudicator)
      : selected
        ? []
        : [el("span", { class: "hint" }, "open")]),
    ...(selected ? [buttons(input, actions), ...(decision ? [reason(input, decision, actions)] : [])] : []),
    ...(!selected && decision?.reason !== undefined
      ? [el("p", { class: "reason", dir: "auto" }, decision.reason)]
      : []),
  );
}

function verdict(
  decision: DecisionView,
  row: AdjudicationRow,
  adjudicator: string | undefined,
): HTMLElement[] {
  const [sign, word] = VERDICTS[decision.verdict];
  const differs = decision.verdict !== "rejected" && decision.label !== row.label;
  const facts = [
    ...(decision.by === adjudicator ? [] : [`by ${decision.by}`]),
    ...(decision.overrules.length > 0 ? [`overrules ${decision.overrules.join(", ")}`] : []),
    ...(decision.outdated ? ["raters judged it anew since"] : []),
  ];
  return [
    el("div", { class: "verdict" }, icon(sign), el("span", { dir: "auto" }, differs ? decision.label : word)),
    ...(facts.length > 0 ? [el("p", { class: "hint" }, facts.join(" · "))] : []),
  ];
}

function buttons({ row, group, leave }: DecisionInput, actions: Actions): HTMLElement {
  const button = (key: string, text: string, run: () => void): HTMLElement => {
    const made = el("button", { type: "button", class: "take" }, el("kbd", {}, key), text);
    made.addEventListener("click", (event) => {
      event.stopPropagation();
      run();
    });
    return made;
  };
  const isAlone = row.origin !== "raters";
  return el(
    "div",
    { class: "verdicts" },
    ...(isAlone
      ? []
      : [
          button("y", "accept", () => actions.ask({ do: "accept", row: row.id })),
          button("n", "reject", () => actions.ask({ do: "reject", row: row.id })),
          group.options.length > 0
            ? optionsOf(row, group, actions, leave)
            : button("e", "other…", () => actions.ask({ do: "other", row: row.id })),
        ]),
    ...(row.decision
      ? [button("⌫", isAlone ? "remove" : "clear", () => actions.ask({ do: "clear", row: row.id }))]
      : []),
  );
}

function optionsOf(
  row: AdjudicationRow,
  group: AdjudicationGroup,
  actions: Actions,
  leave: () => void,
): HTMLElement {
  const select = el(
    "select",
    { class: "options", "aria-label": "Another answer" },
    el("option", { value: "" }, "other…"),
    ...group.options.map(({ value, label }) => el("option", { value }, label)),
  );
  select.addEventListener("change", () => {
    if (select.value !== "") actions.ask({ do: "other", row: row.id, value: select.value });
    leave();
  });
  select.addEventListener("click", (event) => event.stopPropagation());
  keepTypingIn(select, leave);
  return select;
}

function reason({ row, draft, leave }: DecisionInput, decision: DecisionView, actions: Actions): HTMLElement {
  const input = el("input", {
    type: "text",
    class: "reason-field",
    maxlength: "20000",
    placeholder: "Reason",
    "aria-label": "Reason",
  });
  input.value = draft ?? decision.reason ?? "";
  const save = (): void => actions.ask({ do: "reason", row: row.id, text: input.value.trim() });
  input.addEventListener("input", () => actions.typed(row.id, input.value));
  input.addEventListener("change", save);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    leave();
  });
  input.addEventListener("click", (event) => event.stopPropagation());
  keepTypingIn(input, leave);
  return input;
}
