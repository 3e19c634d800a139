import * as vscode from "vscode";
import type { SingleKind } from "../../core/extraction/annotation.ts";
import type { ReviewLabel } from "../../core/review/fold.ts";
import type { Finder } from "../../core/taxonomy/find.ts";
import type { Taxonomy } from "../../core/taxonomy/taxonomy.ts";
import { Cancelled, UserError, messageOf } from "../errors.ts";
import type { OpenedFile } from "../library/opened-file.ts";
import { showError, withoutIcons } from "../plain.ts";
import type { Desk, RecordOf } from "./desk.ts";
import type { Journal, Step } from "./journal.ts";
import { askRater } from "./rater.ts";
import type { RaterRecord } from "./rater-record.ts";
import type { Review } from "./review.ts";
import { selectedSpans } from "./selection.ts";
import { pickValue, type ValueChoice } from "./value-picker.ts";

/** Node ids most recently chosen, newest first. */
const RECENT = "recentValues";
const MAX_RECENT = 12;

/** The sample that the rater works on. */
export interface Queue {
  /**
   * Place of the next open item after the conversation; "finished" when none is left; undefined when the conversation
   * is of no sample in use.
   */
  nextAfter(file: OpenedFile, id: string): Promise<number | "finished" | undefined>;
}

/** A review with the rater's record: what a judgement needs. */
export interface Work {
  readonly review: Review;
  readonly record: RaterRecord;
}

