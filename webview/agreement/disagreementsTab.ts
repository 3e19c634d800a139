/** The conversations on which raters differ, the worst first: rows are asked for as they come into view. */
import type { AgreementReportView, DisagreementRow } from "../../src/protocol/agreement.ts";
import { el, setText } from "../ui/dom.ts";
import { figure } from "../plots/estimateText.ts";
import type { Actions } from "./actions.ts";
import { plural } from "./words.ts";

const ROW = 48;
/** Rows asked for at a time, and drawn beyond the visible ones. */
const WINDOW = 60;
const BEYOND = 8;
/** Rows kept; more are forgotten and asked for again. */
const MOST_KEPT = 2_000;

export class DisagreementsTab {
  readonly element: HTMLElement;
  private readonly heads = el("div", { class: "grid-row grid-head", role: "row", "aria-rowindex": "1" });
  private readonly space = el("div", { class: "grid-space", role: "rowgroup" });
  private readonly scroller = el("div", { class: "grid-scroll" }, this.space);
  private readonly grid: HTMLElement;
  private readonly lead = el("p", { class: "figure-lead" });
  private readonly rows = new Map<number, DisagreementRow>();
  private readonly asked = new Set<number>();
  private readonly drawn = new Map<number, HTMLElement>();
  private report: AgreementReportView | undefined;
  private active = 0;

