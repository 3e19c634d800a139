import type { Page } from "@playwright/test";
import fs from "node:fs";
import path from "node:path";
import { repoRoot } from "../../../scripts/lib/paths.mjs";
import type { Workbench } from "./fixtures.ts";

export type Theme = "dark" | "light" | "hc";

const themes = {
  dark: { name: "Dark Modern", bodyClass: "vs-dark" },
  light: { name: "Light Modern", bodyClass: "vs" },
  hc: { name: "Default High Contrast", bodyClass: "hc-black" },
} as const;

export const allThemes: readonly Theme[] = ["dark", "light", "hc"];

export function themeSettings(theme: Theme): Record<string, unknown> {
  return { "workbench.colorTheme": themes[theme].name, "window.autoDetectHighContrast": false };
}

/** Waits until the workbench shows a theme; under load the one of the settings comes some seconds after the start. */
export async function themeShown(page: Page, theme: Theme): Promise<void> {
  await page.locator(`.monaco-workbench.${themes[theme].bodyClass}`).first().waitFor();
}

/**
 * Changes settings of the running workbench; it sees the change within a second. They are kept as the server's
 * settings, which win over the user's; settings of application scope can only be given at the start, as `settings`.
 */
export function changeSettings(workbench: Workbench, changes: Record<string, unknown>): void {
  const file = workbench.server.machineSettingsFile;
  const before: unknown = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : {};
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, JSON.stringify({ ...(before as object), ...changes }, null, 2));
}

/** Switches the colour theme by the settings and waits until the workbench shows it. */
export async function setTheme(workbench: Workbench, theme: Theme): Promise<void> {
  changeSettings(workbench, themeSettings(theme));
  await themeShown(workbench.page, theme);
}

/** Writes `.screenshots/<name>-<theme>.png` (git-ignored), after switching to the theme. Returns the file's path. */
export async function screenshot(workbench: Workbench, name: string, theme: Theme): Promise<string> {
  await setTheme(workbench, theme);
  await workbench.page.waitForTimeout(300); // colours fade in
  const file = path.join(repoRoot, ".screenshots", `${name}-${theme}.png`);
  await workbench.page.screenshot({ path: file, animations: "disabled" });
  return file;
}
