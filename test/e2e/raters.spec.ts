/**
 * Two raters rate the same blind sample in git clones of their own, a third adjudicates what they merged, and the gold
 * set that comes of it is exported with a card whose figures an independent script finds again.
 */
import type { Frame, Page } from "@playwright/test";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { repoRoot } from "../../scripts/lib/paths.mjs";
import type { Sample } from "../../src/core/sampling/sample.ts";
import { valuemarkCore } from "../../src/core/taxonomy/valuemark-core.ts";
import { alpha, masi } from "../golden/gold-card/alpha.mjs";
import {
  notifications,
  quickInput,
  quickPath,
  quickPick,
  quickType,
  runCommand,
  webviewFrame,
  workbenchReady,
} from "./frame/actions.ts";
import { allText } from "./frame/allText.ts";
import { cellsInSight, corpusTable } from "./frame/corpusTable.ts";
import { expect, test, type Workbench } from "./frame/fixtures.ts";
import { commit, git, pathsIn, setUpStudy } from "./frame/study.ts";
import {
  conversationTitle,
  drawnEvidence,
  eventsOnDisk,
  focusTranscript,
  openConversations,
  selectWords,
  shownLabels,
  transcriptText,
} from "./frame/transcript.ts";

test.use({
  template: "",
  settings: { "valuemark.rater": "Ada", "valuemark.codeLens": true, "git.enabled": false },
});

const FILE = "chats.jsonl";
/** What the model says of every conversation, and nobody else: one on the watch list, one in free words. */
const SUGGESTED = ["dominance", "craftsmanship", "reciprocity", "zealbynight"];
/** By place in the sample. Nobody else says "mentorship" and "frugality". */
const SAID: readonly { readonly Ada: readonly string[]; readonly Ben: readonly string[] }[] = [
  { Ada: ["clarity"], Ben: ["clarity"] },
  { Ada: ["clarity", "patience"], Ben: ["clarity"] },
  { Ada: [], Ben: [] },
  { Ada: ["mentorship"], Ben: ["patience"] },
  { Ada: ["frugality"], Ben: [] },
  { Ada: ["courage"], Ben: ["courage"] },
];
/** By place in the sample and label: the key that decides, and the reason given. */
const DECIDED: readonly { readonly [label: string]: readonly [key: string, reason?: string] }[] = [
  {},
  { patience: ["y", "Said outright in the reply."] },
  {},
  { mentorship: ["1"], patience: ["n"] },
  { frugality: ["e"] },
  {},
];
const GOLD = [["clarity"], ["clarity", "patience"], [], ["mentorship"], ["thoroughness"], ["courage"]];

