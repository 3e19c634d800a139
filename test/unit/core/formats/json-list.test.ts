import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openAll } from "./bytes.ts";

const value = (id: string) => ({
  id,
  messages: [{ role: "user", content: `words ] } of "${id}", [` }],
  tags: [{ id: "x" }],
});

/** A list of rows, some damaged in a way that leaves the others whole. */
function written(
  ids: readonly string[],
  layout: "compact" | "lines" | "pretty",
  damage: (text: string, i: number) => string,
) {
  const texts = ids.map((id, i) => {
    const text = JSON.stringify(value(id), null, layout === "pretty" ? 2 : undefined);
    return damage(layout === "pretty" ? text.replaceAll("\n", "\n  ") : text, i);
  });
  if (layout === "compact") return `[${texts.join(", ")}]`;
  return `[\n  ${texts.join(",\n  ")}\n]`;
}

const DAMAGES: readonly ((text: string) => string)[] = [
  (text) => text.replace('"messages":', '"messages"'),
  (text) => text.replace('"messages": [', '"messages": ').replace('"messages":[', '"messages":'),
  (text) => text.replace(/"id": ?"(\w+)"/, '"id": "$1'),
  (text) => text.slice(0, -1),
  (text) => text.replace('"user"', '"user'),
  (text) => text.replace('"role"', "role"),
];

describe("JSON lists", () => {
  it("gives each element's line", () => {
    const opened = openAll(JSON.stringify([value("a"), value("b")], null, 2));
    expect(opened.conversations.map(({ position }) => position.line)).toEqual([2, 16]);
  });

  it("opens what is intact round a broken element, in every layout", () => {
    const layouts = fc.constantFrom("compact" as const, "lines" as const, "pretty" as const);
    fc.assert(
      fc.property(
        layouts,
        fc.integer({ min: 3, max: 9 }),
        fc.nat(),
        fc.nat(),
        (layout, count, which, how) => {
          const ids = Array.from({ length: count }, (_, i) => `r${i}`);
          // The first element stays whole: what it looks like is what the others are known by.
          const broken = 1 + (which % (count - 1));
          const damage = DAMAGES[how % DAMAGES.length] ?? String;
          const opened = openAll(written(ids, layout, (text, i) => (i === broken ? damage(text) : text)));
          expect(opened.conversations.map(({ id }) => id)).toEqual(ids.filter((_, i) => i !== broken));
          expect(opened.errors.length).toBeGreaterThanOrEqual(1);
          expect(opened.errors[0]?.row).toBe(broken);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("opens all whole elements of a file cut off anywhere", () => {
    const ids = ["a", "b", "c"];
    const whole = written(ids, "lines", (text) => text);
    const ends = ids.map((id) => whole.indexOf(JSON.stringify(value(id))) + JSON.stringify(value(id)).length);
    for (let cut = (ends[0] ?? 0) + 1; cut < whole.trimEnd().length; cut++) {
      const opened = openAll(whole.slice(0, cut));
      const complete = ends.filter((end) => end <= cut).length;
      expect(opened.conversations.map(({ id }) => id)).toEqual(ids.slice(0, complete));
      expect(opened.errors).toHaveLength(1);
      expect(opened.errors[0]?.reason).toContain("cut off");
    }
  });

  it("tells of a missing comma and of text after the end, and opens all elements", () => {
    const missing = openAll(`[${JSON.stringify(value("a"))} ${JSON.stringify(value("b"))}]`);
    expect(missing.conversations.map(({ id, position }) => [id, position.row])).toEqual([
      ["a", 0],
      ["b", 1],
    ]);
    expect(missing.errors).toEqual([{ row: 1, line: 1, reason: expect.stringContaining("comma") }]);
    const trailing = openAll(`[${JSON.stringify(value("a"))}]\n\nmore`);
    expect(trailing.errors).toEqual([{ row: 1, line: 3, reason: expect.stringContaining("more text") }]);
  });

  it("takes a comma before the closing bracket", () => {
    expect(openAll(`[${JSON.stringify(value("a"))},]`).errors).toEqual([]);
  });

  it("leaves out an element that is nested too deep, and reads on", () => {
    const deep = `{"id": "deep", "messages": [], "z": ${"[".repeat(5000)}${"]".repeat(5000)}}`;
    const opened = openAll(`[${JSON.stringify(value("a"))},${deep},${JSON.stringify(value("b"))}]`);
    expect(opened.conversations.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(opened.errors).toEqual([{ row: 1, line: 1, reason: expect.stringContaining("256 levels") }]);
  });

  it("does not take quadratic time over hostile nesting", () => {
    const hostile = `[${JSON.stringify(value("a"))}, ${'{"id":'.repeat(20_000)}]`;
    expect(openAll(hostile).conversations).toHaveLength(1);
  });
});
