import type { ConversationRef } from "../../core/extraction/annotation.ts";
import { blindSamples, itemsOf } from "../../core/review/blind.ts";
import type { JudgementEvent } from "../../core/review/judgement.ts";
import type { Sample } from "../../core/sampling/sample.ts";
import type { SampleListing } from "../../store/sample-store.ts";
import { messageOf } from "../errors.ts";
import type { OpenedFile } from "../library/opened-file.ts";
import type { RecordOf } from "./desk.ts";

/**
 * Tells whether the current rater works blind. In doubt they do: what a blind rater has seen can't be unseen, while
 * a suggestion shown a minute later costs nothing.
 */
export class Blindness {
  /** Ids of the current rater's items, by sample. */
  private readonly mine = new WeakMap<
    Sample,
    { readonly rater: string; readonly ids: ReadonlySet<string> }
  >();

  constructor(
    private readonly samplesOf: (file: OpenedFile) => Promise<SampleListing>,
    private readonly recordOf: RecordOf,
    private readonly rater: () => string | undefined,
  ) {}

  /** Why the rater is blind on a conversation, in words for the panel. */
  async onConversation(file: OpenedFile, { id }: ConversationRef): Promise<string | undefined> {
    return this.reason(file, (sample, rater) => this.idsOf(sample, rater).has(id));
  }

  /** Why the rater must not see what others said anywhere in the corpus. */
  onCorpus(file: OpenedFile): Promise<string | undefined> {
    return this.reason(file, () => true);
  }

  private async reason(
    file: OpenedFile,
    concerns: (sample: Sample, rater: string) => boolean,
  ): Promise<string | undefined> {
    // Where `.valuemark` can't be read at all nothing can be judged either, and that is said already.
    const listing = await this.samplesOf(file).catch(() => undefined);
    if (!listing) return undefined;
    try {
      const { samples, problems } = listing;
      if (problems[0])
        return `The sample file ${problems[0].file} can't be read, so it can't be told whether you should be. Mend or remove it to see suggestions.`;
      if (!samples.some((sample) => sample.blind)) return undefined;
      const rater = this.rater();
      if (rater === undefined)
        return "This corpus has a blind sample. Set your rater name to see whether you are one of its raters.";
      const record = await this.recordOf(file);
      const open = blindSamples(samples, rater, (item) => {
        const status = record?.summary.get(item).status ?? "open";
        // Its text has changed since the sample was drawn: who has finished the new one has finished the item.
        return status === "open" &&
          record &&
          isFinished(record.eventsOf(item.id).filter(({ conversation }) => conversation.hash !== item.hash))
          ? "done"
          : status;
      });
      const sample = open.find((each) => concerns(each, rater));
      return sample === undefined
        ? undefined
        : `Suggestions and other raters' labels are hidden until you have finished the sample “${sample.name}”.`;
    } catch (error) {
      return `It can't be told whether you should be. ${messageOf(error)}`;
    }
  }

  private idsOf(sample: Sample, rater: string): ReadonlySet<string> {
    const known = this.mine.get(sample);
    if (known?.rater === rater) return known.ids;
    const ids = new Set(itemsOf(sample, rater).map((item) => item.id));
    this.mine.set(sample, { rater, ids });
    return ids;
  }
}

/** In any version of the text. What was taken back counts too: the rater had been through it. */
function isFinished(events: readonly JudgementEvent[]): boolean {
  return events.some(({ kind }) => kind === "done" || kind === "skip");
}
