/**
 * `npm run bench`: runs what is in test/bench and prints one table.
 *
 *   npm run bench -- [--only <name>[,<name>…]] [--write]
 *
 * Each test/bench/<name>.ts that exports `run` is bundled and run in a process of its own, one after the other, so
 * that none is measured in another's heap. `--write` puts the table, the machine and the date into docs/benchmarks.md.
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { installDependencies } from "./lib/dependencies.mjs";
import { repoRoot } from "./lib/paths.mjs";

/** @typedef {{name: string, value: number, unit: string, note?: string}} Row as BenchRow in test/bench/bench.ts */

const benchDir = path.join(repoRoot, "test/bench");

/** Bundles one file. @param {string} name @returns {Promise<string | undefined>} undefined if it exports no `run` */
async function bundle(name) {
  const outfile = path.join(repoRoot, "dist/test/bench", `${name}.mjs`);
  const esbuild = await import("esbuild");
  const { metafile } = await esbuild.build({
    absWorkingDir: repoRoot,
    entryPoints: [path.join(benchDir, `${name}.ts`)],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    metafile: true,
    logLevel: "warning",
  });
  const exported = Object.values(metafile.outputs)[0]?.exports ?? [];
  return exported.includes("run") ? outfile : undefined;
}

/** @param {string} bundled @returns {Row[]} @throws when it fails or measures nothing */
function measure(bundled) {
  const rows = path.join(os.tmpdir(), `valuemark-bench-${process.pid}.json`);
  const code = `
    const { run } = await import(${JSON.stringify(pathToFileURL(bundled).href)});
    const { writeFileSync } = await import("node:fs");
    writeFileSync(${JSON.stringify(rows)}, JSON.stringify(await run()));`;
  const { status } = spawnSync(
    process.execPath,
    ["--expose-gc", "--enable-source-maps", "--input-type=module", "-e", code],
    { cwd: repoRoot, stdio: ["ignore", "inherit", "inherit"] },
  );
  if (status !== 0) throw new Error(`${path.basename(bundled)} ended with code ${status}`);
  /** @type {Row[]} */
  const measured = JSON.parse(fs.readFileSync(rows, "utf8"));
  fs.rmSync(rows);
  if (measured.length === 0) throw new Error(`${path.basename(bundled)} measured nothing`);
  return measured;
}

/** @param {number} value @returns {string} three significant digits, no exponent */
function figure(value) {
  if (!Number.isFinite(value)) return String(value);
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 6));
}

/** @param {readonly Row[]} rows @returns {string} aligned for a terminal */
function table(rows) {
  const cells = rows.map((row) => [row.name, figure(row.value), row.unit, row.note ?? ""]);
  const width = (/** @type {number} */ at) => Math.max(...cells.map((row) => row[at]?.length ?? 0));
  return cells
    .map(([name = "", value = "", unit = "", note = ""]) =>
      `${name.padEnd(width(0))}  ${value.padStart(width(1))} ${unit.padEnd(width(2))}  ${note}`.trimEnd(),
    )
    .join("\n");
}

/** @param {readonly Row[]} rows @returns {string} docs/benchmarks.md */
function page(rows) {
  const cpu = os.cpus();
  const machine = `${cpu.length} × ${cpu[0]?.model.trim()}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()} ${os.release()}, Node ${process.version}`;
  const escape = (/** @type {string} */ text) => text.replaceAll("|", "\\|");
  const lines = rows.map(
    (row) =>
      `| ${escape(row.name)} | ${figure(row.value)} | ${escape(row.unit)} | ${escape(row.note ?? "")} |`,
  );
  return `# Benchmarks

Written by \`npm run bench -- --write\` on ${new Date().toISOString().slice(0, 10)}: ${machine}.
Figures of other machines differ; compare ratios of one run.

| what | value | unit | on what |
| --- | ---: | --- | --- |
${lines.join("\n")}
`;
}

async function main() {
  const argv = process.argv.slice(2);
  const at = argv.indexOf("--only");
  const only = at < 0 ? undefined : (argv[at + 1] ?? "").split(",");
  const names = fs
    .readdirSync(benchDir)
    .filter((file) => file.endsWith(".ts") && !file.startsWith(".") && file !== "bench.ts")
    .map((file) => file.slice(0, -3))
    .filter((name) => only === undefined || only.includes(name));
  /** @type {Row[]} */
  const rows = [];
  for (const name of names) {
    const bundled = await bundle(name);
    if (bundled === undefined) continue;
    console.error(`… ${name}`);
    rows.push(...measure(bundled));
  }
  if (rows.length === 0) throw new Error(`Nothing was measured: no such benchmark (${only?.join(", ")}).`);
  console.log(table(rows));
  if (argv.includes("--write")) {
    fs.writeFileSync(path.join(repoRoot, "docs/benchmarks.md"), page(rows));
    console.log("\nwritten to docs/benchmarks.md");
  }
}

try {
  installDependencies();
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
