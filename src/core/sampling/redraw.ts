/** Drawing a sample again from its record, to see whether the same rows come out. */
import type { Frame } from "./frame.ts";
import type { Drawn, Made, PlantedTrap, ResolveRows, SamplePlan } from "./make-sample.ts";
import { drawFrom, makeSample } from "./make-sample.ts";
import type { Sample, SampleItem } from "./sample.ts";

export type Redraw =
  | { readonly same: true; readonly notes: readonly string[] }
  | {
      readonly same: false;
      /** What differs and why, in words, gravest first. */
      readonly reasons: readonly string[];
      /** Ids of drawn items that did not come out again, and of rows that came out and are not in the sample. */
      readonly missing: readonly string[];
      readonly extra: readonly string[];
      /** Ids of items that came out with another text than they had. */
      readonly changed: readonly string[];
      readonly notes: readonly string[];
    };

/** The plan by which a sample was drawn, so that it can be drawn again. */
export function planOf(sample: Sample): SamplePlan {
  const { frame, overlap } = sample;
  const traps = sample.items.flatMap(({ id, hash, trap }): PlantedTrap[] =>
    trap ? [{ conversation: { id, hash }, answer: trap }] : [],
  );
  return {
    name: sample.name,
    drawnAt: sample.drawnAt,
    drawnBy: sample.drawnBy,
    seed: sample.seed,
    design: sample.design,
    query: frame.query,
    blind: sample.blind,
    raters: sample.raters,
    traps,
    ...(frame.ids === undefined ? {} : { ids: frame.ids }),
    ...(frame.basis === undefined ? {} : { basis: frame.basis }),
    ...(overlap === undefined ? {} : { overlap }),
  };
}

/** `frame`: made anew from the sample's query or ids. Throws and rejects like `drawFrom` and `makeSample`. */
export async function redraw(
  sample: Sample,
  frame: Frame,
  resolve: ResolveRows,
  drawn: Drawn = drawFrom(frame, sample.design, sample.seed),
): Promise<Redraw> {
  return compareSamples(sample, await makeSample(frame, drawn, planOf(sample), resolve));
}

/** `again`: what the plan of `sample` gave this time. */
export function compareSamples(sample: Sample, { sample: again, notes }: Made): Redraw {
  const before = drawnItems(sample);
  const after = drawnItems(again);
  const missing = [...before.keys()].filter((id) => !after.has(id));
  const extra = [...after.keys()].filter((id) => !before.has(id));
  const changed = [...before.values()].filter(({ id, hash }) => (after.get(id)?.hash ?? hash) !== hash);
  const reasons = [
    ...frameReasons(sample, again),
    ...(missing.length + extra.length === 0
      ? []
      : [`${missing.length} of its ${before.size} items don't come out, and ${extra.length} others do.`]),
    ...(changed.length === 0 ? [] : [`${changed.length} items have another text than when they were drawn.`]),
  ];
  if (missing.length + extra.length === 0) reasons.push(...itemReasons(sample, again, before, after));
  if (reasons.length === 0) return { same: true, notes };
  return { same: false, reasons, missing, extra, changed: changed.map(({ id }) => id), notes };
}

function frameReasons(sample: Sample, again: Sample): string[] {
  const { frame } = sample;
  if (frame.rows !== again.frame.rows)
    return [
      `The frame has ${again.frame.rows} conversations and had ${frame.rows}: the corpus, or what the search finds in it, is another.`,
    ];
  if (frame.fingerprint !== again.frame.fingerprint)
    return [`The frame has as many conversations as before (${frame.rows}), but not the same ones.`];
  if (frame.values !== again.frame.values)
    return [
      sample.design.type === "weighted"
        ? "The scores are not those of the first draw: another run, or other judgements."
        : "Some conversations are in another stratum than at the first draw.",
    ];
  return [];
}

function itemReasons(
  sample: Sample,
  again: Sample,
  before: ReadonlyMap<string, SampleItem>,
  after: ReadonlyMap<string, SampleItem>,
): string[] {
  const differing = (isOther: (a: SampleItem, b: SampleItem) => boolean): number =>
    [...before.values()].filter((item) => {
      const other = after.get(item.id);
      return other !== undefined && isOther(item, other);
    }).length;
  const probabilities = differing((a, b) => Math.abs(a.probability / b.probability - 1) > 1e-9);
  const strata = differing((a, b) => a.stratum !== b.stratum);
  const raters = differing((a, b) => [...(a.raters ?? [])].sort().join("\n") !== (b.raters ?? []).join("\n"));
  const order = sample.items.map(({ id }) => id).join("\n") !== again.items.map(({ id }) => id).join("\n");
  return [
    ...(probabilities > 0 ? [`${probabilities} items have another probability in the file.`] : []),
    ...(strata > 0 ? [`${strata} items have another stratum in the file.`] : []),
    ...(raters > 0 ? [`${raters} items have other raters in the file than the plan gives them.`] : []),
    ...(order ? ["The file has the items in another order than the seed gives."] : []),
  ];
}

function drawnItems(sample: Sample): Map<string, SampleItem> {
  return new Map(sample.items.filter(({ trap }) => !trap).map((item) => [item.id, item]));
}
