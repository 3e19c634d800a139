/** From what rows have to strata with names. */
import type { Strata } from "./frame.ts";
import { MAX_STRATA } from "./frame.ts";

/** The stratum of rows without a value. */
export const NO_VALUE = "(none)";

/** Longest name of a stratum, in UTF-16 code units. */
export const MAX_STRATUM_NAME = 200;

/**
 * One stratum for each different text; `undefined` and "" are in `NO_VALUE`. Names longer than `MAX_STRATUM_NAME` are
 * cut, and then rows whose names begin alike share a stratum. Throws a RangeError, in words for people, beyond
 * `MAX_STRATA`.
 */
export function strataOf(values: Iterable<string | undefined>, rows: number): Strata {
  const codes = new Uint32Array(rows);
  const known = new Map<string, number>();
  let at = 0;
  for (const value of values) {
    const name = value === undefined || value === "" ? NO_VALUE : value.slice(0, MAX_STRATUM_NAME);
    let code = known.get(name);
    if (code === undefined) {
      code = known.size;
      if (code === MAX_STRATA)
        throw new RangeError(
          `this field has more than ${MAX_STRATA} different values; choose one with fewer to stratify by`,
        );
      known.set(name, code);
    }
    codes[at++] = code;
  }
  return { codes, names: [...known.keys()] };
}

/** Why bounds can't be used, in words; undefined when they can. */
export function boundsProblem(bounds: readonly number[]): string | undefined {
  if (bounds.length === 0) return "At least one bound is needed.";
  if (bounds.length > 20) return "At most 20 bounds.";
  let last = 1;
  for (const bound of bounds) {
    if (!Number.isSafeInteger(bound) || bound <= last)
      return "Bounds are whole numbers of turns from 2, each greater than the one before.";
    last = bound;
  }
  return undefined;
}

/** Strata by length: `[3, 9]` makes "1–2 turns", "3–8 turns", "9+ turns". Throws a RangeError for bad bounds. */
export function lengthStrata(turns: ArrayLike<number>, bounds: readonly number[]): Strata {
  const problem = boundsProblem(bounds);
  if (problem !== undefined) throw new RangeError(problem);
  const names = [...bounds, Infinity].map((end, at) => {
    const from = at === 0 ? 1 : (bounds[at - 1] ?? 1);
    if (end === Infinity) return `${from}+ turns`;
    return from === end - 1 ? `${from} ${from === 1 ? "turn" : "turns"}` : `${from}–${end - 1} turns`;
  });
  const codes = new Uint8Array(turns.length);
  for (let row = 0; row < turns.length; row++) {
    const length = turns[row] ?? 0;
    let code = 0;
    while (code < bounds.length && length >= (bounds[code] ?? Infinity)) code++;
    codes[row] = code;
  }
  return { codes, names };
}
