import { test as base, type Page } from "@playwright/test";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { injectDevelopmentExtensions } from "../../../scripts/lib/development-extension.mjs";
import { repoRoot } from "../../../scripts/lib/paths.mjs";
import { startWorkbenchServer } from "../../../scripts/lib/workbench-server.mjs";
import { watchPage, type PageFindings } from "./findings.ts";
import { workbenchReady } from "./actions.ts";
import { themeSettings, themeShown, type Theme } from "./themes.ts";

export { expect } from "@playwright/test";

export type WorkbenchServer = Awaited<ReturnType<typeof startWorkbenchServer>>;

/** A running VS Code with a folder open and the extension under development in it. */
export interface Workbench {
  readonly page: Page;
  readonly server: WorkbenchServer;
  /** The open folder: a fresh copy of the template, absolute. Nothing outside it is written by a test. */
  readonly workspace: string;
  /** CSP violations, uncaught errors and console errors so far. */
  readonly findings: PageFindings;
  /** The address of this workbench, for a second page on the same server. */
  readonly url: string;
}

export interface WorkbenchOptions {
  /** A folder to copy, relative to the repository's root or absolute; "" for an empty workspace. */
  template: string;
  /** "disabled": everything is trusted. "restricted": trust is on and not given (no prompt at startup). */
  trust: "disabled" | "restricted";
  theme: Theme;
  /** More user settings. */
  settings: Record<string, unknown>;
  /** The folders of the extensions to load, absolute. */
  extensions: readonly string[];
  /** Added to the environment of the extension host. */
  hostEnv: Record<string, string>;
  /** CSP violations that are let through, by describeViolation's line. Say why beside it. Default: none. */
  allowedViolations: RegExp;
}

/**
 * `test` with a `workbench` fixture. Every test has its own server, user data, folder and browser context. After the
 * test, a CSP violation that is not on the list or an uncaught error in our own webview code fails it.
 */
export const test = base.extend<WorkbenchOptions & { workbench: Workbench }>({
  template: ["examples", { option: true }],
  trust: ["disabled", { option: true }],
  theme: ["dark", { option: true }],
  settings: [{}, { option: true }],
  extensions: [[repoRoot], { option: true }],
  hostEnv: [{}, { option: true }],
  allowedViolations: [/(?!)/, { option: true }],

  workbench: async (
    { context, template, trust, theme, settings, extensions, hostEnv, allowedViolations },
    use,
    testInfo,
  ) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "valuemark-e2e-"));
    const workspace = path.join(folder, "workspace");
    copyTemplate(template, workspace);
    const server = await startWorkbenchServer({
      workspaceTrust: trust === "restricted",
      settings: {
        ...themeSettings(theme),
        "security.workspace.trust.startupPrompt": "never",
        ...settings,
      },
      env: hostEnv,
    });
    try {
      const staged = extensions.map((from, index) => stage(from, path.join(folder, `extension-${index}`)));
      await injectDevelopmentExtensions(context, { authority: server.authority, extensions: staged });
      const findings = watchPage(context);
      const page = await context.newPage();
      const url = `${server.origin}/?folder=${encodeURIComponent(workspace)}`;
      await page.goto(url);
      await workbenchReady(page);
      await themeShown(page, theme);
      await use({ page, server, workspace, findings, url });
      if (testInfo.status !== testInfo.expectedStatus) {
        await testInfo.attach("server.log", { path: server.logFile });
        await testInfo.attach("findings", { body: JSON.stringify(findings, null, 2) });
      }
      findings.assertClean(allowedViolations);
    } finally {
      await context.close();
      await server.stop();
      fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
});

/**
 * A copy of what is shipped. Our own folder would not do: it holds `.vscode-host`, and VS Code takes every extension
 * below a folder under development, its built-in themes too, for one under development.
 */
function stage(extension: string, target: string): string {
  if (extension !== repoRoot) return extension;
  fs.mkdirSync(target);
  fs.copyFileSync(path.join(extension, "package.json"), path.join(target, "package.json"));
  for (const part of ["dist", "media"]) {
    const from = path.join(extension, part);
    const isShipped = (file: string) => path.relative(from, file).split(path.sep)[0] !== "test";
    fs.cpSync(from, path.join(target, part), { recursive: true, filter: isShipped });
  }
  return target;
}

function copyTemplate(template: string, target: string): void {
  fs.mkdirSync(target, { recursive: true });
  const source = template === "" ? undefined : path.resolve(repoRoot, template);
  if (source === undefined) return;
  // What a person's own review of the examples has left behind is no part of the template.
  const isOurs = (file: string) => !path.relative(source, file).split(path.sep).includes(".valuemark");
  fs.cpSync(source, target, { recursive: true, filter: isOurs });
}
