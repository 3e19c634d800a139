import { expect, test } from "./frame/fixtures.ts";
import { quickInput, reloadWindow, webviewFrame } from "./frame/actions.ts";
import { axeViolations } from "./frame/axe.ts";
import { allThemes, setTheme } from "./frame/themes.ts";
import {
  drawnEvidence,
  eventsOnDisk,
  focusTranscript,
  openConversations,
  selectWords,
  shownLabels,
  story,
} from "./frame/transcript.ts";

const EMPATHY = "That sounds like a hard spot to be in, and it's clear that he matters to you.";

test.use({ settings: { "valuemark.rater": "Ada" } });

test("open, suggest, confirm, correct, reject, add, undo, reload: the same state, and exactly these events", async ({
  workbench,
}) => {
  const { page } = workbench;
  const panel = await openConversations(page, "advice.jsonl");
  await expect(panel.locator(".disclosure")).toContainText("not a language model");
  await expect.poll(() => shownLabels(page)).toContain("empathy");
  const drawn = await drawnEvidence(page);
  expect(
    drawn
      .filter(({ border }) => border === "dashed")
      .map(({ text }) => text)
      .join(""),
  ).toContain(EMPATHY);
  expect(eventsOnDisk(workbench.workspace)).toEqual([]);

  await focusTranscript(page);
  await page.keyboard.press("c");
  await expect.poll(() => story(workbench.workspace)).toEqual(["confirm"]);
  await expect.poll(() => shownLabels(page)).toContain("✓ empathy");
  await expect
    .poll(async () =>
      (await drawnEvidence(page)).filter(({ border }) => border === "solid").map(({ text }) => text),
    )
    .toEqual([EMPATHY]);

  await page.keyboard.press("e");
  await quickInput(page).fill("honesty");
  await page.keyboard.press("Enter");
  await expect.poll(() => story(workbench.workspace)).toEqual(["confirm", "correct honesty"]);

  await page.keyboard.press("x");
  await expect.poll(() => story(workbench.workspace)).toEqual(["confirm", "correct honesty", "reject"]);

  await selectWords(page, "brief");
  await page.keyboard.press("a");
  await quickInput(page).fill("clarity");
  await page.keyboard.press("Enter");
  const four = ["confirm", "correct honesty", "reject", "add clarity"];
  await expect.poll(() => story(workbench.workspace)).toEqual(four);
  await expect.poll(() => shownLabels(page)).toContain("+ clarity");
  const added = eventsOnDisk(workbench.workspace).at(-1);
  expect(added?.["spans"]).toMatchObject([{ turn: 1, block: 0, quote: "brief" }]);

  await focusTranscript(page);
  await page.keyboard.press("u");
  const five = [...four, "retract of add"];
  await expect.poll(() => story(workbench.workspace)).toEqual(five);
  await expect.poll(() => shownLabels(page)).not.toContain("+ clarity");

  const before = { labels: await shownLabels(page), drawn: await drawnEvidence(page) };
  await reloadWindow(page);
  const again = await webviewFrame(page, "#root .labels");
  await expect(again.locator('.row[data-state="confirmed"]')).toHaveCount(1);
  await expect(again.locator('.row[data-state="corrected"]')).toHaveCount(1);
  await expect(again.locator('.row[data-state="rejected"]')).toHaveCount(1);
  await expect.poll(() => shownLabels(page)).toEqual(before.labels);
  await expect.poll(() => drawnEvidence(page)).toEqual(before.drawn);
  expect(story(workbench.workspace)).toEqual(five);
  for (const event of eventsOnDisk(workbench.workspace)) {
    expect(event).toMatchObject({
      v: 1,
      rater: "Ada",
      assist: "suggested",
      conversation: { id: "family-loan" },
    });
  }
});

test("the panel has no serious accessibility violation in any theme", async ({ workbench }) => {
  const panel = await openConversations(workbench.page, "advice.jsonl");
  await panel.locator(".row").first().waitFor();
  for (const theme of allThemes) {
    await setTheme(workbench, theme);
    await expect(panel.locator("body")).toHaveClass(
      { dark: /vscode-dark/, light: /vscode-light/, hc: /vscode-high-contrast/ }[theme],
    );
    const violations = await axeViolations(panel);
    expect(
      violations.filter(({ impact }) => impact === "serious" || impact === "critical"),
      theme,
    ).toEqual([]);
  }
});

test("done goes to the next conversation, undo comes back to it", async ({ workbench }) => {
  const { page } = workbench;
  const panel = await openConversations(page, "advice.jsonl");
  await focusTranscript(page);
  await page.keyboard.press("c");
  await page.keyboard.press("d");
  await expect(panel.locator("h1:visible")).toContainText("night-shift");
  await expect.poll(() => story(workbench.workspace)).toEqual(["confirm", "done"]);
  await page.keyboard.press("u");
  await expect(panel.locator("h1:visible")).toContainText("family-loan");
  await page.keyboard.press("u");
  await expect
    .poll(() => story(workbench.workspace))
    .toEqual(["confirm", "done", "retract of done", "retract of confirm"]);
  await page.keyboard.press("Shift+U");
  await page.keyboard.press("Shift+U");
  await expect
    .poll(() => story(workbench.workspace).slice(4))
    .toEqual(["retract of retract", "retract of retract"]);
  await expect(panel.locator('.row[data-state="confirmed"]')).toHaveCount(1);
  await expect(panel.locator(".status:visible")).toHaveText("Done");
});

test("a burst of keys lands on one label after the other, none lost", async ({ workbench }) => {
  const { page } = workbench;
  const panel = await openConversations(page, "advice.jsonl");
  await expect(panel.locator('.row[data-state="suggested"]').first()).toBeVisible();
  const rows = await panel.locator(".row").count();
  await focusTranscript(page);
  for (let key = 0; key < rows; key += 1) await page.keyboard.press(key % 2 === 0 ? "c" : "x", { delay: 0 });
  await expect.poll(() => eventsOnDisk(workbench.workspace).length).toBe(rows);
  const targets = eventsOnDisk(workbench.workspace).map((event) => event["target"]);
  expect(new Set(targets).size).toBe(rows);
  await expect(panel.locator('.row[data-state="suggested"]')).toHaveCount(0);
});
