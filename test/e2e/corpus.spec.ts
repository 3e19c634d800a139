import fs from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { repoRoot } from "../../scripts/lib/paths.mjs";
import { reloadWindow, webviewFrame } from "./frame/actions.ts";
import { axeViolations } from "./frame/axe.ts";
import { writeBigCorpus } from "./frame/bigCorpus.ts";
import {
  cellOf,
  cellsInSight,
  corpusTable,
  countOf,
  openCorpus,
  probeStalls,
  rowIndexes,
  search,
  stopMetadataPass,
} from "./frame/corpusTable.ts";
import { killExtensionHost } from "./frame/extensionHost.ts";
import { expect, test } from "./frame/fixtures.ts";
import { allThemes, setTheme } from "./frame/themes.ts";
import { eventsOnDisk, focusTranscript, shownLabels, story, transcriptText } from "./frame/transcript.ts";
import { chatParquet } from "../unit/corpus/sources/parquet.ts";

test.use({
  template: "",
  settings: { "valuemark.rater": "Ada" },
  extensions: [repoRoot, path.join(repoRoot, "test/e2e/probe")],
});

const NEEDLE = "Zanzibar sunrise";

test("700,000 rows: worked with while the metadata pass is unfinished, kept over a reload, sound after a kill", async ({
  workbench,
}) => {
  // A minute on a calm machine; two where others work too.
  test.setTimeout(240_000);
  const { page, workspace, server } = workbench;
  const file = path.join(workspace, "big.jsonl");
  writeBigCorpus(file, { rows: 700_000, needle: NEEDLE, needleEvery: 1000 });
  await probeStalls(page);
  const table = await openCorpus(page, "file", file);
  await stopMetadataPass(table, "700,000");
  const stopped = table.locator(".status-task", { hasText: /Indexing · stopped at [\d,]+ of 700,000 rows/ });
  await expect(stopped).toBeVisible();
  console.log(`metadata pass: ${await stopped.innerText()}`);

  // To the end; the last row's transcript is previewed, the keyboard stays in the table.
  const scroller = table.getByRole("grid", { name: "Conversations" });
  await table.locator("#row-0").click();
  await page.keyboard.press("End");
  await expect(cellOf(table, 699_999, "words")).toContainText("Question 699999:");
  await expect(cellOf(table, 699_999, "row")).toHaveText("700000");
  const tabs = page.locator(".tabs-container .tab");
  await expect(tabs.filter({ hasText: "big.jsonl · 700000" })).toHaveCount(1);
  await expect(scroller).toBeFocused();

  // Search: every row is looked at, hits are marked, the row on show is not among them.
  await page.keyboard.press("/");
  await page.keyboard.type('"zanzibar SUN"');
  await expect(countOf(table)).toHaveText("700 of 700,000 rows so far");
  await expect(table.locator("#row-0 mark")).toHaveText("Zanzibar sun");
  expect((await cellsInSight(table, "row")).slice(0, 3)).toEqual(["1", "1001", "2001"]);
  await expect(table.locator(".row.current")).toHaveCount(0);

  // A field's values, counted and clicked; then as words of the query.
  await table.getByRole("button", { name: "Columns to count" }).click();
  await table.getByRole("checkbox", { name: /^model/ }).check();
  await page.keyboard.press("Escape");
  const values = table.locator(".facet", { hasText: "model" }).locator(".facet-value");
  await expect(values).toHaveText(["model-a234", "model-b233", "model-c233"]);
  await values.filter({ hasText: "model-b" }).click();
  const query = table.getByRole("textbox", { name: "Search conversations" });
  await expect(query).toHaveValue('"zanzibar SUN" meta.model:model-b');
  await expect(countOf(table)).toHaveText("233 of 700,000 rows so far");
  expect((await cellsInSight(table, "row")).slice(0, 2)).toEqual(["1001", "4001"]);
  await search(table, "zanzibar model:model-c");
  await expect(cellOf(table, 0, "row")).toHaveText("2001");
  await expect(countOf(table)).toHaveText("233 of 700,000 rows so far");

  // A row: previewed on the arrow, kept on Enter, judged.
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const tab = tabs.filter({ hasText: "big.jsonl · 5001" });
  await expect(tab.locator(".monaco-icon-label.italic")).toHaveCount(1);
  await expect(table.locator(".row.current")).toHaveAttribute("id", "row-1");
  await expect(scroller).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(tab.locator(".monaco-icon-label:not(.italic)")).toHaveCount(1);
  await webviewFrame(page, "#root .labels");
  await expect.poll(() => shownLabels(page)).toContain("honesty");
  await focusTranscript(page);
  await page.keyboard.press("c");
  await page.keyboard.press("d");
  await expect.poll(() => story(workspace)).toEqual(["confirm", "done"]);
  for (const event of eventsOnDisk(workspace))
    expect(event).toMatchObject({ rater: "Ada", conversation: { id: "c-0005000" } });
  await expect(cellOf(table, 1, "row")).toHaveText("5001");
  await expect(cellOf(table, 1, "status")).toHaveText("done");
  await expect(cellOf(table, 0, "status")).toHaveText("open");
  await expect(stopped).toBeVisible();

  // Resume: the pass ends and the counts are final.
  await table.getByRole("button", { name: "Resume" }).click();
  await expect(countOf(table)).toHaveText("233 of 700,000 rows");
  await expect(table.locator(".status-task")).toHaveText("");
  await expect(cellOf(table, 1, "status")).toHaveText("done");
  await search(table, "status:done");
  await expect(countOf(table)).toHaveText("1 of 700,000 rows");
  await search(table, "turns:5");
  await expect(countOf(table)).toHaveText("0 of 700,000 rows");
  await search(table, "turns:4 zanzibar model:model-c");
  await expect(countOf(table)).toHaveText("233 of 700,000 rows");
  await probeStalls(page, "index, search, filters and facets of 700,000 rows");

  // Reload: all as before, from the index that is there.
  const byRow = table.getByRole("columnheader", { name: "Row" });
  await byRow.click();
  await expect(byRow).toHaveAttribute("aria-sort", "ascending");
  await byRow.click();
  await expect(byRow).toHaveAttribute("aria-sort", "descending");
  await expect(cellOf(table, 0, "row")).toHaveText("698001");
  await table.getByRole("button", { name: "Columns", exact: true }).click();
  await table.getByRole("checkbox", { name: /^model/ }).check();
  await page.keyboard.press("Escape");
  await expect(cellOf(table, 0, "meta:model")).toHaveText("model-c");
  await scroller.focus();
  await page.keyboard.press("End");
  await expect(table.locator("#row-232.selected")).toBeVisible();
  await expect(cellOf(table, 232, "row")).toHaveText("2001");
  await expect(tabs.filter({ hasText: "big.jsonl · 2001" })).toHaveCount(1);
  await expect(table.locator(".status-task")).toHaveText("");
  const before = { rows: await cellsInSight(table, "row"), index: rowIndexes(workbench) };
  expect(before.rows.slice(-2)).toEqual(["5001", "2001"]);
  expect(before.index).toHaveLength(1);
  await reloadWindow(page);
  const again = await corpusTable(page, "big.jsonl");
  await expect(countOf(again)).toHaveText("233 of 700,000 rows");
  await expect(again.getByRole("textbox", { name: "Search conversations" })).toHaveValue(
    "turns:4 zanzibar model:model-c",
  );
  await expect(again.getByRole("columnheader", { name: "Row" })).toHaveAttribute("aria-sort", "descending");
  await expect(again.locator("#row-232.selected")).toBeVisible();
  await expect.poll(() => cellsInSight(again, "row")).toEqual(before.rows);
  await expect(cellOf(again, 232, "meta:model")).toHaveText("model-c");
  await expect(cellOf(again, 231, "row")).toHaveText("5001");
  await expect(cellOf(again, 231, "status")).toHaveText("done");
  expect(rowIndexes(workbench)).toEqual(before.index);

  // Another file: the extension host dies in the middle of its index; then the file grows.
  const other = path.join(workspace, "other.jsonl");
  fs.copyFileSync(file, other);
  const broken = await openCorpus(page, "file", other);
  await expect(countOf(broken)).toHaveText(/so far$/);
  killExtensionHost(server);
  await expect(countOf(broken)).toHaveText(/so far$/);
  const at = `${await countOf(broken).innerText()}, ${await broken.locator(".status-task").innerText()}`;
  console.log(`killed at: ${at}`);
  await reloadWindow(page);
  const whole = await corpusTable(page, "other.jsonl");
  await expect(countOf(whole)).toHaveText("700,000 rows");
  fs.appendFileSync(other, moreRows(700_000, 500));
  await expect(countOf(whole)).toHaveText("700,500 rows");
  await whole.getByRole("grid", { name: "Conversations" }).focus();
  await page.keyboard.press("End");
  await expect(cellOf(whole, 700_499, "words")).toContainText("Question 700499:");
  await search(whole, "zanzibar");
  await expect(countOf(whole)).toHaveText("701 of 700,500 rows");
  await search(whole, "row:700000..700002");
  await expect.poll(() => cellsInSight(whole, "row")).toEqual(["700000", "700001", "700002"]);
});

