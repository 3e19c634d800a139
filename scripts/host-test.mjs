/**
 * Builds test/host/suite and runs it inside a real extension host: that of a desktop VS Code where one can be
 * downloaded and shown, else that of the VS Code server. `VALUEMARK_VSCODE=desktop|server` decides.
 * `VALUEMARK_HOST_GREP` picks tests by title; `--report=<file>` writes the counts as JSON.
 */
import { downloadAndUnzipVSCode, runTests } from "@vscode/test-electron";
import esbuild from "esbuild";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { installHost } from "./host-install.mjs";
import { hostDir, repoRoot } from "./lib/paths.mjs";
import { closingLine } from "./lib/test-counts.mjs";

/** @typedef {import("./lib/test-counts.mjs").Counts} Counts */

/**
 * One bundle that loads each test file when the frame asks for it.
 * @param {string} suiteDir holds the `*.test.ts` files
 * @param {string} outfile
 */
export async function buildHostSuite(suiteDir, outfile) {
  const files = fs.readdirSync(suiteDir).filter((name) => name.endsWith(".test.ts"));
  const loaders = files.map((name) => `${JSON.stringify(name)}: () => require("./${name}"),`);
  const frame = path.join(repoRoot, "test/host/frame/runSuite.ts");
  await esbuild.build({
    stdin: {
      contents: `import { runSuite } from ${JSON.stringify(frame)};
export const run = () => runSuite({ ${loaders.join(" ")} });`,
      resolveDir: suiteDir,
      sourcefile: "suite.ts",
      loader: "ts",
    },
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node22",
    sourcemap: "inline",
    external: ["vscode", "mocha"],
    logLevel: "warning",
  });
}

/**
 * Runs a built suite.
 * @param {{suite: string, launcher?: string, env?: Record<string, string>, extension?: string}} options `extension`:
 *   the extension's folder, if it is not the repository
 * @returns {Promise<Counts & {code: number}>} `failed` is at least 1 unless the suite itself said that all went well
 */
export async function runHostSuite({ suite, launcher, env = {}, extension = repoRoot }) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "valuemark-host-test-"));
  const workspace = path.join(folder, "workspace");
  fs.mkdirSync(workspace);
  const examples = path.join(repoRoot, "examples");
  if (fs.existsSync(examples))
    fs.cpSync(examples, workspace, {
      recursive: true,
      filter: (file) => path.basename(file) !== ".valuemark",
    });
  const verdictFile = path.join(folder, "verdict.json");
  const outputFile = path.join(folder, "output.txt");
  const stopShowing = showGrowing(outputFile);
  let code = 0;
  try {
    code = await runTests({
      ...(launcher === undefined ? {} : { vscodeExecutablePath: launcher }),
      extensionDevelopmentPath: extension,
      extensionTestsPath: suite,
      launchArgs: [
        workspace,
        `--user-data-dir=${path.join(folder, "user")}`,
        `--extensions-dir=${path.join(folder, "extensions")}`,
      ],
      extensionTestsEnv: { ...env, VALUEMARK_VERDICT_FILE: verdictFile, VALUEMARK_OUTPUT_FILE: outputFile },
    });
  } catch (error) {
    code = error !== null && typeof error === "object" && "code" in error ? Number(error.code) || 1 : 1;
  }
  stopShowing();
  const verdict = fs.existsSync(verdictFile) ? JSON.parse(fs.readFileSync(verdictFile, "utf8")) : undefined;
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  return { ...judge(code, verdict), code };
}

/**
 * What a run counts as: never a pass without the suite's own verdict, a test that ran, and exit code 0.
 * @param {number} code
 * @param {Counts | undefined} verdict
 * @returns {Counts}
 */
export function judge(code, verdict) {
  if (verdict === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const broken = verdict.passed === 0 || code !== 0;
  return { ...verdict, failed: broken ? Math.max(1, verdict.failed) : verdict.failed };
}

/** Prints what is appended to a file. @param {string} file @returns {() => void} prints the rest and stops */
function showGrowing(file) {
  fs.writeFileSync(file, "");
  let shown = 0;
  const show = () => {
    const all = fs.readFileSync(file);
    if (all.length > shown) process.stdout.write(all.subarray(shown));
    shown = all.length;
  };
  const timer = setInterval(show, 100);
  return () => {
    clearInterval(timer);
    show();
  };
}

/** @returns {Promise<string>} the executable to run: a desktop VS Code's, or our launcher */
export async function chooseExecutable() {
  const choice = process.env["VALUEMARK_VSCODE"];
  const hasDisplay =
    process.platform !== "linux" || Boolean(process.env["DISPLAY"] ?? process.env["WAYLAND_DISPLAY"]);
  if (choice === "desktop" || (choice !== "server" && hasDisplay && (await downloadable())))
    return downloadAndUnzipVSCode({ version: "stable", cachePath: path.join(hostDir, "desktop") });
  await installHost();
  return path.join(repoRoot, "test/host/launcher.mjs");
}

/** @returns {Promise<boolean>} whether VS Code's download service answers within 3 s */
async function downloadable() {
  try {
    const signal = AbortSignal.timeout(3000);
    return (await fetch("https://update.code.visualstudio.com/api/releases/stable", { signal })).ok;
  } catch {
    return false;
  }
}

/** Builds and runs test/host/suite. @returns {Promise<Counts>} */
export async function hostTests() {
  const suite = path.join(repoRoot, "dist/test/host/suite.cjs");
  await buildHostSuite(path.join(repoRoot, "test/host/suite"), suite);
  return runHostSuite({ suite, launcher: await chooseExecutable() });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const counts = await hostTests();
  console.log(closingLine(counts));
  const report = process.argv.find((arg) => arg.startsWith("--report="))?.slice("--report=".length);
  if (report !== undefined) fs.writeFileSync(report, JSON.stringify(counts));
  process.exitCode = counts.failed > 0 ? 1 : 0;
}
