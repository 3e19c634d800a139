/** The rows that a sample can be drawn from, in typed arrays so that ten million of them are no matter. */
import { idHashOf } from "../conversation/id-hash.ts";
import { PermanentRandom } from "./permanent-random.ts";

/** All arrays have one entry for each row of the frame, in any order. */
export interface Frame {
  /** The row's number in the corpus, 0-based. Carried along for the caller; nothing here depends on it. */
  readonly rows: Uint32Array;
  /**
   * `idHash48` of the id under which the row's judgements are kept. Rows whose ids differ but whose hashes don't are
   * told apart by their ids when the sample is made; a frame with many equal hashes is drawn badly.
   */
  readonly idHashes: Float64Array;
  readonly strata?: Strata;
  /** For weighted designs: how much is to be learnt from the row, ≥ 0; NaN = not known. */
  readonly scores?: Float64Array;
}

export interface Strata {
  /** Place in `names` of each row's stratum. */
  readonly codes: Uint32Array | Uint16Array | Uint8Array;
  /** All different. */
  readonly names: readonly string[];
}

/** A sample over more strata than this would have next to nothing in each. */
export const MAX_STRATA = 1_000;

/** Throws a RangeError, in words for people, when arrays don't fit together or a value is out of its range. */
export function checkFrame(frame: Frame): void {
  const { length } = frame.rows;
  if (frame.idHashes.length !== length) throw new RangeError("the frame has not one hash for each row");
  if (frame.strata) {
    const { codes, names } = frame.strata;
    if (codes.length !== length) throw new RangeError("the frame has not one stratum for each row");
    if (names.length > MAX_STRATA)
      throw new RangeError(
        `there are ${names.length} strata, and ${MAX_STRATA} are possible; choose a field with fewer values`,
      );
    if (new Set(names).size !== names.length) throw new RangeError("two strata have the same name");
    for (let at = 0; at < length; at++)
      if ((codes[at] ?? 0) >= names.length) throw new RangeError("a row's stratum has no name");
  }
  if (frame.scores) {
    if (frame.scores.length !== length) throw new RangeError("the frame has not one score for each row");
    for (let at = 0; at < length; at++) {
      const score = frame.scores[at] ?? 0;
      if (score < 0 || score === Infinity) throw new RangeError("a score is negative or infinite");
    }
  }
}

/** 48 bits in hex: xor of the frame's hashes, so the order of rows is no matter. */
export function fingerprintOf(idHashes: Float64Array): string {
  let [high, low] = [0, 0];
  for (let at = 0; at < idHashes.length; at++) {
    const hash = idHashes[at] ?? 0;
    const upper = Math.floor(hash / TWO_32);
    high ^= upper;
    low ^= hash - upper * TWO_32;
  }
  return hex48(high, low);
}

/** 48 bits in hex over which row has which stratum, or which score; undefined for a frame with neither. */
export function valuesFingerprintOf(frame: Frame): string | undefined {
  const { strata, scores, idHashes } = frame;
  if (!strata && !scores) return undefined;
  const random = new PermanentRandom(0, "values");
  const names = Uint32Array.from(strata?.names ?? [], (name) => idHashOf(name) % TWO_32);
  // The bits of a score, upper half first, on any machine.
  const bits = new DataView(new ArrayBuffer(8));
  let [high, low] = [0, 0];
  for (let at = 0; at < idHashes.length; at++) {
    const hash = idHashes[at] ?? 0;
    const upper = Math.floor(hash / TWO_32);
    let value = strata ? (names[strata.codes[at] ?? 0] ?? 0) : 0;
    if (scores) {
      const score = scores[at] ?? 0;
      // There are many bit patterns of NaN; a negative score is none.
      bits.setFloat64(0, Number.isNaN(score) ? -1 : score);
      value ^= bits.getUint32(0) ^ Math.imul(bits.getUint32(4), 0x85eb_ca6b);
    }
    // Mixed together with the id: two rows that swap their values don't cancel out.
    random.mix((upper ^ Math.imul(value, 0x9e37_79b1)) >>> 0, ((hash - upper * TWO_32) ^ value) >>> 0);
    high ^= random.high;
    low ^= random.low;
  }
  return hex48(high, low);
}

const TWO_32 = 0x1_0000_0000;

function hex48(high: number, low: number): string {
  const digits = (number: number, length: number): string =>
    (number >>> 0).toString(16).padStart(length, "0").slice(-length);
  return digits(high & 0xffff, 4) + digits(low, 8);
}