/** Rows to stand behind those of `writeBigCorpus`, from row `from` (0-based); the first has the needle. */
function moreRows(from: number, count: number): string {
  return Array.from({ length: count }, (_, n) => {
    const conversation = [
      { role: "user", content: `Question ${from + n}: is it too late?` },
      { role: "assistant", content: n === 0 ? `No. ${NEEDLE}.` : "No." },
    ];
    return `${JSON.stringify({ conversation_id: `c-${from + n}`, model: "model-d", conversation })}\n`;
  }).join("");
}

test("a folder of shards is one corpus: opened from the explorer, all kinds read, the broken one told", async ({
  workbench,
}) => {
  const { page, workspace } = workbench;
  writeShards(path.join(workspace, "shards"));
  const folder = page.locator(".explorer-folders-view .monaco-list-row", { hasText: "shards" });
  await folder.click({ button: "right" });
  const entry = page.locator(".monaco-menu .action-item", { hasText: "Open Corpus…" });
  await entry.hover();
  // A menu takes no click in the first moments, lest the one that opened it be meant.
  await page.waitForTimeout(400);
  await entry.click();
  const table = await corpusTable(page, "shards");
  await expect(countOf(table)).toHaveText("9 rows");
  await expect(table.locator(".notice-warning")).toContainText("1 row was not opened.");

  await table.getByRole("button", { name: "Columns", exact: true }).click();
  await table.getByRole("checkbox", { name: "File" }).check();
  await page.keyboard.press("Escape");
  await expect(cellOf(table, 0, "part")).toHaveText("part-1.jsonl");
  const files = ["part-1.jsonl", "part-2.jsonl.gz", "part-3.parquet"];
  expect(await cellsInSight(table, "part")).toEqual(files.flatMap((name) => [name, name, name]));

  // What was said is found in every shard; what only a key or the broken shard says is not.
  await search(table, "kumquat");
  await expect(countOf(table)).toHaveText("3 of 9 rows");
  await expect.poll(() => cellsInSight(table, "part")).toEqual(files);
  await expect(table.locator("#row-2 mark")).toHaveText("KUMQUAT");
  await search(table, "kumquat part:*.parquet");
  await expect(countOf(table)).toHaveText("1 of 9 rows");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect.poll(() => transcriptText(page)).toContain("A KUMQUAT for the hard times");
  await table.getByRole("button", { name: "Show them" }).click();
  const told = page.locator(".monaco-editor .view-line", { hasText: "part-4.parquet" });
  await expect(told).toContainText("cut off or damaged");
  await page.locator('.tabs-container .tab[data-resource-name="shards"]').click();
  const again = await corpusTable(page, "shards");
  await expect(countOf(again)).toHaveText("1 of 9 rows");
  await search(again, "");
  await expect(countOf(again)).toHaveText("9 rows");

  for (const theme of allThemes) {
    await setTheme(workbench, theme);
    const violations = await axeViolations(again);
    expect(
      violations.filter(({ impact }) => impact === "serious" || impact === "critical"),
      theme,
    ).toEqual([]);
  }
});

