import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { idHashOf } from "../../../../src/core/conversation/id-hash.ts";
import { drawFrom, makeSample } from "../../../../src/core/sampling/make-sample.ts";
import type { Made, SamplePlan } from "../../../../src/core/sampling/make-sample.ts";
import { redraw } from "../../../../src/core/sampling/redraw.ts";
import type { Sample } from "../../../../src/core/sampling/sample.ts";
import { formatSample, parseSample } from "../../../../src/core/sampling/sample-file.ts";
import { frameOf, rowsOf, shuffled } from "./frames.ts";
import type { Row } from "./frames.ts";

const plan = (changes: Partial<SamplePlan> = {}): SamplePlan => ({
  name: "pilot",
  drawnAt: "2026-03-01T09:30:00.000Z",
  drawnBy: "ada",
  seed: 7,
  design: { type: "simple", size: 20 },
  query: "",
  blind: true,
  raters: ["ada", "bo", "cy"],
  ...changes,
});

async function make(rows: readonly Row[], changes: Partial<SamplePlan> = {}): Promise<Made> {
  const { frame, resolve } = frameOf(rows);
  const wanted = plan(changes);
  return makeSample(frame, drawFrom(frame, wanted.design, wanted.seed), wanted, resolve);
}

async function again(sample: Sample, rows: readonly Row[]) {
  const { frame, resolve } = frameOf(rows);
  return redraw(sample, frame, resolve);
}

const rows = rowsOf(200, (at) => ({ stratum: `m${at % 3}`, score: at % 7 }));
const traps = ["row-3", "row-5", "row-11"].map((id) => ({
  conversation: { id, hash: "h" },
  answer: { values: ["honesty"], not: [] },
}));

describe("a sample", () => {
  it("records what is needed to draw it again", async () => {
    const { sample, notes } = await make(rows, { overlap: { shared: 0.5, each: 2 }, traps });
    expect(notes).toEqual([]);
    const drawn = sample.items.filter(({ trap }) => !trap);
    expect(drawn).toHaveLength(20);
    expect(drawn.every(({ probability }) => probability === 0.1)).toBe(true);
    expect(drawn.filter(({ raters }) => raters?.length === 2)).toHaveLength(10);
    expect(drawn.filter(({ raters }) => raters?.length === 1)).toHaveLength(10);
    const planted = sample.items.filter(({ trap }) => trap);
    expect(planted.map(({ id, probability, raters }) => [id, probability, raters]).sort()).toEqual([
      ["row-11", 1, undefined],
      ["row-3", 1, undefined],
      ["row-5", 1, undefined],
    ]);
    expect(sample.frame).toMatchObject({ rows: 200, query: "", values: expect.any(String) });
    expect(parseSample(formatSample(sample))).toEqual({ ok: true, sample });
  });

  it("counts a trap that was drawn anyway as an ordinary item, and says so", async () => {
    const { sample } = await make(rows);
    const id = sample.items[0]?.id ?? "";
    const met = [{ conversation: { id, hash: "h" }, answer: { values: ["x"], not: [] } }];
    const { sample: other, notes } = await make(rows, { traps: met });
    expect(other).toEqual(sample);
    expect(notes).toEqual([expect.stringContaining("1 of the trap conversations were drawn anyway")]);
  });

  it("leaves out rows that can't be read, and says so", async () => {
    const { frame, resolve } = frameOf(rows);
    const drawn = drawFrom(frame, { type: "simple", size: 20 }, 7);
    const partly = async (numbers: readonly number[]) =>
      (await resolve(numbers)).map((ref, at) => (at < 3 ? undefined : ref));
    const { sample, notes } = await makeSample(frame, drawn, plan(), partly);
    expect(sample.items).toHaveLength(17);
    expect(notes).toEqual(["3 of the rows drawn can't be read and are left out."]);
    const none = async (numbers: readonly number[]) => numbers.map(() => undefined);
    await expect(makeSample(frame, drawn, plan(), none)).rejects.toThrow(RangeError);
  });
});

