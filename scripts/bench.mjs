/**
 * `npm run bench`: runs what is in test/bench and prints each bar of the design beside its peers.
 *
 *   npm run bench -- [--only <name>[,<name>…]] [--size <MB> | --small] [--strict] [--write]
 *
 * Each test/bench/<name>.ts that exports `run` is bundled and run in a process of its own, one after the other, so
 * that none is measured in another's heap. One that exports `usesCorpus` gets a generated corpus (2,000 MB, `--small`:
 * 100), one that exports `usesExtension` the extension as it is shipped; both lie in a temporary folder that is
 * removed at the end, also after Ctrl+C. `--write` puts the tables, the machine and the date into docs/benchmarks.md.
 * Ends with 1 when a benchmark fails to run; with `--strict` also when a bar is missed or could not be measured.
 */
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { closing, page, terminal, withOutcome } from "./lib/bench-report.mjs";
import { Scratch, removeStale } from "./lib/bench-scratch.mjs";
import { installDependencies } from "./lib/dependencies.mjs";
import { repoRoot } from "./lib/paths.mjs";
import { onEndSignals, spawnGuarded } from "./lib/processes.mjs";

/** @typedef {import("../test/bench/bench.ts").BenchRow} Row */

const benchDir = path.join(repoRoot, "test/bench");
const defaultMegabytes = 2_000;
const smallMegabytes = 100;
/** The report's order; others follow. */
const order = [
  "row-index",
  "reopen",
  "open-row",
  "host-stall",
  "search",
  "append",
  "replay",
  "alpha",
  "shipped",
];

/** Bundles one file. @param {string} name @returns {Promise<{file: string, exported: readonly string[]}>} */
async function bundle(name) {
  const file = path.join(repoRoot, "dist/test/bench", `${name}.mjs`);
  const esbuild = await import("esbuild");
  const { metafile } = await esbuild.build({
    absWorkingDir: repoRoot,
    entryPoints: [path.join(benchDir, `${name}.ts`)],
    outfile: file,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    metafile: true,
    logLevel: "warning",
  });
  return { file, exported: Object.values(metafile.outputs)[0]?.exports ?? [] };
}

/** @type {(() => Promise<void>) | undefined} */
let stopChild;

/** @param {string} code a module @param {Record<string, string>} environment @returns {Promise<void>} */
async function runModule(code, environment) {
  const args = ["--expose-gc", "--enable-source-maps", "--input-type=module", "-e", code];
  const { child, stop } = spawnGuarded(process.execPath, args, { env: { ...process.env, ...environment } });
  stopChild = stop;
  child.stdout?.pipe(process.stderr, { end: false });
  child.stderr?.pipe(process.stderr, { end: false });
  const [status] = await once(child, "exit");
  stopChild = undefined;
  if (status !== 0) throw new Error(`it ended with code ${status}`);
}

/** @param {string} bundled @param {Scratch} scratch @returns {Promise<Row[]>} @throws when it fails or measures nothing */
async function measure(bundled, scratch) {
  const file = path.join(scratch.folder, "rows.json");
  await runModule(
    `const { run } = await import(${JSON.stringify(pathToFileURL(bundled).href)});
    const { writeFileSync } = await import("node:fs");
    writeFileSync(${JSON.stringify(file)}, JSON.stringify(await run()));`,
    scratch.environment,
  );
  /** @type {Row[]} */
  const measured = JSON.parse(fs.readFileSync(file, "utf8"));
  fs.rmSync(file);
  if (measured.length === 0) throw new Error("it measured nothing");
  // JSON has no NaN, which stands for what could not be measured.
  return measured.map((row) => ({ ...row, value: row.value ?? Number.NaN }));
}

/** @type {(...args: [string, number, string, number]) => Promise<void>} */
async function generate(...args) {
  const { file } = await bundle("frame/generate-corpus");
  await runModule(
    `const { generateCorpus } = await import(${JSON.stringify(pathToFileURL(file).href)});
    await generateCorpus(...${JSON.stringify(args)});`,
    {},
  );
}

