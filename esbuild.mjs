/**
 * Builds the extension host bundle, the webviews, the workers and the command line into dist/.
 *
 *   node esbuild.mjs               development: source maps
 *   node esbuild.mjs --production  minified, sizes printed, fails over the size bars
 *   node esbuild.mjs --watch       rebuilds on change
 *
 * A dynamic `import()` of a source file from the host becomes a bundle of its own, dist/lazy/<name>.cjs, loaded on
 * first use (the Anthropic SDK is kept out of activation that way). Such a bundle has its own copies of the modules
 * that it shares with the host, so pass plain data over that border, not class instances to be told by `instanceof`.
 */
import esbuild from "esbuild";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = path.dirname(fileURLToPath(import.meta.url));
const ownDist = path.join(root, "dist");
const kB = 1000;
/** The same parser without its polyfill of Buffer: 35 kB less. Core imports the one that needs no Node. */
const onNode = { "csv-parse/browser/esm/sync": "csv-parse/sync" };
/** Bytes that a production bundle may have, by its path in dist/. */
const sizeBars = { host: 300 * kB, webview: 250 * kB };

/** @param {boolean} production @returns {import("esbuild").BuildOptions} */
const common = (production) => ({
  absWorkingDir: root,
  bundle: true,
  minify: production,
  sourcemap: production ? false : "linked",
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
  define: { "process.env.NODE_ENV": JSON.stringify(production ? "production" : "development") },
});

/** @param {string} folder @param {(name: string) => boolean} accept @returns {string[]} paths relative to the root */
function filesUnder(folder, accept) {
  const absolute = path.join(root, folder);
  if (!fs.existsSync(absolute)) return [];
  return fs
    .readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && accept(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

/** `src/anthropic/messages.ts` → `anthropic-messages` @param {string} file relative to the root */
const lazyName = (file) =>
  file
    .replace(/^src\//, "")
    .replace(/\.ts$/, "")
    .replaceAll("/", "-");

/**
 * Turns dynamic imports of our own files into requires of bundles of their own.
 * @param {Set<string>} found receives each such file, relative to the root
 * @param {string} prefix from the importing bundle to the lazy bundles
 * @returns {import("esbuild").Plugin}
 */
function lazyImports(found, prefix) {
  return {
    name: "lazy-imports",
    setup(build) {
      build.onResolve({ filter: /^\.{1,2}\// }, (args) => {
        // A package's own dynamic imports stay within the bundle that holds the package.
        if (args.kind !== "dynamic-import" || args.importer.includes("node_modules")) return undefined;
        const file = path.relative(root, path.resolve(args.resolveDir, args.path)).replaceAll(path.sep, "/");
        found.add(file);
        return { path: `${prefix}${lazyName(file)}.cjs`, external: true };
      });
    },
  };
}

/** @param {boolean} production @param {Set<string>} lazy @param {string} prefix @returns {import("esbuild").BuildOptions} */
const nodeBundle = (production, lazy, prefix) => ({
  ...common(production),
  platform: "node",
  format: "cjs",
  target: "node22",
  external: ["vscode"],
  supported: { "dynamic-import": false },
  alias: onNode,
  mainFields: ["module", "main"],
  plugins: [lazyImports(lazy, prefix)],
});

/**
 * Every bundle there is something to build for.
 * @param {boolean} production
 * @param {Set<string>} lazy receives what is to be built by `lazyBundle`
 * @param {string} [dist]
 * @returns {import("esbuild").BuildOptions[]}
 */
function eagerBundles(production, lazy, dist = ownDist) {
  /** @type {import("esbuild").BuildOptions[]} */
  const builds = [];
  if (fs.existsSync(path.join(root, "src/host/extension.ts")))
    builds.push({
      ...nodeBundle(production, lazy, "./lazy/"),
      entryPoints: { extension: "src/host/extension.ts" },
      outdir: dist,
      outExtension: { ".js": ".cjs" },
    });
  for (const worker of filesUnder("src", (name) => /(^|\.)worker\.ts$/.test(name)))
    builds.push({
      ...nodeBundle(production, lazy, "../lazy/"),
      entryPoints: { [lazyName(worker)]: worker },
      outdir: path.join(dist, "workers"),
      outExtension: { ".js": ".cjs" },
    });
  for (const name of webviewNames()) builds.push(...webviewBundles(name, production, dist));
  if (fs.existsSync(path.join(root, "src/cli/main.ts")))
    builds.push({
      ...common(production),
      entryPoints: { cli: "src/cli/main.ts" },
      platform: "node",
      format: "esm",
      target: "node20",
      alias: onNode,
      splitting: true,
      outdir: dist,
      chunkNames: "cli/[name]-[hash]",
      outExtension: { ".js": ".mjs" },
    });
  return builds;
}

/** @returns {string[]} the webview folders with an entry */
function webviewNames() {
  const folder = path.join(root, "webview");
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder).filter((name) => fs.existsSync(path.join(folder, name, "main.ts")));
}

/** The script, and one style sheet of all the folder's own. @param {string} name @param {boolean} production @param {string} dist */
function webviewBundles(name, production, dist) {
  const sheets = fs.readdirSync(path.join(root, "webview", name)).filter((file) => file.endsWith(".css"));
  /** @type {import("esbuild").BuildOptions[]} */
  const builds = [
    {
      ...common(production),
      entryPoints: { [name]: `webview/${name}/main.ts` },
      platform: "browser",
      format: "iife",
      target: "chrome128",
      outdir: path.join(dist, "webview"),
    },
  ];
  if (sheets.length > 0)
    builds.push({
      ...common(production),
      stdin: {
        contents: sheets.map((sheet) => `@import ${JSON.stringify(`./${sheet}`)};`).join("\n"),
        resolveDir: path.join(root, "webview", name),
        loader: "css",
        sourcefile: `${name}.css`,
      },
      outfile: path.join(dist, "webview", `${name}.css`),
    });
  return builds;
}

/**
 * @param {string} file @param {Set<string>} lazy @param {boolean} production @param {string} [dist]
 * @returns {import("esbuild").BuildOptions}
 */
const lazyBundle = (file, lazy, production, dist = ownDist) => ({
  ...nodeBundle(production, lazy, "./"),
  entryPoints: { [lazyName(file)]: file },
  outdir: path.join(dist, "lazy"),
  outExtension: { ".js": ".cjs" },
});

/**
 * Builds everything into dist/, or another folder, which is emptied first (dist/test, the built test suites, is left
 * alone).
 * @param {{production: boolean, dist?: string}} options `dist`: absolute
 * @returns {Promise<{outputs: {file: string, bytes: number}[], packages: string[]}>} what was written, source maps left
 *   out, paths relative to dist/; the npm packages that parts of are in it
 * @throws when a bundle does not build
 */
export async function buildAll({ production, dist = ownDist }) {
  for (const name of fs.existsSync(dist) ? fs.readdirSync(dist) : [])
    if (name !== "test") fs.rmSync(path.join(dist, name), { recursive: true, force: true });
  const lazy = new Set();
  /** @type {import("esbuild").Metafile[]} */
  const metafiles = [];
  const build = async (/** @type {import("esbuild").BuildOptions} */ options) => {
    const { metafile } = await esbuild.build(options);
    if (metafile !== undefined) metafiles.push(metafile);
  };
  await Promise.all(eagerBundles(production, lazy, dist).map(build));
  const built = new Set();
  for (let left = [...lazy]; left.length > 0; left = [...lazy].filter((file) => !built.has(file)))
    for (const file of left) {
      built.add(file);
      await build(lazyBundle(file, lazy, production, dist));
    }
  const outputs = filesUnder(path.relative(root, dist), (name) => !name.endsWith(".map"))
    .map((file) => path.relative(dist, path.join(root, file)))
    .filter((file) => !file.startsWith("test/"))
    .map((file) => ({ file, bytes: fs.statSync(path.join(dist, file)).size }));
  return { outputs, packages: bundledPackages(metafiles) };
}

/** @param {readonly import("esbuild").Metafile[]} metafiles @returns {string[]} packages with code in the outputs */
function bundledPackages(metafiles) {
  const used = metafiles
    .flatMap(({ outputs }) => Object.values(outputs))
    .flatMap(({ inputs }) => Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0));
  const names = used.map(([file]) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]);
  return [...new Set(names)].filter((name) => name !== undefined).sort();
}

