import fc from "fast-check";
import { expect, it } from "vitest";
import { gwetAc1 } from "../../../../src/core/agreement/chance-corrected.ts";
import { countLabels } from "../../../../src/core/agreement/label-counts.ts";
import { pairAc1 } from "../../../../src/core/agreement/pair-ac1.ts";
import { seededRandom } from "../../../../src/core/agreement/random.ts";

const codes = (units: readonly (readonly [number, number])[], at: 0 | 1) =>
  Int32Array.from(units, (unit) => unit[at]);

it("has the value of gwetAc1, whatever two raters say", () => {
  const units = fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(units, (pairs) => {
      const plain = gwetAc1(countLabels(pairs.map((pair) => pair.map(String))), { resamples: 0 });
      const found = pairAc1(codes(pairs, 0), codes(pairs, 1));
      if (plain.value === null) expect(found.value).toBeNull();
      else expect(found.value).toBeCloseTo(plain.value, 10);
    }),
  );
});

it("its interval holds the truth in 93–97 % of samples", () => {
  // Each rater knows the answer, one of four, with .8, and guesses else.
  const [sure, q] = [0.8, 4];
  const right = sure + (1 - sure) / q;
  const observed = right ** 2 + (1 - right) ** 2 / (q - 1);
  const truth = (observed - 1 / q) / (1 - 1 / q);
  const random = seededRandom(4);
  let held = 0;
  for (let round = 0; round < 1000; round++) {
    const pairs = Array.from({ length: 120 }, (): [number, number] => {
      const answer = random.below(q);
      const say = (): number => (random.uniform() < sure ? answer : random.below(q));
      return [say(), say()];
    });
    const { interval } = pairAc1(codes(pairs, 0), codes(pairs, 1));
    if (interval && interval.lower <= truth && truth <= interval.upper) held++;
  }
  expect(held / 1000).toBeGreaterThan(0.93);
  expect(held / 1000).toBeLessThan(0.97);
});
