import { expect, test } from "./frame/fixtures.ts";
import { runCommand, webviewFrame } from "./frame/actions.ts";

test("the workbench opens, and the extension answers a command with its panel", async ({ workbench }) => {
  await runCommand(workbench.page, "Valuemark: Show Review Panel");
  const panel = await webviewFrame(workbench.page, "#root");
  await expect(panel.getByText("No conversation open")).toBeVisible();
});
