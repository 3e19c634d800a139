/**
 * Permanent random numbers: each conversation has, for a seed, one number in (0, 1) that depends on its id alone. Samples
 * made of the smallest numbers don't depend on the order of rows, and a corpus that has grown keeps most of its sample
 * (E. Ohlsson, "Coordination of samples using permanent random numbers", in Cox et al., Business Survey Methods, 1995).
 * The mixer is the finaliser of splitmix64 (G. Steele, D. Lea, C. Flood, OOPSLA 2014), in 32-bit halves because
 * bigints are too slow for millions of rows. The numbers are part of a sample's record: they never change.
 */
import { splitmix64 } from "../agreement/random.ts";

/** What the numbers are for; each purpose has numbers of its own, as good as independent of the others. */
export const PURPOSES = ["draw", "order", "overlap", "traps", "values"] as const;
export type Purpose = (typeof PURPOSES)[number];

const TWO_32 = 0x1_0000_0000;
const TWO_52 = 0x10_0000_0000_0000;

export class PermanentRandom {
  /** The latest mixed number: its upper and lower 32 bits. */
  high = 0;
  low = 0;
  readonly #keyHigh: number;
  readonly #keyLow: number;

  /** `seed`: any safe integer; a RangeError otherwise. */
  constructor(seed: number, purpose: Purpose) {
    const key = keyOf(seed, purpose);
    this.#keyHigh = Number(key >> 32n);
    this.#keyLow = Number(key & 0xffff_ffffn);
  }

  /** `idHash`: an `idHash48`. An odd multiple of 2⁻⁵³ in (0, 1). */
  of(idHash: number): number {
    const upper = Math.floor(idHash / TWO_32);
    this.mix(upper, idHash - upper * TWO_32);
    return (this.high * 0x10_0000 + (this.low >>> 12) + 0.5) / TWO_52;
  }

  /** Mixes a number given by its upper and lower 32 bits into `high` and `low`. */
  mix(upper: number, lower: number): void {
    const sum = lower + this.#keyLow;
    let low = sum >>> 0;
    let high = (upper + this.#keyHigh + (sum >= TWO_32 ? 1 : 0)) >>> 0;

    let mixedLow = (low ^ ((low >>> 30) | (high << 2))) >>> 0;
    let mixedHigh = (high ^ (high >>> 30)) >>> 0;
    low = Math.imul(mixedLow, 0x1ce4_e5b9) >>> 0;
    high =
      (highOf(mixedLow, 0x1ce4_e5b9) +
        Math.imul(mixedLow, 0xbf58_476d) +
        Math.imul(mixedHigh, 0x1ce4_e5b9)) >>>
      0;

    mixedLow = (low ^ ((low >>> 27) | (high << 5))) >>> 0;
    mixedHigh = (high ^ (high >>> 27)) >>> 0;
    low = Math.imul(mixedLow, 0x1331_11eb) >>> 0;
    high =
      (highOf(mixedLow, 0x1331_11eb) +
        Math.imul(mixedLow, 0x94d0_49bb) +
        Math.imul(mixedHigh, 0x1331_11eb)) >>>
      0;

    this.low = (low ^ ((low >>> 31) | (high << 1))) >>> 0;
    this.high = (high ^ (high >>> 31)) >>> 0;
  }
}

/** A safe whole number for a generator that serves `purpose`. */
export function seedFor(seed: number, purpose: Purpose): number {
  return Number(keyOf(seed, purpose) >> 12n);
}

function keyOf(seed: number, purpose: Purpose): bigint {
  if (!Number.isSafeInteger(seed)) throw new RangeError("the seed must be a whole number");
  const next = splitmix64(BigInt(seed));
  let key = next();
  for (let skip = PURPOSES.indexOf(purpose); skip > 0; skip--) key = next();
  return key;
}

/** The upper 32 bits of the product of two 32-bit numbers. */
function highOf(a: number, b: number): number {
  const [aLow, aHigh, bLow, bHigh] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const other = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + (middle >>> 16) + (other >>> 16)) >>> 0;
}
