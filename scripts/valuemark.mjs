/**
 * Runs the command line from a checkout: installs the dependencies when they are missing and bundles
 * src/cli/main.ts to dist/cli.mjs when a source is newer. All of that writes to standard error, so that standard
 * output holds nothing but the command's own lines.
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const bundle = path.join(root, "dist/cli.mjs");
/** The sources that went into the bundle, relative to the root. */
const inputsFile = path.join(root, "dist/cli.inputs.json");

/** Missing, or interrupted before npm wrote its own record. */
function install() {
  if (fs.existsSync(path.join(root, "node_modules/.package-lock.json"))) return;
  const npm = (/** @type {string[]} */ ...args) =>
    spawnSync("npm", args, { cwd: root, stdio: ["ignore", 2, 2], shell: process.platform === "win32" })
      .status === 0;
  // `npm ci` refuses a lock file made where some platforms' optional packages could not be had; the versions in
  // it still hold for `npm install`, and --no-save leaves the file as it is.
  if (npm("ci")) return;
  process.stderr.write("Trying npm install instead.\n");
  if (npm("install", "--no-save")) return;
  process.stderr.write("The dependencies could not be installed.\n");
  process.exit(1);
}

function upToDate() {
  try {
    const built = fs.statSync(bundle).mtimeMs;
    const inputs = JSON.parse(fs.readFileSync(inputsFile, "utf8"));
    return [...inputs, "package-lock.json", "scripts/valuemark.mjs"].every(
      (file) => fs.statSync(path.join(root, file)).mtimeMs < built,
    );
  } catch {
    return false;
  }
}

async function build() {
  const esbuild = await import("esbuild");
  const { metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: { cli: "src/cli/main.ts" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    splitting: true,
    outdir: "dist",
    chunkNames: "cli/[name]-[hash]",
    outExtension: { ".js": ".mjs" },
    sourcemap: "linked",
    legalComments: "none",
    logLevel: "warning",
    metafile: true,
    // Some bundled packages are CommonJS and call require for Node's own modules.
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
  });
  fs.writeFileSync(inputsFile, JSON.stringify(Object.keys(metafile.inputs)));
}

install();
if (!upToDate()) await build();
const run = spawnSync(process.execPath, ["--enable-source-maps", bundle, ...process.argv.slice(2)], {
  stdio: "inherit",
});
process.exit(run.status ?? 1);
