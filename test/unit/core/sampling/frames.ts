/** What the tests of sampling share: frames of made-up conversations, and a bound for counts. */
import { idHashOf } from "../../../../src/core/conversation/id-hash.ts";
import type { ConversationRef } from "../../../../src/core/extraction/annotation.ts";
import { hashText } from "../../../../src/core/conversation/hash.ts";
import { seededRandom } from "../../../../src/core/agreement/random.ts";
import type { Frame } from "../../../../src/core/sampling/frame.ts";

export interface Row {
  readonly id: string;
  readonly stratum?: string;
  readonly score?: number;
}

/** A frame over rows in this order, and what resolves its row numbers. Names of strata are in order of appearance. */
export function frameOf(rows: readonly Row[]): {
  readonly frame: Frame;
  readonly resolve: (numbers: readonly number[]) => Promise<readonly (ConversationRef | undefined)[]>;
} {
  const names = [...new Set(rows.map(({ stratum }) => stratum ?? ""))];
  const frame: Frame = {
    rows: Uint32Array.from(rows, (_, at) => at),
    idHashes: Float64Array.from(rows, ({ id }) => idHashOf(id)),
    ...(rows.some(({ stratum }) => stratum !== undefined)
      ? { strata: { codes: Uint32Array.from(rows, ({ stratum }) => names.indexOf(stratum ?? "")), names } }
      : {}),
    ...(rows.some(({ score }) => score !== undefined)
      ? { scores: Float64Array.from(rows, ({ score }) => score ?? Number.NaN) }
      : {}),
  };
  return {
    frame,
    resolve: async (numbers) =>
      numbers.map((number) => {
        const id = rows[number]?.id;
        return id === undefined ? undefined : { id, hash: hashText(id) };
      }),
  };
}

/** `count` rows with plain ids, in which neighbours differ least. */
export function rowsOf(count: number, more: (at: number) => Omit<Row, "id"> = () => ({})): Row[] {
  return Array.from({ length: count }, (_, at) => ({ id: `row-${at + 1}`, ...more(at) }));
}

export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const random = seededRandom(seed);
  const result = [...items];
  for (let at = result.length - 1; at > 0; at--) {
    const other = random.below(at + 1);
    const [a, b] = [result[at], result[other]];
    if (a === undefined || b === undefined) continue;
    [result[at], result[other]] = [b, a];
  }
  return result;
}

/** χ² of counts against expectations, as a z score (Wilson and Hilferty's cube root): some 3.3 at p = .0005. */
export function chiSquareZ(
  observed: readonly number[],
  expected: readonly number[],
  freedom: number,
): number {
  const statistic = observed.reduce((sum, count, at) => {
    const e = expected[at] ?? 0;
    return sum + (count - e) ** 2 / e;
  }, 0);
  const spread = 2 / (9 * freedom);
  return (Math.cbrt(statistic / freedom) - (1 - spread)) / Math.sqrt(spread);
}
