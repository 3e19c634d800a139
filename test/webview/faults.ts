/** Serious faults that axe finds in a page. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import type { Page } from "@playwright/test";

export const PICTURES = path.resolve(import.meta.dirname, "../../.screenshots/webview");

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

interface Result {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly target: unknown; readonly failureSummary?: string }[];
  }[];
}

export async function faults(page: Page): Promise<string[]> {
  // By the debugger's door, which the page's CSP doesn't guard.
  await page.evaluate(await readFile(axe, "utf8"));
  const { violations } = await page.evaluate((): Promise<Result> => {
    const { axe: tool } = window as unknown as { axe: { run: (options: object) => Promise<Result> } };
    return tool.run({ resultTypes: ["violations"] });
  });
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map((n) => `${String(n.target)} ${n.failureSummary ?? ""}`).join("; ")}`,
    );
}
