import { expect, type Frame, type Locator, type Page } from "@playwright/test";
import fs from "node:fs";
import path from "node:path";
import { quickPath, quickPick, runCommand, webviewFrame } from "./actions.ts";
import type { Workbench } from "./fixtures.ts";

/** Opens a file or a folder as a corpus by the command; resolves when its table is drawn, with or without rows. */
export async function openCorpus(page: Page, kind: "file" | "folder", at: string): Promise<Frame> {
  await runCommand(page, "Valuemark: Open Corpus…");
  await quickPick(page, `A ${kind}…`);
  await quickPath(page, at);
  return corpusTable(page, path.basename(at));
}

/** The table of the corpus of this name, whose tab is in front; a page that is hidden is another frame. */
export async function corpusTable(page: Page, name: string): Promise<Frame> {
  await page.locator(".tabs-container .tab.active", { hasText: name }).first().waitFor();
  const table = await webviewFrame(page, `.status-detail:has-text(${JSON.stringify(name)})`);
  await table.locator(".grid-head").waitFor();
  return table;
}

/** "700 of 700,000 rows so far" */
export function countOf(table: Frame): Locator {
  return table.locator(".toolbar .count");
}

/** The cell of the view's row `at` (0-based) in a column; only rows in sight are drawn. */
export function cellOf(table: Frame, at: number, column: string): Locator {
  return table.locator(`#row-${at} .cell[data-column="${column}"]`);
}

/** The texts of a column's cells in sight, from top to bottom; rows that are cut off count from half their height. */
export async function cellsInSight(table: Frame, column: string): Promise<string[]> {
  const cells = table.locator(`.row:not(.waiting) .cell[data-column="${column}"]`);
  return cells.evaluateAll((all) => {
    const head = document.querySelector(".grid-head")?.getBoundingClientRect().bottom ?? 0;
    const foot = document.querySelector(".status-line")?.getBoundingClientRect().top ?? 0;
    return all
      .map((cell) => ({ box: cell.getBoundingClientRect(), text: cell.textContent ?? "" }))
      .map(({ box, text }) => ({ middle: (box.top + box.bottom) / 2, text }))
      .filter(({ middle }) => head < middle && middle < foot)
      .sort((a, b) => a.middle - b.middle)
      .map(({ text }) => text);
  });
}

/** Puts a query in place of the one there is and asks it at once; the keyboard is in the box then. */
export async function search(table: Frame, query: string): Promise<void> {
  const box = table.getByRole("textbox", { name: "Search conversations" });
  await box.fill(query);
  await box.press("Enter");
}

/**
 * Presses Cancel as soon as all rows are known and their metadata is not: some hundred ms, too short for a click from
 * outside. Fails when the pass was over before it could be stopped.
 */
export async function stopMetadataPass(table: Frame, rows: string): Promise<void> {
  const pressed = await table.evaluate(
    (wanted) =>
      new Promise<boolean>((resolve) => {
        const textOf = (selector: string): string => document.querySelector(selector)?.textContent ?? "";
        const look = (): void => {
          const count = textOf(".toolbar .count");
          const cancel = [...document.querySelectorAll<HTMLButtonElement>(".status-line button")].find(
            (button) => button.textContent === "Cancel" && button.getClientRects().length > 0,
          );
          if (count === `${wanted} rows`) return resolve(false);
          const isUnderWay =
            count.startsWith(`${wanted} rows`) && textOf(".status-task").includes("Indexing");
          if (!isUnderWay || cancel === undefined) {
            requestAnimationFrame(look);
            return;
          }
          cancel.click();
          resolve(true);
        };
        look();
      }),
    rows,
  );
  expect(pressed, "the metadata pass was under way").toBe(true);
  await expect(table.locator(".status-task")).toContainText("stopped");
}

/** The row indexes in this workbench's cache, with what tells whether one was written anew. */
export function rowIndexes({ server }: Workbench): string[] {
  return fs
    .readdirSync(server.userDataDir, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".vmrows"))
    .map((file) => {
      const { ino, mtimeMs, size } = fs.statSync(path.join(server.userDataDir, file));
      return `${file}: inode ${ino}, ${size} bytes, written at ${mtimeMs}`;
    })
    .sort();
}

/** Starts the probe's watch on stalls of the extension host; with `what`, ends it and prints what it saw. */
export async function probeStalls(page: Page, what?: string): Promise<void> {
  await runCommand(page, "Probe: Stalls");
  const item = page.locator(".statusbar-item[id*='probe']");
  await expect(item).toContainText(what === undefined ? "probe watches" : "probe stalls");
  if (what !== undefined) console.log(`extension host, ${what}: ${(await item.innerText()).trim()}`);
}
