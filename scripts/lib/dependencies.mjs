/** Installs the repository's own dependencies. Imports nothing but Node: it runs before there is anything else. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { npmCommand, repoRoot } from "./paths.mjs";

/**
 * Whether node_modules is what package-lock.json says. npm writes node_modules/.package-lock.json as its last act, so
 * an installation that was cut short does not count.
 * @param {string} [root]
 * @returns {boolean}
 */
export function dependenciesInstalled(root = repoRoot) {
  const wanted = readPackages(path.join(root, "package-lock.json"));
  const present = readPackages(path.join(root, "node_modules/.package-lock.json"));
  if (wanted === undefined || present === undefined) return false;
  return Object.entries(wanted).every(
    ([name, entry]) =>
      name === "" ||
      present[name]?.version === entry.version ||
      (entry.optional === true && present[name] === undefined),
  );
}

/** @param {string} file @returns {Record<string, {version?: string, optional?: boolean}> | undefined} */
function readPackages(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}

/**
 * Runs `npm ci` unless everything is there. Where that refuses the lock file, because a registry lacks the packages of
 * some other platform, `npm install` keeps to the same versions and hashes and leaves the lock file as it is.
 * @throws {Error} naming the next step when npm fails
 */
export function installDependencies() {
  if (dependenciesInstalled()) return;
  const start = Date.now();
  const ci = npm(["ci"], "pipe");
  const how = ci.status === 0 ? "npm ci" : "npm install";
  if (ci.status !== 0 && npm(["install", "--no-save"], "inherit").status !== 0)
    throw new Error(
      `${ci.stderr}\nThe dependencies could not be installed. Next step: check the network and Node's version (20 or newer).`,
    );
  console.log(`[install] ${how}: ${((Date.now() - start) / 1000).toFixed(1)} s`);
}

/** @param {readonly string[]} verb @param {"pipe" | "inherit"} errors */
function npm(verb, errors) {
  const { command, args } = npmCommand();
  return spawnSync(command, [...args, ...verb, "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: repoRoot,
    encoding: "utf8",
    stdio: ["ignore", "ignore", errors],
  });
}
