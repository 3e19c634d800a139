/**
 * `npm test`: everything, from a machine that has nothing but Node 20 or newer. The last line is
 * `N passed, N failed` (and `, N skipped` if any); the exit code is 0 only if nothing failed and every suite ran.
 *
 *   npm test -- --only unit,e2e     these steps, and what they need
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { installDependencies } from "./lib/dependencies.mjs";
import { installHost, serverHostSupported } from "./host-install.mjs";
import { repoRoot } from "./lib/paths.mjs";
import { onEndSignals, spawnGuarded } from "./lib/processes.mjs";
import { closingLine, playwrightCounts, total, vitestCounts } from "./lib/test-counts.mjs";

/** @typedef {import("./lib/test-counts.mjs").Counts} Counts */
/** @typedef {{name: string, title: string, needs?: readonly string[], run: () => Promise<Counts>}} Step */

const stepLimitMs = 20 * 60_000;
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "valuemark-test-"));
/** @type {Set<() => Promise<void>>} ends what is running */
const running = new Set();

/** @param {string} name @param {string} file relative to the package, as its package.json has it */
const tool = (name, file) => path.join(repoRoot, "node_modules", name, file);

/**
 * Runs a Node program with its output shown.
 * @param {string} script
 * @param {readonly string[]} args
 * @param {Record<string, string>} [env]
 * @returns {Promise<number>} its exit code, 124 if it took too long
 */
async function node(script, args, env = {}) {
  const guarded = spawnGuarded(process.execPath, [script, ...args], { env: { ...process.env, ...env } });
  running.add(guarded.stop);
  guarded.child.stdout?.pipe(process.stdout, { end: false });
  guarded.child.stderr?.pipe(process.stderr, { end: false });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    console.error(`stopped: no end after ${stepLimitMs / 60_000} minutes`);
    void guarded.stop();
  }, stepLimitMs);
  const code = await new Promise((resolve) => guarded.child.once("close", (status) => resolve(status ?? 1)));
  clearTimeout(timer);
  await guarded.stop();
  running.delete(guarded.stop);
  return late ? 124 : code;
}

/** A program that counts as one test. @param {string} script @param {readonly string[]} [args] */
const one = async (script, args = []) => {
  const code = await node(script, args);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
};

async function unit() {
  const report = path.join(scratch, "vitest.json");
  const args = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const code = await node(tool("vitest", "vitest.mjs"), args, { NO_COLOR: "1" });
  return vitestCounts(report, code);
}

/** @param {string} config */
async function playwright(config) {
  if (!serverHostSupported) return { passed: 0, failed: 0, skipped: 1 };
  const report = path.join(scratch, `${path.basename(path.dirname(config))}.json`);
  const code = await node(
    tool("@playwright/test", "cli.js"),
    ["test", "-c", config, "--reporter=list,json"],
    {
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      NO_COLOR: "1",
      FORCE_COLOR: "0",
    },
  );
  return playwrightCounts(report, code);
}

async function inHost() {
  const report = path.join(scratch, "host.json");
  const code = await node(path.join(repoRoot, "scripts/host-test.mjs"), [`--report=${report}`]);
  /** @type {Counts} */
  const counts = fs.existsSync(report)
    ? JSON.parse(fs.readFileSync(report, "utf8"))
    : { passed: 0, failed: 1, skipped: 0 };
  return code === 0 ? counts : { ...counts, failed: Math.max(1, counts.failed) };
}

async function install() {
  await installHost();
  return { passed: 1, failed: 0, skipped: 0 };
}

const script = (/** @type {string} */ name) => path.join(repoRoot, name);

/** @type {readonly Step[]} */
const steps = [
  {
    name: "format",
    title: "Format",
    run: () => one(tool("prettier", "bin/prettier.cjs"), ["--check", "--log-level=warn", "."]),
  },
  {
    name: "lint",
    title: "Lint and import rules",
    run: () => one(tool("oxlint", "bin/oxlint"), ["--type-aware", "--deny-warnings"]),
  },
  {
    name: "types",
    title: "Types",
    run: () => one(tool("typescript", "bin/tsc"), ["-p", "tsconfig.json"]),
  },
  {
    name: "purity",
    title: "Purity of the core, sizes of files",
    run: () => one(script("scripts/purity.mjs")),
  },
  {
    name: "build",
    title: "Build for production, sizes of bundles",
    run: () => one(script("esbuild.mjs"), ["--production"]),
  },
  { name: "unit", title: "Unit, property and golden tests", run: unit },
  { name: "install", title: "VS Code host and browser", run: install },
  {
    name: "webview",
    title: "Webviews in a browser",
    needs: ["build", "install"],
    run: () => playwright("test/webview/playwright.config.ts"),
  },
  { name: "host", title: "In the extension host", needs: ["build", "install"], run: inHost },
  {
    name: "e2e",
    title: "End to end in the workbench",
    needs: ["build", "install"],
    run: () => playwright("test/e2e/playwright.config.ts"),
  },
];

/** The steps asked for by `--only`, and what they need, in their order. @param {readonly string[]} argv */
function chosenSteps(argv) {
  const at = argv.findIndex((arg) => arg === "--only" || arg.startsWith("--only="));
  if (at < 0) return steps;
  const names = (argv[at]?.split("=")[1] ?? argv[at + 1] ?? "").split(",").filter(Boolean);
  const unknown = names.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0 || names.length === 0)
    throw new Error(
      `--only takes some of: ${steps.map((step) => step.name).join(", ")}; not "${unknown.join(",")}"`,
    );
  const needed = names.flatMap((name) => [name, ...(steps.find((step) => step.name === name)?.needs ?? [])]);
  return steps.filter((step) => needed.includes(step.name));
}

async function main() {
  const chosen = chosenSteps(process.argv.slice(2));
  installDependencies();
  /** @type {{step: Step, counts: Counts, seconds: number}[]} */
  const results = [];
  for (const step of chosen) {
    console.log(`\n=== ${step.title} ===`);
    const start = Date.now();
    const broken = step.needs?.find((name) =>
      results.some((result) => result.step.name === name && result.counts.failed > 0),
    );
    /** @type {Counts} */
    let counts = { passed: 0, failed: 1, skipped: 0 };
    if (broken !== undefined) console.error(`not run, and so failed: "${broken}" has failed`);
    else
      try {
        counts = await step.run();
      } catch (error) {
        console.error(error instanceof Error ? error.message : error);
      }
    const seconds = (Date.now() - start) / 1000;
    results.push({ step, counts, seconds });
    console.log(`--- ${step.name}: ${closingLine(counts)} (${seconds.toFixed(1)} s)`);
  }
  console.log("");
  for (const { step, counts, seconds } of results)
    console.log(
      `${step.name.padEnd(8)} ${seconds.toFixed(1).padStart(7)} s  ${counts.failed > 0 ? "FAILED" : "ok"}`,
    );
  const all = total(results.map(({ counts }) => counts));
  console.log(closingLine(all));
  process.exitCode = all.failed > 0 || all.passed === 0 ? 1 : 0;
}

onEndSignals(async () => {
  await Promise.all([...running].map((stop) => stop()));
  fs.rmSync(scratch, { recursive: true, force: true });
});
try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log("0 passed, 1 failed");
  process.exitCode = 1;
} finally {
  fs.rmSync(scratch, { recursive: true, force: true });
}
