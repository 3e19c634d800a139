import { expect, test } from "./frame/fixtures.ts";
import { runningExtensions } from "./frame/actions.ts";

test("the workbench opens and the extension runs in it", async ({ workbench }) => {
  const running = await runningExtensions(workbench.page);
  const ours = running.find(({ name }) => name === "valuemark.valuemark");
  expect(ours?.text ?? `only these run: ${running.map(({ name }) => name).join(", ")}`).toContain(
    "Activation:",
  );
});
