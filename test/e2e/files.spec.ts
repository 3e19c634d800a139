import fs from "node:fs";
import path from "node:path";
import { expect, test } from "./frame/fixtures.ts";
import { notifications, openFile, quickPick, runCommand, webviewFrame } from "./frame/actions.ts";
import { changeSettings } from "./frame/themes.ts";
import {
  conversationTitle,
  focusTranscript,
  openConversations,
  selectedValue,
  story,
  transcriptText,
} from "./frame/transcript.ts";

test.use({ settings: { "valuemark.rater": "Ada" } });

test("a file with a broken row says so in the notification, the view and the problems; the rest opens", async ({
  workbench,
}) => {
  const { page } = workbench;
  const panel = await openConversations(page, "with-errors.jsonl");
  await expect
    .poll(() => notifications(page).then((all) => all.join("\n")))
    .toContain("with-errors.jsonl: 2 conversations opened, 1 row was not.");
  await expect(conversationTitle(panel)).toHaveText("ok-1");
  await page.keyboard.press("]");
  await expect(conversationTitle(panel)).toHaveText("ok-2");

  await page.locator(".notifications-toasts").getByRole("button", { name: "Show Problems" }).click();
  const problems = page.locator(".markers-panel .monaco-list-row");
  await expect(problems.filter({ hasText: "with-errors.jsonl" })).toHaveCount(1);
  await expect(problems.filter({ hasText: "[Ln 2, Col 1]" })).toContainText("Row 2 was not opened");

  await runCommand(page, "Valuemark: Focus on Conversations View");
  const tree = page.locator(".pane", { hasText: "Conversations" }).locator(".monaco-list-row");
  await tree.filter({ hasText: "1 row was not opened" }).click();
  await expect(tree.filter({ hasText: "line 2:" })).toHaveCount(1);
  await tree.filter({ hasText: "line 2:" }).click();
  await expect(page.locator(".statusbar-item", { hasText: "Ln 2, Col 1" })).toBeVisible();
});

test("files that can't be opened say which, why, and what to do", async ({ workbench }) => {
  const { page, workspace } = workbench;
  const files: Readonly<Record<string, readonly [content: string, says: RegExp]>> = {
    "empty.jsonl": ["", /empty\.jsonl: This file is empty\. .+/],
    "prose.txt": ["Just words.\nNo turns.\n", /prose\.txt: .*no turns can be told apart\. Begin each turn/],
    "cut.json": [
      '{"messages": [{"role": "user", ',
      /cut\.json, line 1: .*ends in the middle.* Mend it there, or export the file again/,
    ],
    "table.json": ['[{"a": 1}]', /table\.json, line 1: .*no format fits\. Choose one with Open As/],
  };
  for (const [name, [content]] of Object.entries(files))
    fs.writeFileSync(path.join(workspace, name), content);
  for (const [name, [, says]] of Object.entries(files)) {
    await runCommand(page, "Valuemark: Open Conversations…");
    await quickPick(page, name);
    await expect
      .poll(() => notifications(page).then((all) => all.find((one) => one.includes(name))), { message: name })
      .toMatch(says);
    await runCommand(page, "Notifications: Clear All Notifications");
  }

  // The same table once its fields are named.
  const rows = [
    {
      chat: {
        log: [
          { who: "Q", said: "Be honest with me." },
          { who: "A", said: "I'd rather be honest with you." },
        ],
      },
      key: "mine",
    },
  ];
  fs.writeFileSync(path.join(workspace, "table.json"), JSON.stringify(rows));
  changeSettings(workbench, {
    "valuemark.fieldMapping": {
      messages: "chat.log",
      role: "who",
      text: "said",
      id: "key",
      roles: { Q: "user", A: "assistant" },
    },
  });
  await openFile(page, "table.json");
  await runCommand(page, "Valuemark: Open Conversations As…");
  await quickPick(page, "table.json");
  await quickPick(page, "Field mapping");
  const panel = await webviewFrame(page, "#root .labels");
  await expect(conversationTitle(panel)).toHaveText("mine");
  await expect.poll(() => transcriptText(page)).toContain("Assistant · turn 2");
});

