/**
 * Installs what the in-host and end-to-end tests and `npm start` need from the npm registry alone: a VS Code server
 * build, the Node it runs on, and a headless Chromium with fonts. No root, compiler, system browser or fonts.
 * Idempotent: a stamp holds the hash of all inputs; without it the installation starts over.
 */
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import zlib from "node:zlib";
import { pathToFileURL } from "node:url";
import { hostDir, hostPaths, npmCommand, repoRoot } from "./lib/paths.mjs";

const partsDir = path.join(repoRoot, "test/host");
const shimsDir = path.join(repoRoot, "test/host/shims");
/** Raise it when the steps below change, so that existing installations are made anew. */
const recipeVersion = 1;
const partFiles = ["package.json", "package-lock.json"];

/** Whether the server host can run on this machine: its Node and Chromium are linux-x64 builds. */
export const serverHostSupported = process.platform === "linux" && process.arch === "x64";

/** @returns {string} the hash of everything the installation is made from */
function wantedStamp() {
  const hash = createHash("sha256");
  const shims = fs.readdirSync(shimsDir).map((name) => path.join(shimsDir, name));
  const inputs = [...partFiles.map((name) => path.join(partsDir, name)), ...shims];
  for (const file of inputs) hash.update(fs.readFileSync(file)).update("\0");
  // fonts.conf holds absolute paths, so a moved folder is a different installation.
  return hash.update(`${recipeVersion} ${hostDir}`).digest("hex");
}

/** @returns {boolean} whether the installation is complete and made from the present inputs */
export function hostInstalled() {
  return (
    serverHostSupported &&
    fs.existsSync(hostPaths.stamp) &&
    fs.readFileSync(hostPaths.stamp, "utf8") === wantedStamp()
  );
}

/**
 * Installs the host unless it is there already.
 * @returns {Promise<void>}
 * @throws {Error} with the next step to take, when the platform is not supported or a step failed
 */
export async function installHost() {
  if (!serverHostSupported)
    throw new Error(
      `The VS Code server host runs on linux-x64 only, and this is ${process.platform}-${process.arch}. ` +
        "Next step: use a desktop VS Code. `npm start` uses `code` if it is on PATH, and " +
        "VALUEMARK_VSCODE=desktop npm test -- --only host downloads one and runs the in-host tests in it.",
    );
  if (hostInstalled()) return;
  fs.mkdirSync(hostDir, { recursive: true });
  fs.rmSync(hostPaths.stamp, { force: true });
  for (const name of partFiles) fs.copyFileSync(path.join(partsDir, name), path.join(hostDir, name));
  // npm reads .npmrc from the folder it installs into; the repository's is not meant for the host.
  fs.writeFileSync(path.join(hostDir, ".npmrc"), "legacy-peer-deps=false\n");

  await step("npm ci: VS Code server, Node 24, Chromium, fonts", () => npm(hostDir, "ci"));
  await step("the server's own modules", () => npm(hostPaths.vscode, "install"));
  await step("the built-in extensions' modules", () =>
    npm(path.join(hostPaths.vscode, "extensions"), "install"),
  );
  await step("plain JavaScript in place of two native add-ons", placeShims);
  await step("unpack Chromium", unpackChromium);
  await step("check: Node and Chromium start", checkPrograms);
  fs.writeFileSync(hostPaths.stamp, wantedStamp());
}

/** @param {string} name @param {() => void | Promise<void>} run */
async function step(name, run) {
  const start = Date.now();
  try {
    await run();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `Installing the VS Code host failed at "${name}": ${reason}\n` +
        `Next step: check the network and the free disk space (1.2 GB) and run it again; ` +
        `if it fails again, remove ${hostDir} first.`,
      { cause: error },
    );
  }
  console.log(`[host-install] ${name}: ${((Date.now() - start) / 1000).toFixed(1)} s`);
}

/**
 * `npm ci` removes what a run that was cut short has left; `npm install` (the server ships a shrinkwrap that `ci`
 * rejects) completes it.
 * @param {string} cwd
 * @param {"ci" | "install"} verb
 */
function npm(cwd, verb) {
  const { command, args } = npmCommand();
  const flags = ["--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  // An outer `npm run` hands its own settings down as npm_config_*; they would redirect this one.
  const outer =
    /^npm_(config_(?!cache$|registry$|cafile$|userconfig$|globalconfig$|https?_proxy$)|package_|lifecycle_)/i;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !outer.test(name)));
  execFileSync(command, [...args, verb, ...flags], { cwd, env, stdio: ["ignore", "ignore", "inherit"] });
}

/** The two add-ons need a compiler: file logging, and a watchdog that our guard process makes needless. */
function placeShims() {
  for (const name of ["spdlog", "native-watchdog"]) {
    const target = path.join(hostPaths.vscode, "node_modules/@vscode", name);
    if (!fs.existsSync(target)) throw new Error(`${target} is missing`);
    fs.copyFileSync(path.join(shimsDir, `${name}.cjs`), path.join(target, "index.js"));
  }
}

async function unpackChromium() {
  const packed = path.join(hostDir, "node_modules/@sparticuz/chromium/bin");
  const target = path.dirname(hostPaths.chromium);
  fs.rmSync(target, { recursive: true, force: true });
  fs.mkdirSync(target, { recursive: true });
  await pipeline(
    fs.createReadStream(path.join(packed, "chromium.br")),
    zlib.createBrotliDecompress(),
    fs.createWriteStream(hostPaths.chromium, { mode: 0o755 }),
  );
  for (const name of ["al2023", "fonts"]) {
    const archive = zlib.brotliDecompressSync(fs.readFileSync(path.join(packed, `${name}.tar.br`)));
    execFileSync("tar", ["xf", "-", "-C", target], { input: archive, stdio: ["pipe", "ignore", "inherit"] });
  }
  const directories = [path.join(target, "fonts"), path.join(hostDir, "node_modules/dejavu-fonts-ttf/ttf")];
  const dirs = directories.map((directory) => `  <dir>${directory}</dir>`).join("\n");
  fs.writeFileSync(
    hostPaths.fontsConf,
    `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n` +
      `  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>\n${dirs}\n` +
      `  <cachedir>${path.join(target, "fontcache")}</cachedir>\n</fontconfig>\n`,
  );
}

/** A browser that is there but can't start is worth finding out now, not in the middle of the tests. */
function checkPrograms() {
  execFileSync(hostPaths.node, ["--version"], { stdio: "ignore" });
  execFileSync(hostPaths.chromium, ["--version", "--no-sandbox"], {
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...process.env,
      LD_LIBRARY_PATH: hostPaths.chromiumLibraries,
      FONTCONFIG_FILE: hostPaths.fontsConf,
    },
  });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await installHost();
    console.log(`[host-install] ready in ${hostDir}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
