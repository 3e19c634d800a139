import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readGolden } from "../formats/golden.ts";

const folder = import.meta.dirname;
const cases = readdirSync(path.join(folder, "cases"));
/** Set to write what is read now as the new expectation; look at the difference before committing it. */
const update = process.env["UPDATE_GOLDEN"] === "1";

function check(stem: string, name: string, bytes: Uint8Array): void {
  const expected = path.join(folder, "expected", `${stem}.json`);
  const golden = readGolden(name, bytes);
  if (update) writeFileSync(expected, `${JSON.stringify(golden, null, 1)}\n`);
  expect(existsSync(expected), `no golden for ${name}`).toBe(true);
  expect(golden).toEqual(JSON.parse(readFileSync(expected, "utf8")));
}

describe("golden readings of exports, logs and transcripts", () => {
  it.each(cases)("%s", (name) => {
    check(name.replace(/\.\w+$/, ""), name, new Uint8Array(readFileSync(path.join(folder, "cases", name))));
  });

  it("an Inspect log as a zip", () => {
    const log = JSON.parse(readFileSync(path.join(folder, "cases", "inspect-log.json"), "utf8"));
    const { samples, ...header } = log;
    const members = {
      "header.json": header,
      "samples/1_epoch_1.json": samples[0],
      "samples/1_epoch_2.json": samples[1],
    };
    const files = Object.entries(members).map(([name, value]) => [name, strToU8(JSON.stringify(value))]);
    check(
      "inspect-eval",
      "log.eval",
      zipSync(Object.fromEntries([...files, ["samples/2_epoch_1.json", strToU8("{")]])),
    );
  });
});
