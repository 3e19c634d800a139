#!/usr/bin/env node
/**
 * Stands in for the VS Code executable: takes the command line that @vscode/test-electron gives it and runs the
 * suite in a real extension host, that of the VS Code server, with the workbench in headless Chromium.
 *
 * Exit codes: 0 passed, 1 failed, 70 the extension host ended without a verdict, 71 the server ended, 72 the
 * browser went away, 73 the launcher itself failed, 124 out of time, 128 + n stopped by signal n.
 *
 * `--user-data-dir` and `--extensions-dir` are not used: each run has a fresh folder of its own.
 */
import { chromium } from "@playwright/test";
import fs from "node:fs";
import { chromiumLaunchOptions } from "../../scripts/lib/chromium.mjs";
import { injectDevelopmentExtensions } from "../../scripts/lib/development-extension.mjs";
import { onEndSignals } from "../../scripts/lib/processes.mjs";
import { startWorkbenchServer } from "../../scripts/lib/workbench-server.mjs";

const limitMs = Number(process.env["VALUEMARK_HOST_TIMEOUT_MS"] ?? 300_000);
const verdictFile = process.env["VALUEMARK_VERDICT_FILE"];

/** @param {string} name @returns {string[]} the values of `--name=value` */
const values = (name) =>
  process.argv.flatMap((arg) => (arg.startsWith(`--${name}=`) ? [arg.slice(name.length + 3)] : []));

const folder = process.argv.slice(2).find((arg) => !arg.startsWith("--") && fs.existsSync(arg));
const tests = values("extensionTestsPath")[0];

/** @type {Awaited<ReturnType<typeof startWorkbenchServer>> | undefined} */
let server;
/** @type {import("@playwright/test").Browser | undefined} */
let browser;
let ending = false;

/** @param {number} code @param {string} [why] */
async function end(code, why) {
  if (ending) return;
  ending = true;
  if (why !== undefined) console.error(`[test host] ${why}`);
  if (code >= 70 && server !== undefined)
    console.error(`[test host] the server's last output:\n${tail(server.logFile)}`);
  const closed = browser?.close().catch(() => {});
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 3000))]);
  await server?.stop();
  process.exit(code);
}

/** @param {string} file */
const tail = (file) => (fs.existsSync(file) ? fs.readFileSync(file, "utf8").slice(-3000) : "");

/** The suite's own word, written as its last act; VS Code's exit code is 0 even when the host was killed. */
function readVerdict() {
  try {
    const verdict = JSON.parse(fs.readFileSync(verdictFile ?? "", "utf8"));
    return typeof verdict.passed === "number" && typeof verdict.failed === "number" ? verdict : undefined;
  } catch {
    return undefined;
  }
}

/** @param {number} code as VS Code gives it */
function suiteEnded(code) {
  const verdict = readVerdict();
  if (verdict === undefined)
    return end(70, "the extension host ended without a verdict: it crashed or was ended");
  return end(code === 0 && verdict.failed === 0 && verdict.passed > 0 ? 0 : 1);
}

async function main() {
  if (tests === undefined || folder === undefined || verdictFile === undefined)
    throw new Error("needs --extensionTestsPath, a folder, and VALUEMARK_VERDICT_FILE in the environment");
  server = await startWorkbenchServer();
  void server.exited.then((code) => end(71, `the server ended by itself with code ${code}`));
  browser = await chromium.launch(chromiumLaunchOptions());
  browser.on("disconnected", () => end(72, "the browser went away"));
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  const extensions = values("extensionDevelopmentPath");
  await injectDevelopmentExtensions(context, { authority: server.authority, extensions, tests });
  const page = await context.newPage();
  page.on("crash", () => end(72, "the page crashed"));
  // The two functions that a workbench under test calls in its embedder.
  await page.exposeFunction("codeAutomationLog", () => {});
  await page.exposeFunction("codeAutomationExit", suiteEnded);
  await page.goto(`${server.origin}/?folder=${encodeURIComponent(folder)}`);
}

onEndSignals(async (signal) => {
  // Not end(): the exit code is the signal's.
  ending = true;
  console.error(`[test host] stopped by ${signal}`);
  await browser?.close().catch(() => {});
  await server?.stop();
});
process.on(
  "unhandledRejection",
  (error) => void end(73, error instanceof Error ? error.stack : String(error)),
);
process.on("uncaughtException", (error) => void end(73, error.stack));
setTimeout(() => void end(124, `no verdict after ${limitMs} ms`), limitMs).unref();
const parent = process.ppid;
setInterval(() => void (process.ppid !== parent && end(73, "the test runner is gone")), 500).unref();
await main().catch((error) => end(73, error instanceof Error ? error.stack : String(error)));