test("a file that changes on disk: the transcript follows, judgements of the old text are kept apart", async ({
  workbench,
}) => {
  const { page, workspace } = workbench;
  const file = path.join(workspace, "advice.jsonl");
  const original = fs.readFileSync(file, "utf8");
  const panel = await openConversations(page, "advice.jsonl");
  await expect(selectedValue(panel)).toHaveText("empathy");
  await focusTranscript(page);
  await page.keyboard.press("c");
  await expect(panel.locator('.row[data-state="confirmed"]')).toHaveCount(1);

  fs.writeFileSync(file, original.replace("lend him $8,000", "lend him a lot of money"));
  await expect.poll(() => transcriptText(page)).toContain("a lot of money");
  await expect(panel.locator(".notice:visible")).toContainText("1 judgement was made on an earlier text");
  await expect(panel.locator('.row[data-state="confirmed"]')).toHaveCount(0);
  await expect(panel.locator('.row[data-state="suggested"]')).not.toHaveCount(0);
  fs.writeFileSync(file, original);
  await expect(panel.locator('.row[data-state="confirmed"]')).toHaveCount(1);
  await expect(panel.locator(".notice:visible")).toHaveCount(0);

  fs.writeFileSync(file, original.split("\n").slice(1, 2).join("\n").slice(0, 100));
  await expect
    .poll(() => notifications(page).then((all) => all.join("\n")))
    .toMatch(/advice\.jsonl.* changed on disk and can't be read/);
  fs.rmSync(file);
  await expect
    .poll(() => notifications(page).then((all) => all.join("\n")))
    .toMatch(/advice\.jsonl .*was deleted/);
  expect(story(workspace)).toEqual(["confirm"]);
  fs.writeFileSync(file, original);
  await expect(panel.locator('.row[data-state="confirmed"]')).toHaveCount(1);
});

test("a judgement that can't be saved says so, is not shown as made, and works once the way is free", async ({
  workbench,
}) => {
  const { page, workspace } = workbench;
  const shown = async (): Promise<string> => (await notifications(page)).join("\n");
  const folder = path.join(workspace, ".valuemark");
  fs.writeFileSync(folder, "a file where the folder belongs");
  const panel = await openConversations(page, "advice.jsonl");
  await expect(selectedValue(panel)).toHaveText("empathy");
  await expect.poll(shown).toContain("The judgements of advice.jsonl can't be read");
  await runCommand(page, "Notifications: Clear All Notifications");
  await focusTranscript(page);
  await page.keyboard.press("c");
  await expect
    .poll(shown)
    .toMatch(/A file stands where the folder .*\.valuemark belongs\. Move it away, or set/);
  await expect(panel.locator('.row[data-state="confirmed"]')).toHaveCount(0);
  await expect(selectedValue(panel)).toHaveText("empathy");

  fs.rmSync(folder);
  await page.keyboard.press("c");
  await expect(panel.locator('.row[data-state="confirmed"]')).toHaveCount(1);

  // Now in the middle of the work.
  fs.renameSync(folder, `${folder}-aside`);
  fs.writeFileSync(folder, "");
  await runCommand(page, "Notifications: Clear All Notifications");
  await focusTranscript(page);
  await page.keyboard.press("c");
  await expect(panel.locator('.saving[data-saving="error"]')).toHaveText("Not saved");
  await expect(panel.locator(".notice-error:visible")).toContainText("judge again once this is mended");
  await expect.poll(shown).toContain("Not saved: A file stands where the folder");
  await expect(panel.locator('.row[data-state="confirmed"]')).toHaveCount(1);
  fs.rmSync(folder);
  fs.renameSync(`${folder}-aside`, folder);
  await page.keyboard.press("c");
  await expect(panel.locator('.row[data-state="confirmed"]')).toHaveCount(2);
  await expect(panel.locator(".notice-error:visible")).toHaveCount(0);
  expect(story(workspace)).toEqual(["confirm", "confirm"]);
});
