import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import type { Sample } from "../../../../src/core/sampling/sample.ts";
import { formatSample, parseSample } from "../../../../src/core/sampling/sample-file.ts";
import { ItemShape, isPlainItem } from "../../../../src/core/sampling/sample-shape.ts";
import { sampleOf } from "./samples.ts";

const edited = (change: (fields: Record<string, unknown>) => void, from = sampleOf()): string => {
  const fields: Record<string, unknown> = JSON.parse(formatSample(from));
  change(fields);
  return JSON.stringify(fields);
};

describe("a sample's file", () => {
  it("has one item a line, so that a difference is one line", () => {
    const text = formatSample(sampleOf());
    expect(text).toMatchInlineSnapshot(`
      "{
        "v": 1,
        "name": "pilot",
        "drawnAt": "2026-03-01T09:30:00.000Z",
        "drawnBy": "ada",
        "seed": 42,
        "design": {"type":"simple","size":3},
        "frame": {"rows":10,"query":"turns > 2","fingerprint":"00ffab12cd34"},
        "blind": true,
        "raters": ["ada","bo"],
        "items": [
          {"id":"c7","hash":"h7","probability":0.3},
          {"id":"c2","hash":"h2","probability":0.3,"raters":["ada"]},
          {"id":"t1","hash":"h9","probability":1,"trap":{"values":["honesty|candour"],"not":[]}},
          {"id":"c5","hash":"h5","probability":0.3,"raters":["bo"]}
        ]
      }
      "
    `);
    const again = formatSample(
      sampleOf({
        items: sampleOf().items.map((item, at) => (at === 1 ? { ...item, raters: ["bo"] } : item)),
      }),
    );
    const lines = again.split("\n");
    expect(text.split("\n").filter((line, at) => line !== lines[at])).toHaveLength(1);
  });

  it("reads back what was written", () => {
    const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 20, unit: "binary" }), {
      minLength: 1,
      maxLength: 8,
    });
    const names = fc.string({ minLength: 1, maxLength: 20, unit: "grapheme" });
    const samples = fc.record({
      ids,
      name: names,
      query: names,
      seed: fc.maxSafeInteger(),
      blind: fc.boolean(),
      stratum: names,
    });
    fc.assert(
      fc.property(samples, ({ ids: all, name, query, seed, blind, stratum }) => {
        const sample: Sample = sampleOf({
          name,
          seed,
          blind,
          design: {
            type: "stratified",
            by: { type: "field", path: query },
            allocation: { type: "given", sizes: Object.fromEntries([[stratum, 3]]) },
          },
          frame: { ...sampleOf().frame, query, ids: all },
          items: all.map((id, at) => ({ id, hash: "ab", probability: 1 / (at + 2), stratum })),
        });
        const text = formatSample(sample);
        expect(parseSample(text)).toEqual({ ok: true, sample });
        const parsed = parseSample(text);
        expect(parsed.ok && formatSample(parsed.sample)).toBe(text);
      }),
    );
  });

  it("with strata named like parts of every object keeps their numbers and touches no prototype", () => {
    const text = edited((fields) => {
      fields["design"] = JSON.parse(
        '{"type":"stratified","by":{"type":"model"},"allocation":{"type":"given","sizes":{"__proto__":2,"constructor":3}}}',
      );
      fields["items"] = [{ id: "a", hash: "h", probability: 0.5, stratum: "constructor" }];
    });
    const parsed = parseSample(text);
    if (!parsed.ok || parsed.sample.design.type !== "stratified") throw new Error("not read");
    const { allocation } = parsed.sample.design;
    expect(allocation.type === "given" && Object.entries(allocation.sizes)).toEqual([
      ["__proto__", 2],
      ["constructor", 3],
    ]);
    expect(parseSample(formatSample(parsed.sample))).toEqual(parsed);
    expect(parseSample('{"__proto__": {"v": 1}, "v": 1}').ok).toBe(false);
  });

  it("of a newer version, or in the middle of a merge, says so", () => {
    expect(parseSample('{"v": 2}')).toEqual({ ok: false, reason: expect.stringContaining("newer version") });
    const merge = formatSample(sampleOf()).replace('  "seed"', '<<<<<<< HEAD\n  "seed"');
    expect(parseSample(merge)).toEqual({ ok: false, reason: expect.stringContaining("conflict markers") });
  });

  type Change = (fields: Record<string, unknown>) => void;
  const item = { id: "a", hash: "h", probability: 0.5 };
  const changes: readonly (readonly [string, Change])[] = [
    ["bad field: name", (fields) => void (fields["name"] = "")],
    ["bad field: drawnAt", (fields) => void (fields["drawnAt"] = "yesterday")],
    ["bad field: seed", (fields) => void (fields["seed"] = 1.5)],
    ["bad field: design", (fields) => void (fields["design"] = { type: "snowball" })],
    ["bad field: design.size", (fields) => void (fields["design"] = { type: "simple", size: -1 })],
    [
      "bad field: frame.fingerprint",
      (fields) => void (fields["frame"] = { rows: 1, query: "", fingerprint: "zz" }),
    ],
    ["bad field: raters", (fields) => void (fields["raters"] = ["ada", "ada"])],
    ["bad field: overlap.shared", (fields) => void (fields["overlap"] = { shared: 2, each: 1 })],
    ["bad field: items.0.probability", (fields) => void (fields["items"] = [{ ...item, probability: 0 }])],
    ["bad field: items.0.hash", (fields) => void (fields["items"] = [{ ...item, hash: "../x" }])],
    ["items.1: its id", (fields) => void (fields["items"] = [item, item])],
    ["items.0: a rater", (fields) => void (fields["items"] = [{ ...item, raters: ["eve"] }])],
    [
      "items.0: it has no answer",
      (fields) => void (fields["items"] = [{ ...item, probability: 1, trap: {} }]),
    ],
    ["items.0: a trap's", (fields) => void (fields["items"] = [{ ...item, trap: { values: ["x"] } }])],
    [
      "more items than rows",
      (fields) => void (fields["frame"] = { rows: 1, query: "", fingerprint: "0".repeat(12) }),
    ],
    ["more raters than there are", (fields) => void (fields["overlap"] = { shared: 1, each: 3 })],
  ];
  it.each(changes)("that is wrong is refused: %s", (reason, change) => {
    expect(parseSample(edited(change))).toEqual({ ok: false, reason: expect.stringContaining(reason) });
  });

  it("has plain items looked at quickly, and just as strictly", () => {
    const field = fc.oneof(
      fc.string({ maxLength: 3 }),
      fc.constantFrom(0, 0.5, 1, 2, null, true, "x".repeat(513), "y".repeat(201)),
      fc.array(fc.oneof(fc.constantFrom("ada", "bo", "", 7), fc.string()), { maxLength: 3 }),
    );
    const value = fc.oneof(
      fc.dictionary(fc.constantFrom("id", "hash", "probability", "stratum", "raters", "trap", "more"), field),
      fc.record(
        {
          id: fc.constantFrom("a", "漢", ""),
          hash: fc.constantFrom("h", "h-1", "../x"),
          probability: fc.constantFrom(0.5, 1, 1e-9, 0, Number.NaN),
          stratum: fc.oneof(fc.constantFrom("", "x", "y".repeat(200)), field),
          raters: fc.oneof(fc.uniqueArray(fc.constantFrom("ada", "bo", "cy")), field),
        },
        { requiredKeys: ["id", "hash", "probability"] },
      ),
      field,
    );
    let plain = 0;
    fc.assert(
      fc.property(value, (found) => {
        if (!isPlainItem(found)) return;
        plain++;
        expect(v.safeParse(ItemShape, found)).toMatchObject({ success: true, output: found });
      }),
      { numRuns: 5_000 },
    );
    expect(plain).toBeGreaterThan(50);
    expect(sampleOf().items.map(isPlainItem)).toEqual([true, true, false, true]);
  });

  it("of any content never throws, and its reason tells nothing of it", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.json(), fc.string(), fc.constant('{"v":1,"items":' + "[".repeat(5_000))),
        (text) => {
          const parsed = parseSample(text);
          expect(parsed.ok).toBe(false);
        },
      ),
    );
    const secret = parseSample(edited((fields) => void (fields["drawnAt"] = "my secret")));
    expect(JSON.stringify(secret)).not.toContain("secret");
  });
});