test("two raters blind through two clones and a merge, an adjudicator, a gold set whose card is found again", async ({
  workbench,
}) => {
  test.setTimeout(360_000);
  const { page, workspace } = workbench;
  const root = path.dirname(workspace);
  const [hub, seed, ben, cleo] = ["hub.git", "seed", "ben", "cleo"].map((name) => path.join(root, name));
  if (!hub || !seed || !ben || !cleo) throw new Error("no folders");
  git(root, "Cleo", "init", "-q", "--bare", "-b", "main", hub);
  git(root, "Cleo", "clone", "-q", hub, seed);
  git(seed, "Cleo", "checkout", "-q", "-B", "main");
  fs.writeFileSync(path.join(seed, FILE), Array.from({ length: 8 }, (_, n) => line(n)).join(""));
  const sample = await setUpStudy(seed, {
    file: FILE,
    suggested: SUGGESTED,
    sample: { name: "overlap", size: 6, raters: ["Ada", "Ben"] },
  });
  expect(sample.items).toHaveLength(6);
  commit(seed, "Cleo", "study");
  git(seed, "Cleo", "push", "-q", "origin", "main");
  git(root, "Ada", "clone", "-q", hub, workspace);
  git(root, "Ben", "clone", "-q", hub, ben);

  await test.step("Ada rates, with nothing suggested on any surface", async () => {
    await beginSample(page, sample, "Ada");
    await searchSurfaces(page, SUGGESTED);
    for (let done = 0; done < 6; done++) {
      if (done > 0) await expectNone(page, SUGGESTED, `after ${done} items`);
      await rate(page, workspace, sample, done, "Ada");
    }
    // Finished: what was searched for is what the product shows to whoever may see it.
    await expect(page.locator(".statusbar-item[id*='valuemark.sample']")).toContainText("6/6 done");
    await expect.poll(async () => leaks(await allText(page), SUGGESTED)).toEqual(SUGGESTED);
    commit(workspace, "Ada", "Ada's ratings");
    git(workspace, "Ada", "push", "-q");
  });

  await test.step("Ben rates, merges Ada's half-way, and sees nothing of hers", async () => {
    await openFolder(workbench, ben, "Ben");
    await beginSample(page, sample, "Ben");
    for (const done of [0, 1, 2]) await rate(page, ben, sample, done, "Ben");
    commit(ben, "Ben", "half of Ben's ratings");
    git(ben, "Ben", "pull", "-q", "--no-edit");
    expect(git(ben, "Ben", "log", "--merges", "--oneline").trim().split("\n")).toHaveLength(1);
    expect(raterEvents(ben, "Ada").length).toBeGreaterThan(6);
    await searchSurfaces(page, [...SUGGESTED, "mentorship", "frugality"]);
    for (const done of [3, 4, 5]) await rate(page, ben, sample, done, "Ben");
    commit(ben, "Ben", "the rest of Ben's ratings");
    git(ben, "Ben", "pull", "-q", "--no-edit");
    git(ben, "Ben", "push", "-q");
    for (const rater of ["Ada", "Ben"]) {
      const events = raterEvents(ben, rater);
      expect(events.filter(({ kind }) => kind === "done")).toHaveLength(6);
      for (const event of events) expect(event).toMatchObject({ assist: "blind" });
    }
  });

  git(root, "Cleo", "clone", "-q", hub, cleo);
  await openFolder(workbench, cleo, "Cleo");
  await openConversations(page, FILE);
  await test.step("the agreement is what the logs say", () => checkAgreement(page, cleo, sample));
  await test.step("Cleo decides", () => adjudicate(page, cleo, sample));

  await test.step("gold, exported, with a card that is found again", async () => {
    await runCommand(page, "Valuemark: Show Agreement & Gold");
    const editor = await webviewFrame(page, "[role=tablist]");
    await editor.getByRole("tab", { name: "Gold" }).click();
    await editor.getByRole("radio", { name: "What an adjudicator decided" }).check();
    await expect(editor.getByRole("combobox", { name: "Conversations" })).toHaveValue("overlap");
    const row = editor.getByRole("row", { name: /^AI value/ });
    // Decided, of these none, labels, undecided.
    await expect(row.getByRole("cell")).toContainText(["6", "1", "6", "0"]);
    await editor.getByRole("button", { name: "Make version" }).click();
    const format = editor.getByRole("combobox", { name: "Format to export v1 as" });
    await format.selectOption("huggingface");
    const items = goldItems(cleo);
    expect(sample.items.map(({ id }) => items.get(id))).toEqual(GOLD);

    await editor.getByRole("button", { name: "Export v1" }).click();
    await quickPick(page, "Quotes");
    await expect(page.locator(".quick-input-widget:visible")).toContainText("what else?");
    await quickInput(page).press("Enter");
    await quickPath(page, `${root}${path.sep}`);
    const out = path.join(root, "v1-huggingface");
    await expect.poll(() => fs.existsSync(path.join(out, "README.md"))).toBe(true);
    await expect.poll(async () => (await notifications(page)).join("\n")).toContain("written to");
    const card = path.join(out, "README.md");
    const found = recompute(root, cleo, card);
    expect(found.stdout).toMatch(/^\d{2,} figures compared, 0 different\n$/);
    expect(found.status).toBe(0);
    const text = fs.readFileSync(card, "utf8");
    expect(text).toContain("seed 4711");
    expect(text).toContain("All 12 ratings were made blind");
    // The script would have found another figure.
    const decisions = /\| Cleo \| (\d+) \|/.exec(text);
    fs.writeFileSync(card, text.replace(decisions?.[0] ?? "?", `| Cleo | ${Number(decisions?.[1]) + 1} |`));
    expect(recompute(root, cleo, card).status).toBe(1);
    fs.writeFileSync(card, text);
    commit(cleo, "Cleo", "gold");
    git(cleo, "Cleo", "push", "-q");
  });
});

