import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nominalAlpha } from "../../../../src/core/agreement/alpha.ts";
import { labelAgreement } from "../../../../src/core/agreement/label-agreement.ts";
import { labelTable } from "../../../../src/core/agreement/label-table.ts";
import { seededRandom } from "../../../../src/core/agreement/random.ts";

const labels = ["care", "honesty", "__proto__", "truth"];
const rating = fc.option(fc.subarray(labels), { nil: undefined, freq: 4 });
const tables = (raters: number) =>
  fc.array(fc.array(rating, { minLength: raters, maxLength: raters }), { maxLength: 30 });

describe("labelTable", () => {
  it("equals labelAgreement and the α of presence, on any table of 2 to 4 raters", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 4 }).chain((raters) => tables(raters)),
        (table) => {
          const dense = labelAgreement(table);
          const { rows, kappaEstimator } = labelTable(table);
          expect(rows.map(({ label }) => label)).toEqual(dense.map(({ label }) => label));
          rows.forEach((row, at) => {
            const one = dense[at];
            if (!one) throw new Error("unreachable");
            expect(row.given).toBe(one.given);
            expect(row.prevalence.value).toBeCloseTo(one.prevalence, 12);
            expect(row.prevalence.interval?.lower).toBeCloseTo(one.prevalenceInterval?.lower ?? -1, 12);
            expect(row.prevalence.n).toEqual(one.n);
            expect(row.positive.value).toBeCloseTo(one.positiveAgreement ?? -1, 12);
            if (one.kappa === null) expect(row.kappa).toBeNull();
            else expect(row.kappa).toBeCloseTo(one.kappa, 10);
            expect(row.ac1).toBeCloseTo(one.ac1 ?? -9, 10);
            expect(kappaEstimator).toBe(one.kappaEstimator);
            const presence = table.map((unit) => unit.map((set) => set && String(set.includes(row.label))));
            const alpha = nominalAlpha(presence, { interval: "none" });
            if (alpha.value === null) expect(row.alpha.value).toBeNull();
            else expect(row.alpha.value).toBeCloseTo(alpha.value, 10);
            const { interval, value } = row.alpha;
            if (interval && value !== null) {
              expect(interval.lower).toBeLessThanOrEqual(value + 1e-12);
              expect(interval.upper).toBeGreaterThanOrEqual(value - 1e-12);
            }
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  it("positive agreement's interval holds the truth in 93–97 % of samples, with two raters and with four", () => {
    for (const raters of [2, 4]) {
      // Presence with p = .3, seen by each rater with .8, and made up with .1.
      const [p, seen, madeUp] = [0.3, 0.8, 0.1];
      const both = p * seen * seen + (1 - p) * madeUp * madeUp;
      const truth = both / (p * seen + (1 - p) * madeUp);
      const random = seededRandom(7);
      let held = 0;
      const rounds = 1500;
      for (let round = 0; round < rounds; round++) {
        const table = Array.from({ length: 120 }, () => {
          const isThere = random.uniform() < p;
          return Array.from({ length: raters }, () =>
            random.uniform() < (isThere ? seen : madeUp) ? ["care"] : [],
          );
        });
        const interval = labelTable(table).rows[0]?.positive.interval;
        if (interval && interval.lower <= truth && truth <= interval.upper) held++;
      }
      expect(held / rounds).toBeGreaterThan(0.93);
      expect(held / rounds).toBeLessThan(0.97);
    }
  });

  it("α of a rare label: the interval holds the truth in nearly as many samples as it says, where a jackknife fails", () => {
    // Presence with p = .05, seen with .5, made up with .03: most labels given are given by one rater alone.
    const [p, seen, madeUp] = [0.05, 0.5, 0.03];
    const share = p * seen + (1 - p) * madeUp;
    const both = p * seen * seen + (1 - p) * madeUp * madeUp;
    const truth = 1 - (share - both) / (share * (1 - share));
    for (const raters of [2, 4]) {
      const random = seededRandom(3);
      let [held, told] = [0, 0];
      for (let round = 0; round < 1000; round++) {
        const table = Array.from({ length: 100 }, () => {
          const isThere = random.uniform() < p;
          return Array.from({ length: raters }, () =>
            random.uniform() < (isThere ? seen : madeUp) ? ["care"] : [],
          );
        });
        const interval = labelTable(table).rows[0]?.alpha.interval;
        if (!interval) continue;
        told++;
        if (interval.lower <= truth && truth <= interval.upper) held++;
      }
      expect(told).toBeGreaterThan(950);
      expect(held / told).toBeGreaterThan(0.9);
    }
  });

  it("leaves out units of one rating, and takes an empty rating for one", () => {
    const { rows, n } = labelTable([
      [["care"], undefined],
      [["care"], []],
      [[], []],
    ]);
    expect(n).toEqual({ units: 2, raters: 2, values: 4 });
    expect(rows).toMatchObject([{ label: "care", given: 1, units: 1, disputed: 1 }]);
  });
});
