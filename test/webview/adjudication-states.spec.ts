/** Each state of the adjudication view in each theme: no serious accessibility fault, a picture to look at. */
import path from "node:path";
import type { AdjudicationSnapshot } from "../../src/protocol/adjudication.ts";
import { expect, test } from "./adjudication-harness.ts";
import { caseSnapshot, snapshotOf } from "./adjudication-samples.ts";
import { faults, PICTURES } from "./faults.ts";

const STATES: Readonly<Record<string, AdjudicationSnapshot>> = {
  case: caseSnapshot(),
  finished: snapshotOf({ type: "finished", decided: 38 }),
  empty: snapshotOf({ type: "empty", raters: ["Amina Diallo"] }),
  blind: snapshotOf({ type: "blind", reason: "Hidden until you have finished the sample “pilot”." }),
  error: snapshotOf({ type: "error", message: "judgements/bo.jsonl: the file may not be read." }),
  loading: snapshotOf({ type: "loading", what: "Comparing raters: 31,000 of 100,000" }),
};

for (const theme of ["dark", "light", "hc"] as const) {
  test(`all states in ${theme}`, async ({ adjudication, page }) => {
    const [first, ...others] = Object.entries(STATES);
    if (!first) throw new Error("no states");
    await adjudication.open(first[1], { theme });
    for (const [at, [name, snapshot]] of [first, ...others].entries()) {
      await adjudication.send({ type: "snapshot", snapshot: { ...snapshot, revision: at + 2 } });
      await page.screenshot({ path: path.join(PICTURES, `adjudication-${name}-${theme}.png`) });
      // The states without a conversation share one screen.
      if (theme === "dark" || name === "case") expect(await faults(page)).toEqual([]);
    }
  });
}
