import { expect, test } from "./frame/fixtures.ts";
import { quickType, reloadWindow, webviewFrame } from "./frame/actions.ts";
import { eventsOnDisk, focusTranscript, openConversations } from "./frame/transcript.ts";

test("the rater's name is asked once, at the first judgement, and kept", async ({ workbench }) => {
  const { page } = workbench;
  const panel = await openConversations(page, "advice.jsonl");
  await expect(panel.locator('.row[data-state="suggested"]').first()).toBeVisible();
  await focusTranscript(page);
  await page.keyboard.press("c");
  await quickType(page, "Grace Höpper");
  await expect
    .poll(() => eventsOnDisk(workbench.workspace).map((event) => event["rater"]))
    .toEqual(["Grace Höpper"]);
  await page.keyboard.press("x");
  await expect.poll(() => eventsOnDisk(workbench.workspace).length).toBe(2);
  await reloadWindow(page);
  const again = await webviewFrame(page, "#root .labels");
  await expect(again.locator(".rater")).toContainText("Grace Höpper");
});