function line(n: number): string {
  const messages = [
    { role: "user", content: `Question of chat-${n}: what is your advice?` },
    {
      role: "assistant",
      content: `Write the list first, then read it again. That is my advice for number ${n}.`,
    },
  ];
  return `${JSON.stringify({ id: `chat-${n}`, messages })}\n`;
}

async function openFolder({ page, server }: Workbench, folder: string, rater: string): Promise<void> {
  await page.goto(`${server.origin}/?folder=${encodeURIComponent(folder)}`);
  await workbenchReady(page);
  await runCommand(page, "Valuemark: Set Rater Name…");
  await expect(quickInput(page)).toHaveValue(rater === "Ben" ? "Ada" : "Ben");
  await quickType(page, rater);
  await expect(quickInput(page)).toBeHidden();
}

async function beginSample(page: Page, sample: Sample, rater: string): Promise<void> {
  await openConversations(page, FILE);
  await runCommand(page, "Valuemark: Use Sample…");
  await quickPick(page, sample.name);
  await expect(page.locator(".statusbar-item[id*='valuemark.sample']")).toContainText(`${rater} · 0/6 done`);
  await nextInQueue(page);
}

/** Rates the item of the sample that is on show, by keyboard, and goes on to the next. `done`: how many are. */
async function rate(
  page: Page,
  folder: string,
  sample: Sample,
  done: number,
  rater: "Ada" | "Ben",
): Promise<void> {
  const panel = await webviewFrame(page, "#root .labels");
  await focusTranscript(page);
  const id = /chat-\d/.exec(await transcriptText(page))?.[0] ?? "";
  await expect(conversationTitle(panel)).toHaveText(id);
  const ofItem = (): Said[] =>
    raterEvents(folder, rater).filter(({ conversation }) => conversation.id === id);
  expect(ofItem(), `${id} comes once`).toEqual([]);
  const own = SAID[placeOf(sample, id)]?.[rater] ?? [];
  for (const value of own) {
    // A transcript that was opened just now may still be moving its cursor.
    await expect(async () => {
      await selectWords(page, "my advice");
      await page.waitForTimeout(300);
      await expect(page.locator(".part.statusbar")).toContainText("(9 selected)", { timeout: 2_000 });
    }).toPass();
    await page.keyboard.press("a");
    await quickType(page, value);
    await expect.poll(() => shownLabels(page)).toContain(`+ ${value}`);
  }
  await focusTranscript(page);
  await page.keyboard.press("d");
  await expect(page.locator(".statusbar-item[id*='valuemark.sample']")).toContainText(`${done + 1}/6 done`);
  expect(ofItem().map(({ kind, label }) => label?.value ?? kind)).toEqual([...own, "done"]);
  if (done === 5) return;
  await expect(conversationTitle(panel)).not.toHaveText(id);
  await expect.poll(() => transcriptText(page)).not.toContain(id);
}

function placeOf(sample: Sample, id: string): number {
  const place = sample.items.findIndex((item) => item.id === id);
  expect(place, `${id} is in the sample`).toBeGreaterThanOrEqual(0);
  return place;
}

interface Said {
  readonly kind: string;
  readonly conversation: { readonly id: string };
  readonly label?: { readonly value: string; readonly node: string | null };
}

function raterEvents(folder: string, rater: string): Said[] {
  return eventsOnDisk(folder).flatMap((event) =>
    event["rater"] === rater ? [JSON.parse(JSON.stringify(event))] : [],
  );
}

function leaks(text: string, names: readonly string[]): string[] {
  return names.filter((name) => text.includes(name));
}

