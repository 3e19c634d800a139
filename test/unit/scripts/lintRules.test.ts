import { spawnSync } from "node:child_process";
import { copyFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { repoRoot } from "../../../scripts/lib/paths.mjs";
import { plant } from "./planted.ts";

const use = (from: string) => `import { it } from "${from}";\nexport const used = it;\n`;

/** A file's folder, and what it imports. */
const forbidden = [
  ["src/core/a", "vscode"],
  ["src/core/a", "node:fs"],
  ["src/core/a", "fs/promises"],
  ["src/core/a", "../../store/log.ts"],
  ["src/core/a/b", "../../../host/compose.ts"],
  ["src/core/a", "../../protocol/review.ts"],
  ["src/core/a", "@anthropic-ai/sdk"],
  ["src/protocol", "node:fs"],
  ["src/protocol", "../host/log.ts"],
  ["src/store", "vscode"],
  ["src/corpus", "../host/log.ts"],
  ["src/cli", "vscode"],
  ["src/host/review", "@anthropic-ai/sdk"],
  ["src/host/review", "@anthropic-ai/sdk/resources"],
  ["src/anthropic", "vscode"],
  ["webview/review", "@vscode/webview-ui-toolkit"],
  ["webview/review", "node:fs"],
  ["webview/review", "../../src/host/log.ts"],
  ["webview/ui", "vscode"],
  ["src/host", "./review/index.ts"],
  ["src/core/a", "./utils.ts"],
] as const;

const allowed = [
  ["src/core/a", "../formats/format.ts"],
  ["src/core/a", "../insight/corpus.ts"],
  ["src/core/a", "fflate"],
  ["src/store", "node:fs"],
  ["src/anthropic", "@anthropic-ai/sdk"],
  ["src/host", "../anthropic/messages.ts"],
  ["src/host", "vscode"],
  ["webview/ui", "@vscode/webview-ui-toolkit"],
  ["webview/review", "../../src/protocol/review.ts"],
] as const;

/** A file's folder, what is in it, the rule that this breaks. */
const others = [
  ["src/core", "export default 1;\n", "no-default-export"],
  ["src/core", "export const now = () => Date.now();\n", "no-restricted-properties"],
  ["src/core", "export const chance = () => Math.random();\n", "no-restricted-properties"],
  ["src/core", "export const home = () => process.env;\n", "no-restricted-globals"],
  ["src/core", "export const f = (a: any): unknown => a;\n", "no-explicit-any"],
  ["src/host", "export const f = (a: string[]): string => a[0]!;\n", "no-non-null-assertion"],
  ["src/host", "export const f = (): void => console.log(1);\n", "no-console"],
  ["src/host", "export const a = 1;\n".concat("// \n".repeat(500)), "max-lines"],
] as const;

interface Planted {
  readonly folder: string;
  readonly code: string;
  readonly rules: readonly string[];
}

const planted: readonly Planted[] = [
  ...forbidden.map(([folder, from]) => ({ folder, code: use(from), rules: ["no-restricted-imports"] })),
  ...allowed.map(([folder, from]) => ({ folder, code: use(from), rules: [] })),
  ...others.map(([folder, code, rule]) => ({ folder, code, rules: [rule] })),
];
const fileOf = (at: number) => `${planted[at]?.folder}/planted${at}.ts`;

/** The rules broken by each planted file; all are linted in one run by the repository's own rules. */
function lintPlanted(): Map<string, string[]> {
  const root = plant(Object.fromEntries(planted.map(({ code }, at) => [fileOf(at), code])));
  copyFileSync(path.join(repoRoot, ".oxlintrc.json"), path.join(root, ".oxlintrc.json"));
  const oxlint = path.join(repoRoot, "node_modules/oxlint/bin/oxlint");
  const run = spawnSync(process.execPath, [oxlint, "--format=json"], { cwd: root, encoding: "utf8" });
  const result: { diagnostics: { code: string; filename: string }[]; number_of_files: number } = JSON.parse(
    run.stdout,
  );
  expect(result.number_of_files).toBe(planted.length);
  const found = new Map<string, string[]>();
  for (const { code, filename } of result.diagnostics)
    found.set(filename, [...(found.get(filename) ?? []), code.replace(/^.*\(|\)$/g, "")]);
  return found;
}

describe("the lint rules", () => {
  let found = new Map<string, string[]>();
  beforeAll(() => {
    found = lintPlanted();
  });

  it.each(planted.map((one, at) => ({ ...one, at, line: one.code.split("\n")[0] })))(
    "in $folder, $line → $rules",
    ({ at, rules }) => expect(found.get(fileOf(at)) ?? []).toEqual(rules),
  );
});
