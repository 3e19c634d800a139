/** Each state in each theme: no CSP violation, no serious accessibility fault, a picture to look at. */
import path from "node:path";
import { createRequire } from "node:module";
import type { PanelSnapshot } from "../../src/protocol/review.ts";
import { expect, test } from "./harness.ts";
import { THEMES } from "./page.ts";
import { NO_RATER, STATES_TO_SEE } from "./samples.ts";

const pictures = path.resolve(import.meta.dirname, "../../.screenshots/webview");
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly target: unknown; readonly failureSummary?: string }[];
  }[];
}

declare global {
  interface Window {
    axe: { run: () => Promise<AxeResult> };
  }
}

const states: Readonly<Record<string, PanelSnapshot>> = { ...STATES_TO_SEE, noRater: NO_RATER };

for (const theme of THEMES) {
  for (const [name, snapshot] of Object.entries(states)) {
    test(`${name} in ${theme}`, async ({ panel, page }) => {
      await panel.open(theme, { width: 420, height: name === "review" ? 1500 : 900 });
      await panel.show(snapshot);
      await page.screenshot({ path: path.join(pictures, `${name}-${theme}.png`) });
      // By the debugger's door, which the page's CSP doesn't guard.
      const { readFile } = await import("node:fs/promises");
      await page.evaluate(await readFile(axe, "utf8"));
      const { violations } = await page.evaluate(() => window.axe.run());
      const faults = violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(
          ({ id, nodes }) =>
            `${id}: ${nodes.map((n) => `${String(n.target)} ${n.failureSummary ?? ""}`).join("; ")}`,
        );
      expect(faults).toEqual([]);
    });
  }

  test(`keys in ${theme}`, async ({ panel, page }) => {
    await panel.open(theme);
    await panel.show(states["review"] ?? NO_RATER);
    await panel.send({ type: "focus", target: "keys" });
    await page.screenshot({ path: path.join(pictures, `keys-${theme}.png`) });
    await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  });
}

for (const width of [300, 700]) {
  test(`width ${width}`, async ({ panel, page }) => {
    await panel.open("dark", { width, height: 1200 });
    await panel.show(states["review"] ?? NO_RATER);
    await page.screenshot({ path: path.join(pictures, `review-${width}.png`) });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    const inner = await page.locator(".scroller").evaluate((e) => e.scrollWidth - e.clientWidth);
    expect(inner).toBeLessThanOrEqual(0);
  });
}

test("forced colours", async ({ panel, page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await panel.open("hc", { width: 420, height: 1500 });
  await panel.show(states["answered"] ?? NO_RATER);
  await page.screenshot({ path: path.join(pictures, "answered-forced.png") });
  // The selection and the answer must not hang on a background that the browser takes away.
  await expect(page.locator(".row.selected")).toHaveCSS("outline-style", "solid");
  await expect(page.getByRole("radio", { name: "Reframing" })).toBeChecked();
});
