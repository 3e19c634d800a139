/** Which conversations a gold set is of, and what each rater did in them. Pure. */
import { versionKey } from "../agreement/collect.ts";
import type { ConversationRef } from "../extraction/annotation.ts";
import type { JudgementEvent } from "../review/judgement.ts";
import type { GoldInput, GoldItem } from "./gold.ts";

/** A conversation of the frame, with its raters' events on this version of its text. */
export interface GoldPlace {
  readonly item: Omit<GoldItem, "decisions" | "ratings">;
  readonly events: readonly { readonly rater: string; readonly events: readonly JudgementEvent[] }[];
}

export interface GoldFrame {
  readonly places: readonly GoldPlace[];
  readonly traps: number;
  readonly outside: number;
}

type Judged = Map<string, { rater: string; events: JudgementEvent[] }[]>;

export function frameOfGold({
  raters,
  sample,
  adjudicated,
}: Pick<GoldInput, "raters" | "sample" | "adjudicated">): GoldFrame {
  const refs = new Map<string, ConversationRef>();
  const judged: Judged = new Map();
  for (const { rater, events } of raters) {
    for (const event of events) {
      const key = versionKey(event.conversation);
      if (!refs.has(key)) refs.set(key, event.conversation);
      const known = judged.get(key) ?? [];
      if (known.length === 0) judged.set(key, known);
      const own = known.find((one) => one.rater === rater);
      if (own) own.events.push(event);
      else known.push({ rater, events: [event] });
    }
  }
  for (const [key, { conversation }] of adjudicated ?? []) if (!refs.has(key)) refs.set(key, conversation);
  const versions = new Map<string, number>();
  for (const { id } of refs.values()) versions.set(id, (versions.get(id) ?? 0) + 1);
  const eventsOf = (ref: ConversationRef) =>
    (judged.get(versionKey(ref)) ?? []).sort((a, b) => (a.rater < b.rater ? -1 : 1));
  if (sample) {
    const drawn = sample.items.filter(({ trap }) => trap === undefined);
    const ids = new Set(sample.items.map(({ id }) => id));
    const places = drawn.map(({ id, hash, probability, stratum }): GoldPlace => {
      const conversation = { id, hash };
      const here = refs.has(versionKey(conversation)) ? 1 : 0;
      return {
        item: {
          conversation,
          probability,
          weight: 1 / probability,
          ...(stratum === undefined ? {} : { stratum }),
          ...((versions.get(id) ?? 0) > here ? { otherVersions: true as const } : {}),
        },
        events: eventsOf(conversation),
      };
    });
    const outside = [...versions.keys()].filter((id) => !ids.has(id)).length;
    return { places, traps: sample.items.length - drawn.length, outside };
  }
  const places = [...refs.values()].sort(byId).map((conversation): GoldPlace => ({
    item: {
      conversation,
      ...((versions.get(conversation.id) ?? 0) > 1 ? { otherVersions: true as const } : {}),
    },
    events: eventsOf(conversation),
  }));
  return { places, traps: 0, outside: 0 };
}

function byId(a: ConversationRef, b: ConversationRef): number {
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  return a.hash < b.hash ? -1 : 1;
}
