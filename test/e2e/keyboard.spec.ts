import type { Frame, Page } from "@playwright/test";
import { expect, test, type Workbench } from "./frame/fixtures.ts";
import { webviewFrame } from "./frame/actions.ts";
import {
  commandByKeys,
  conversationTitle,
  eventsOnDisk,
  pickByKeys,
  selectedValue,
  story,
  typeByKeys,
} from "./frame/transcript.ts";

test.use({ settings: { "valuemark.rater": "Ada" } });

/** Opens the examples' advice with keys alone; the keyboard is in the transcript then. */
async function openByKeys(page: Page): Promise<Frame> {
  await commandByKeys(page, "Valuemark: Open Conversations…");
  await pickByKeys(page, "advice.jsonl");
  const panel = await webviewFrame(page, "#root .labels .row");
  await expect(selectedValue(panel)).toHaveText("empathy");
  await expect(page.locator(".editor-group-container .monaco-editor.focused")).toHaveCount(1);
  return panel;
}

/** Selects words in the transcript by the editor's own search. */
async function find(page: Page, words: string): Promise<void> {
  await page.keyboard.press("Control+f");
  await expect(page.locator(".find-widget.visible textarea").first()).toBeFocused();
  await page.keyboard.press("Control+a");
  await page.keyboard.type(words);
  await page.keyboard.press("Enter");
  await expect(page.locator(".find-widget .matchesCount")).toContainText("1 of 1");
  await page.keyboard.press("Escape");
  await expect(page.locator(".editor-group-container .monaco-editor.focused")).toHaveCount(1);
}

/** The labels, by the keys that are the same in transcript and panel. */
async function judgeLabels({ page, workspace }: Workbench, panel: Frame): Promise<void> {
  await page.keyboard.press("j");
  await expect(selectedValue(panel)).toHaveText("healthy boundaries");
  await page.keyboard.press("k");
  await expect(selectedValue(panel)).toHaveText("empathy");
  await page.keyboard.press("c");
  await expect(selectedValue(panel)).toHaveText("healthy boundaries");
  await page.keyboard.press("e");
  await pickByKeys(page, "directness");
  await expect.poll(() => story(workspace)).toEqual(["confirm", "correct directness"]);
  await expect(selectedValue(panel)).toHaveText("social connection");
  await page.keyboard.press("x");
  await expect(selectedValue(panel)).toHaveText("user autonomy");
  await page.keyboard.press("Backspace");
  await expect(page.locator(".notifications-toasts")).toContainText("not judged yet");
  await page.keyboard.press("a");
  await pickByKeys(page, "clarity");
  await expect.poll(() => story(workspace).slice(2)).toEqual(["reject", "add clarity"]);
  expect(eventsOnDisk(workspace).at(-1)).toMatchObject({ spans: [{ turn: 1, quote: "brief" }] });
  // The rater's own label is selected, and the key that rejects takes it back: a step that redo undoes.
  await expect(selectedValue(panel)).toHaveText("clarity");
  await page.keyboard.press("x");
  await expect(panel.locator(".row .value", { hasText: "clarity" })).toHaveCount(0);
  await page.keyboard.press("Shift+U");
  await expect(panel.locator(".row .value", { hasText: "clarity" })).toHaveCount(1);
  await expect.poll(() => story(workspace).slice(4)).toEqual(["retract of add", "retract of retract"]);
}

/** Flag, undo and redo chains, moving between conversations, and finishing the file. */
async function finishFile({ page, workspace }: Workbench, panel: Frame, before: number): Promise<void> {
  await page.keyboard.press("f");
  await expect.poll(() => story(workspace).slice(before)).toEqual(["flag"]);
  for (const key of ["u", "u", "u", "Shift+U", "Shift+U", "Shift+U"]) await page.keyboard.press(key);
  await expect.poll(() => story(workspace).slice(before + 1)).toHaveLength(6);
  expect(story(workspace)[before + 1]).toBe("retract of flag");
  expect(story(workspace).slice(before + 4)).toEqual(Array(3).fill("retract of retract"));
  await expect(panel.getByRole("button", { name: "Remove the flag" })).toBeVisible();

  await page.keyboard.press("]");
  await expect(conversationTitle(panel)).toHaveText("night-shift");
  await page.keyboard.press("[");
  await expect(conversationTitle(panel)).toHaveText("family-loan");
  await page.keyboard.press("g");
  await pickByKeys(page, "3", "3  Be brutally honest");
  await expect(conversationTitle(panel)).toHaveText("essay-feedback");

  const rest = ["two-views", "sort-list", "grandma-recipe", "family-loan", "night-shift"];
  for (const title of rest) {
    await page.keyboard.press("d");
    await expect(conversationTitle(panel)).toHaveText(title);
  }
  await page.keyboard.press("s");
  await expect(panel.locator(".progress-text")).toHaveText("5/6 done");
  await expect(panel.locator(".status:visible")).toHaveText("Skipped");
  await expect(page.locator(".statusbar-item", { hasText: "Every conversation" })).toBeVisible();
}

