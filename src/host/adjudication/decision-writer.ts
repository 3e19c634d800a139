/** Decisions to the disk, one after the other, and which conversations they were on. */
import { versionKey } from "../../core/agreement/collect.ts";
import type { ConversationRef } from "../../core/extraction/annotation.ts";
import type { JudgementDraft } from "../../core/review/judgement.ts";
import type { SavingView } from "../../protocol/review.ts";
import { messageOf, UserError } from "../errors.ts";
import type { DecisionLog } from "./ports.ts";

export class DecisionWriter {
  private pending = 0;
  private error: string | undefined;
  private tail: Promise<unknown> = Promise.resolve();
  /** Keys of the conversations decided on here, latest last, one entry a decision: undo goes back across them. */
  private readonly trail: string[] = [];
  private readonly undone: string[] = [];

  constructor(private readonly onChange: () => void) {}

  get saving(): SavingView {
    return { pending: this.pending, ...(this.error === undefined ? {} : { error: this.error }) };
  }

  /** For a step: the line that it takes the latest entry from, and the one that it goes to. */
  lines(step: "undo" | "redo"): readonly [string[], string[]] {
    return step === "undo" ? [this.trail, this.undone] : [this.undone, this.trail];
  }

  /** Resolves with the event's id once it is durable. Rejects with a `UserError` when it is not recorded. */
  async append(
    log: DecisionLog,
    conversation: ConversationRef,
    draft: JudgementDraft,
    isNew: boolean,
  ): Promise<string> {
    this.pending += 1;
    this.onChange();
    const work = this.tail.then(() => log.append(conversation, draft));
    this.tail = work.catch(() => undefined);
    try {
      const event = await work;
      this.error = undefined;
      if (isNew) {
        this.trail.push(versionKey(conversation));
        this.undone.length = 0;
      }
      return event.id;
    } catch (error) {
      this.error = messageOf(error);
      throw new UserError(this.error);
    } finally {
      this.pending -= 1;
      this.onChange();
    }
  }

  /** Resolves when what was given so far is on the disk or has failed. */
  async settled(): Promise<void> {
    await this.tail;
  }
}
