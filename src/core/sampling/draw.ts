/** Drawing from a frame: which rows, with what probability. Deterministic, and independent of the order of rows. */
import { allocate } from "./allocate.ts";
import { checkFrame } from "./frame.ts";
import type { Frame, Strata } from "./frame.ts";
import { inclusionProbabilities } from "./inclusion.ts";
import { PermanentRandom } from "./permanent-random.ts";
import type { SampleDesign } from "./sample.ts";
import { selectSmallest } from "./select.ts";
import type { Selection } from "./select.ts";

export interface DrawnUnit {
  /** Place in the frame, not the row's number. */
  readonly place: number;
  readonly probability: number;
  readonly stratum?: string;
}

export interface Draw {
  /** By place. */
  readonly units: readonly DrawnUnit[];
  /**
   * Rows whose ids have the same hash, of which only some fit in: those whose ids come first. Next to never with
   * different ids; `settle` decides once the ids are known.
   */
  readonly contested: readonly { readonly units: readonly DrawnUnit[]; readonly seats: number }[];
  /** What a user should know of the draw, in words. */
  readonly notes: readonly string[];
}

/** More than a team rates in years, and as much as a file in git should hold. */
export const MAX_ITEMS = 200_000;

/**
 * Throws a RangeError, in words for people, when the design can't be carried out on the frame.
 *
 * simple: the n smallest permanent random numbers; p = n / N. stratified: the same in each stratum; p = n_h / N_h.
 * weighted: Pareto πps (B. Rosén, "On sampling with probability proportional to size", Journal of Statistical Planning
 * and Inference 62, 1997): the n smallest of [u / (1 − u)] / [λ / (1 − λ)]. `probability` is the target λ; the true
 * one differs from it by little, the less the more are drawn. all: every row, p = 1.
 */
export function draw(frame: Frame, design: SampleDesign, seed: number): Draw {
  checkFrame(frame);
  const rows = frame.rows.length;
  if (rows === 0) throw new RangeError("there is no conversation to draw from");
  switch (design.type) {
    case "simple":
      return drawSimple(frame, sizeOf(design.size), seed);
    case "stratified":
      if (!frame.strata) throw new RangeError("the frame has no strata");
      return drawStratified(frame, frame.strata, design, seed);
    case "weighted":
      if (!frame.scores) throw new RangeError("the frame has no scores");
      return drawWeighted(frame, frame.scores, sizeOf(design.size), seed);
    case "all": {
      if (rows > MAX_ITEMS) throw tooLarge(rows);
      const units = Array.from({ length: rows }, (_, place) => ({ place, probability: 1 }));
      return { units, contested: [], notes: [] };
    }
  }
}

/** The draw's rows once ids can be told. `idOf` gets places and is asked for contested ones only. By place. */
export function settle(drawn: Draw, idOf: (place: number) => string): readonly DrawnUnit[] {
  if (drawn.contested.length === 0) return drawn.units;
  const winners = drawn.contested.flatMap(({ units, seats }) =>
    units
      .map((unit) => ({ unit, id: idOf(unit.place) }))
      .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.unit.place - b.unit.place))
      .slice(0, seats)
      .map(({ unit }) => unit),
  );
  return [...drawn.units, ...winners].sort((a, b) => a.place - b.place);
}

function drawSimple(frame: Frame, size: number, seed: number): Draw {
  const rows = frame.rows.length;
  const n = Math.min(size, rows);
  const random = new PermanentRandom(seed, "draw");
  const rank = (place: number): number => random.of(frame.idHashes[place] ?? 0);
  const notes = size > rows ? [`All ${rows} conversations are drawn, as there are no more.`] : [];
  return toDraw(
    selectSmallest(rows, rank, () => 0, [n], [rows]),
    (place) => ({ place, probability: n / rows }),
    notes,
  );
}

type Stratified = Extract<SampleDesign, { readonly type: "stratified" }>;

