import { rmSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RowIndexOptions } from "../../../../src/corpus/index/row-index.ts";
import { built, forget, indexed, optionsFor, put, rowsOf, temporaryFolder } from "./harness.ts";
import { record } from "./hostile-files.ts";
import { describeAll, SHAPE } from "./plain-reader.ts";

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};
const element = record.map((text) => (isJson(text) ? text.trim() : '{"conversation":[1]}'));
const space = fc.constantFrom("", "", " ", "\n  ", "\r\n", "\t");
const list = fc
  .tuple(fc.array(fc.tuple(space, element, space), { maxLength: 6 }), space)
  .map(([items, end]) => ({
    records: items.map(([, text]) => text),
    text: `[${items.map((item) => item.join("")).join(",")}${items.length === 0 ? end : ""}]`,
  }));

describe("index of a JSON list", () => {
  const folder = temporaryFolder();
  const options = (start: number, more: Partial<RowIndexOptions> = {}): RowIndexOptions =>
    optionsFor(folder, { kind: { type: "array", start }, ...more });

  async function problemsOf(text: string, start = 0): Promise<{ rows: string[]; reasons: string[] }> {
    const own = options(start);
    forget(own);
    put(own, Buffer.from(text));
    const index = await built(own);
    const rows = (await rowsOf(index)).map(({ bytes }) => bytes);
    const reasons = index.problems.map(({ reason }) => reason);
    await index.close();
    return { rows, reasons };
  }

  it("knows of every element what a plain reader knows, wherever the list stands", async () => {
    await fc.assert(
      fc.asyncProperty(
        list,
        fc.constantFrom("", "\uFEFF \n", '{"version":1,"data":'),
        fc.constantFrom(64, 101, 4_096),
        async ({ records, text }, before, blockBytes) => {
          const own = options(Buffer.byteLength(before), { blockBytes });
          forget(own);
          put(own, Buffer.from(before + text + (before.startsWith("{") ? ',"more":[1,2]}' : " \n")));
          expect(await indexed(own)).toEqual(
            describeAll(
              records.map((each) => Buffer.from(each)),
              SHAPE,
            ),
          );
          rmSync(own.file);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("gives the whole elements before the place where a list is cut off, at every byte", async () => {
    const elements = ['{"id":"a","x":[1,{"]":"\\"}"}]}', '"text, [with] \\\\"', "12.5", "[]", '{"b":null}'];
    const text = `[${elements.join(" , ")} ]`;
    const ends: number[] = [];
    for (const [i, each] of elements.entries()) ends.push((ends[i - 1] ?? -2) + 3 + each.length);
    for (let cut = 0; cut < text.length; cut++) {
      const { rows, reasons } = await problemsOf(text.slice(0, cut));
      // Only what follows a number ends it.
      const whole = elements.filter((each, i) => {
        const end = ends[i] ?? 0;
        return each === "12.5" ? cut > end + 1 : cut >= end;
      });
      expect({ cut, rows }).toEqual({ cut, rows: whole });
      expect(reasons).toHaveLength(1);
    }
  });

  it("stops at a fault with what came before, and says so", async () => {
    const faults = [
      "[1,{]",
      "[1,}",
      "[1,2 {}]",
      "[1,[}]]",
      "[1,:2]",
      "[1,,2]",
      '[1,2"a"]',
      "[1] 2",
      '[1]{"a":1}',
    ];
    for (const text of faults) {
      const { rows, reasons } = await problemsOf(text);
      expect(rows[0], text).toBe("1");
      expect(reasons, text).toHaveLength(1);
    }
    expect(await problemsOf("{}")).toEqual({ rows: [], reasons: ["There is no list here."] });
    expect(await problemsOf(" [ ] ", 1)).toEqual({ rows: [], reasons: [] });
    expect(await problemsOf("[1,\n]\n")).toEqual({ rows: ["1"], reasons: [] });
    expect((await problemsOf(`[${"[".repeat(1_100_000)}`)).reasons).toHaveLength(1);
  });
});
