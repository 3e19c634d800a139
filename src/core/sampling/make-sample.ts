/** From a frame and a plan to a sample: draw, put in order, plant traps, share out. */
import type { ConversationRef } from "../extraction/annotation.ts";
import { idHashOf } from "../conversation/id-hash.ts";
import { draw, settle } from "./draw.ts";
import type { Frame } from "./frame.ts";
import { fingerprintOf, valuesFingerprintOf } from "./frame.ts";
import { ratingOrder, spreadTraps } from "./order.ts";
import { assignRaters } from "./overlap.ts";
import type { Draw } from "./draw.ts";
import type { OverlapPlan, Sample, SampleDesign, SampleItem, TrapAnswer } from "./sample.ts";

export interface SamplePlan {
  readonly name: string;
  readonly drawnAt: string;
  readonly drawnBy: string;
  readonly seed: number;
  readonly design: SampleDesign;
  /** As in `SampleFrame`. */
  readonly query: string;
  readonly ids?: readonly string[];
  readonly basis?: string;
  readonly blind: boolean;
  readonly raters: readonly string[];
  readonly overlap?: OverlapPlan;
  readonly traps?: readonly PlantedTrap[];
}

/** A trap whose conversation was found in the corpus. */
export interface PlantedTrap {
  readonly conversation: ConversationRef;
  readonly answer: TrapAnswer;
}

/** Gives for row numbers their conversations; undefined for a row that can't be read. */
export type ResolveRows = (rows: readonly number[]) => Promise<readonly (ConversationRef | undefined)[]>;

export interface Made {
  readonly sample: Sample;
  readonly notes: readonly string[];
}

/** What the rows of a frame look like in a sample's record. */
export interface Drawn {
  readonly draw: Draw;
  readonly fingerprint: string;
  readonly values?: string;
}

/** The part of the work that takes time with millions of rows and needs no conversation. Throws like `draw`. */
export function drawFrom(frame: Frame, design: SampleDesign, seed: number): Drawn {
  const drawn = draw(frame, design, seed);
  const values = valuesFingerprintOf(frame);
  return {
    draw: drawn,
    fingerprint: fingerprintOf(frame.idHashes),
    ...(values === undefined ? {} : { values }),
  };
}

/**
 * `drawn`: what `drawFrom` gave for this frame and plan. Drawn rows that can't be read are left out and told. Throws a
 * RangeError, in words for people, where nothing is left or raters can't be assigned; rejects as `resolve` does.
 */
export async function makeSample(
  frame: Pick<Frame, "rows">,
  drawn: Drawn,
  plan: SamplePlan,
  resolve: ResolveRows,
): Promise<Made> {
  const notes = [...drawn.draw.notes];
  const candidates = [...drawn.draw.units, ...drawn.draw.contested.flatMap(({ units }) => units)];
  const found = await resolve(candidates.map(({ place }) => frame.rows[place] ?? 0));
  const refs = new Map(candidates.map(({ place }, at) => [place, found[at]] as const));
  // A row that can't be read sorts behind every id.
  const units = settle(drawn.draw, (place) => refs.get(place)?.id ?? "\uffff");

  const items: SampleItem[] = [];
  const ids = new Set<string>();
  for (const { place, probability, stratum } of units) {
    const ref = refs.get(place);
    if (!ref || ids.has(ref.id)) continue;
    ids.add(ref.id);
    items.push({ id: ref.id, hash: ref.hash, probability, ...(stratum === undefined ? {} : { stratum }) });
  }
  if (items.length < units.length)
    notes.push(`${units.length - items.length} of the rows drawn can't be read and are left out.`);
  if (items.length === 0) throw new RangeError("none of the rows drawn can be read");
  return { sample: assemble(frame.rows.length, drawn, plan, items, notes), notes };
}

function assemble(
  rows: number,
  drawn: Drawn,
  plan: SamplePlan,
  items: readonly SampleItem[],
  notes: string[],
): Sample {
  const { seed, overlap, raters } = plan;
  const ordered = ratingOrder(items, seed);
  const hashes = ordered.map(({ id }) => idHashOf(id));
  const shares = overlap ? assignRaters(hashes, raters, overlap, seed) : [];
  const assigned = ordered.map((item, at) => {
    const mine = shares[at];
    return mine === undefined ? item : { ...item, raters: mine };
  });

  const ids = new Set(items.map(({ id }) => id));
  const traps = (plan.traps ?? []).filter(({ conversation }) => !ids.has(conversation.id));
  const met = (plan.traps?.length ?? 0) - traps.length;
  if (met > 0)
    notes.push(`${met} of the trap conversations were drawn anyway and are rated as ordinary items.`);
  const planted = traps.map(({ conversation, answer }): SampleItem => {
    return { id: conversation.id, hash: conversation.hash, probability: 1, trap: answer };
  });
  return {
    v: 1,
    name: plan.name,
    drawnAt: plan.drawnAt,
    drawnBy: plan.drawnBy,
    seed,
    design: plan.design,
    frame: {
      rows,
      query: plan.query,
      ...(plan.ids === undefined ? {} : { ids: plan.ids }),
      fingerprint: drawn.fingerprint,
      ...(drawn.values === undefined ? {} : { values: drawn.values }),
      ...(plan.basis === undefined ? {} : { basis: plan.basis }),
    },
    blind: plan.blind,
    raters,
    ...(overlap === undefined ? {} : { overlap }),
    items: spreadTraps(assigned, ratingOrder(planted, seed), seed),
  };
}
