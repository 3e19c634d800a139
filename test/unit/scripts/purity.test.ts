import path from "node:path";
import { describe, expect, it } from "vitest";
import { impurities, layout, sizeFigures } from "../../../scripts/purity.mjs";
import { plant } from "./planted.ts";

const check = (files: Record<string, string>) => impurities(path.join(plant(files), "src/core"));

describe("the purity check", () => {
  it("passes core files that use core and pure packages alone", async () => {
    const found = await check({
      "src/core/a.ts": `import { b } from "./deep/b.ts"; import { zipSync } from "fflate"; export const a = [b, zipSync];`,
      "src/core/deep/b.ts": `interface Has { process: string; document: string }
        export const b = (it: Has, window: string) => it.process + it.document + window;`,
    });
    expect(found).toEqual([]);
  });

  it("finds VS Code behind two files, from each of them", async () => {
    const found = await check({
      "src/core/a.ts": `export * from "./b.ts";`,
      "src/core/b.ts": `export * from "./c.ts";`,
      "src/core/c.ts": `import * as vscode from "vscode"; export const c = vscode.version;`,
    });
    expect(found).toHaveLength(3);
    expect(found[0]).toMatch(/core\/a\.ts: Could not resolve "vscode"/);
  });

  it.each(["node:fs", "fs", "path"])("finds Node's %s", async (name) => {
    const found = await check({ "src/core/a.ts": `import * as it from "${name}"; export const a = it;` });
    expect(found).toEqual([expect.stringContaining(`Could not resolve "${name}"`)]);
  });

  it("finds a way out of core through a file that is itself harmless", async () => {
    const found = await check({
      "src/core/a.ts": `export { log } from "../store/log.ts";`,
      "src/store/log.ts": `export const log = 1;`,
    });
    expect(found).toEqual([expect.stringMatching(/core\/a\.ts reaches outside core: .*log\.ts/)]);
  });

  it.each(["process.env", "Buffer.from('')", "document.body", "setTimeout", "performance.now()", "crypto"])(
    "finds %s, in the file and behind it",
    async (code) => {
      const found = await check({
        "src/core/a.ts": `import { b } from "./b.ts"; export const a = b;`,
        "src/core/b.ts": `export const b = () => ${code};`,
      });
      const name = /^\w+/.exec(code)?.[0];
      expect(found).toEqual([
        expect.stringContaining(`a.ts reaches the global ${name}`),
        expect.stringContaining(`b.ts reaches the global ${name}`),
      ]);
    },
  );
});

describe("the layout check", () => {
  it("gives nearest-rank quantiles", () => {
    expect(sizeFigures([1, 2, 3, 4, 5, 6, 7, 8, 9, 100])).toEqual({ files: 10, median: 5, p90: 9, max: 100 });
    expect(sizeFigures([])).toEqual({ files: 0, median: 0, p90: 0, max: 0 });
  });

  it("finds long files and names that say nothing", () => {
    const { complaints } = layout(
      plant({ "src/core/long.ts": "x\n".repeat(501), "src/core/ok.ts": "x\n", "webview/ui/utils.ts": "x\n" }),
    );
    expect(complaints.join("\n")).toMatch(/max is 501/);
    expect(complaints).toContain("src/core/long.ts has 501 lines");
    expect(complaints.join("\n")).toContain("webview/ui/utils.ts: name the file");
  });
});
