/** Drift, pace, trap items, anchoring. */
import { describe, expect, it } from "vitest";
import { anchoring } from "../../../../src/core/agreement/anchoring.ts";
import { drift } from "../../../../src/core/agreement/drift.ts";
import { raterPace } from "../../../../src/core/agreement/rater-pace.ts";
import { seededRandom } from "../../../../src/core/agreement/random.ts";
import { studentQuantile } from "../../../../src/core/agreement/student.ts";
import { trapAccuracy, trapResult } from "../../../../src/core/agreement/trap-accuracy.ts";
import { wilsonInterval } from "../../../../src/core/agreement/wilson.ts";
import { foldConversation } from "../../../../src/core/review/fold.ts";
import { eventOf, HASH, idOf } from "../review/events.ts";
import { done, eventsOf, label, says, TAXONOMY } from "../review/raters.ts";

const time = (seconds: number): string => new Date(1_760_000_000_000 + seconds * 1_000).toISOString();

it("Student's t, as printed in tables", () => {
  const table = [1, 2, 3, 4, 5, 10, 30, 100].map((degrees) => studentQuantile(0.975, degrees).toFixed(3));
  expect(table).toEqual(["12.706", "4.303", "3.182", "2.776", "2.571", "2.228", "2.042", "1.984"]);
  expect(studentQuantile(0.025, 7)).toBeCloseTo(-studentQuantile(0.975, 7), 12);
  expect(studentQuantile(0.975, Infinity)).toBeCloseTo(1.959964, 6);
});

describe("drift", () => {
  const scores = (at: (n: number) => number, seed: number) => {
    const random = seededRandom(seed);
    return Array.from({ length: 120 }, (_, n) => ({
      at: time(n * 60),
      score: random.uniform() < at(n) ? 1 : 0,
    }));
  };

  it("finds a decline, and none where there is none; the order given is no matter", () => {
    const falling = drift(
      scores((n) => 0.95 - n / 240, 1),
      { measure: "agreement" },
    );
    expect(falling.trend.value).toBeLessThan(-0.2);
    expect(falling.trend.interval?.upper).toBeLessThan(0);
    expect(falling.p).toBeLessThan(0.01);
    expect(falling.windows).toHaveLength(10);
    expect(falling.windows[0]?.mean.n.units).toBe(12);
    const steady = scores(() => 0.8, 2);
    const { p, trend } = drift(steady, { measure: "agreement" });
    expect(p).toBeGreaterThan(0.05);
    expect(trend.interval?.lower).toBeLessThan(0);
    expect(drift(steady.toReversed(), { measure: "agreement" }).trend).toEqual(trend);
  });

  it("the test errs in about 5 % of cases where time has nothing to do with it", () => {
    let wrong = 0;
    for (let seed = 0; seed < 400; seed++) {
      const steady = scores(() => 0.7, seed + 10).slice(0, 40);
      if ((drift(steady, { measure: "m", permutations: 199, seed }).p ?? 1) <= 0.05) wrong++;
    }
    expect(wrong / 400).toBeGreaterThan(0.025);
    expect(wrong / 400).toBeLessThan(0.08);
  });

  it("windows by days and by count; too few and unchanging scores", () => {
    const day = 86_400;
    const two = [0, 10, day + 5, 3 * day].map((at) => ({ at: time(at), score: 1 }));
    const options = { measure: "m", windows: { by: "days", days: 1 } } as const;
    expect(drift(two, options).windows.map(({ mean }) => mean.n.units)).toEqual([2, 1, 1]);
    expect(drift(two, options)).toMatchObject({ p: 1, trend: { value: 0 } });
    const by3 = drift([...two, ...two, ...two.slice(0, 2)], {
      measure: "m",
      windows: { by: "count", ratings: 4 },
    });
    expect(by3.windows.map(({ mean }) => mean.n.units)).toEqual([4, 4, 2]);
    expect(drift(two.slice(0, 2), options)).toMatchObject({ p: null, trend: { value: null } });
    expect(() => drift([{ at: time(0), score: 2 }], options)).toThrow(RangeError);
  });
});