function drawStratified(frame: Frame, { codes, names }: Strata, design: Stratified, seed: number): Draw {
  const sizes = names.map(() => 0);
  for (let place = 0; place < codes.length; place++) {
    const code = codes[place] ?? 0;
    sizes[code] = (sizes[code] ?? 0) + 1;
  }
  const strata = names.map((name, code) => ({ name, size: sizes[code] ?? 0 }));
  const notes: string[] = [];
  const { allocation } = design;
  const take =
    allocation.type === "given"
      ? given(strata, allocation.sizes, notes)
      : allocate(strata, sizeOf(allocation.size), allocation.type);
  const total = take.reduce((sum, n) => sum + n, 0);
  if (total > MAX_ITEMS) throw tooLarge(total);
  if (total === 0) throw new RangeError("nothing is to be drawn from any stratum");
  const left = strata.filter(({ size }, code) => size > 0 && take[code] === 0);
  if (left.length > 0)
    notes.push(
      `${left.length} of ${strata.length} strata get none: estimates hold for the other strata only.`,
    );
  const random = new PermanentRandom(seed, "draw");
  const selection = selectSmallest(
    codes.length,
    (place) => random.of(frame.idHashes[place] ?? 0),
    (place) => codes[place] ?? 0,
    take,
    sizes,
  );
  const toUnit = (place: number): DrawnUnit => {
    const code = codes[place] ?? 0;
    return { place, probability: (take[code] ?? 0) / (sizes[code] ?? 1), stratum: names[code] ?? "" };
  };
  return toDraw(selection, toUnit, notes);
}

function given(
  strata: readonly { readonly name: string; readonly size: number }[],
  sizes: { readonly [stratum: string]: number },
  notes: string[],
): number[] {
  const known = new Set(strata.map(({ name }) => name));
  const unknown = Object.keys(sizes).filter((name) => !known.has(name));
  if (unknown.length > 0)
    notes.push(`${unknown.length} of the strata given are not in the corpus; nothing is drawn for them.`);
  let short = 0;
  const take = strata.map(({ name, size }) => {
    const wanted = Object.hasOwn(sizes, name) ? (sizes[name] ?? 0) : 0;
    if (!(Number.isSafeInteger(wanted) && wanted >= 0))
      throw new RangeError("a stratum's size is not a whole number");
    if (wanted > size) short++;
    return Math.min(wanted, size);
  });
  if (short > 0) notes.push(`${short} strata have fewer conversations than asked for and are taken whole.`);
  return take;
}

function drawWeighted(frame: Frame, scores: Float64Array, size: number, seed: number): Draw {
  const rows = frame.rows.length;
  const n = Math.min(size, rows);
  const lambda = inclusionProbabilities(scores, n);
  const random = new PermanentRandom(seed, "draw");
  // Ranks of rows that are certain are 0, so they always fit in; all of those below 1 are n on average.
  const rank = (place: number): number => {
    const p = lambda[place] ?? 1;
    if (p >= 1) return 0;
    const u = random.of(frame.idHashes[place] ?? 0);
    return (u * (1 - p)) / ((1 - u) * p);
  };
  const certain = lambda.reduce((sum, p) => sum + (p >= 1 ? 1 : 0), 0);
  const notes = certain > 0 ? [`${certain} conversations have scores so high that they are certain.`] : [];
  const selection = selectSmallest(
    rows,
    (place) => rank(place) / (rows / n),
    () => 0,
    [n],
    [rows],
  );
  return toDraw(selection, (place) => ({ place, probability: lambda[place] ?? 1 }), notes);
}

function toDraw(
  { places, contested }: Selection,
  toUnit: (place: number) => DrawnUnit,
  notes: readonly string[],
): Draw {
  return {
    units: places.map(toUnit).sort((a, b) => a.place - b.place),
    contested: contested.map((contest) => ({ units: contest.places.map(toUnit), seats: contest.seats })),
    notes,
  };
}

function sizeOf(size: number): number {
  if (!(Number.isSafeInteger(size) && size >= 1)) throw new RangeError("the size must be a whole number ≥ 1");
  if (size > MAX_ITEMS) throw tooLarge(size);
  return size;
}

function tooLarge(size: number): RangeError {
  return new RangeError(`a sample holds at most ${MAX_ITEMS} conversations, not ${size}`);
}
