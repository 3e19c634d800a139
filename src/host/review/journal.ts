/** Judging one review: drafts in, durable events out, and undo across the conversations of this window. */
import * as vscode from "vscode";
import type { Label, SingleKind } from "../../core/extraction/annotation.ts";
import type { Span } from "../../core/conversation/span.ts";
import type { ReviewLabel } from "../../core/review/fold.ts";
import type { JudgementDraft } from "../../core/review/judgement.ts";
import { planRedo, planReopen, planUndo } from "../../core/review/undo.ts";
import type { SavingView } from "../../protocol/review.ts";
import { UserError, messageOf } from "../errors.ts";
import type { RaterRecord } from "./rater-record.ts";
import type { Review } from "./review.ts";

export type Step = "undo" | "redo";

/**
 * Gives judgements to the record, one after the other. A judgement shows only once it is on the disk; until then
 * it counts as pending. A failure is kept for the panel to show, in words, until a later judgement succeeds.
 */
export class Journal implements vscode.Disposable {
  private tail: Promise<unknown> = Promise.resolve();
  private pending = 0;
  private error: string | undefined;
  /** Reviews judged in this window, latest last, one entry a judgement: undo goes back across conversations. */
  private readonly trail: Review[] = [];
  private readonly undone: Review[] = [];
  private readonly changed = new vscode.EventEmitter<Review>();
  /** The state of a review, or of saving, is another one. */
  readonly onDidChange = this.changed.event;

  get saving(): SavingView {
    return { pending: this.pending, ...(this.error === undefined ? {} : { error: this.error }) };
  }

  confirm(review: Review, record: RaterRecord, row: ReviewLabel): Promise<void> {
    return this.judgeRow(review, record, row, { kind: "confirm", target: row.id, ...originOf(row) });
  }

  reject(review: Review, record: RaterRecord, row: ReviewLabel): Promise<void> {
    return this.judgeRow(review, record, row, { kind: "reject", target: row.id, ...originOf(row) });
  }

  correct(
    review: Review,
    record: RaterRecord,
    row: ReviewLabel,
    label: Label,
    spans?: readonly Span[],
  ): Promise<void> {
    const draft = {
      kind: "correct",
      target: row.id,
      label,
      ...(spans ? { spans } : {}),
      ...originOf(row),
    } as const;
    return this.judgeRow(review, record, row, draft);
  }

  /** Takes back the event that decides the row's state: its verdict, or the addition itself. */
  async retract(review: Review, record: RaterRecord, row: ReviewLabel): Promise<void> {
    if (row.eventId === undefined) throw new UserError("This label is not judged yet.");
    await this.judgeRow(review, record, row, { kind: "retract", target: row.eventId });
  }

  async add(review: Review, record: RaterRecord, label: Label, spans: readonly Span[]): Promise<void> {
    const event = await this.append(review, record, () => ({ kind: "add", label, spans }));
    if (event) review.selected = event;
    this.changed.fire(review);
  }

  /**
   * Answers a question. Where an extractor proposes a member of the closed set, the answer judges that proposal
   * (confirm or correct), so that its error rate can be told later; a coarse proposal ("helps") is left alone.
   */
  async answer(
    review: Review,
    record: RaterRecord,
    kind: SingleKind,
    value: string,
    judgesSuggestion: boolean,
  ): Promise<void> {
    await this.append(review, record, () => {
      const { answer, candidates } = review.state.single[kind];
      if (answer?.label.value === value) return undefined;
      const all = [
        ...(answer ? [answer] : []),
        ...candidates,
        ...review.state.labels.filter((label) => label.label.kind === kind),
      ];
      const proposed = all.find((label) => label.source.type === "suggestion");
      if (!proposed || !judgesSuggestion) return { kind: "add", label: { kind, value }, spans: [] };
      if ((proposed.original ?? proposed.label).value === value) {
        return { kind: "confirm", target: proposed.id, ...originOf(proposed) };
      }
      return { kind: "correct", target: proposed.id, label: { kind, value }, ...originOf(proposed) };
    });
  }