/**
 * @param {readonly {file: string, bytes: number}[]} outputs
 * @returns {string[]} one complaint per bundle that is over its bar
 */
export function overSizeBars(outputs) {
  return outputs.flatMap(({ file, bytes }) => {
    const bar =
      file === "extension.cjs"
        ? sizeBars.host
        : /^webview\/[^/]+\.js$/.test(file)
          ? sizeBars.webview
          : undefined;
    return bar !== undefined && bytes > bar
      ? [`${file} has ${bytes} bytes; the bar is ${bar}: import something lazily, or drop it`]
      : [];
  });
}

/** Rebuilds on change; new lazy files and folders need a restart. */
async function watch() {
  const lazy = new Set();
  const builds = eagerBundles(false, lazy);
  await Promise.all(builds.map((options) => esbuild.build(options)));
  const all = [...builds, ...[...lazy].map((file) => lazyBundle(file, lazy, false))];
  const contexts = await Promise.all(all.map((o) => esbuild.context({ ...o, logLevel: "info" })));
  await Promise.all(contexts.map((context) => context.watch()));
}

async function main() {
  const production = process.argv.includes("--production");
  if (process.argv.includes("--watch")) return watch();
  const { outputs } = await buildAll({ production });
  if (!production) return console.log(`built ${outputs.length} files in dist/`);
  for (const { file, bytes } of outputs) console.log(`${String(bytes).padStart(9)}  dist/${file}`);
  const complaints = overSizeBars(outputs);
  for (const complaint of complaints) console.error(complaint);
  if (complaints.length > 0) process.exitCode = 1;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  await main().catch((error) => {
    // esbuild has printed its own findings already.
    if (!Array.isArray(error?.errors)) console.error(error);
    process.exitCode = 1;
  });
