import { describe, expect, it } from "vitest";
import { run as findValue } from "../../../bench/find-value.ts";
import { run as normaliseLabel } from "../../../bench/normalise-label.ts";

// The medians, so that a busy machine does not fail them; the bars themselves are for the p99, in the bench.
describe("speed at 3,604 nodes", () => {
  it("a keystroke in the picker stays far below a frame", async () => {
    const rows = await findValue();
    expect(rows.find(({ name }) => name.endsWith("median"))?.value).toBeLessThan(8);
  });
  it("a label is mapped within 2 ms", async () => {
    const rows = await normaliseLabel();
    expect(rows.find(({ name }) => name.endsWith("median"))?.value).toBeLessThan(2);
  });
});
