import type { Page } from "@playwright/test";
import { expect, test } from "./frame/fixtures.ts";
import { quickPick, runCommand } from "./frame/actions.ts";
import { changeSettings } from "./frame/themes.ts";
import {
  conversationTitle,
  drawnEvidence,
  focusTranscript,
  hoverOver,
  openConversations,
  selectWords,
  selectedValue,
  shownLabels,
  story,
  transcriptText,
} from "./frame/transcript.ts";

test.use({ settings: { "valuemark.rater": "Ada" } });

const BOUNDARIES = "You don't owe him a detailed justification";

/** Rows of a view's tree or list that are drawn. */
const rowsOf = (page: Page, pane: string) => page.locator(pane).locator(".monaco-list-row");

test("hover, label placement, CodeLens, outline and folding, overlapping spans, both ways of revealing", async ({
  workbench,
}) => {
  const { page, workspace } = workbench;
  const panel = await openConversations(page, "advice.jsonl");
  await expect(selectedValue(panel)).toHaveText("empathy");
  await expect.poll(() => shownLabels(page)).toContain("healthy boundaries");

  // Overlap: a value of one's own on words within a suggestion's.
  await selectWords(page, "detailed justification");
  await page.keyboard.press("a");
  await quickPick(page, "clarity");
  await expect.poll(() => shownLabels(page)).toContain("+ clarity");
  expect(await shownLabels(page)).toContain("healthy boundaries");
  await expect
    .poll(async () => (await drawnEvidence(page)).map(({ border, text }) => `${border}: ${text}`).join("\n"))
    .toMatch(/solid: detailed justification$/m);
  const dashed = (await drawnEvidence(page)).filter(({ border }) => border === "dashed");
  expect(dashed.map(({ text }) => text).join("")).toContain(BOUNDARIES);

  // The hover on both: every label, its path, its definition, who says so, and links that judge.
  await focusTranscript(page);
  const hover = await hoverOver(page, "justification");
  await expect(hover).toContainText("healthy boundaries — suggested");
  await expect(hover).toContainText("Protective › Protecting human rights and dignity");
  await expect(hover).toContainText("local word patterns · guarding.boundaries");
  await expect(hover).toContainText("clarity — added by you");
  await hover.getByText("Confirm (c)").first().click();
  await expect.poll(() => story(workspace)).toEqual(["add clarity", "confirm"]);
  await expect.poll(() => shownLabels(page)).toContain("✓ healthy boundaries");

  // The cursor selects the row; a quote's click scrolls the transcript to it.
  await selectWords(page, "In the end");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowRight");
  await expect(selectedValue(panel)).toHaveText("user autonomy");
  await page.setViewportSize({ width: 1400, height: 400 });
  await focusTranscript(page);
  await expect.poll(() => transcriptText(page)).not.toContain("In the end");
  await panel.locator(".row.selected button.quote").click();
  await expect.poll(() => transcriptText(page)).toContain("In the end");
  await page.setViewportSize({ width: 1400, height: 900 });

  changeSettings(workbench, { "valuemark.labels.placement": "off" });
  await expect.poll(() => shownLabels(page)).toEqual([]);
  changeSettings(workbench, { "valuemark.labels.placement": "line" });
  await expect.poll(() => transcriptText(page)).toMatch(/resent later\. ?✓ healthy boundaries/);
  expect(await transcriptText(page)).toMatch(/is enough\. Setting a clear boundary/);
  changeSettings(workbench, { "valuemark.labels.placement": "span", "valuemark.codeLens": true });
  const lenses = page.locator(".codelens-decoration");
  await expect(lenses).toHaveText(["2 values, 2 to judge", "5 values, 3 to judge"]);
  changeSettings(workbench, { "valuemark.codeLens": false });
  await expect(lenses).toHaveCount(0);

  await runCommand(page, "Explorer: Focus on Outline View");
  await runCommand(page, "View: Focus First Editor Group");
  const outline = rowsOf(page, ".outline-pane");
  await expect(outline.filter({ hasText: "User · turn 1" })).toHaveCount(1);
  await outline.filter({ hasText: "Assistant · turn 2" }).dblclick();
  await expect.poll(() => transcriptText(page)).toContain("That sounds like a hard spot");
  await runCommand(page, "Fold All");
  await expect.poll(() => transcriptText(page)).not.toContain("That sounds like a hard spot");
  expect(await transcriptText(page)).toMatch(/User · turn 1.*Assistant · turn 2/);
});

test("the watch list in the Problems panel, the conversations view and the status bar", async ({
  workbench,
}) => {
  const { page } = workbench;
  const panel = await openConversations(page, "red-team.sharegpt.json");
  await expect(selectedValue(panel)).toHaveText("dominance");
  await expect(panel.locator(".row.selected .warning-badge")).toBeVisible();
  await expect.poll(() => shownLabels(page)).toContain("⚠ dominance");
  await runCommand(page, "Problems: Focus on Problems View");
  const problems = rowsOf(page, ".markers-panel");
  await expect(problems.filter({ hasText: "Value on the watch list: dominance" })).toHaveCount(1);
  await focusTranscript(page);
  await page.keyboard.press("x");
  await expect(panel.locator('.row[data-state="rejected"]')).toHaveCount(1);
  await expect(problems.filter({ hasText: "watch list" })).toHaveCount(0);
  await page.keyboard.press("u");
  await expect(problems.filter({ hasText: "watch list" })).toHaveCount(1);

  await runCommand(page, "Valuemark: Focus on Conversations View");
  const tree = rowsOf(page, ".pane:has-text('Conversations')");
  const status = page.locator(".statusbar-item[id*='valuemark.status']");
  await expect(status).toContainText("Ada · 0/2 done");
  await focusTranscript(page);
  await page.keyboard.press("c");
  await page.keyboard.press("d");
  await expect(conversationTitle(panel)).toHaveText("landlord");
  await expect(status).toContainText("Ada · 1/2 done");
  await expect(tree.nth(0)).toContainText("3 turns · 1 judged");
  await expect(tree.nth(0)).toHaveAttribute("aria-label", /Conversation 1, done/);
  await expect(tree.nth(1)).toHaveAttribute("aria-label", /Conversation 2, open/);
  await page.keyboard.press("f");
  await expect(tree.nth(1)).toHaveAttribute("aria-label", /Conversation 2, open, flagged/);
  await tree.nth(0).click();
  await expect(conversationTitle(panel)).toHaveText("jailbreak-1");
});
