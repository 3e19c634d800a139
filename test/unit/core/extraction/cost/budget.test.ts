import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  leftOf,
  openBudget,
  reserve,
  settle,
  spentOf,
  type Budget,
} from "../../../../../src/core/extraction/cost/budget.ts";

function must(budget: Budget | undefined): Budget {
  if (budget === undefined) throw new Error("refused");
  return budget;
}

describe("a budget", () => {
  it("sets aside, settles, refuses what it doesn't cover", () => {
    const first = must(reserve(openBudget(1), "a", 0.6));
    expect(reserve(first, "b", 0.5)).toBeUndefined();
    const settled = settle(first, "a", 0.2);
    expect(spentOf(settled)).toBeCloseTo(0.2, 9);
    expect(leftOf(settled)).toBeCloseTo(0.8, 9);
    expect(leftOf(must(reserve(settled, "b", 0.8)))).toBeCloseTo(0, 9);
  });

  it("goes on from what earlier sessions spent, and sets an id aside once", () => {
    expect(reserve(openBudget(1, 0.95), "a", 0.1)).toBeUndefined();
    const twice = must(reserve(must(reserve(openBudget(1), "a", 0.6)), "a", 0.6));
    expect(leftOf(twice)).toBeCloseTo(0.4, 9);
  });

  it("without a cap refuses nothing; with one of 0 or less everything", () => {
    expect(leftOf(must(reserve(openBudget(undefined), "a", 1e6)))).toBeUndefined();
    expect(reserve(openBudget(0), "a", 0.000001)).toBeUndefined();
    expect(reserve(openBudget(-5), "a", 0.01)).toBeUndefined();
  });

  it("is never overrun, in whatever order calls begin and end", () => {
    const step = fc.record({
      begin: fc.boolean(),
      most: fc.double({ min: 0, max: 0.3, noNaN: true }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 2, noNaN: true }),
        fc.array(step, { maxLength: 80 }),
        (cap, steps) => {
          let budget = openBudget(cap);
          const open: { id: string; most: number; share: number }[] = [];
          for (const [at, { begin, most, share }] of steps.entries()) {
            if (begin) {
              const next = reserve(budget, `${at}`, most);
              if (next === undefined) continue;
              budget = next;
              open.push({ id: `${at}`, most, share });
            } else {
              const call = open.shift();
              if (call !== undefined) budget = settle(budget, call.id, call.most * call.share);
            }
            expect(spentOf(budget)).toBeLessThanOrEqual(cap);
          }
          for (const { id, most } of open) budget = settle(budget, id, most);
          expect(spentOf(budget)).toBeLessThanOrEqual(cap);
          expect(budget.reserved.size).toBe(0);
        },
      ),
    );
  });
});
