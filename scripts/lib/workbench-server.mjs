/** A VS Code server on 127.0.0.1, for the tests and for `npm start` where there is no desktop VS Code. */
import fs from "node:fs";
import http from "node:http";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { hostPaths } from "./paths.mjs";
import { spawnGuarded } from "./processes.mjs";

/** Settings that keep a test or demo workbench quiet: no welcome page, no chat, no updates, no telemetry. */
export const quietSettings = Object.freeze({
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.tips.enabled": false,
  "chat.disableAIFeatures": true,
  "extensions.autoUpdate": "off",
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "telemetry.telemetryLevel": "off",
  "window.commandCenter": false,
  "git.openRepositoryInParentFolders": "never",
});

/**
 * @typedef {object} ServerOptions
 * @property {string} [dataDir] holds `user/`, `server/` and `extensions/`; default: a new folder, removed by stop()
 * @property {Record<string, unknown>} [settings] written to the user settings unless there are some already
 * @property {boolean} [workspaceTrust] true: folders are untrusted until the user says so; default false (all trusted)
 * @property {string} [connectionToken] required from the browser if given; default: none
 * @property {number} [port] default: a free one
 * @property {NodeJS.ProcessEnv} [env] added to the environment of the server and the extension host
 *
 * @typedef {object} WorkbenchServer
 * @property {string} origin `http://127.0.0.1:<port>`
 * @property {string} authority `127.0.0.1:<port>`
 * @property {number} pid of the process group
 * @property {string} settingsFile the user settings, JSON; read when a window opens
 * @property {string} machineSettingsFile the server's settings, JSON, over the user's; changes are seen at once
 * @property {string} userDataDir
 * @property {string} extensionsDir
 * @property {string} logFile what the server printed
 * @property {() => boolean} running
 * @property {Promise<number>} exited resolves with the exit code when the server ends by itself or by stop()
 * @property {() => Promise<void>} stop ends the server and everything it started
 */

/**
 * Starts the server and waits until it answers.
 * @param {ServerOptions} [options]
 * @returns {Promise<WorkbenchServer>}
 * @throws {Error} when the host is not installed, or the server ends or stays silent for 60 s (with its last output)
 */
export async function startWorkbenchServer(options = {}) {
  if (!fs.existsSync(hostPaths.serverMain))
    throw new Error("The VS Code server is not installed. Next step: node scripts/host-install.mjs");
  const ownsDataDir = options.dataDir === undefined;
  const dataDir = options.dataDir ?? fs.mkdtempSync(path.join(os.tmpdir(), "valuemark-server-"));
  const userDataDir = path.join(dataDir, "user");
  const extensionsDir = path.join(dataDir, "extensions");
  const settingsFile = path.join(userDataDir, "User/settings.json");
  fs.mkdirSync(path.dirname(settingsFile), { recursive: true });
  fs.mkdirSync(extensionsDir, { recursive: true });
  if (!fs.existsSync(settingsFile))
    fs.writeFileSync(settingsFile, JSON.stringify({ ...quietSettings, ...options.settings }, null, 2));

  const port = options.port ?? (await freePort());
  const authority = `127.0.0.1:${port}`;
  const token = options.connectionToken;
  const args = [hostPaths.serverMain, "--host", "127.0.0.1", "--port", String(port)];
  args.push(...(token === undefined ? ["--without-connection-token"] : ["--connection-token", token]));
  args.push("--accept-server-license-terms", "--telemetry-level", "off");
  if (options.workspaceTrust !== true) args.push("--disable-workspace-trust");
  args.push("--user-data-dir", userDataDir, "--server-data-dir", path.join(dataDir, "server"));
  args.push("--extensions-dir", extensionsDir);

  const logFile = path.join(dataDir, "server.log");
  const log = fs.createWriteStream(logFile);
  const guarded = spawnGuarded(hostPaths.node, args, {
    env: { ...hostEnvironment(), ...options.env, EXTENSIONS_GALLERY: "{}" },
  });
  guarded.child.stdout?.pipe(log, { end: false });
  guarded.child.stderr?.pipe(log, { end: false });
  let running = true;
  /** @type {Promise<number>} */
  const exited = new Promise((resolve) =>
    guarded.child.once("exit", (code) => {
      running = false;
      resolve(code ?? 1);
    }),
  );
  const stop = async () => {
    await guarded.stop();
    await new Promise((resolve) => log.end(resolve));
    if (ownsDataDir) fs.rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  };

  const deadline = Date.now() + 60_000;
  while (!(await answers(`http://${authority}/version`))) {
    if (running && Date.now() < deadline) {
      await delay(50);
      continue;
    }
    const why = running ? "stayed silent for 60 s" : `ended with code ${await exited}`;
    const tail = fs.readFileSync(logFile, "utf8").slice(-2000);
    await stop();
    throw new Error(`The VS Code server ${why}. Its last output:\n${tail}`);
  }
  const origin = `http://${authority}`;
  return {
    origin,
    authority,
    pid: guarded.pid,
    userDataDir,
    extensionsDir,
    settingsFile,
    logFile,
    exited,
    stop,
    machineSettingsFile: path.join(userDataDir, "Machine/settings.json"),
    running: () => running,
  };
}

/** @returns {Promise<number>} a TCP port on 127.0.0.1 that was free a moment ago */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === "object"
          ? resolve(address.port)
          : reject(new Error("no port")),
      );
    });
  });
}

/**
 * Our environment without what would steer the server's Node or look like a VS Code terminal's.
 * @returns {NodeJS.ProcessEnv}
 */
export function hostEnvironment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => name !== "NODE_OPTIONS" && !/^(npm_|VSCODE_(?!HOST)|ELECTRON_)/.test(name),
    ),
  );
}

/** @param {string} url @returns {Promise<boolean>} whether anything answered by HTTP */
function answers(url) {
  return new Promise((resolve) => {
    const request = http.get(url, { timeout: 2000 }, (response) => {
      response.resume();
      resolve(true);
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(false));
  });
}