async function expectNone(page: Page, names: readonly string[], where: string): Promise<void> {
  await page.waitForTimeout(500);
  const text = await allText(page);
  expect(text, where).toContain("overlap");
  expect(leaks(text, names), where).toEqual([]);
}

/** Goes through every surface, searching all that a person could read; the transcript is on show again at the end. */
async function searchSurfaces(page: Page, names: readonly string[]): Promise<void> {
  const none = (where: string): Promise<void> => expectNone(page, names, where);
  await none("transcript, panel, queue, status bar");
  expect(await drawnEvidence(page)).toEqual([]);
  expect(await shownLabels(page)).toEqual([]);
  await page.locator(".editor-group-container .monaco-editor .view-line").last().hover();
  await none("hover");
  await runCommand(page, "Problems: Focus on Problems View");
  await none("problems");
  await runCommand(page, "View: Hide Panel");
  await runCommand(page, "Valuemark: Focus on Conversations View");
  await none("conversations");
  await runCommand(page, "Valuemark: Show Agreement & Gold");
  await webviewFrame(page, 'h2:has-text("Hidden while you rate blind")');
  await none("agreement");
  await runCommand(page, "View: Close Editor");
  await openConversations(page, FILE);
  await runCommand(page, "Valuemark: Adjudicate…");
  await webviewFrame(page, 'h2:has-text("Hidden while you rate blind")');
  await none("adjudication");
  await runCommand(page, "View: Close Editor");
  await openConversations(page, FILE);
  await runCommand(page, "Valuemark: Show Corpus Table");
  const table = await corpusTable(page, FILE);
  await expect(table.locator(".notice-info")).toContainText("hidden until you have finished");
  await table.getByRole("button", { name: "Columns", exact: true }).click();
  for (const name of ["Raters", "Warnings"]) await table.getByRole("checkbox", { name }).check();
  await page.keyboard.press("Escape");
  await expect.poll(() => cellsInSight(table, "raters")).toHaveLength(8);
  for (const column of ["labels", "raters", "warnings"])
    expect((await cellsInSight(table, column)).join(""), column).toBe("");
  await none("corpus table");
  await runCommand(page, "View: Close Editor");
  await nextInQueue(page);
}

/** Waits until panel and transcript show it. */
async function nextInQueue(page: Page): Promise<void> {
  const panel = await webviewFrame(page, "#root .labels");
  const before = await conversationTitle(panel).innerText();
  await runCommand(page, "Valuemark: Next in Queue");
  await expect(conversationTitle(panel)).not.toHaveText(before);
  await expect.poll(() => transcriptText(page)).not.toContain(before);
}

/** The figures on the page against those counted here from the logs, by definition. */
async function checkAgreement(page: Page, folder: string, sample: Sample): Promise<void> {
  const sets = sample.items.map(({ id }) =>
    ["Ada", "Ben"].map((rater) => {
      const own = raterEvents(folder, rater).filter(({ conversation }) => conversation.id === id);
      return new Set(own.flatMap(({ label }) => (label ? [label.node ?? label.value] : [])));
    }),
  );
  const both = sets.filter((unit) => unit.every((set) => set.has(nodeOf("clarity")))).length;
  const given = sets.flat().filter((set) => set.has(nodeOf("clarity"))).length;
  await runCommand(page, "Valuemark: Show Agreement & Gold");
  const editor = await webviewFrame(page, ".headline");
  const head = editor.locator(".headline");
  const value = alpha(sets, masi);
  expect(value).toBeGreaterThan(0.3);
  expect(value).toBeLessThan(0.9);
  await expect(head).toContainText(`α = ${value.toFixed(3)}`);
  await expect(head).toContainText("n = 6 conversations, 2 raters");
  await editor.getByRole("tab", { name: "Labels" }).click();
  const row = editor.getByRole("row", { name: /^clarity/ });
  await expect(row.first()).toContainText("clarity");
  await expect(editor.locator("#panel")).toContainText(((2 * both) / given).toFixed(3));
}

