/** The agreement editor's page: what is shown equals what was sent, exports hold all of it, everything works by keyboard. */
import { setAlpha } from "../../src/core/agreement/alpha-sets.ts";
import { collectRatings } from "../../src/core/agreement/collect.ts";
import { expect, test } from "./agreement-harness.ts";
import { CHOICES, GOLD, madeUp, snapshotOf } from "./agreement-samples.ts";

const figure = (value: number | null | undefined): string =>
  (value ?? Number.NaN).toFixed(3).replace("-", "−");

test("the headline is α of the ratings, with estimator, n, design and interval", async ({
  agreement,
  page,
}) => {
  const { report } = await agreement.openReport();
  const planted = new Set(madeUp().records.samples.flatMap(({ items }) => items.map(({ id }) => id)));
  const { records, taxonomy } = madeUp();
  const { units } = collectRatings(records.raters, records.suggestions, {
    kind: "aiValue",
    level: 0,
    taxonomy,
  });
  const rows = units
    .filter(({ conversation }) => !planted.has(conversation.id))
    .map(({ ratings }) => ratings);
  const alpha = setAlpha(rows, "masi", { seed: 1 });
  const head = page.getByRole("region", { name: "Agreement on what is chosen" });
  await expect(head).toContainText(`α = ${figure(alpha.value)}`);
  await expect(head).toContainText(`[${figure(alpha.interval?.lower)}, ${figure(alpha.interval?.upper)}]`);
  for (const text of [
    alpha.estimator,
    alpha.interval?.method ?? "?",
    `n = ${alpha.n.units} conversations, 3 raters`,
  ])
    await expect(head).toContainText(text);
  const design = report.alphas?.[0]?.alpha.design ?? "?";
  await expect(head).toContainText(design);
});

test("a table is copied as TSV and CSV whole, with what is needed to quote each figure", async ({
  agreement,
}) => {
  const { report } = await agreement.openReport();
  await agreement.tab("Labels");
  await agreement.take("All figures by label", "Copy table as TSV");
  await agreement.take("All figures by label", "Copy table as CSV");
  await expect.poll(async () => (await agreement.asked("copy")).length).toBe(2);
  const [tsv, csv] = (await agreement.asked("copy")).map(({ text }) => text);
  const rows = (tsv ?? "")
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t"));
  const labels = report.labels?.rows ?? [];
  expect(rows).toHaveLength(labels.length + 1);
  expect(rows.every((cells) => cells.length === rows[0]?.length)).toBe(true);
  const at = (name: string): number => rows[0]?.indexOf(name) ?? -1;
  for (const [index, label] of labels.entries()) {
    const row = rows[index + 1] ?? [];
    expect(row[0]).toBe(label.name);
    expect(row[at("alpha: value")]).toBe(String(label.alpha.value));
    expect(row[at("alpha: lower")]).toBe(String(label.alpha.interval?.lower ?? ""));
    expect(row[at("alpha: estimator")]).toBe(label.alpha.estimator);
    expect(row[at("alpha: interval method")]).toBe(label.alpha.interval?.method ?? "");
    expect(row[at("positive agreement: units")]).toBe(String(label.positive.n.units));
  }
  expect((csv ?? "").split("\r\n")).toHaveLength(labels.length + 2);
});

test("a plot is copied as an SVG of its own: dark on white, titled, hostile names as text", async ({
  agreement,
}) => {
  await agreement.openReport({ theme: "dark" });
  await agreement.tab("Raters");
  await agreement.take("Pairs of raters: κ", "Copy plot as SVG");
  await expect.poll(async () => (await agreement.asked("copy")).length).toBe(1);
  const svg = (await agreement.asked("copy"))[0]?.text ?? "";
  expect(svg).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<svg /);
  expect(svg).toContain("<title>κ of pairs of raters");
  expect(svg).toContain('fill="#ffffff"');
  expect(svg).toContain("&lt;img src=x");
  expect(svg).not.toMatch(/<img|var\(|style=|class=/);
});

test("a plot is saved as a PNG", async ({ agreement }) => {
  await agreement.openReport();
  await agreement.tab("Labels");
  await agreement.take("α by label", "Save plot as PNG…");
  await expect.poll(async () => (await agreement.asked("save")).length).toBe(1);
  const [saved] = await agreement.asked("save");
  expect(saved?.type).toBe("png");
  const bytes = Buffer.from(saved?.data ?? "", "base64");
  expect(bytes.subarray(1, 4).toString()).toBe("PNG");
  // Width and height stand in the header; three pixels for each of the plot's.
  expect(bytes.readUInt32BE(16)).toBeGreaterThan(1500);
  expect(bytes.length).toBeGreaterThan(20_000);
});

test("choices go to the host; kinds without levels have none to choose", async ({ agreement, page }) => {
  const { report } = await agreement.openReport();
  await page.getByRole("combobox", { name: "Level" }).selectOption("categories (level 3)");
  expect(await agreement.asked("choose")).toEqual([{ do: "choose", choices: { ...CHOICES, level: 3 } }]);
  const choices = { ...CHOICES, kind: "responseType" as const };
  await agreement.send({
    type: "snapshot",
    snapshot: snapshotOf({ type: "report", report: { ...report, choices }, gold: GOLD }, { revision: 2 }),
  });
  await expect(page.getByRole("combobox", { name: "Level" })).toBeDisabled();
});

