/** Each part of the agreement editor in each theme: no serious accessibility fault, a picture to look at. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import type { Page } from "@playwright/test";
import type { AgreementSnapshot } from "../../src/protocol/agreement.ts";
import { expect, test } from "./agreement-harness.ts";
import { snapshotOf } from "./agreement-samples.ts";

const pictures = path.resolve(import.meta.dirname, "../../.screenshots/webview");
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

async function faults(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(axe, "utf8"));
  const { violations } = await page.evaluate(() => {
    interface Result {
      violations: {
        id: string;
        impact: string | null;
        nodes: { target: unknown; failureSummary?: string }[];
      }[];
    }
    return (window as unknown as { axe: { run: () => Promise<Result> } }).axe.run();
  });
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map((n) => `${String(n.target)} ${n.failureSummary ?? ""}`).join("; ")}`,
    );
}

const PARTS = ["Summary", "Labels", "Raters", "Extractor", "Quality", "Disagreements", "Gold"];

for (const theme of ["dark", "light", "hc"] as const) {
  test(`all parts in ${theme}`, async ({ agreement, page }) => {
    await agreement.openReport({ theme, height: 1500 });
    for (const part of PARTS) {
      await agreement.tab(part);
      if (part === "Disagreements") await page.getByRole("row").nth(5).waitFor();
      await page.mouse.move(0, 0);
      await page.screenshot({ path: path.join(pictures, `agreement-${part.toLowerCase()}-${theme}.png`) });
      expect(await faults(page)).toEqual([]);
    }
  });
}

const SCREENS: Readonly<Record<string, AgreementSnapshot>> = {
  nobody: snapshotOf({ type: "empty", raters: [] }),
  one: snapshotOf({ type: "empty", raters: ["Amina Diallo"] }),
  blind: snapshotOf({
    type: "blind",
    reason: "Suggestions and other raters' labels are hidden until you have finished the sample “pilot”.",
  }),
  error: snapshotOf({ type: "error", message: "The file judgements/bo.jsonl may not be read." }),
  loading: snapshotOf(
    { type: "loading" },
    {
      tasks: [
        {
          what: "Reading judgements",
          fraction: 0.31,
          detail: "31,000 of 100,000 conversations",
          cancellable: true,
        },
      ],
    },
  ),
};

for (const theme of ["dark", "light", "hc"] as const) {
  test(`states without figures in ${theme}`, async ({ agreement, page }) => {
    const [first, ...others] = Object.entries(SCREENS);
    if (!first) throw new Error("no states");
    await agreement.open(first[1], { theme, height: 600 });
    for (const [name, snapshot] of [first, ...others]) {
      await agreement.send({ type: "snapshot", snapshot: { ...snapshot, revision: Date.now() } });
      await page.screenshot({ path: path.join(pictures, `agreement-${name}-${theme}.png`) });
      expect(await faults(page)).toEqual([]);
    }
  });
}
