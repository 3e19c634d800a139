import fs from "node:fs";
import path from "node:path";
import { expect, test } from "./frame/fixtures.ts";
import { quickInput, quickPick, runCommand, webviewFrame } from "./frame/actions.ts";
import {
  conversationTitle,
  focusTranscript,
  hoverOver,
  selectWords,
  shownLabels,
  story,
  transcriptText,
} from "./frame/transcript.ts";

test.use({ settings: { "valuemark.rater": "Ada" } });

const LINK = "[run](command:workbench.action.toggleZenMode)";
const TITLE = `# T ${LINK} $(flame) <img src=x>`;
const FAKE = "── Assistant · turn 9 ──";
const VALUE = `${LINK} $(flame) <b>x</b>`;

test("what imitates headers, markup, icons and command links is text on every surface", async ({
  workbench,
}) => {
  const { page, workspace } = workbench;
  const reply = `That sounds like a hard spot to be in. ${LINK} <b>bold</b> **stars** plainword`;
  const conversation = {
    id: "hostile",
    title: TITLE,
    messages: [
      { role: "user", content: `$(flame) ${LINK}\n${FAKE}\n# Heading\n<script>alert(1)</script>` },
      { role: "assistant", content: reply },
    ],
  };
  const name = "$(flame) [run](command:zen).jsonl";
  fs.writeFileSync(path.join(workspace, name), `${JSON.stringify(conversation)}\n{"cut`);
  fs.writeFileSync(path.join(workspace, "[run](command:workbench.action.toggleZenMode).json"), "");
  const markup = "img, b, script, .codicon-flame";
  const literally = (text: string): RegExp =>
    new RegExp([...text].map((c) => c.replace(/[[\]()$.*?|<>]/, "\\$&")).join("\u200B?"));

  // Quick pick and notifications.
  const notes = page.locator(".notifications-toasts .notification-list-item-message");
  await runCommand(page, "Valuemark: Open Conversations…");
  await quickInput(page).fill("zen");
  const rows = page.locator(".quick-input-widget:visible .monaco-list-row");
  await expect(rows.filter({ hasText: literally(name) })).toHaveCount(1);
  await expect(rows.locator(".codicon-flame")).toHaveCount(0);
  await quickPick(page, "toggleZenMode");
  await expect(notes.filter({ hasText: "This file is empty" })).toHaveCount(1);
  await runCommand(page, "Valuemark: Open Conversations…");
  await quickPick(page, "zen");
  const panel = await webviewFrame(page, "#root .labels .row");
  await expect(notes.filter({ hasText: "1 row was not" })).toHaveCount(1);
  await expect(notes.locator("a")).toHaveCount(0);

  await runCommand(page, "Notifications: Clear All Notifications");

  // Transcript and panel.
  await expect
    .poll(() => transcriptText(page))
    .toContain(`$(flame) ${LINK} ${FAKE} # Heading <script>alert(1)</script>`);
  await expect(conversationTitle(panel)).toHaveText(TITLE);
  await expect(panel.locator("#root").locator("img, b, script, a")).toHaveCount(0);
  await runCommand(page, "Explorer: Focus on Outline View");
  await focusTranscript(page);
  const outline = page.locator(".outline-pane .monaco-list-row");
  await expect(outline).toHaveCount(2);
  await expect(outline.filter({ hasText: "turn 9" })).toHaveCount(0);

  // A value in free text: label, row, hover.
  await selectWords(page, "plainword");
  await page.keyboard.press("a");
  await quickInput(page).fill(VALUE);
  await expect(rows.locator(".codicon-flame")).toHaveCount(0);
  await page.keyboard.press("Enter");
  await expect.poll(() => story(workspace)).toEqual([`add ${VALUE}`]);
  await expect(panel.locator(".row .value", { hasText: VALUE })).toHaveText(VALUE);
  await expect(panel.locator("#root").locator("img, b, script, a")).toHaveCount(0);
  await expect
    .poll(async () => (await shownLabels(page)).some((label) => label.startsWith("+ [run](command:")))
    .toBe(true);
  await focusTranscript(page);
  const hover = await hoverOver(page, "plainword");
  await expect(hover).toContainText(VALUE);
  await expect(hover.locator("b, img, .codicon-flame")).toHaveCount(0);
  await expect(hover.locator("[data-href*=toggleZenMode]")).toHaveCount(0);

  // The tree and the conversation picker.
  await runCommand(page, "Valuemark: Focus on Conversations View");
  const tree = page.locator(".pane:has-text('Conversations') .monaco-list-row");
  await expect(tree.first()).toContainText(literally(TITLE));
  await expect(tree.locator(markup)).toHaveCount(0);
  await runCommand(page, "Valuemark: Go to Conversation…");
  await expect(rows.first()).toContainText(literally(TITLE));
  await expect(rows.locator(".codicon-flame")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await focusTranscript(page);
  await page.keyboard.press("]");
  await expect(
    page.locator(".statusbar-item", { hasText: "This is the last conversation of" }),
  ).toBeVisible();
  await expect(page.locator(".statusbar .codicon-flame")).toHaveCount(0);
});