  constructor(private readonly actions: Actions) {
    this.grid = el(
      "div",
      { class: "grid", role: "grid", "aria-label": "Disagreements" },
      this.heads,
      this.scroller,
    );
    const adjudicate = el("button", { type: "button", class: "button" }, "Adjudicate, most disputed first");
    adjudicate.addEventListener("click", () => actions.ask({ do: "adjudicate" }));
    this.element = el(
      "section",
      { class: "disagreements", "aria-label": "Disagreements" },
      el("div", { class: "figure-head" }, el("h3", {}, "Disagreements"), adjudicate),
      this.lead,
      this.grid,
    );
    this.scroller.addEventListener("scroll", () => this.draw(), { passive: true });
    this.grid.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => this.draw()).observe(this.scroller);
  }

  update(report: AgreementReportView): void {
    const isNew = report.generation !== this.report?.generation;
    this.report = report;
    const { disagreements, raters } = report;
    setText(
      this.lead,
      disagreements === 0
        ? "Raters agree on every conversation that two or more have rated."
        : `${plural(disagreements, "conversation")} on which ratings differ, by mean distance between pairs of ratings. Enter opens the transcript, a adjudicates.`,
    );
    this.grid.hidden = disagreements === 0;
    this.grid.setAttribute("aria-rowcount", String(disagreements + 1));
    if (!isNew) return;
    this.rows.clear();
    this.asked.clear();
    for (const element of this.drawn.values()) element.remove();
    this.drawn.clear();
    this.active = 0;
    this.scroller.scrollTop = 0;
    this.space.style.setProperty("height", `${disagreements * ROW}px`);
    const names = ["distance", "conversation", ...raters.map(({ rater }) => rater)];
    this.grid.style.setProperty(
      "--columns",
      `64px minmax(120px, 1fr) repeat(${raters.length}, minmax(120px, 2fr))`,
    );
    this.heads.replaceChildren(...names.map((name) => el("div", { role: "columnheader" }, name)));
    this.draw();
  }

  take(generation: number, rows: readonly DisagreementRow[]): void {
    if (generation !== this.report?.generation) return;
    if (this.rows.size > MOST_KEPT) {
      this.rows.clear();
      this.asked.clear();
    }
    for (const row of rows) {
      this.rows.set(row.at, row);
      this.drawn.get(row.at)?.remove();
      this.drawn.delete(row.at);
    }
    this.draw();
  }

  private draw(): void {
    const { report } = this;
    if (!report || report.disagreements === 0 || this.scroller.clientHeight === 0) return;
    const from = Math.max(0, Math.floor(this.scroller.scrollTop / ROW) - BEYOND);
    const to = Math.min(
      report.disagreements,
      Math.ceil((this.scroller.scrollTop + this.scroller.clientHeight) / ROW) + BEYOND,
    );
    for (const [at, element] of this.drawn) {
      if (at >= from && at < to) continue;
      element.remove();
      this.drawn.delete(at);
    }
    for (let at = from; at < to; at++) {
      const row = this.rows.get(at);
      if (!row) this.want(at, report);
      if (this.drawn.has(at)) continue;
      const element = row ? this.rowOf(row, report) : waiting(at);
      element.style.setProperty("top", `${at * ROW}px`);
      this.drawn.set(at, element);
      const next = [...this.space.children].find(
        (child) => Number(child.getAttribute("aria-rowindex")) > at + 2,
      );
      this.space.insertBefore(element, next ?? null);
    }
    this.setActive(this.active, false);
  }

  private want(at: number, { generation, disagreements }: AgreementReportView): void {
    const from = Math.floor(at / WINDOW) * WINDOW;
    if (this.asked.has(from)) return;
    this.asked.add(from);
    this.actions.ask({ do: "rows", generation, from, count: Math.min(WINDOW, disagreements - from) });
  }

  private rowOf(row: DisagreementRow, { raters }: AgreementReportView): HTMLElement {
    const cells = row.ratings.map((labels, at) => {
      const rater = raters[at]?.rater ?? "";
      if (labels === null)
        return el("div", { role: "gridcell", class: "missing", "aria-label": `${rater}: not rated` }, "–");
      if (labels.length === 0) return el("div", { role: "gridcell", class: "missing" }, "none");
      const words = labels.map(({ name, shared }) => el("span", { class: shared ? "shared" : "own" }, name));
      const all = labels.map(({ name }) => name).join(", ");
      return el("div", { role: "gridcell", title: all }, el("div", { class: "words" }, ...spaced(words)));
    });
    const element = el(
      "div",
      { role: "row", class: "grid-row", "aria-rowindex": String(row.at + 2), tabindex: "-1" },
      el("div", { role: "gridcell", class: "number" }, figure(row.distance, 2)),
      el(
        "div",
        { role: "gridcell", class: "id", title: row.conversation.id },
        row.conversation.id,
        ...(row.adjudicated ? [el("span", { class: "tag" }, "decided")] : []),
      ),
      ...cells,
    );
    element.addEventListener("click", () => {
      this.setActive(row.at, true);
      if (getSelection()?.type !== "Range") this.open();
    });
    return element;
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const page = Math.max(1, Math.floor(this.scroller.clientHeight / ROW) - 1);
    const last = (this.report?.disagreements ?? 1) - 1;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: this.active + 1,
      ArrowUp: this.active - 1,
      PageDown: this.active + page,
      PageUp: this.active - page,
      Home: 0,
      End: last,
    };
    const to = moves[event.key];
    if (to !== undefined) this.setActive(Math.min(last, Math.max(0, to)), true);
    else if (event.key === "Enter") this.open();
    else if (event.key === "a") {
      const row = this.rows.get(this.active);
      if (row) this.actions.ask({ do: "adjudicate", conversation: row.conversation });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private setActive(at: number, focus: boolean): void {
    const changed = this.active !== at;
    this.active = at;
    if (focus && changed) {
      const top = at * ROW;
      const { scrollTop, clientHeight } = this.scroller;
      if (top < scrollTop) this.scroller.scrollTop = top;
      else if (top + ROW > scrollTop + clientHeight) this.scroller.scrollTop = top + ROW - clientHeight;
      if (this.scroller.scrollTop !== scrollTop) this.draw();
    }
    for (const [place, element] of this.drawn) element.setAttribute("tabindex", place === at ? "0" : "-1");
    if (focus) this.drawn.get(at)?.focus({ preventScroll: true });
  }

  private open(): void {
    const row = this.rows.get(this.active);
    if (row) this.actions.ask({ do: "open", conversation: row.conversation });
  }
}

function waiting(at: number): HTMLElement {
  return el(
    "div",
    { role: "row", class: "grid-row waiting", "aria-rowindex": String(at + 2), tabindex: "-1" },
    el("div", { role: "gridcell" }, "…"),
  );
}

function spaced(words: readonly HTMLElement[]): (Node | string)[] {
  return words.flatMap((word, at) => (at === 0 ? [word] : [", ", word]));
}