describe("pace", () => {
  const finish = (n: number, seconds: number, conversation: string) => ({
    ...eventOf(n, done, HASH, conversation),
    at: time(seconds),
  });

  it("the median gap between finished conversations, without pauses, with order statistics", () => {
    const seconds = [0, 10, 30, 60, 100, 150, 210, 280, 9_000];
    const events = seconds.map((at, n) => finish(n + 1, at, `c${n}`));
    const found = raterPace(events);
    // Gaps 10 … 70 and a pause: with 7 the extremes hold the median with 98.4 %, the next ones with 87.5 %.
    expect(found).toMatchObject({
      pauses: 1,
      done: 9,
      seconds: { value: 40, interval: { lower: 10, upper: 70 } },
    });
    const undone = [...events, { ...eventOf(50, { kind: "retract", target: idOf(5) }, HASH, "c4") }];
    expect(raterPace(undone).done).toBe(8);
    expect(raterPace([]).seconds.value).toBeNull();
  });
});

describe("trap items", () => {
  const state = (...drafts: Parameters<typeof eventsOf>[1][]) =>
    foldConversation([], eventsOf(1, ...drafts, done), HASH);
  const answer = { values: ["honesty|frankness", "patience"], not: ["flattery"], responseType: "reframing" };

  it("wanted, unwanted and response type; by name or node, alternatives count", () => {
    const right = state(
      says(label("Honesty", null)),
      says(label("patience", null)),
      says({ kind: "responseType", value: "reframing" }),
    );
    expect(trapResult(answer, right, TAXONOMY)).toEqual({
      missed: 0,
      wrong: 0,
      wrongResponse: false,
      passed: true,
    });
    // The node's name counts, whatever the label was called.
    const byNode = trapResult(
      { values: ["honesty"], not: [] },
      state(says(label("truth", "honesty"))),
      TAXONOMY,
    );
    expect(byNode.passed).toBe(true);
    const wrong = trapResult(answer, state(says(label("Flattery", null))), TAXONOMY);
    expect(wrong).toEqual({ missed: 2, wrong: 1, wrongResponse: true, passed: false });
    const found = trapAccuracy([byNode, wrong, byNode]);
    expect(found).toMatchObject({ missed: 2, wrong: 1, accuracy: { value: 2 / 3 } });
    expect(found.accuracy.interval).toEqual(wilsonInterval(2, 3));
    expect(trapAccuracy([]).accuracy.value).toBeNull();
  });
});

describe("anchoring", () => {
  /** Raters keep a suggestion with .5 if blind and with .8 if they see it. */
  const ratings = (assisted: number) => {
    const random = seededRandom(4);
    return Array.from({ length: 300 }, (_, n) => {
      const frame = n % 2 === 0 ? ("blind" as const) : ("assisted" as const);
      const extractor = ["a", "b", "c"];
      const keep = frame === "blind" ? 0.5 : assisted;
      const human = extractor.filter(() => random.uniform() < keep);
      return { conversation: `c${n}`, rater: n % 4 < 2 ? "ana" : "ben", frame, human, extractor };
    });
  };

  it("finds the difference, in both figures, and none where there is none", () => {
    const [agreement, share] = anchoring(ratings(0.8)).figures;
    expect(share?.blind.value).toBeCloseTo(0.5, 1);
    expect(share?.assisted.value).toBeCloseTo(0.8, 1);
    expect(share?.difference.value).toBeCloseTo((share?.assisted.value ?? 0) - (share?.blind.value ?? 0), 12);
    expect(share?.difference.interval?.lower).toBeGreaterThan(0.15);
    expect(agreement?.difference.interval?.lower).toBeGreaterThan(0.1);
    expect(share?.difference.n.raters).toBe(2);
    const none = anchoring(ratings(0.5)).figures[1]?.difference;
    expect(none?.interval?.lower).toBeLessThan(0);
    expect(none?.interval?.upper).toBeGreaterThan(0);
  });

  it("says how far it may be read as an effect; one frame alone tells nothing", () => {
    expect(anchoring(ratings(0.8)).reading).toContain("Observed, not caused");
    expect(anchoring(ratings(0.8), { randomised: true }).reading).toContain("Chance decided");
    const alone = anchoring(ratings(0.8).filter(({ frame }) => frame === "blind"));
    expect(alone.figures[0]?.difference).toMatchObject({
      value: null,
      reason: "ratings of both frames are needed",
    });
    expect(alone.inBoth).toBe(0);
  });
});