test("by keyboard: tabs, menu, sorting, disagreements", async ({ agreement, page }) => {
  const { rows } = await agreement.openReport();
  await page.getByRole("tab", { name: "Summary" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("tab", { name: "Labels" })).toBeFocused();
  await page.getByRole("button", { name: "Export: α by label" }).focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitem").first()).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Export: α by label" })).toBeFocused();
  const sort = page.getByRole("columnheader", { name: "given" }).getByRole("button");
  await sort.press("Enter");
  await expect(page.getByRole("columnheader", { name: "given" })).toHaveAttribute("aria-sort", "ascending");
  await agreement.tab("Disagreements");
  await expect(page.getByRole("row", { name: rows[0]?.conversation.id ?? "?" })).toBeVisible();
  await page.locator(".grid-space [tabindex='0']").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.keyboard.press("a");
  expect(await agreement.asked("open")).toEqual([{ do: "open", conversation: rows[1]?.conversation }]);
  expect(await agreement.asked("adjudicate")).toEqual([
    { do: "adjudicate", conversation: rows[1]?.conversation },
  ]);
});

test("100,000 disagreements: rows are asked for as they come into view, and few are drawn", async ({
  agreement,
  page,
}) => {
  const { report, rows } = await agreement.openReport();
  const huge = { ...report, disagreements: 100_000, generation: 7 };
  await agreement.send({
    type: "snapshot",
    snapshot: snapshotOf({ type: "report", report: huge, gold: GOLD }, { revision: 2 }),
  });
  await agreement.tab("Disagreements (100,000)");
  await page.locator(".grid-scroll").evaluate((element) => (element.scrollTop = 48 * 70_000));
  await expect.poll(async () => (await agreement.asked("rows")).at(-1)?.from).toBeGreaterThan(69_900);
  expect(await page.locator(".grid-space > *").count()).toBeLessThan(60);
  const [row] = rows;
  if (!row) throw new Error("no rows");
  const late = { ...row, at: 70_000, conversation: { id: "late", hash: "h" } };
  await agreement.send({ type: "rows", generation: 6, rows: [late] });
  await expect(page.getByRole("row", { name: "late" })).toHaveCount(0);
  await agreement.send({ type: "rows", generation: 7, rows: [late] });
  await expect(page.getByRole("row", { name: "late" })).toBeVisible();
});

test("hostile names stay text", async ({ agreement, page }) => {
  await agreement.openReport();
  await expect(page.getByRole("rowheader", { name: "Chiara <img src=x onerror=alert(1)>" })).toBeVisible();
  await agreement.tab("Gold");
  await expect(page.getByText("<script>alert(1)</script>")).toBeVisible();
  expect(await page.locator("img").count()).toBe(0);
});

test("recall is refused outside a blind frame, with the reason", async ({ agreement, page }) => {
  const { report } = await agreement.openReport();
  const assisted = report.extractors?.filter(({ frame }) => frame === "assisted") ?? [];
  expect(assisted.length).toBeGreaterThan(0);
  expect(assisted.every(({ recall }) => recall.value === null)).toBe(true);
  await agreement.tab("Extractor");
  await expect(page.getByText("Recall is refused: the rater saw the suggestions")).toBeVisible();
});

test("a section on its way, one that can't be told, and progress", async ({ agreement, page }) => {
  const { report } = await agreement.openReport();
  const { labels: _, ...without } = report;
  const partly = {
    ...without,
    unavailable: [{ section: "traps" as const, reason: "No sample has planted items." }],
  };
  const { traps: __, ...rest } = partly;
  await agreement.send({
    type: "snapshot",
    snapshot: snapshotOf({ type: "report", report: rest, gold: GOLD }, { revision: 2 }),
  });
  await agreement.tab("Labels");
  await expect(page.getByText("Being computed…")).toBeVisible();
  await agreement.tab("Quality");
  await expect(page.getByText("No sample has planted items.")).toBeVisible();
  const task = { what: "Pairs of raters", fraction: 0.4, detail: "4 of 10", cancellable: true };
  await agreement.send({ type: "progress", tasks: [task] });
  await expect(page.getByText("Pairs of raters · 4 of 10")).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();
  expect(await agreement.asked("cancel")).toHaveLength(1);
});

test("gold: rule, version, export, card", async ({ agreement, page }) => {
  await agreement.openReport();
  await agreement.tab("Gold");
  await page.getByRole("radio", { name: "What an adjudicator decided" }).check();
  await page.getByLabel("of so many raters").fill("3");
  await page.getByLabel("of so many raters").press("Tab");
  expect(await agreement.asked("goldRule")).toEqual([
    { do: "goldRule", rule: { type: "adjudicated" } },
    { do: "goldRule", rule: { type: "votes", k: 2, of: 3 } },
  ]);
  await page.getByRole("button", { name: "Make version" }).click();
  await page.getByRole("combobox", { name: "Format to export v1 as" }).selectOption("CSV");
  await page.getByRole("button", { name: "Export v1" }).click();
  expect(await agreement.asked("makeGold")).toEqual([{ do: "makeGold", name: "v2" }]);
  expect(await agreement.asked("exportGold")).toEqual([{ do: "exportGold", version: "v1", format: "csv" }]);
});
