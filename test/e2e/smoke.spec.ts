import { expect, test } from "./frame/fixtures.ts";
import { runCommand, runningExtensions } from "./frame/actions.ts";

test("the workbench opens and the extension runs in it", async ({ workbench }) => {
  await runCommand(workbench.page, "Valuemark: Show Review Panel");
  const texts = async () => (await runningExtensions(workbench.page)).map(({ text }) => text).join("\n");
  await expect.poll(texts).toMatch(/valuemark.*Activation/i);
});
