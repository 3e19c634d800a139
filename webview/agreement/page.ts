/** The whole page: head, tabs, and the chosen tab's figures, drawn anew when what they show has changed. */
import type { AgreementSnapshot, DisagreementRow } from "../../src/protocol/agreement.ts";
import type { TaskView } from "../../src/protocol/corpus.ts";
import { el, setText, show } from "../ui/dom.ts";
import type { Actions } from "./actions.ts";
import { DisagreementsTab } from "./disagreementsTab.ts";
import { extractorTab } from "./extractorTab.ts";
import { goldTab } from "./goldTab.ts";
import { Head } from "./head.ts";
import type { Kept, Tab } from "./kept.ts";
import { labelsTab } from "./labelsTab.ts";
import { qualityTab } from "./qualityTab.ts";
import { ratersTab } from "./ratersTab.ts";
import { screenOf } from "./screens.ts";
import { callout } from "./sections.ts";
import type { PageState, View } from "./session.ts";
import { summaryTab } from "./summaryTab.ts";
import { Tabs } from "./tabs.ts";

/** Room beside a figure for the scroll bar and the panel's edges. */
const MARGIN = 40;

export class Page implements View {
  private readonly head: Head;
  private readonly tabs: Tabs;
  private readonly disagreements: DisagreementsTab;
  private readonly panel = el("main", { id: "panel", class: "panel", tabindex: "-1" });
  private readonly content = el("div", { class: "content" });
  private readonly problem = el("div", { class: "problem", role: "alert" });
  private readonly live = el("div", { class: "told", role: "status", "aria-live": "polite" });
  private readonly actions: Actions;
  private state: PageState | undefined;
  private signature = "";

  constructor(root: HTMLElement, actions: Actions) {
    this.actions = actions;
    this.head = new Head(actions);
    this.tabs = new Tabs((tab) => actions.keep({ tab }));
    this.disagreements = new DisagreementsTab(actions);
    this.panel.append(this.content, this.disagreements.element);
    root.replaceChildren(this.head.element, this.tabs.element, this.problem, this.panel, this.live);
    let width = 0;
    new ResizeObserver(() => {
      // Plots are drawn for the width there is; a scroll bar that comes with them must not draw them again.
      if (Math.abs(this.panel.clientWidth - width) < 24) return;
      width = this.panel.clientWidth;
      this.redraw();
    }).observe(this.panel);
  }

  update(state: PageState): void {
    const tabBefore = this.state?.kept.tab;
    this.state = state;
    const { snapshot, kept, problem, told } = state;
    setText(this.live, told);
    show(this.live, told !== "");
    this.problem.replaceChildren(...(problem === "" ? [] : [callout(problem, "warning")]));
    show(this.problem, problem !== "");
    const screen = snapshot?.screen;
    const isReport = screen?.type === "report";
    show(this.head.element, snapshot !== undefined);
    show(this.tabs.element, isReport);
    if (snapshot) this.head.update(snapshot);
    if (isReport) this.tabs.update(kept.tab, { disagreements: screen.report.disagreements });
    this.panel.setAttribute("role", isReport ? "tabpanel" : "main");
    if (isReport) this.panel.setAttribute("aria-labelledby", `tab-${kept.tab}`);
    else this.panel.removeAttribute("aria-labelledby");
    const isGrid = isReport && kept.tab === "disagreements";
    show(this.content, !isGrid);
    show(this.disagreements.element, isGrid);
    if (isGrid) this.disagreements.update(screen.report);
    this.redraw();
    if (tabBefore !== undefined && tabBefore !== kept.tab) this.panel.scrollTop = 0;
  }

  progress(tasks: readonly TaskView[]): void {
    this.head.progress(tasks);
  }

  rows(generation: number, rows: readonly DisagreementRow[]): void {
    this.disagreements.take(generation, rows);
  }

  focus(target: Tab): void {
    this.actions.keep({ tab: target });
    this.tabs.focus(target);
  }

  private redraw(): void {
    const { state } = this;
    if (!state) return;
    const { snapshot, kept } = state;
    if (!snapshot) {
      this.content.replaceChildren();
      this.signature = "";
      return;
    }
    const { screen } = snapshot;
    const width = this.panel.clientWidth - MARGIN;
    const signature = JSON.stringify([
      screen.type === "report" ? shownOf(screen, kept) : screen,
      snapshot.rater,
      width,
    ]);
    if (signature === this.signature) return;
    this.signature = signature;
    if (screen.type !== "report") {
      this.content.replaceChildren(screenOf(screen, snapshot.rater, this.actions));
      return;
    }
    const again = document.activeElement instanceof HTMLElement ? placeOf(document.activeElement) : undefined;
    this.content.replaceChildren(...this.tab(screen, kept, width));
    if (again !== undefined) refocus(this.content, again);
  }

  private tab(screen: Report, kept: Kept, width: number): Node[] {
    const { report, gold } = screen;
    const { actions } = this;
    switch (kept.tab) {
      case "summary":
        return summaryTab(report, actions, width);
      case "labels":
        return labelsTab(report, kept, actions, width);
      case "raters":
        return ratersTab(report, kept, actions, width);
      case "extractor":
        return extractorTab(report, actions, width);
      case "quality":
        return qualityTab(report, actions, width);
      case "gold":
        return goldTab(report, gold, actions, width);
      case "disagreements":
        return [];
    }
  }
}

type Report = Extract<AgreementSnapshot["screen"], { type: "report" }>;

/** What the chosen tab shows: a change elsewhere leaves it as it is. */
function shownOf({ report, gold }: Report, kept: Kept): unknown {
  const { choices, raters, unavailable, generation } = report;
  const base = [kept, choices, raters, unavailable, generation];
  switch (kept.tab) {
    case "summary":
      return [base, report.alphas, report.units, report.notes, report.problems];
    case "labels":
      return [base, report.labels];
    case "raters":
      return [base, report.pairs, report.confusion];
    case "extractor":
      return [base, report.extractors, report.calibration];
    case "quality":
      return [base, report.drift, report.traps, report.anchoring];
    case "gold":
      return [base, gold];
    case "disagreements":
      return [];
  }
}

/** A control is found again by its name: what is drawn anew keeps the keyboard where it was. */
function placeOf(element: HTMLElement): string | undefined {
  const name = element.getAttribute("aria-label") ?? element.textContent;
  return element.closest(".content") === null || name === null ? undefined : `${element.tagName} ${name}`;
}

function refocus(content: HTMLElement, place: string): void {
  for (const element of content.querySelectorAll("button, input, select")) {
    if (element instanceof HTMLElement && placeOf(element) === place) return element.focus();
  }
}
