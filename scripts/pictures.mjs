/** `npm run pictures`: every surface in dark, light and high contrast, into the git-ignored `.screenshots/`. */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { buildAll } from "../esbuild.mjs";
import { installHost } from "./host-install.mjs";
import { repoRoot } from "./lib/paths.mjs";

await installHost();
await buildAll({ production: false });
const playwright = path.join(repoRoot, "node_modules/@playwright/test/cli.js");
const config = path.join(repoRoot, "test/e2e/playwright.config.ts");
const { status } = spawnSync(process.execPath, [playwright, "test", "-c", config, "pictures"], {
  stdio: "inherit",
  env: { ...process.env, VALUEMARK_PICTURES: "1" },
});
process.exitCode = status ?? 1;
