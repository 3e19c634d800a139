import { expect, test } from "@playwright/test";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { repoRoot } from "../../scripts/lib/paths.mjs";
import { descendants } from "../../scripts/lib/process-tree.mjs";
import { spawnGuarded } from "../../scripts/lib/processes.mjs";
import { runCommand, webviewFrame, workbenchReady } from "./frame/actions.ts";

const start = path.join(repoRoot, "scripts/start.mjs");

test("npm start prints an address where Valuemark runs, asks for the token, and stops on Ctrl+C", async ({
  page,
}) => {
  const userDir = fs.mkdtempSync(path.join(os.tmpdir(), "valuemark-start-"));
  const env = { ...process.env, VALUEMARK_USER_DIR: userDir };
  const started = spawnGuarded(process.execPath, [start, "--server", "--no-open", "--no-build"], { env });
  try {
    let printed = "";
    started.child.stdout?.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    started.child.stderr?.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    await expect.poll(() => printed, { timeout: 60_000 }).toContain("Ctrl+C");
    const addresses = printed.match(/http:\S+/g) ?? [];
    expect(addresses, printed).toHaveLength(1);
    const address = new URL(addresses[0] ?? "");
    expect(address.hostname).toBe("127.0.0.1");

    expect((await page.request.get(`${address.origin}/?folder=/`)).status()).toBe(403);
    await page.goto(address.href);
    await workbenchReady(page);
    await runCommand(page, "Valuemark: Show Review Panel");
    const panel = await webviewFrame(page, "#root");
    await expect(panel.getByText("No conversation open")).toBeVisible();

    const below = descendants(started.pid).map(({ pid }) => pid);
    const program = descendants(started.pid).find(({ command }) => command.includes("start.mjs"));
    expect(below.length).toBeGreaterThan(3);
    process.kill(program?.pid ?? 0, "SIGINT");
    await expect
      .poll(() => below.filter((pid) => fs.existsSync(`/proc/${pid}`)), { timeout: 15_000 })
      .toEqual([]);
  } finally {
    await started.stop();
    fs.rmSync(userDir, { recursive: true, force: true, maxRetries: 5 });
  }
});
