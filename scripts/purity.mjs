/**
 * Holds the rules that lint cannot see.
 *
 * Purity: every file of src/core is bundled on its own for a neutral platform with no externals, so that an import of
 * VS Code, Node, the DOM or an SDK fails at any depth; then no free name of what it bundled may be a global of a
 * host (process, document, timers, …). npm packages that core uses are bundled and checked in the same way.
 *
 * Sizes: the line counts of src and webview (median ≤ 100, p90 ≤ 300, none > 500), and no index.ts or utils.ts.
 */
import esbuild from "esbuild";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { repoRoot } from "./lib/paths.mjs";

/** Globals that differ between the places where core runs, or that bring in time, chance or input and output. */
const hostGlobals = [
  "process Buffer global require module __dirname __filename",
  "window document navigator location self localStorage sessionStorage indexedDB",
  "setTimeout setInterval setImmediate clearTimeout clearInterval clearImmediate queueMicrotask requestAnimationFrame",
  "fetch XMLHttpRequest WebSocket EventSource Worker performance crypto console",
].flatMap((line) => line.split(" "));

/** What a package may name because it asks with `typeof` first and goes on without. @type {Record<string, string[]>} */
const packageAllowances = { "csv-parse": ["global", "window", "self"] };

/** Bars for lines of a file. */
const lineBars = { median: 100, p90: 300, max: 500 };

/** @param {string} folder @returns {string[]} absolute paths of the TypeScript files below it */
function sources(folder) {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
    .map((name) => path.join(folder, name))
    .sort();
}

/**
 * @param {string} coreDir a folder laid out as src/core is
 * @returns {Promise<string[]>} one complaint per file that is not pure, with the import or the global that it reaches
 */
export async function impurities(coreDir) {
  /** @type {string[]} */
  const complaints = [];
  for (const file of sources(coreDir)) {
    const name = path.relative(path.dirname(path.dirname(coreDir)), file);
    try {
      const whole = await esbuild.build(bundleOptions(file, coreDir));
      const own = await esbuild.build({ ...bundleOptions(file, coreDir), packages: "external" });
      const inputs = Object.keys(whole.metafile.inputs).map((input) => path.resolve(coreDir, input));
      for (const input of inputs)
        if (!input.startsWith(coreDir + path.sep) && packageOf(input) === undefined)
          complaints.push(`${name} reaches outside core: ${path.relative(coreDir, input)}`);
      const ours = freeGlobals(own.outputFiles[0]?.text ?? "");
      const allowed = inputs.flatMap((input) => packageAllowances[packageOf(input) ?? ""] ?? []);
      for (const global of freeGlobals(whole.outputFiles[0]?.text ?? ""))
        if (ours.includes(global) || !allowed.includes(global))
          complaints.push(`${name} reaches the global ${global}`);
    } catch (error) {
      if (!(error instanceof Error) || !("errors" in error) || !Array.isArray(error.errors)) throw error;
      for (const { text, location } of error.errors) complaints.push(`${name}: ${text} (${location?.file})`);
    }
  }
  return complaints;
}

/** @param {string} file @param {string} coreDir @returns {import("esbuild").BuildOptions & {write: false, metafile: true}} */
const bundleOptions = (file, coreDir) => ({
  absWorkingDir: coreDir,
  entryPoints: [file],
  bundle: true,
  write: false,
  metafile: true,
  platform: "neutral",
  mainFields: ["module", "main"],
  conditions: ["import", "browser", "default"],
  format: "esm",
  treeShaking: true,
  minifySyntax: true,
  // Each name becomes a marker where it is free; a local variable or a property of that name stays as it is.
  define: Object.fromEntries(hostGlobals.map((name) => [name, marker(name)])),
  logLevel: "silent",
  nodePaths: [path.join(repoRoot, "node_modules")],
});

/** @param {string} name */
const marker = (name) => `__host_global_${name}__`;

/** @param {string} file @returns {string | undefined} the npm package that a file belongs to */
const packageOf = (file) => /[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(file)?.[1];

/** @param {string} bundle @returns {string[]} the globals whose markers are in the bundle */
function freeGlobals(bundle) {
  return hostGlobals.filter((name) => bundle.includes(marker(name)));
}

/**
 * @param {readonly number[]} lines per file
 * @returns {{files: number, median: number, p90: number, max: number}} nearest-rank quantiles
 */
export function sizeFigures(lines) {
  const sorted = [...lines].sort((a, b) => a - b);
  const rank = (/** @type {number} */ q) => sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? 0;
  return { files: sorted.length, median: rank(0.5), p90: rank(0.9), max: rank(1) };
}

/** @param {string} root @returns {{figures: ReturnType<typeof sizeFigures>, complaints: string[]}} */
export function layout(root) {
  const files = [...sources(path.join(root, "src")), ...sources(path.join(root, "webview"))];
  const lines = files.map((file) => fs.readFileSync(file, "utf8").split("\n").length - 1);
  const figures = sizeFigures(lines);
  const complaints = files
    .filter((file) => /^(index|utils?|helpers?)\.ts$/.test(path.basename(file)))
    .map((file) => `${path.relative(root, file)}: name the file after what is in it`);
  for (const [bar, limit] of Object.entries(lineBars))
    if (figures[/** @type {keyof typeof lineBars} */ (bar)] > limit)
      complaints.push(
        `lines a file: ${bar} is ${figures[/** @type {"max"} */ (bar)]}, and may be ${limit} at most`,
      );
  for (const [at, file] of files.entries())
    if ((lines[at] ?? 0) > lineBars.max)
      complaints.push(`${path.relative(root, file)} has ${lines[at]} lines`);
  return { figures, complaints };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const core = path.join(repoRoot, "src/core");
  const { figures, complaints } = layout(repoRoot);
  const all = [...(await impurities(core)), ...complaints];
  console.log(`core: ${sources(core).length} files bundled on their own`);
  console.log(
    `src and webview: ${figures.files} files, lines: median ${figures.median}, p90 ${figures.p90}, max ${figures.max}`,
  );
  for (const complaint of all) console.error(complaint);
  if (sources(core).length === 0) console.error("src/core has no files: nothing was checked");
  process.exitCode = all.length > 0 || sources(core).length === 0 ? 1 : 0;
}
