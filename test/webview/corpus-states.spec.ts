/** Each state of the corpus page: its words, its ways out, no serious accessibility fault, a picture to look at. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import type { Page } from "@playwright/test";
import type { CorpusSnapshot } from "../../src/protocol/corpus.ts";
import { expect, test } from "./corpus-harness.ts";
import { FACETS } from "./corpus-samples.ts";
import { THEMES } from "./page.ts";

const pictures = path.resolve(import.meta.dirname, "../../.screenshots/webview");
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly target: unknown; readonly failureSummary?: string }[];
  }[];
}

async function faults(page: Page): Promise<string[]> {
  // By the debugger's door, which the page's CSP doesn't guard.
  await page.evaluate(await readFile(axe, "utf8"));
  const result = await page.evaluate((): Promise<AxeResult> => {
    const { axe: tool } = window as unknown as { axe: { run: () => Promise<AxeResult> } };
    return tool.run();
  });
  return result.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map((n) => `${String(n.target)} ${n.failureSummary ?? ""}`).join("; ")}`,
    );
}

const picture = (page: Page, name: string): Promise<unknown> =>
  page.screenshot({ path: path.join(pictures, `corpus-${name}.png`) });

const INDEXING = {
  what: "Indexing",
  fraction: 0.58,
  detail: "5,800,000 of 10,000,000 rows · 1.2 GB/s",
  cancellable: true,
};

for (const theme of THEMES) {
  test(`the table in ${theme}`, async ({ corpus, page }) => {
    await corpus.open(
      {
        facets: FACETS,
        tasks: [INDEXING],
        problems: 12,
        blind: "Blind sample: labels, statuses and raters of others are hidden until your part is finished.",
        sample: "pilot",
      },
      { theme },
    );
    await page.getByRole("textbox").fill("deposit");
    await page.keyboard.press("Enter");
    await expect(page.locator(".count")).toHaveText(/^1,000,000 of/);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await expect(corpus.row(1)).toHaveAttribute("aria-current", "true");
    await corpus.row(1).evaluate(() => document.querySelector<HTMLElement>("[role=grid]")?.focus());
    await page.keyboard.press("ArrowDown");
    await corpus.settled();
    await picture(page, theme);
    expect(await faults(page)).toEqual([]);
    await page.getByRole("button", { name: "Columns", exact: true }).click();
    await picture(page, `columns-${theme}`);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "What can be searched for" }).click();
    await picture(page, `help-${theme}`);
    if (theme !== "dark") return;
    expect(await faults(page)).toEqual([]);
  });
}

const NO_ROWS = { generation: 1, rows: 0, query: "", sort: [], partial: false };
const SCREENS: readonly [name: string, change: Partial<CorpusSnapshot>, heading: string][] = [
  ["loading", { screen: { type: "loading", what: "Opening wild-conversations.jsonl" } }, "Loading"],
  [
    "error",
    { screen: { type: "error", message: "The file could not be read: permission denied." } },
    "This could not be opened",
  ],
  ["empty", { rows: 0, view: NO_ROWS }, "No conversations here"],
  [
    "searching",
    { view: { ...NO_ROWS, query: "rare", partial: true }, tasks: [{ ...INDEXING, what: "Searching" }] },
    "None so far",
  ],
];

for (const [name, change, heading] of SCREENS) {
  test(`${name}: in words`, async ({ corpus, page }) => {
    await corpus.open(change, { theme: name === "error" ? "light" : "dark" });
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(heading);
    await picture(page, `state-${name}`);
    expect(await faults(page)).toEqual([]);
  });
}

test("no match: what to do", async ({ corpus, page }) => {
  await corpus.open({}, { theme: "light" });
  await page.getByRole("textbox").fill("nothing");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("No row matches");
  await picture(page, "state-no-match");
  expect(await faults(page)).toEqual([]);
  await page.getByRole("button", { name: "Clear the search" }).last().click();
  await expect(page.getByRole("heading", { level: 1 })).toBeHidden();
  expect((await corpus.asked("query")).at(-1)?.text).toBe("");
});

test("work in the background: its words, Cancel, and Resume once it is stopped", async ({ corpus, page }) => {
  await corpus.open({ growing: true, tasks: [INDEXING] });
  await expect(page.getByRole("progressbar", { name: "Background work" })).toHaveAttribute(
    "aria-valuenow",
    "58",
  );
  await expect(page.getByText("Indexing · 5,800,000 of 10,000,000 rows · 1.2 GB/s")).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();
  await corpus.change({ tasks: [] });
  await expect(page.getByText("Stopped: not all rows are here")).toBeVisible();
  await corpus.change({
    tasks: [{ ...INDEXING, detail: "stopped at 5,800,000 of 10,000,000 rows", cancellable: false }],
  });
  await expect(page.getByText("Indexing · stopped at 5,800,000 of 10,000,000 rows")).toBeVisible();
  await expect(page.getByRole("button", { name: "Cancel" })).toBeHidden();
  await page.getByRole("button", { name: "Resume" }).click();
  expect(await corpus.asked("cancel")).toHaveLength(1);
  expect(await corpus.asked("resume")).toHaveLength(1);
});

test("problems, samples, and a request that fails", async ({ corpus, page }) => {
  await corpus.open({ problems: 12 });
  await page.getByRole("button", { name: "Show them" }).click();
  await page.getByRole("combobox", { name: "Sample" }).selectOption("pilot");
  await page.getByRole("button", { name: "Draw sample…" }).click();
  expect(await corpus.asked("showProblems")).toHaveLength(1);
  expect(await corpus.asked("useSample")).toEqual([{ do: "useSample", name: "pilot" }]);
  expect(await corpus.asked("sample")).toHaveLength(1);
  await page.evaluate(() => {
    window.standIn = ({ intent }) =>
      window.postMessage({ type: "reply", intent, error: "The disk is full." });
  });
  await page.getByRole("button", { name: "Draw sample…" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "The disk is full." })).toBeVisible();
  await page.getByRole("button", { name: "Dismiss" }).first().click();
  await expect(page.getByText("The disk is full.")).toBeHidden();
});

test("in a narrow group nothing runs out of the page", async ({ corpus, page }) => {
  await corpus.open({ facets: FACETS, tasks: [INDEXING], problems: 3 }, { width: 420 });
  await picture(page, "narrow");
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});

test("forced colours: the row and its mark don't hang on a background", async ({ corpus, page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await corpus.open({ facets: FACETS }, { theme: "hc" });
  await corpus.row(2).click();
  await expect(corpus.row(2)).toHaveCSS("outline-style", "solid");
  await picture(page, "forced");
});
