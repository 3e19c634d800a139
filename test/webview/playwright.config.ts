import { defineConfig } from "@playwright/test";
import { chromiumLaunchOptions } from "../../scripts/lib/chromium.mjs";

/** Run after `node esbuild.mjs`: `npx playwright test -c test/webview/playwright.config.ts`. */
export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "../../test-results/webview",
  timeout: 30_000,
  workers: 1,
  forbidOnly: true,
  reporter: [["list"]],
  use: { launchOptions: chromiumLaunchOptions(), locale: "en-GB" },
});
