/** Title, what the figures are of, and the work under way. */
import { AGREEMENT_KINDS } from "../../src/core/agreement/collect.ts";
import {
  FRAME_CHOICES,
  SET_DISTANCE_CHOICES,
  type AgreementSnapshot,
  type ReportChoices,
} from "../../src/protocol/agreement.ts";
import type { TaskView } from "../../src/protocol/corpus.ts";
import { el, setText, show } from "../ui/dom.ts";
import type { Actions } from "./actions.ts";
import { Select } from "./choose.ts";
import { DISTANCE_NAMES, FRAME_NAMES, hasLevels, KIND_NAMES, LEVEL_NAMES } from "./words.ts";

const LEVELS = [0, 1, 2, 3] as const;

export class Head {
  readonly element: HTMLElement;
  private readonly corpus = el("span", { class: "corpus" });
  private readonly controls: HTMLElement;
  private readonly kind: Select<ReportChoices["kind"]>;
  private readonly level: Select<ReportChoices["level"]>;
  private readonly distance: Select<ReportChoices["distance"]>;
  private readonly frame: Select<ReportChoices["frame"]>;
  private readonly tasks = el("div", { class: "tasks" });
  private readonly taskWords = el("span", { class: "task-words" });
  private readonly stopped = el("div", { class: "tasks" });
  private choices: ReportChoices | undefined;

  constructor(actions: Actions) {
    const choose = (change: Partial<ReportChoices>): void => {
      if (this.choices) actions.ask({ do: "choose", choices: { ...this.choices, ...change } });
    };
    this.kind = new Select("Labels", named(AGREEMENT_KINDS, KIND_NAMES), (kind) => choose({ kind }));
    this.level = new Select("Level", named(LEVELS, LEVEL_NAMES), (level) => choose({ level }));
    this.distance = new Select("Distance", named(SET_DISTANCE_CHOICES, DISTANCE_NAMES), (distance) =>
      choose({ distance }),
    );
    this.frame = new Select("Ratings", named(FRAME_CHOICES, FRAME_NAMES), (frame) => choose({ frame }));
    const anew = el(
      "button",
      { type: "button", class: "button", title: "Read the judgement files anew" },
      "Refresh",
    );
    anew.addEventListener("click", () => actions.ask({ do: "compute" }));
    const goOn = el("button", { type: "button", class: "link" }, "Compute");
    goOn.addEventListener("click", () => actions.ask({ do: "compute" }));
    this.stopped.append("Stopped. What is missing below was not computed. ", goOn);
    this.cancel = el("button", { type: "button", class: "link" }, "Cancel");
    this.cancel.addEventListener("click", () => actions.ask({ do: "cancel" }));
    this.tasks.append(this.taskWords, this.cancel);
    this.controls = el(
      "div",
      { class: "choices", role: "group", "aria-label": "What the figures are of" },
      this.kind.element,
      this.level.element,
      this.distance.element,
      this.frame.element,
      anew,
    );
    this.element = el(
      "header",
      { class: "head" },
      el("div", { class: "head-line" }, el("h1", {}, "Agreement & gold"), this.corpus),
      this.controls,
      this.tasks,
      this.stopped,
    );
  }

  private readonly cancel: HTMLElement;

  update(snapshot: AgreementSnapshot): void {
    const { screen } = snapshot;
    setText(this.corpus, snapshot.corpus);
    show(this.controls, screen.type === "report");
    show(this.stopped, snapshot.stopped && screen.type !== "blind");
    this.progress(snapshot.tasks);
    if (screen.type !== "report") return;
    const { choices } = screen.report;
    this.choices = choices;
    this.kind.value = choices.kind;
    this.level.value = choices.level;
    this.distance.value = choices.distance;
    this.frame.value = choices.frame;
    this.level.enabled = hasLevels(choices.kind);
    this.distance.enabled = hasLevels(choices.kind);
  }

  progress(tasks: readonly TaskView[]): void {
    const [task] = tasks;
    show(this.tasks, task !== undefined);
    if (!task) return;
    const bar = el("progress", {
      "aria-label": task.what,
      ...(task.fraction === undefined ? {} : { value: String(task.fraction), max: "1" }),
    });
    const text = el(
      "span",
      { class: "task-text" },
      `${task.what}${task.detail === "" ? "" : ` · ${task.detail}`}`,
    );
    // The button stays where it is: it may have the focus.
    this.taskWords.replaceChildren(bar, text);
    show(
      this.cancel,
      tasks.some(({ cancellable }) => cancellable),
    );
  }
}

function named<T extends string | number>(
  values: readonly T[],
  names: Readonly<Record<T, string>>,
): { readonly value: T; readonly title: string }[] {
  return values.map((value) => ({ value, title: names[value] }));
}
