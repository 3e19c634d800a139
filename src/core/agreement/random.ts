/**
 * Seeded random numbers for resampling: xoshiro128** 1.1 (D. Blackman, S. Vigna, "Scrambled Linear Pseudorandom
 * Number Generators", ACM TOMS 47(4), 2021), whose state is filled by splitmix64 (G. Steele, D. Lea, C. Flood,
 * OOPSLA 2014), as its authors advise. Not for secrets.
 */

export interface Random {
  /** A whole number from 0 to 2³² − 1. */
  uint32(): number;
  /** A double in [0, 1) with 53 random bits. */
  uniform(): number;
  /** A whole number from 0 to `n` − 1, each equally likely. `n`: 1 … 2³². */
  below(n: number): number;
}

/** `seed`: any safe integer; equal seeds give equal numbers on every machine. Throws a RangeError otherwise. */
export function seededRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed)) throw new RangeError("the seed must be a whole number");
  const next = splitmix64(BigInt(seed));
  const [first, second] = [next(), next()];
  return xoshiro128ss([
    Number(first & LOW32),
    Number(first >> 32n),
    Number(second & LOW32),
    Number(second >> 32n),
  ]);
}

const LOW32 = 0xffff_ffffn;

/** The sequence of splitmix64 for a 64-bit state, as bigints below 2⁶⁴. */
export function splitmix64(seed: bigint): () => bigint {
  let state = BigInt.asUintN(64, seed);
  return () => {
    state = BigInt.asUintN(64, state + 0x9e37_79b9_7f4a_7c15n);
    let z = state;
    z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58_476d_1ce4_e5b9n);
    z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d0_49bb_1331_11ebn);
    return z ^ (z >> 31n);
  };
}

/** xoshiro128** from a state of four 32-bit words, not all zero (RangeError). */
export function xoshiro128ss(state: readonly [number, number, number, number]): Random {
  let [s0, s1, s2, s3] = state;
  if ((s0 | s1 | s2 | s3) === 0) throw new RangeError("the state must not be all zero");
  const uint32 = (): number => {
    const result = Math.imul(rotate(Math.imul(s1, 5), 7), 9) >>> 0;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = rotate(s3, 11);
    return result;
  };
  return {
    uint32,
    uniform: () => ((uint32() >>> 5) * 0x400_0000 + (uint32() >>> 6)) / 0x20_0000_0000_0000,
    below(n) {
      if (!(Number.isInteger(n) && n >= 1 && n <= 0x1_0000_0000)) throw new RangeError("n out of range");
      // Numbers in the incomplete last run of n would make the first ones more likely: draw again.
      const limit = 0x1_0000_0000 - (0x1_0000_0000 % n);
      for (;;) {
        const drawn = uint32();
        if (drawn < limit) return drawn % n;
      }
    },
  };
}

function rotate(x: number, k: number): number {
  return (x << k) | (x >>> (32 - k));
}
