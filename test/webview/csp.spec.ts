/** What the toolkit does under a style-src without a nonce: known, counted, harmless. */
import { expect, test } from "@playwright/test";
import type { Intent, PanelSnapshot } from "../../src/protocol/review.ts";
import { servePage } from "./page.ts";
import { snapshot } from "./samples.ts";

test("without a style nonce: one violation, the toolkit's probe on import, and all still works", async ({
  page,
}) => {
  const server = await servePage();
  try {
    await page.goto(`${server.origin}/?theme=dark&csp=strict`);
    await page.evaluate(
      (s: PanelSnapshot) => window.postMessage({ type: "snapshot", snapshot: s }),
      snapshot(1),
    );
    const skip = page.locator("vscode-button", { hasText: "Skip" });
    await skip.click();
    const asked: (Intent | undefined)[] = await page.evaluate(() =>
      window.posted.map((message) => message.ask),
    );
    expect(asked).toContainEqual({ do: "skip" });
    // Its own styles are constructed sheets, which no style-src concerns.
    expect(await skip.evaluate((e) => e.shadowRoot?.adoptedStyleSheets.length ?? 0)).toBeGreaterThan(0);
    const violations = await page.evaluate(() => window.violations);
    expect(violations.map((text) => text.split(" ").slice(0, 2).join(" "))).toEqual([
      "style-src-elem inline",
    ]);
  } finally {
    await server.close();
  }
});