  async clearAnswer(review: Review, record: RaterRecord, kind: SingleKind): Promise<void> {
    await this.append(review, record, () => {
      const target = review.state.single[kind].answer?.eventId;
      return target === undefined ? undefined : { kind: "retract", target };
    });
  }

  async note(review: Review, record: RaterRecord, text: string): Promise<void> {
    await this.append(review, record, () =>
      text === review.state.note ? undefined : { kind: "comment", text },
    );
  }

  async flag(review: Review, record: RaterRecord): Promise<void> {
    await this.append(review, record, () => ({ kind: "flag", on: !review.state.flagged }));
  }

  async status(review: Review, record: RaterRecord, kind: "done" | "skip"): Promise<void> {
    const standing = kind === "done" ? "done" : "skipped";
    await this.append(review, record, () => (review.state.status === standing ? undefined : { kind }));
  }

  async reopen(review: Review, record: RaterRecord): Promise<void> {
    const drafts = planReopen(record.eventsOf(review.ref.id), review.ref.hash);
    for (const draft of drafts) await this.append(review, record, () => draft);
  }

  /** The conversation of this window's latest judgement (for redo: of the latest undo), if there is one. */
  latest(step: Step): Review | undefined {
    return (step === "undo" ? this.trail : this.undone).at(-1);
  }

  /** False when this conversation has nothing to undo or redo. */
  async step(step: Step, review: Review, record: RaterRecord): Promise<boolean> {
    const plan = step === "undo" ? planUndo : planRedo;
    const event = await this.append(
      review,
      record,
      () => plan(record.eventsOf(review.ref.id), review.ref.hash),
      step,
    );
    return event !== undefined;
  }

  /** Resolves when all that was given so far is on the disk or has failed. */
  async settled(): Promise<void> {
    await this.tail;
  }

  dispose(): void {
    this.changed.dispose();
  }

  private async judgeRow(
    review: Review,
    record: RaterRecord,
    row: ReviewLabel,
    draft: JudgementDraft,
  ): Promise<void> {
    review.inFlight.add(row.id);
    try {
      await this.append(review, record, () => draft);
    } finally {
      review.inFlight.delete(row.id);
    }
  }

  /**
   * One judgement after those before it. `plan` is asked when its turn comes, so that it sees their outcome;
   * undefined = nothing to do. Resolves with the event's id, or undefined. Rejects when it is not recorded.
   */
  private append(
    review: Review,
    record: RaterRecord,
    plan: () => JudgementDraft | undefined,
    effect: "judge" | Step = "judge",
  ): Promise<string | undefined> {
    this.pending += 1;
    const turn = this.tail.then(async () => {
      try {
        const draft = plan();
        if (!draft) return undefined;
        const { shown } = review;
        if (shown) await record.saveSuggestions(shown.run, review.ref, shown.suggestions);
        const event = await record.append(review.ref, draft, review.assist);
        this.error = undefined;
        this.leaveTrail(review, effect);
        return event.id;
      } catch (error) {
        this.error = `Not saved: ${messageOf(error)} The judgement is not recorded; judge again once this is mended.`;
        throw new UserError(this.error);
      } finally {
        this.pending -= 1;
        review.refold(record.eventsOf(review.ref.id));
        this.changed.fire(review);
      }
    });
    this.tail = turn.catch(() => undefined);
    return turn;
  }

  private leaveTrail(review: Review, effect: "judge" | Step): void {
    if (effect === "judge") {
      this.trail.push(review);
      this.undone.length = 0;
      return;
    }
    const [from, to] = effect === "undo" ? [this.trail, this.undone] : [this.undone, this.trail];
    from.pop();
    to.push(review);
  }
}

/** The suggestion and its run, as the event carries them; nothing for a label of the rater's own. */
function originOf(row: ReviewLabel): { readonly from?: string; readonly run?: string } {
  return row.source.type === "suggestion"
    ? { from: row.source.suggestion.id, run: row.source.suggestion.run }
    : {};
}
