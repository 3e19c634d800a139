/** Each part of the agreement editor in each theme: no serious accessibility fault, a picture to look at. */
import path from "node:path";
import type { AgreementSnapshot } from "../../src/protocol/agreement.ts";
import { expect, test } from "./agreement-harness.ts";
import { snapshotOf } from "./agreement-samples.ts";
import { faults, PICTURES } from "./faults.ts";

const CHECKED = ["Labels"];
const PARTS = ["Summary", "Labels", "Raters", "Extractor", "Quality", "Disagreements", "Gold"];

for (const theme of ["dark", "light", "hc"] as const) {
  test(`all parts in ${theme}`, async ({ agreement, page }) => {
    // Seven parts, each looked through for faults, on machines that do other things too.
    test.setTimeout(90_000);
    await agreement.openReport({ theme, height: 1500 });
    for (const part of PARTS) {
      await agreement.tab(part);
      if (part === "Disagreements") await page.getByRole("row").nth(5).waitFor();
      await page.mouse.move(0, 0);
      await page.screenshot({ path: path.join(PICTURES, `agreement-${part.toLowerCase()}-${theme}.png`) });
      // The parts share their frame: all of them in one theme, those with controls of their own in every one.
      if (theme === "dark" || CHECKED.includes(part)) expect(await faults(page)).toEqual([]);
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
      await page.screenshot({ path: path.join(PICTURES, `agreement-${name}-${theme}.png`) });
      // They share one screen.
      if (theme === "dark" || name === "loading") expect(await faults(page)).toEqual([]);
    }
  });
}