function options() {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      size: { type: "string" },
      small: { type: "boolean", default: false },
      strict: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
    },
  });
  const megabytes =
    values.size === undefined ? (values.small ? smallMegabytes : defaultMegabytes) : Number(values.size);
  if (!Number.isInteger(megabytes) || megabytes < 10 || megabytes > 100_000)
    throw new Error("--size is a whole number of MB from 10 to 100,000");
  return { ...values, only: values.only?.split(","), megabytes };
}

/** @param {string} name */
const placeOf = (name) => (order.includes(name) ? order.indexOf(name) : order.length);

/** @param {readonly string[] | undefined} only @returns {string[]} names of files in test/bench */
function chosen(only) {
  const names = fs
    .readdirSync(benchDir)
    .filter((file) => file.endsWith(".ts") && !file.startsWith(".") && file !== "bench.ts")
    .map((file) => file.slice(0, -3))
    .sort((a, b) => placeOf(a) - placeOf(b) || a.localeCompare(b));
  const unknown = only?.filter((name) => !names.includes(name)) ?? [];
  if (unknown.length > 0) throw new Error(`There is no benchmark ${unknown.join(", ")} in test/bench.`);
  return names.filter((name) => only === undefined || only.includes(name));
}

/**
 * @param {readonly string[]} names @param {number} megabytes @param {Scratch} scratch
 * @returns {Promise<{rows: Row[], failed: string[]}>} what those measured that ran, and the names of those that did not
 */
async function measureAll(names, megabytes, scratch) {
  /** @type {Row[]} */
  const rows = [];
  const failed = [];
  for (const name of names) {
    const { file, exported } = await bundle(name);
    if (!exported.includes("run")) continue;
    const start = performance.now();
    try {
      if (exported.includes("usesCorpus")) await scratch.corpus(megabytes, generate);
      if (exported.includes("usesExtension")) await scratch.extension();
      rows.push(...(await measure(file, scratch)));
    } catch (error) {
      failed.push(name);
      console.error(`${name} failed: ${error instanceof Error ? error.message : String(error)}`);
    }
    const load = os.loadavg()[0]?.toFixed(1) ?? "?";
    console.error(`… ${name}: ${((performance.now() - start) / 1000).toFixed(0)} s, load ${load}`);
  }
  return { rows, failed };
}

function machine() {
  const cpu = os.cpus();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  return `${cpu.length} × ${cpu[0]?.model.trim()}, ${memory} GiB, ${os.type()} ${os.release()}, Node ${process.version}`;
}

async function main() {
  const { only, megabytes, strict, write } = options();
  const names = chosen(only);
  removeStale();
  const scratch = new Scratch();
  const handlersOff = onEndSignals(async () => {
    await stopChild?.();
    scratch.remove();
  });
  const load = os.loadavg()[0]?.toFixed(1) ?? "?";
  try {
    const { rows, failed } = await measureAll(names, megabytes, scratch);
    if (rows.length === 0) throw new Error(`Nothing was measured: ${names.join(", ")}.`);
    const corpus =
      scratch.environment["VALUEMARK_BENCH_CORPUS"] === undefined
        ? ""
        : `${megabytes.toLocaleString("en")} MB of generated chats`;
    console.log(terminal(rows));
    console.log(`\n${machine()}; load at the start ${load}${corpus === "" ? "" : `; ${corpus}`}`);
    if (write) {
      const date = new Date().toISOString().slice(0, 10);
      const text = page(rows, { machine: `${machine()}; load at the start ${load}`, date, corpus });
      await writePage(text);
    }
    if (failed.length > 0) throw new Error(`These did not run: ${failed.join(", ")}.`);
    const missed =
      rows.length - rows.filter(({ bar }) => bar === undefined).length - withOutcome(rows, "met").length;
    if (strict && missed > 0) throw new Error(closing(rows));
  } finally {
    handlersOff();
    scratch.remove();
  }
}

/** @param {string} text */
async function writePage(text) {
  const file = path.join(repoRoot, "docs/benchmarks.md");
  const prettier = await import("prettier");
  const config = await prettier.resolveConfig(file);
  fs.writeFileSync(file, await prettier.format(text, { ...config, filepath: file }));
  console.log("\nwritten to docs/benchmarks.md");
}

try {
  installDependencies();
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
