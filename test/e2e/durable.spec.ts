import { expect, test } from "./frame/fixtures.ts";
import { reloadWindow, webviewFrame, workbenchReady } from "./frame/actions.ts";
import { killExtensionHost } from "./frame/extensionHost.ts";
import { eventsOnDisk, focusTranscript, openConversations } from "./frame/transcript.ts";

test.use({ settings: { "valuemark.rater": "Ada" } });

test("the extension host is killed in a burst: what the panel showed as judged is on disk and comes back", async ({
  workbench,
}) => {
  const { page, server } = workbench;
  const panel = await openConversations(page, "advice.jsonl");
  await expect(panel.locator('.row[data-state="suggested"]').first()).toBeVisible();
  await focusTranscript(page);
  for (const key of ["c", "x", "c"]) await page.keyboard.press(key, { delay: 0 });
  await expect(panel.locator(".row:not([data-state='suggested'])").first()).toBeVisible();
  // Acknowledged = drawn as judged. Read and kill at once: more may be on its way to the disk.
  const acknowledged = await panel
    .locator(".row:not([data-state='suggested'])")
    .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-row")));
  killExtensionHost(server);
  const onDisk = eventsOnDisk(workbench.workspace).map((event) => event["target"]);
  expect(acknowledged.length).toBeGreaterThan(0);
  for (const row of acknowledged) expect(onDisk).toContain(row);

  await reloadWindow(page);
  const again = await webviewFrame(page, "#root .labels");
  for (const row of acknowledged) {
    await expect(again.locator(`.row[data-row="${row}"]`)).not.toHaveAttribute("data-state", "suggested");
  }
});

test("a half-typed note survives hiding and a crash, and is no judgement", async ({ workbench }) => {
  const { page, server } = workbench;
  const panel = await openConversations(page, "advice.jsonl");
  const note = panel.getByRole("textbox", { name: "Note" });
  await note.click();
  await page.keyboard.type("Half a thought about c, x and d");
  await page.waitForTimeout(1200);
  expect(eventsOnDisk(workbench.workspace)).toEqual([]);
  killExtensionHost(server);
  await reloadWindow(page);
  const again = await webviewFrame(page, "#root .labels");
  await expect(again.getByRole("textbox", { name: "Note" })).toHaveValue("Half a thought about c, x and d");
  expect(eventsOnDisk(workbench.workspace)).toEqual([]);
});

test("two windows on one file: each sees the other's judgements, and none is lost", async ({
  workbench,
  context,
}) => {
  const { page, url } = workbench;
  const first = await openConversations(page, "advice.jsonl");
  await expect(first.locator('.row[data-state="suggested"]').first()).toBeVisible();
  const second = await context.newPage();
  await second.goto(url);
  await workbenchReady(second);
  const other = await openConversations(second, "advice.jsonl");
  await expect(other.locator('.row[data-state="suggested"]').first()).toBeVisible();
  await focusTranscript(page);
  await page.keyboard.press("c");
  await expect(other.locator('.row[data-state="confirmed"]')).toHaveCount(1);
  await focusTranscript(second);
  await second.keyboard.press("k");
  await second.keyboard.press("j");
  await second.keyboard.press("x");
  await expect(first.locator('.row[data-state="rejected"]')).toHaveCount(1);
  expect(eventsOnDisk(workbench.workspace).map((event) => event["kind"])).toEqual(["confirm", "reject"]);
});
