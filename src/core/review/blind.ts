/** Who is blind on what: raters of a blind sample, until they have finished their part of it. */
import type { ConversationRef } from "../extraction/annotation.ts";
import type { Sample, SampleItem } from "../sampling/sample.ts";
import type { ReviewStatus } from "./fold.ts";

/** A rater's part of a sample. Items without raters of their own are everybody's. */
export function itemsOf(sample: Sample, rater: string): readonly SampleItem[] {
  if (sample.raters.length > 0 && !sample.raters.includes(rater)) return [];
  return sample.items.filter((item) => item.raters === undefined || item.raters.includes(rater));
}

/**
 * The blind samples that this rater still works on. A rater sees nothing before the last item is done or skipped:
 * suggestions seen on finished items would teach what the extractor tends to say on the open ones.
 */
export function blindSamples(
  samples: readonly Sample[],
  rater: string,
  statusOf: (conversation: ConversationRef) => ReviewStatus,
): readonly Sample[] {
  return samples.filter(
    (sample) => sample.blind && itemsOf(sample, rater).some((item) => statusOf(item) === "open"),
  );
}
