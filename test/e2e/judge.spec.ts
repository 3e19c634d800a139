import { expect, test } from "./frame/fixtures.ts";
import { quickPick, runCommand, webviewFrame } from "./frame/actions.ts";
import { screenshot } from "./frame/themes.ts";

test.use({ settings: { "valuemark.rater": "Ada" } });
test("open", async ({ workbench }) => {
  const { page } = workbench;
  await runCommand(page, "Valuemark: Open Conversations…");
  await quickPick(page, "advice.jsonl");
  await webviewFrame(page, "#root > *");
  await page.waitForTimeout(1500);
  await screenshot(workbench, "first", "dark");
  await page.keyboard.press("c");
  await page.waitForTimeout(500);
  await screenshot(workbench, "second", "dark");
  expect(1).toBe(1);
});
