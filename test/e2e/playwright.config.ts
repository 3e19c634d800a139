import { defineConfig } from "@playwright/test";
import { chromiumLaunchOptions } from "../../scripts/lib/chromium.mjs";

// The name is fixed by Playwright, and so is the default export.
export default defineConfig({
  testDir: ".",
  testMatch: "**/*.spec.ts",
  // Pictures are for people to look at and take minutes: `npm run pictures`.
  testIgnore: process.env["VALUEMARK_PICTURES"] === "1" ? [] : ["**/pictures.spec.ts"],
  outputDir: "../../test-results/e2e",
  // Each has a server, a browser context and a folder of its own; most of the time a workbench waits.
  workers: 2,
  // A whole VS Code on a shared machine: in CI a second try is allowed, and reported as such.
  retries: process.env["CI"] === "true" ? 1 : 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    launchOptions: chromiumLaunchOptions(),
    viewport: { width: 1400, height: 900 },
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    screenshot: "only-on-failure",
    trace: "off",
  },
});
