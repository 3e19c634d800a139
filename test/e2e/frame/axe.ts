import type { Frame } from "@playwright/test";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** One broken accessibility rule and the elements that break it. */
export interface AxeViolation {
  readonly rule: string;
  readonly impact: string;
  readonly help: string;
  readonly targets: readonly string[];
}

/** Rules by WCAG level; `color-contrast` is among them and works on the real, themed colours. */
const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * Runs axe-core inside a webview's frame (evaluated over the debugging protocol, so the frame's CSP stays as it is).
 * The webview must have scripts enabled. Returns the violations; also throws when axe checked nothing, because an empty page has no violations either.
 */
export async function axeViolations(
  frame: Frame,
  exceptRules: readonly string[] = [],
): Promise<AxeViolation[]> {
  await frame.evaluate(axeSource);
  const { checked, violations } = await frame.evaluate(
    async ([tags, except]) => {
      const axe: unknown = Reflect.get(globalThis, "axe");
      const { run } = axe as { run: (root: Document, options: object) => Promise<AxeRun> };
      const rules = Object.fromEntries(except.map((id) => [id, { enabled: false }]));
      const result = await run(document, { runOnly: { type: "tag", values: tags }, rules, preload: false });
      return {
        checked: result.passes.length,
        violations: result.violations.map((found) => ({
          rule: found.id,
          impact: found.impact ?? "unknown",
          help: found.help,
          targets: found.nodes.map((node) => node.target.join(" ")),
        })),
      };
      interface AxeRun {
        passes: unknown[];
        violations: { id: string; impact?: string; help: string; nodes: { target: string[] }[] }[];
      }
    },
    [standards, [...exceptRules]] as const,
  );
  if (checked === 0) throw new Error("axe found nothing to check in this frame");
  return violations;
}
