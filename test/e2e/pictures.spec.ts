import fs from "node:fs";
import path from "node:path";
import { quickInput, quickPick, runCommand, webviewFrame } from "./frame/actions.ts";
import { writeBigCorpus } from "./frame/bigCorpus.ts";
import { countOf, openCorpus, search } from "./frame/corpusTable.ts";
import { expect, test, type Workbench } from "./frame/fixtures.ts";
import { planBlindSample } from "./frame/samples.ts";
import { allThemes, screenshot, setTheme } from "./frame/themes.ts";
import {
  conversationTitle,
  focusTranscript,
  hoverOver,
  openConversations,
  selectWords,
  selectedValue,
  story,
} from "./frame/transcript.ts";

// Every surface in dark, light and high contrast, for people to look at: .screenshots/<surface>-<theme>.png.
test.use({ settings: { "valuemark.rater": "Ada" } });

async function pictures(workbench: Workbench, name: string): Promise<void> {
  for (const theme of allThemes) {
    const file = await screenshot(workbench, name, theme);
    expect(fs.statSync(file).size, file).toBeGreaterThan(20_000);
  }
}

test("all states of labels, hover, picker, list of keys, conversations", async ({ workbench }) => {
  const { page, workspace } = workbench;
  await runCommand(page, "Valuemark: Show Review Panel");
  await webviewFrame(page, "#root .screen[data-screen=empty]");
  await pictures(workbench, "empty-panel");

  const panel = await openConversations(page, "advice.jsonl");
  await expect(selectedValue(panel)).toHaveText("empathy");
  await focusTranscript(page);
  await page.keyboard.press("c");
  await page.keyboard.press("x");
  await page.keyboard.press("e");
  await quickPick(page, "family bonds");
  await selectWords(page, "name what you can do");
  await page.keyboard.press("a");
  await quickPick(page, "helpfulness");
  await expect.poll(() => story(workspace)).toHaveLength(4);
  await runCommand(page, "Valuemark: Focus on Conversations View");
  await focusTranscript(page);
  await pictures(workbench, "labels");

  for (const theme of allThemes) {
    await setTheme(workbench, theme);
    await hoverOver(page, "hard spot");
    await screenshot(workbench, "hover", theme);
    await page.mouse.move(5, 5);
  }

  await focusTranscript(page);
  await page.keyboard.press("a");
  await quickInput(page).fill("care");
  await pictures(workbench, "picker");
  await page.keyboard.press("Escape");

  await page.keyboard.press("Shift+?");
  await expect(panel.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await pictures(workbench, "keys");
  await page.keyboard.press("Escape");
  await focusTranscript(page);
  await page.keyboard.press("d");
  await expect(conversationTitle(panel)).toHaveText("night-shift");
  await page.keyboard.press("f");
  await page.keyboard.press("s");
  await expect(conversationTitle(panel)).toHaveText("essay-feedback");
  await pictures(workbench, "conversations");
});

test("problems, errors, a long file, what isn't saved", async ({ workbench }) => {
  const { page, workspace } = workbench;
  fs.writeFileSync(path.join(workspace, "empty.jsonl"), "");
  const turns = Array.from({ length: 40 }, (_, n) => ({
    role: n % 2 === 0 ? "user" : "assistant",
    content:
      n % 2 === 0
        ? `Question ${n}: what would you do?`
        : "That sounds like a hard spot to be in. Please call your doctor before your next shift. In the end it's your decision.",
  }));
  const rows = Array.from({ length: 1_000 }, (_, n) => JSON.stringify({ id: `long-${n}`, messages: turns }));
  fs.writeFileSync(path.join(workspace, "long.jsonl"), rows.join("\n"));

  await openConversations(page, "red-team.sharegpt.json");
  await runCommand(page, "Valuemark: Open Conversations…");
  await quickPick(page, "with-errors.jsonl");
  await page.locator(".notifications-toasts").getByRole("button", { name: "Show Problems" }).click();
  await openConversations(page, "red-team.sharegpt.json");
  await expect(page.locator(".markers-panel .monaco-list-row", { hasText: "watch list" })).toHaveCount(1);
  await pictures(workbench, "problems");
  await runCommand(page, "View: Hide Panel");

  await runCommand(page, "Valuemark: Open Conversations…");
  await quickPick(page, "empty.jsonl");
  await expect(page.locator(".notifications-toasts", { hasText: "This file is empty" })).toBeVisible();
  await pictures(workbench, "error");
  await runCommand(page, "Notifications: Clear All Notifications");

  const panel = await openConversations(page, "long.jsonl");
  await runCommand(page, "Valuemark: Focus on Conversations View");
  await focusTranscript(page);
  fs.writeFileSync(path.join(workspace, ".valuemark"), "");
  await page.keyboard.press("c");
  await expect(panel.locator('.saving[data-saving="error"]')).toBeVisible();
  await pictures(workbench, "not-saved");
  fs.rmSync(path.join(workspace, ".valuemark"));
  await runCommand(page, "Notifications: Clear All Notifications");
  await focusTranscript(page);
  await page.keyboard.press("c");
  await expect(panel.locator('.row[data-state="confirmed"]')).toHaveCount(1);
  await pictures(workbench, "long");
});

test("corpus table, dialogue of a sample, queue and blind panel", async ({ workbench }) => {
  const { page, workspace } = workbench;
  const file = path.join(workspace, "big.jsonl");
  writeBigCorpus(file, { rows: 60_000, needle: "Zanzibar sunrise", needleEvery: 100 });
  const table = await openCorpus(page, "file", file);
  await expect(countOf(table)).toHaveText("60,000 rows");
  await pictures(workbench, "corpus");
  await search(table, "zanzibar turns:4");
  await expect(countOf(table)).toHaveText("600 of 60,000 rows");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await webviewFrame(page, "#root .labels");
  await focusTranscript(page);
  await page.keyboard.press("c");
  await page.keyboard.press("d");
  await expect(table.locator('.cell[data-look="done"]')).toHaveCount(1);
  await pictures(workbench, "corpus-search");
  await search(table, "zanzibar trns:4");
  await expect(table.locator("#search-reason")).toBeVisible();
  await pictures(workbench, "corpus-wrong-query");
  await search(table, "");
  await table.getByRole("button", { name: "Draw sample…" }).click();
  await planBlindSample(page, { size: "40", raters: "Ada, Bob", shared: "20 %", seed: "7", name: "pilot" });
  await expect(page.locator(".quick-input-widget:visible")).toContainText("40 of 60,000 conversations");
  await pictures(workbench, "sample-dialogue");
  await quickPick(page, "Save and begin rating");
  await expect(table.locator(".notice-info")).toBeVisible();
  await runCommand(page, "Valuemark: Focus on Queue View");
  await focusTranscript(page);
  await page.keyboard.press("d");
  await expect(page.locator(".statusbar-item[id*='valuemark.sample']")).toContainText("1/24 done");
  await pictures(workbench, "blind");
});
