/** Below the table: what the corpus is, what is going on in the background, and what could not be read. */
import type { CorpusSnapshot, TaskView } from "../../src/protocol/corpus.ts";
import { el, setAttribute, setText, show } from "../ui/dom.ts";
import type { Actions } from "./actions.ts";
import { linkButton } from "./buttons.ts";

/**
 * Work was stopped before all rows were there: the host lists what is stopped as a task that can't be cancelled, or
 * lists nothing though rows are lacking.
 */
function isStopped({ screen, growing, view, tasks }: CorpusSnapshot): boolean {
  const isLacking = growing || view.partial;
  return screen.type === "table" && isLacking && !tasks.some(({ cancellable }) => cancellable);
}

/** Between two tasks there is nothing to list for a moment. */
const LULL_MS = 700;

function taskWords({ what, detail }: TaskView): string {
  return detail === "" ? what : `${what} · ${detail}`;
}

export class StatusLine {
  readonly element: HTMLElement;
  /** The slim line above the table; its words are in the status line. */
  readonly progress = el("div", {
    class: "progress-line",
    role: "progressbar",
    "aria-label": "Background work",
  });
  private readonly bar = el("div", { class: "progress-bar" });
  private readonly detail = el("span", { class: "status-detail", dir: "auto" });
  private readonly task = el("span", { class: "status-task" });
  private readonly cancel: HTMLButtonElement;
  private readonly resume: HTMLButtonElement;
  private latest: CorpusSnapshot | undefined;
  private lull: ReturnType<typeof setTimeout> | undefined;
  private lullSince: number | undefined;

  constructor(actions: Actions) {
    this.cancel = linkButton("Cancel", () => void actions.ask({ do: "cancel" }));
    this.resume = linkButton("Resume", () => void actions.ask({ do: "resume" }));
    this.progress.append(this.bar);
    this.progress.setAttribute("aria-valuemin", "0");
    this.progress.setAttribute("aria-valuemax", "100");
    this.element = el(
      "footer",
      { class: "status-line" },
      this.detail,
      el("span", { class: "spring" }),
      this.task,
      this.cancel,
      this.resume,
    );
  }

  update(snapshot: CorpusSnapshot): void {
    const { name, detail, tasks } = snapshot;
    setText(this.detail, detail === "" ? name : `${name} · ${detail}`);
    const first = tasks[0];
    const stopped = isStopped(snapshot) && (first !== undefined || this.isLong(true));
    if (!stopped && !isStopped(snapshot)) this.isLong(false);
    const more = tasks.length > 1 ? ` (and ${tasks.length - 1} more)` : "";
    const words =
      first === undefined ? (stopped ? "Stopped: not all rows are here" : "") : taskWords(first) + more;
    setText(this.task, words);
    setAttribute(this.task, "title", tasks.length > 1 ? tasks.map(taskWords).join("\n") : undefined);
    show(
      this.cancel,
      tasks.some(({ cancellable }) => cancellable),
    );
    show(this.resume, stopped);
    this.updateBar(first, stopped);
    this.latest = snapshot;
  }

  /** True once nothing has been going on for long enough; looks again by itself. */
  private isLong(still: boolean): boolean {
    if (!still) {
      clearTimeout(this.lull);
      this.lullSince = undefined;
      return false;
    }
    this.lullSince ??= performance.now();
    const rest = this.lullSince + LULL_MS - performance.now();
    if (rest <= 0) return true;
    clearTimeout(this.lull);
    this.lull = setTimeout(() => {
      if (this.latest !== undefined) this.update(this.latest);
    }, rest);
    return false;
  }

  private updateBar(task: TaskView | undefined, stopped: boolean): void {
    // Hidden by look only: its place stays, so that the table doesn't move.
    this.progress.classList.toggle("idle", task === undefined);
    this.progress.classList.toggle("stopped", stopped);
    setAttribute(this.progress, "aria-hidden", task === undefined ? "true" : undefined);
    const { fraction } = task ?? {};
    this.progress.classList.toggle("unknown", task !== undefined && fraction === undefined);
    const share = fraction === undefined ? undefined : Math.max(0, Math.min(1, fraction));
    setAttribute(
      this.progress,
      "aria-valuenow",
      share === undefined ? undefined : String(Math.round(share * 100)),
    );
    setAttribute(this.progress, "aria-valuetext", task === undefined ? undefined : taskWords(task));
    this.bar.style.transform = share === undefined ? "" : `scaleX(${share})`;
  }
}