/** Three rows each of JSON Lines, the same in gzip, and Parquet, a shard that is none, and a file of another kind. */
function writeShards(folder: string): void {
  const rows = (from: number, said: string): string =>
    [0, 1, 2]
      .map((n) => ({
        id: `row-${from + n}`,
        kumquat: "a key",
        messages: [
          { role: "user", content: `Question ${from + n}: what shall I eat?` },
          { role: "assistant", content: n === 1 ? said : "An apple." },
        ],
      }))
      .map((row) => `${JSON.stringify(row)}\n`)
      .join("");
  const parquet = chatParquet(
    [6, 7, 8].map((n) => ({
      id: `row-${n}`,
      turn: 1n,
      at: new Date(0),
      messages: [
        { role: "user", content: `Question ${n}: what shall I eat?` },
        { role: "assistant", content: n === 8 ? "A KUMQUAT for the hard times." : "A pear." },
      ],
    })),
    2,
  );
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, "part-1.jsonl"), rows(0, "One kumquat a day."));
  fs.writeFileSync(path.join(folder, "part-2.jsonl.gz"), gzipSync(rows(3, "Two kumquats a day.")));
  fs.writeFileSync(path.join(folder, "part-3.parquet"), parquet);
  fs.writeFileSync(path.join(folder, "part-4.parquet"), "PAR1 kumquat: cut off while it was copied");
  fs.writeFileSync(path.join(folder, "README.pdf"), "kumquat");
}
