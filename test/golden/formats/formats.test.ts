import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { readGolden } from "./golden.ts";

const folder = import.meta.dirname;
const cases = readdirSync(path.join(folder, "cases"));
/** Set to write what is read now as the new expectation; look at the difference before committing it. */
const update = process.env["UPDATE_GOLDEN"] === "1";

describe("golden readings", () => {
  it.each(cases)("%s", (name) => {
    const expected = path.join(folder, "expected", `${name.replace(/\.\w+$/, "")}.json`);
    const golden = readGolden(name, new Uint8Array(readFileSync(path.join(folder, "cases", name))));
    if (update) writeFileSync(expected, `${JSON.stringify(golden, null, 1)}\n`);
    expect(existsSync(expected), `no golden for ${name}`).toBe(true);
    expect(golden).toEqual(JSON.parse(readFileSync(expected, "utf8")));
  });

  it("has no golden without its case", () => {
    const stems = new Set(cases.map((name) => name.replace(/\.\w+$/, "")));
    const orphans = readdirSync(path.join(folder, "expected")).filter(
      (name) => !stems.has(name.replace(/\.json$/, "")),
    );
    expect(orphans).toEqual([]);
  });
});
