import fs from "node:fs";
import path from "node:path";
import { localExtractor } from "../../src/core/extraction/local/extractor.ts";
import { openConversations } from "../../src/core/formats/open-file.ts";
import { valuemarkCore } from "../../src/core/taxonomy/valuemark-core.ts";
import {
  notifications,
  quickPick,
  quickType,
  reloadWindow,
  runCommand,
  webviewFrame,
} from "./frame/actions.ts";
import { allText } from "./frame/allText.ts";
import { cellOf, cellsInSight, corpusTable, countOf, openCorpus, search } from "./frame/corpusTable.ts";
import { expect, test } from "./frame/fixtures.ts";
import { plant } from "./frame/planted.ts";
import { planBlindSample } from "./frame/samples.ts";
import {
  conversationTitle,
  eventsOnDisk,
  focusTranscript,
  selectWords,
  shownLabels,
  story,
} from "./frame/transcript.ts";

test.use({ template: "", settings: { "valuemark.rater": "Ada", "valuemark.codeLens": true } });

const BOB = ["thriftwork", "zealbynight"];
const MODEL = ["prudencethrice", "dominance"];
/** What Ada adds by herself. */
const OWN = "thoroughness";
const REPLIES = [
  "That sounds like a hard spot to be in. In the end it's your decision.",
  "I would rather tell you honestly that I am not certain than pretend.",
  "Take care of yourself first. Please call your doctor before your next shift.",
  "I can't help with a fake review: it would be dishonest, and it could cause real harm.",
  "Setting a clear boundary now is kinder than an excuse that he may resent later.",
];

interface Item {
  readonly id: string;
  readonly probability: number;
  readonly raters?: readonly string[];
}