test("from the palette to the end of a file by keys in the transcript", async ({ workbench }) => {
  const { page, workspace } = workbench;
  const panel = await openByKeys(page);
  await find(page, "brief");
  expect(story(workspace), "letters typed into the search are no commands").toEqual([]);
  await judgeLabels(workbench, panel);

  await page.keyboard.press("Control+Home");
  for (let line = 0; line < 4; line += 1) await page.keyboard.press("ArrowDown");
  for (let word = 0; word < 3; word += 1) await page.keyboard.press("Control+Shift+ArrowRight");
  await page.keyboard.press("h");
  await pickByKeys(page, "family bonds");
  await expect.poll(() => story(workspace).slice(6)).toEqual(["add family bonds"]);
  expect(eventsOnDisk(workspace).at(-1)).toMatchObject({
    label: { kind: "humanValue" },
    spans: [{ turn: 0, block: 0, start: 0, quote: "My brother asked" }],
  });

  await page.keyboard.press("r");
  await pickByKeys(page, "reframing");
  await page.keyboard.press("b");
  await pickByKeys(page, "objective", "2  ");
  await page.keyboard.press("t");
  await typeByKeys(page, "advice on a loan");
  await page.keyboard.press("n");
  await typeByKeys(page, "c, x and d are words here");
  await expect
    .poll(() => story(workspace).slice(7))
    .toEqual(["add reframing", "correct objective", "add advice on a loan", "comment"]);
  expect(eventsOnDisk(workspace).at(-1)).toMatchObject({ text: "c, x and d are words here" });

  await page.keyboard.press("Shift+?");
  await expect(panel.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(panel.getByRole("dialog", { name: "Keys" })).toBeHidden();
  await expect(page.locator(".editor-group-container .monaco-editor.focused")).toHaveCount(1);
  await finishFile(workbench, panel, 11);
});

test("the same keys with the keyboard in the panel; none of them judges from elsewhere", async ({
  workbench,
}) => {
  const { page, workspace } = workbench;
  const panel = await openByKeys(page);
  await find(page, "brief");
  await commandByKeys(page, "Valuemark: Show Review Panel");
  await expect(panel.locator(".row.selected .row-title")).toBeFocused();

  await commandByKeys(page, "View: Show Search");
  await page.keyboard.type("cxd");
  await commandByKeys(page, "File: Focus on Files Explorer");
  await page.keyboard.type("cxd");
  await commandByKeys(page, "Valuemark: Focus on Conversations View");
  await page.keyboard.type("cxd");
  await commandByKeys(page, "Valuemark: Show Review Panel");
  await expect(panel.locator(".row.selected .row-title")).toBeFocused();
  expect(story(workspace)).toEqual([]);

  await judgeLabels(workbench, panel);
  await page.keyboard.press("h");
  await pickByKeys(page, "family bonds");
  await expect.poll(() => story(workspace).slice(6)).toEqual(["add family bonds"]);

  await page.keyboard.press("r");
  await expect(panel.locator("[role=radio]:focus")).toContainText("Strong support");
  await page.keyboard.press("4");
  await page.keyboard.press("Escape");
  await page.keyboard.press("b");
  await expect(panel.locator("[role=radio]:focus")).toContainText("Subjective");
  await page.keyboard.press("2");
  await page.keyboard.press("Escape");
  await page.keyboard.press("t");
  await expect(panel.getByRole("textbox", { name: "Task" })).toBeFocused();
  await page.keyboard.type("advice on a loan");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.keyboard.press("n");
  await expect(panel.getByRole("textbox", { name: "Note" })).toBeFocused();
  await page.keyboard.type("c, x and d are words here");
  await page.keyboard.press("Control+Enter");
  await page.keyboard.press("Escape");
  await expect
    .poll(() => story(workspace).slice(7))
    .toEqual(["add reframing", "correct objective", "add advice on a loan", "comment"]);

  await expect(panel.locator(".row.selected .row-title")).toBeFocused();
  await page.keyboard.press("Shift+?");
  await expect(panel.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await page.keyboard.press("c");
  await page.keyboard.press("Escape");
  await expect(panel.locator(".row.selected .row-title")).toBeFocused();
  expect(story(workspace)).toHaveLength(11);
  await finishFile(workbench, panel, 11);
});
