/** How the tests' own Chromium is launched. */
import { hostPaths } from "./paths.mjs";

/**
 * Playwright launch options for the Chromium in the host folder, with its own libraries and fonts, so that a machine
 * without a browser or a single font can run it. `VALUEMARK_CHROMIUM` names another executable to use as it is.
 * Web security and the webviews' CSP stay on. Playwright's signal handlers are off: ours stop the server as well.
 * @returns {import("@playwright/test").LaunchOptions}
 */
export function chromiumLaunchOptions() {
  const other = process.env["VALUEMARK_CHROMIUM"];
  const libraries = [process.env["LD_LIBRARY_PATH"], hostPaths.chromiumLibraries].filter(Boolean).join(":");
  const ours = { LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: hostPaths.fontsConf };
  /** @type {Record<string, string>} */
  const env = {};
  for (const [name, value] of Object.entries({ ...process.env, ...(other === undefined ? ours : {}) }))
    if (value !== undefined) env[name] = value;
  return {
    executablePath: other ?? hostPaths.chromium,
    headless: true,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    env,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  };
}