/** What a rater can do to the current conversation. Actions run one after the other, in the order of the keys. */
export class ReviewActions {
  private tail: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly desk: Desk,
    private readonly journal: Journal,
    private readonly recordOf: RecordOf,
    private readonly taxonomies: { readonly current: Taxonomy; readonly finder: Finder },
    private readonly memory: vscode.Memento,
    private readonly queue: Queue,
  ) {}

  /**
   * Like `run`, for a judgement on the conversation on show now. When another one is on show by the time it would run
   * (a second quick “done”), it is dropped and said so: nobody judges what they have not seen.
   */
  runHere(action: () => Promise<void>): Promise<void> {
    const asked = this.desk.current;
    return this.run(async () => {
      if (asked === this.desk.current) return action();
      const text = "A key was not taken: another conversation came on show before its turn.";
      void vscode.window.setStatusBarMessage(text, 5000);
    });
  }

  /** Runs `action` after those before it. */
  run<T>(action: () => Promise<T>): Promise<T> {
    const turn = this.tail.then(action);
    this.tail = turn.catch(() => undefined);
    return turn;
  }

  /**
   * Confirms or rejects a row and goes on to the next one that waits, without waiting for the disk. There is nothing
   * to reject in a label of the rater's own: it is taken back.
   */
  async judge(verdict: "confirm" | "reject", rowId?: string): Promise<void> {
    const { review, record } = await this.work();
    const row = this.row(review, rowId);
    if (verdict === "reject" && row.state === "added") return this.journal.retract(review, record, row);
    const saved = this.journal[verdict](review, record, row);
    const next = review.nextPending(row.id);
    review.selected = next ?? row.id;
    this.desk.touch(review);
    // The panel shows the failure too, but it may be hidden. The row is selected again for another try.
    void saved.catch((error: unknown) => {
      review.selected = row.id;
      this.desk.touch(review);
      void showError(messageOf(error));
    });
  }

  async retract(rowId?: string): Promise<void> {
    const { review, record } = await this.work();
    await this.journal.retract(review, record, this.row(review, rowId));
  }

  async correct(rowId?: string): Promise<void> {
    const { review, record } = await this.work();
    const row = this.row(review, rowId);
    const spans = selectedSpans(review);
    const kind = row.label.kind === "humanValue" ? "humanValue" : "aiValue";
    const choice = await this.pick({
      title: `Correct “${row.label.value}”`,
      placeholder: "The value that these words show: type to search the taxonomy",
      kind,
      first: this.neighbours(row),
      moveEvidence: spans.length > 0,
    });
    const label = choice.type === "moveEvidence" ? row.label : choice.label;
    const evidence = choice.type === "moveEvidence" ? spans : undefined;
    await this.journal.correct(review, record, row, label, evidence);
    review.selected = review.nextPending(row.id) ?? row.id;
    this.desk.touch(review);
  }

  async add(kind: "aiValue" | "humanValue"): Promise<void> {
    const { review, record } = await this.work();
    const spans = selectedSpans(review);
    const choice = await this.pick({
      title: addTitle(
        kind,
        review,
        spans.map((span) => span.turn),
      ),
      placeholder:
        spans.length > 0
          ? "Type to search the taxonomy"
          : "Type to search. To add with evidence, select words in the transcript first",
      kind,
      first: this.recent(),
      moveEvidence: false,
    });
    if (choice.type !== "label") return;
    await this.journal.add(review, record, choice.label, spans);
  }

  async answer(kind: SingleKind, value: string): Promise<void> {
    const { review, record } = await this.work();
    const answer = value.trim();
    if (answer === "") throw new UserError("An answer can't be empty. Clear it instead.");
    await this.journal.answer(review, record, kind, answer, takeable(kind, review));
  }

  async clearAnswer(kind: SingleKind): Promise<void> {
    const { review, record } = await this.work();
    await this.journal.clearAnswer(review, record, kind);
  }

  async note(text: string): Promise<void> {
    const { review, record } = await this.work();
    await this.journal.note(review, record, text);
  }

  async flag(): Promise<void> {
    const { review, record } = await this.work();
    await this.journal.flag(review, record);
  }

  async reopen(): Promise<void> {
    const { review, record } = await this.work();
    await this.journal.reopen(review, record);
  }

  /**
   * Marks the conversation and opens the next open one: of the sample in use, else of the file. Stays, and says so, when
   * none is left.
   */
  async finish(kind: "done" | "skip", preserveFocus: boolean): Promise<void> {
    const { review, record } = await this.work();
    await this.journal.status(review, record, kind);
    const { file } = review.page;
    const inSample = await this.queue.nextAfter(file, review.ref.id);
    const next = inSample ?? (await this.desk.nextOpen(review, record));
    if (typeof next === "number") return this.desk.show(file, next, { preserveFocus });
    const what =
      next === "finished" ? "Your part of the sample" : `Every conversation of ${withoutIcons(file.name)}`;
    void vscode.window.setStatusBarMessage(`${what} is done or skipped.`, 6000);
  }

  /**
   * Undo takes back the latest judgement of this window, going back to its conversation; after a reload, that of
   * the current conversation. Redo brings it back.
   */
  async step(step: Step, preserveFocus: boolean): Promise<void> {
    await this.journal.settled();
    const current = this.currentReview();
    const review = this.journal.latest(step) ?? current;
    if (review !== current) await this.desk.show(review.page.file, review.page.index, { preserveFocus });
    const did = await this.journal.step(step, review, await this.record(review));
    if (!did) void vscode.window.setStatusBarMessage(`Nothing to ${step} in this conversation.`, 3000);
  }

  /** Goes to another conversation of the file, by steps or by index. */
  async go(
    to: { readonly step: 1 | -1 } | { readonly index: number },
    preserveFocus: boolean,
  ): Promise<void> {
    const { file, index } = this.currentReview().page;
    const wanted = "step" in to ? index + to.step : to.index;
    if (wanted < 0 || wanted >= file.count) {
      const end = wanted < 0 ? "first" : "last";
      void vscode.window.setStatusBarMessage(
        `This is the ${end} conversation of ${withoutIcons(file.name)}.`,
        3000,
      );
      return;
    }
    await this.desk.show(file, wanted, { preserveFocus });
  }

  currentReview(): Review {
    const { current } = this.desk;
    if (!current) throw new UserError("No conversation is open. Run “Valuemark: Open Conversations…” first.");
    return current;
  }

  /** The same, for what shows suggestions. Throws the reason as a `UserError` while the rater is blind on it. */
  seeingReview(): Review {
    const review = this.currentReview();
    if (review.blind !== undefined) throw new UserError(review.blind);
    return review;
  }

  private async work(): Promise<Work> {
    const review = this.currentReview();
    return { review, record: await this.record(review) };
  }

  private async record(review: Review): Promise<RaterRecord> {
    let record = await this.recordOf(review.page.file);
    if (!record) {
      await askRater("Your judgements carry this name and have a file of their own.");
      record = await this.recordOf(review.page.file);
    }
    if (!record) throw new Cancelled();
    return record;
  }

  private row(review: Review, rowId: string | undefined): ReviewLabel {
    const row = rowId === undefined ? review.selectedRow : review.state.labels.find(({ id }) => id === rowId);
    if (!row)
      throw new UserError("No label is selected. Select one in the panel, or put the cursor on its words.");
    return row;
  }

  private async pick(options: Parameters<typeof pickValue>[2]): Promise<ValueChoice> {
    const choice = await pickValue(this.taxonomies.current, this.taxonomies.finder, options);
    const node = choice.type === "label" ? choice.label.node : undefined;
    if (node)
      await this.memory.update(
        RECENT,
        [node, ...this.recent().filter((id) => id !== node)].slice(0, MAX_RECENT),
      );
    return choice;
  }

  private recent(): readonly string[] {
    return this.memory.get<readonly string[]>(RECENT) ?? [];
  }

  /** The label's siblings, which are what a suggestion is most often confused with; then the recent ones. */
  private neighbours(row: ReviewLabel): readonly string[] {
    const taxonomy = this.taxonomies.current;
    const own = row.label.node ?? undefined;
    const parent = own === undefined ? undefined : taxonomy.get(own)?.parent;
    const siblings = parent ? taxonomy.childrenOf(parent).map((node) => node.id) : [];
    return [...new Set([...siblings, ...this.recent()])].filter((id) => id !== own);
  }
}

/** A suggestion that is no member of the closed set is not judged by an answer, only replaced. */
function takeable(kind: SingleKind, review: Review): boolean {
  if (kind !== "responseType") return true;
  const labels = review.state.labels.filter(
    (label) => label.label.kind === kind && label.source.type === "suggestion",
  );
  const values = labels.map((label) => (label.original ?? label.label).value);
  return values.every((value) => !["helps", "pushes_back", "unclear"].includes(value));
}

function addTitle(kind: "aiValue" | "humanValue", review: Review, turns: readonly number[]): string {
  const what = kind === "aiValue" ? "AI value" : "human value";
  const role = kind === "aiValue" ? "assistant" : "user";
  if (turns.length === 0) return `Add ${what} · no words selected, so without evidence`;
  const others = turns.some((turn) => review.page.conversation.turns[turn]?.role !== role);
  const where = [...new Set(turns.map((turn) => turn + 1))].join(", ");
  return `Add ${what} on the selection in turn ${where}${others ? ` · note: not the ${role}'s words` : ""}`;
}