describe("drawing again", () => {
  it("gives the same sample to another person, whose corpus has its rows in another order", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<SamplePlan["design"]>(
          { type: "simple", size: 20 },
          { type: "stratified", by: { type: "model" }, allocation: { type: "equal", size: 21 } },
          { type: "weighted", by: "disagreement", size: 15 },
          { type: "all" },
        ),
        fc.nat(),
        fc.nat(),
        async (design, seed, order) => {
          const { sample } = await make(rows, { design, seed, overlap: { shared: 0.3, each: 2 }, traps });
          const parsed = parseSample(formatSample(sample));
          if (!parsed.ok) throw new Error(parsed.reason);
          expect(await again(parsed.sample, shuffled(rows, order))).toMatchObject({ same: true });
        },
      ),
      { numRuns: 25 },
    );
  });

  it("tells a corpus that has grown, and which items come out", async () => {
    const { sample } = await make(rows);
    const grown = rowsOf(300, (at) => ({ stratum: `m${at % 3}`, score: at % 7 }));
    const found = await again(sample, grown);
    if (found.same) throw new Error("not told");
    expect(found.reasons[0]).toContain("300 conversations and had 200");
    const ids = new Set(sample.items.map(({ id }) => id));
    expect(found.missing.length).toBe(found.extra.length);
    expect(found.missing.length).toBeGreaterThan(0);
    expect(found.missing.length).toBeLessThan(15);
    expect(found.missing.every((id) => ids.has(id))).toBe(true);
    expect(found.extra.some((id) => ids.has(id))).toBe(false);
  });

  it("tells other conversations, other scores, other strata and other texts apart", async () => {
    const { sample } = await make(rows);
    const other = [...rows.slice(1), { id: "new", stratum: "m0", score: 0 }];
    expect(await again(sample, other)).toMatchObject({
      same: false,
      reasons: [expect.stringContaining("not the same ones"), ...(await ifMoved(sample, other))],
    });
    const weighted = await make(rows, { design: { type: "weighted", by: "uncertainty", size: 20 } });
    const rescored = rows.map((row, at) => (at === 0 ? { ...row, score: 6 } : row));
    const scores = await again(weighted.sample, rescored);
    expect(scores.same ? [] : scores.reasons[0]).toContain("another run");
    const stratified = await make(rows, {
      design: { type: "stratified", by: { type: "model" }, allocation: { type: "equal", size: 21 } },
    });
    const moved = await again(
      stratified.sample,
      rows.map((row, at) => (at === 0 ? { ...row, stratum: "m1" } : row)),
    );
    expect(moved.same ? [] : moved.reasons[0]).toContain("another stratum");
    const retold = {
      ...sample,
      items: sample.items.map((item, at) => (at < 2 ? { ...item, hash: "old" } : item)),
    };
    expect(await again(retold, rows)).toMatchObject({
      same: false,
      missing: [],
      extra: [],
      changed: sample.items.slice(0, 2).map(({ id }) => id),
      reasons: ["2 items have another text than when they were drawn."],
    });
  });

  it("finds what was changed by hand in the file", async () => {
    const { sample } = await make(rows, { overlap: { shared: 1, each: 2 } });
    const { items } = sample;
    const [first, second, ...rest] = items;
    if (!first || !second) throw new Error("too few items");
    const changed: readonly (readonly [string, Sample])[] = [
      ["another order", { ...sample, items: [second, first, ...rest] }],
      ["another probability", { ...sample, items: [{ ...first, probability: 0.5 }, second, ...rest] }],
      ["other raters", { ...sample, items: [{ ...first, raters: ["ada"] }, second, ...rest] }],
      [
        "1 of its 20 items don't come out",
        { ...sample, items: [{ ...first, id: "planted" }, second, ...rest] },
      ],
    ];
    for (const [reason, edited] of changed) {
      const found = await again(edited, rows);
      expect(found.same ? [] : found.reasons).toEqual([expect.stringContaining(reason)]);
    }
  });
});

/** The reason that items moved, if swapping one row of the frame pushed any. */
async function ifMoved(sample: Sample, others: readonly Row[]): Promise<unknown[]> {
  const numbers = new Set(others.map(({ id }) => idHashOf(id)));
  const found = await again(sample, others);
  const gone = sample.items.filter(({ id }) => !numbers.has(idHashOf(id))).length;
  const moved = !found.same && found.missing.length + found.extra.length > 0;
  expect(gone).toBeLessThanOrEqual(moved ? 1 : 0);
  return moved ? [expect.stringContaining("don't come out")] : [];
}