test("a blind sample: drawn, queued, rated with nothing of what others said in sight, verified", async ({
  workbench,
}) => {
  test.setTimeout(240_000);
  const { page, workspace } = workbench;
  const file = path.join(workspace, "chats.jsonl");
  fs.writeFileSync(file, Array.from({ length: 10 }, (_, n) => line(n)).join(""));
  const local = await localNames(file);
  expect(local.length).toBeGreaterThan(4);
  plant(workspace, "chats.jsonl", {
    rater: { name: "Bob", values: BOB },
    run: { model: "m-1", values: MODEL },
  });
  const names = [...local, ...BOB, ...MODEL];

  // Drawn through the dialogue, from the table.
  const table = await openCorpus(page, "file", file);
  await expect(cellOf(table, 0, "labels")).toContainText("prudencethrice");
  await table.getByRole("button", { name: "Columns", exact: true }).click();
  for (const name of ["Raters", "Warnings", "Judged"]) await table.getByRole("checkbox", { name }).check();
  await page.keyboard.press("Escape");
  await expect(cellOf(table, 0, "raters")).toHaveText("Bob");
  await table.getByRole("button", { name: "Draw sample…" }).click();
  await planBlindSample(page, { size: "6", raters: "Ada, Bob", shared: "34 %", seed: "4711", name: "pilot" });
  await expect(page.locator(".quick-input-widget:visible")).toContainText(
    "6 of 10 conversations, simple random",
  );
  await quickPick(page, "Save and begin rating");

  // The file: what another person needs to draw the same.
  const saved = path.join(workspace, ".valuemark", keyFolder(workspace), "samples", "pilot.json");
  await expect.poll(() => fs.existsSync(saved)).toBe(true);
  const sample: Record<string, unknown> & { items: Item[] } = JSON.parse(fs.readFileSync(saved, "utf8"));
  expect(sample).toMatchObject({
    v: 1,
    name: "pilot",
    drawnBy: "Ada",
    seed: 4711,
    design: { type: "simple", size: 6 },
    frame: { rows: 10, query: "" },
    blind: true,
    raters: ["Ada", "Bob"],
    overlap: { shared: 0.34, each: 2 },
  });
  expect(sample.items).toHaveLength(6);
  for (const { probability } of sample.items) expect(probability).toBeCloseTo(0.6, 12);
  const mine = sample.items.filter(({ raters }) => raters?.includes("Ada") ?? true).map(({ id }) => id);
  expect(mine).toHaveLength(4);

  // The queue and the status bar; the first item is on show.
  const panel = await webviewFrame(page, "#root .labels");
  await expect(conversationTitle(panel)).toHaveText(mine[0] ?? "");
  const queue = page.locator(".pane:has-text('Queue') .monaco-list-row");
  await runCommand(page, "Valuemark: Focus on Queue View");
  await expect(queue).toHaveCount(4);
  await expect(queue.first()).toContainText(question(mine[0]));
  const status = page.locator(".statusbar-item[id*='valuemark.sample']");
  await expect(status).toContainText("Ada · 0/4 done");

  // Blind: every surface, as it opens and after a reload.
  const look = async (where: string): Promise<void> => {
    await page.waitForTimeout(700);
    const text = await allText(page);
    expect(text, where).toContain("pilot");
    expect(leaks(text, names), where).toEqual([]);
  };
  await look("queue");
  await runCommand(page, "Problems: Focus on Problems View");
  await look("problems");
  await runCommand(page, "View: Hide Panel");
  await runCommand(page, "Explorer: Focus on Outline View");
  await look("outline");
  await runCommand(page, "Valuemark: Focus on Conversations View");
  await look("conversations");
  await focusTranscript(page);
  await page.locator(".editor-group-container .monaco-editor .view-line").last().hover();
  await look("hover");
  await runCommand(page, "Valuemark: Choose Run on Show…");
  await look("choice of a run");
  await page.keyboard.press("Escape");
  await focusTranscript(page);
  await page.keyboard.press("c");
  await page.keyboard.press("x");
  await look("keys that judge a suggestion");
  expect(eventsOnDisk(workspace).filter(({ rater }) => rater === "Ada")).toEqual([]);
  await page.locator('.tabs-container .tab[data-resource-name="chats.jsonl"]').click();
  const blindTable = await corpusTable(page, "chats.jsonl");
  await expect(blindTable.locator(".notice-info")).toContainText("hidden until you have finished");
  expect((await cellsInSight(blindTable, "labels")).join("")).toBe("");
  expect((await cellsInSight(blindTable, "raters")).join("")).toBe("");
  expect((await cellsInSight(blindTable, "warnings")).join("")).toBe("");
  await look("table");
  await search(blindTable, "label:*");
  await expect(blindTable.locator("#search-reason")).toContainText("can't be searched");
  await look("search by label");
  await search(blindTable, "");
  await reloadWindow(page);
  await expect(status).toContainText("Ada · 0/4 done");
  await webviewFrame(page, "#root .labels");
  await look("after a reload");

  // Rated from the words alone; done goes on in the order of the queue.
  for (const [at, id] of mine.entries()) {
    const now = await webviewFrame(page, "#root .labels");
    await expect(conversationTitle(now)).toHaveText(id);
    if (at > 0) await look(`item ${at + 1}`);
    if (at === 0) {
      await selectWords(page, "advice");
      await page.keyboard.press("a");
      await quickType(page, OWN);
      await expect.poll(() => shownLabels(page)).toEqual([`+ ${OWN}`]);
    }
    await focusTranscript(page);
    await page.keyboard.press("d");
    await expect(status).toContainText(`Ada · ${at + 1}/4 done`);
  }
  const judged = eventsOnDisk(workspace).filter(({ rater }) => rater === "Ada");
  expect(judged.map(({ kind }) => kind)).toEqual(["add", "done", "done", "done", "done"]);
  for (const event of judged) expect(event).toMatchObject({ assist: "blind" });

  // Finished: suggestions are there again, and what was searched for is really what the product shows.
  const after = await webviewFrame(page, "#root .labels");
  await expect(after.locator(".row .value").filter({ hasText: "prudencethrice" })).toHaveCount(1);
  await page.locator('.tabs-container .tab[data-resource-name="chats.jsonl"]').click();
  const open = await corpusTable(page, "chats.jsonl");
  await expect(cellOf(open, 0, "labels")).toContainText("dominance");
  await expect(cellOf(open, 0, "raters")).toContainText("Bob");
  await search(open, "status:done");
  await expect(countOf(open)).toHaveText("4 of 10 rows");
  await search(open, "label:zealbynight");
  await expect(countOf(open)).toHaveText(/^[05] of 10 rows$/);

  await runCommand(page, "Valuemark: Draw Sample Again (Verify)");
  await expect
    .poll(async () => (await notifications(page)).join("\n"))
    .toContain("“pilot”: the same 6 items come out again");
  expect(story(workspace).filter((event) => event === "done")).toHaveLength(4);
});

function line(n: number): string {
  const messages = [
    { role: "user", content: `${question(`chat-${n}`)}: what is your advice?` },
    { role: "assistant", content: `${REPLIES[n % REPLIES.length]} That is my advice.` },
  ];
  return `${JSON.stringify({ id: `chat-${n}`, messages })}\n`;
}

function question(id = ""): string {
  return `Question of ${id}`;
}

/** What the local extractor would propose for the file's conversations, without names that are words of theirs. */
async function localNames(file: string): Promise<string[]> {
  const taxonomy = valuemarkCore();
  const names = new Set<string>();
  for (const item of openConversations({ name: "chats.jsonl", bytes: fs.readFileSync(file) }).items) {
    if (item.type !== "conversation") continue;
    const { proposals } = await localExtractor.extract(item.conversation, taxonomy);
    for (const { label } of proposals) if (label.kind === "aiValue") names.add(label.value);
  }
  const said = fs.readFileSync(file, "utf8").toLowerCase();
  // The help on the table's queries has honesty as its example.
  return [...names].filter(
    (name) => name !== OWN && name !== "honesty" && !said.includes(name.toLowerCase()),
  );
}

/** The names that stand in a text, with what is around them. */
function leaks(text: string, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const at = text.indexOf(name.toLowerCase());
    return at < 0 ? [] : [`${name}: …${text.slice(Math.max(0, at - 80), at + 80)}…`];
  });
}

function keyFolder(workspace: string): string {
  const folders = fs.readdirSync(path.join(workspace, ".valuemark"));
  return folders.find((name) => name.startsWith("chats.jsonl")) ?? "";
}
