import { statSync } from "node:fs";
import path from "node:path";
import { repoRoot } from "../../scripts/lib/paths.mjs";
import { extensionHostPids } from "../../scripts/lib/process-tree.mjs";
import {
  commandOffered,
  quickPick,
  reloadWindow,
  runCommand,
  runningExtensions,
  webviewFrame,
} from "./frame/actions.ts";
import { axeViolations } from "./frame/axe.ts";
import { killExtensionHost } from "./frame/extensionHost.ts";
import { describeViolation } from "./frame/findings.ts";
import { expect, test } from "./frame/fixtures.ts";
import { allThemes, screenshot } from "./frame/themes.ts";

// The frame is tested on an extension of its own, so that a broken frame is not mistaken for a broken Valuemark.
test.use({ template: "", extensions: [path.join(repoRoot, "test/e2e/probe")] });

const status = "[id='valuemark-tests.probe.probe']";

test("an extension runs, is listed, and its commands and picks can be used", async ({ workbench }) => {
  const { page } = workbench;
  await expect(page.locator(status)).toContainText("probe started 1 trusted true");
  expect((await runningExtensions(page)).map(({ name }) => name)).toContain("valuemark-tests.probe");
  expect(await commandOffered(page, "Probe: Ask")).toBe(true);
  expect(await commandOffered(page, "Probe: No Such Command")).toBe(false);
  await runCommand(page, "Probe: Ask");
  await quickPick(page, "two");
  await expect(page.locator(status)).toContainText("probe answered two");
});

test("secrets survive a reload; a killed extension host is gone, and new after a reload", async ({
  workbench,
}) => {
  const { page, server } = workbench;
  const text = () => page.locator(status).innerText();
  await expect.poll(text).toContain("started 1 ");
  await reloadWindow(page);
  await expect.poll(text).toContain("started 2 ");
  const before = extensionHostPids(server.pid);
  expect(killExtensionHost(server)).toBe(before.length);
  await reloadWindow(page);
  await expect.poll(text).toContain("started 3 ");
  expect(extensionHostPids(server.pid).filter((pid) => before.includes(pid))).toEqual([]);
});

test.describe("in a folder that is not trusted", () => {
  test.use({ trust: "restricted" });

  test("an extension under development is told so", async ({ workbench }) => {
    await expect(workbench.page.locator(".statusbar-item", { hasText: "Restricted Mode" })).toBeVisible();
    await expect(workbench.page.locator(status)).toContainText("trusted false");
  });
});

test.describe("what is wrong in a webview is found", () => {
  test.use({ allowedViolations: /inline style|none\.png/ });

  test("CSP violations and accessibility faults", async ({ workbench }) => {
    await runCommand(workbench.page, "Probe: Open Panel");
    const frame = await webviewFrame(workbench.page, "#probe");
    await expect
      .poll(() => workbench.findings.violations.map(describeViolation).join("\n"))
      .toMatch(/inline style/);
    expect(() => workbench.findings.assertClean(/(?!)/)).toThrow(/CSP violations/);
    expect((await axeViolations(frame)).map(({ rule }) => rule)).toContain("image-alt");
  });
});

test("screenshots are taken in each theme", async ({ workbench }) => {
  for (const theme of allThemes) {
    const file = await screenshot(workbench, "frame-probe", theme);
    expect(statSync(file).size).toBeGreaterThan(5_000);
  }
});