function nodeOf(name: string): string {
  return valuemarkCore().nodes.find((node) => node.name === name && node.level === 0)?.id ?? "";
}

async function adjudicate(page: Page, folder: string, sample: Sample): Promise<void> {
  await runCommand(page, "Valuemark: Adjudicate…");
  const view = await webviewFrame(page, "table.rows, .screen h2");
  const left = new Set(sample.items.map(({ id }) => id));
  while (left.size > 0) {
    const id = await view.locator(".queue-item[aria-current] .title").innerText();
    expect(left.delete(id), `${id} comes once`).toBe(true);
    await decideRows(page, view, DECIDED[placeOf(sample, id)] ?? {});
    await page.keyboard.press("Shift+Y");
    await expect(view.locator(".row:not(.decided)")).toHaveCount(0);
    await page.keyboard.press("d");
    const next = view.locator(".queue-item[aria-current] .title");
    if (left.size > 0) await expect(next).not.toHaveText(id);
  }
  await expect(view.locator(".screen h2")).toHaveText("All is decided");
  const kinds = adjudications(folder).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === "done")).toHaveLength(6);
  expect(kinds.filter((kind) => kind === "comment")).toHaveLength(1);
}

async function decideRows(page: Page, view: Frame, decisions: (typeof DECIDED)[number]): Promise<void> {
  for (const [label, [key, reason]] of Object.entries(decisions)) {
    const row = view.locator(".row", { has: view.getByText(label, { exact: true }) });
    await selectRow(page, view, label);
    await page.keyboard.press(key);
    if (key === "e") await quickType(page, "thoroughness");
    await expect(row).toHaveClass(/decided/);
    if (reason === undefined) continue;
    await selectRow(page, view, label);
    await page.keyboard.press("r");
    const field = view.getByRole("textbox", { name: "Reason" });
    await expect(field).toBeFocused();
    await page.keyboard.type(reason);
    await page.keyboard.press("Enter");
    await expect(field).not.toBeFocused();
  }
}

/** Goes to a row with j and k. */
async function selectRow(page: Page, view: Frame, label: string): Promise<void> {
  await page.waitForTimeout(400);
  const values = await view.locator(".row .value").allInnerTexts();
  const isSelected = await view
    .locator(".row")
    .evaluateAll((all) => all.map((row) => row.classList.contains("selected")));
  const by = values.indexOf(label) - isSelected.indexOf(true);
  for (let n = 0; n < Math.abs(by); n++) await page.keyboard.press(by > 0 ? "j" : "k");
  await expect(view.locator(".row.selected .value")).toHaveText(label);
}

function adjudications(folder: string): Said[] {
  const file = pathsIn(folder, FILE).adjudications("Cleo");
  return fs
    .readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((text): Said => JSON.parse(text));
}

/** The AI values of each conversation in the version v1, by id, in order of name. */
function goldItems(folder: string): Map<string, string[]> {
  interface Item {
    readonly conversation: { readonly id: string };
    readonly decisions: readonly { readonly kind: string; readonly labels: readonly Pick<Said, "label">[] }[];
  }
  const file = path.join(pathsIn(folder, FILE).folder, "gold", "v1", "gold.jsonl");
  const lines = fs.readFileSync(file, "utf8").trimEnd().split("\n");
  return new Map(
    lines.map((text) => {
      const { conversation, decisions }: Item = JSON.parse(text);
      const labels = decisions.find(({ kind }) => kind === "aiValue")?.labels ?? [];
      return [conversation.id, labels.map(({ label }) => label?.value ?? "").sort()];
    }),
  );
}

function recompute(root: string, folder: string, card: string): { stdout: string; status: number | null } {
  const taxonomy = path.join(root, "taxonomy.json");
  fs.writeFileSync(taxonomy, JSON.stringify(valuemarkCore().nodes));
  const script = path.join(repoRoot, "test", "golden", "gold-card", "recompute.mjs");
  const args = [script, pathsIn(folder, FILE).folder, card, taxonomy];
  return spawnSync(process.execPath, args, { encoding: "utf8" });
}
