/** What the user chose for a corpus's figures, kept between sessions. */
import * as v from "valibot";
import { AGREEMENT_KINDS } from "../../core/agreement/collect.ts";
import type { GoldRule, ReportChoices } from "../../protocol/agreement.ts";
import { FRAME_CHOICES, SET_DISTANCE_CHOICES } from "../../protocol/agreement.ts";

export interface AgreementChoices {
  readonly report: ReportChoices;
  readonly rule: GoldRule;
  readonly frame: GoldFrameChoice;
}

export interface GoldFrameChoice {
  /** A sample's name; "" = everything that was judged; absent = not chosen: the corpus's sample, if it has one only. */
  readonly sample?: string;
  readonly licence?: string;
}

export const FIRST_CHOICES: AgreementChoices = {
  report: { kind: "aiValue", level: 0, distance: "masi", frame: "all", seed: 1 },
  rule: { type: "votes", k: 2, of: 2 },
  frame: {},
};

const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const shape = v.object({
  report: v.object({
    kind: v.picklist(AGREEMENT_KINDS),
    level: v.picklist([0, 1, 2, 3]),
    distance: v.picklist(SET_DISTANCE_CHOICES),
    frame: v.picklist(FRAME_CHOICES),
    seed: v.pipe(v.number(), v.safeInteger()),
  }),
  rule: v.variant("type", [
    v.object({ type: v.literal("adjudicated") }),
    v.object({ type: v.literal("votes"), k: count, of: count }),
  ]),
  // Earlier versions kept none.
  frame: v.optional(
    v.object({ sample: v.exactOptional(v.string()), licence: v.exactOptional(v.string()) }),
    {},
  ),
});

/** The first ones in place of anything that isn't what an earlier session kept. */
export function choicesFrom(kept: unknown): AgreementChoices {
  const parsed = v.safeParse(shape, kept);
  return parsed.success ? parsed.output : FIRST_CHOICES;
}
