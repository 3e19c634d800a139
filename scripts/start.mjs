/**
 * `npm start`: installs what is missing, builds, and opens Valuemark on the example conversations, in the desktop VS
 * Code if there is one and you want it, else in a VS Code server on this machine, in your browser.
 *
 *   npm start -- [folder] [--server | --desktop] [--no-open] [--no-build]
 *
 * `VALUEMARK_PORT` sets the server's port (default: a free one), `VALUEMARK_USER_DIR` where it keeps your settings
 * (default: .vscode-host/user).
 */
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { installDependencies } from "./lib/dependencies.mjs";
import { installHost } from "./host-install.mjs";
import { hostDir, repoRoot } from "./lib/paths.mjs";
import { onEndSignals } from "./lib/processes.mjs";
import { startWorkbenchServer } from "./lib/workbench-server.mjs";

const flags = new Set(process.argv.slice(2).filter((arg) => arg.startsWith("--")));
const examples = path.join(repoRoot, "examples");
const folder = path.resolve(process.argv.slice(2).find((arg) => !arg.startsWith("--")) ?? examples);
const windows = process.platform === "win32";

/** @returns {boolean} whether VS Code's `code` is on PATH */
function hasDesktop() {
  return spawnSync("code", ["--version"], { stdio: "ignore", shell: windows }).status === 0;
}

/** @returns {Promise<boolean>} whether to open the desktop VS Code */
async function wantsDesktop() {
  if (flags.has("--server")) return false;
  if (flags.has("--desktop")) return true;
  if (!process.stdin.isTTY || !process.stdout.isTTY || !hasDesktop()) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question("Open in the desktop VS Code, or in your browser? [D/b] ");
  terminal.close();
  return !/^b/i.test(answer.trim());
}

function openDesktop() {
  const args = [`--extensionDevelopmentPath=${repoRoot}`, folder];
  const { status, error } = spawnSync("code", args, { stdio: "inherit", shell: windows });
  if (status !== 0)
    throw new Error(
      `\`code\` could not be started${error === undefined ? "" : ` (${error.message})`}. Next step: npm start -- --server`,
    );
  console.log(`VS Code opens ${folder} with Valuemark.`);
}

/**
 * Installs the built extension as a folder of the server's extensions. The server's own list of extensions is removed,
 * so that it looks through the folder again and finds this version.
 * @param {string} extensionsDir
 */
function installExtension(extensionsDir) {
  const { publisher, name, version } = JSON.parse(
    fs.readFileSync(path.join(repoRoot, "package.json"), "utf8"),
  );
  fs.mkdirSync(extensionsDir, { recursive: true });
  for (const old of fs.readdirSync(extensionsDir))
    if (old.startsWith(`${publisher}.${name}-`))
      fs.rmSync(path.join(extensionsDir, old), { recursive: true, force: true });
  const target = path.join(extensionsDir, `${publisher}.${name}-${version}`);
  for (const part of ["package.json", "README.md", "CHANGELOG.md", "dist", "media"])
    if (fs.existsSync(path.join(repoRoot, part)))
      fs.cpSync(path.join(repoRoot, part), path.join(target, part), {
        recursive: true,
        filter: (file) => !file.startsWith(path.join(repoRoot, "dist/test")),
      });
  for (const list of ["extensions.json", ".obsolete"])
    fs.rmSync(path.join(extensionsDir, list), { force: true });
}

async function openServer() {
  await installHost();
  const dataDir = path.resolve(process.env["VALUEMARK_USER_DIR"] ?? path.join(hostDir, "user"));
  installExtension(path.join(dataDir, "extensions"));
  const token = randomBytes(16).toString("hex");
  const port = process.env["VALUEMARK_PORT"];
  if (port !== undefined && !/^\d{1,5}$/.test(port)) throw new Error("VALUEMARK_PORT must be a port number.");
  const server = await startWorkbenchServer({
    dataDir,
    connectionToken: token,
    // We vouch for our own examples; any other folder is asked about, as VS Code does.
    workspaceTrust: folder !== examples,
    ...(port === undefined ? {} : { port: Number(port) }),
  });
  const off = onEndSignals(() => server.stop());
  const address = `${server.origin}/?tkn=${token}&folder=${encodeURIComponent(folder)}`;
  console.log(`Valuemark runs in VS Code at\n\n  ${address}\n\nCtrl+C stops it.`);
  if (!flags.has("--no-open")) openBrowser(address);
  const code = await server.exited;
  off();
  await server.stop();
  throw new Error(`The VS Code server ended by itself with code ${code}; see ${server.logFile}`);
}

/** Only where there is someone to see it. @param {string} address */
function openBrowser(address) {
  if (!process.stdout.isTTY) return;
  const opener = { darwin: "open", linux: process.env["DISPLAY"] ? "xdg-open" : undefined }[
    String(process.platform)
  ];
  if (opener === undefined) return;
  const child = spawn(opener, [address], { stdio: "ignore", detached: true });
  child.on("error", () => {}); // the address is on screen
  child.unref();
}

async function main() {
  if (!fs.existsSync(folder)) throw new Error(`${folder} does not exist.`);
  installDependencies();
  const desktop = await wantsDesktop();
  if (!flags.has("--no-build")) {
    const { buildAll } = await import("../esbuild.mjs");
    await buildAll({ production: false });
  }
  if (desktop) openDesktop();
  else await openServer();
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
