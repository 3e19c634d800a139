/** What a person's keys and clicks ask for, and what a snapshot may not disturb. */
import { expect, test } from "./corpus-harness.ts";
import { FACETS } from "./corpus-samples.ts";

const SEARCH = "Search conversations";

test("arrows move the row and open one preview when they rest; Enter keeps it open", async ({
  corpus,
  page,
}) => {
  await corpus.open();
  await corpus.grid.focus();
  await expect(corpus.row(0)).toHaveAttribute("aria-selected", "true");
  for (let n = 0; n < 4; n++) await page.keyboard.press("ArrowDown");
  await expect(corpus.row(4)).toHaveAttribute("aria-selected", "true");
  await expect(corpus.grid).toHaveAttribute("aria-activedescendant", "row-4");
  await expect
    .poll(() => corpus.asked("open"))
    .toEqual([{ do: "open", generation: 1, at: 4, preview: true }]);
  await expect(corpus.row(4)).toHaveAttribute("aria-current", "true");
  await page.keyboard.press("Enter");
  expect((await corpus.asked("open")).at(-1)).toMatchObject({ at: 4, preview: false });
  await page.keyboard.press("PageDown");
  await page.keyboard.press("End");
  await expect(corpus.row(9_999_999)).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("PageUp");
  await page.keyboard.press("ArrowUp");
  await expect(corpus.row(9_999_999)).toHaveAttribute("aria-selected", "false");
  await page.keyboard.press("Home");
  await expect(corpus.row(0)).toHaveAttribute("aria-selected", "true");
  await corpus.row(6).click();
  await expect(corpus.row(6)).toHaveAttribute("aria-selected", "true");
  await corpus.row(7).dblclick();
  await expect.poll(async () => (await corpus.asked("open")).at(-1)).toMatchObject({ at: 7, preview: false });
});

test("keys of VS Code's reach it; the page's own don't", async ({ corpus, page }) => {
  await corpus.open();
  await corpus.grid.focus();
  for (const key of ["c", "x", "F6", "Control+Shift+p", "ArrowDown", "Enter", "/"])
    await page.keyboard.press(key);
  const forwarded = await page.evaluate(() => window.forwarded);
  expect(forwarded.filter((key) => key !== "Control" && key !== "Shift")).toEqual(["c", "x", "F6", "p"]);
  await expect(page.getByRole("textbox", { name: SEARCH })).toBeFocused();
  await page.keyboard.type("c/?");
  await expect(page.getByRole("textbox", { name: SEARCH })).toHaveValue("c/?");
  await corpus.grid.focus();
  await page.keyboard.press("Control+f");
  await expect(page.getByRole("textbox", { name: SEARCH })).toBeFocused();
  await corpus.grid.focus();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(corpus.grid).toBeFocused();
  expect((await page.evaluate(() => window.forwarded)).filter((key) => key.length === 1)).toEqual([
    "c",
    "x",
    "p",
  ]);
});

test("typing searches after a pause, Enter at once, Escape clears, ↑ brings the last search back", async ({
  corpus,
  page,
}) => {
  await corpus.open();
  const search = page.getByRole("textbox", { name: SEARCH });
  await search.pressSequentially("deposit", { delay: 10 });
  await expect.poll(() => corpus.asked("query")).toEqual([{ do: "query", text: "deposit" }]);
  await expect(page.locator(".count")).toHaveText("1,000,000 of 10,000,000 rows");
  await expect(page.locator("[role=status]")).toHaveText("1,000,000 of 10,000,000 rows");
  await expect(corpus.row(0).locator("mark")).toHaveText("deposit");
  await search.pressSequentially("s");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(search).toHaveValue("");
  expect((await corpus.asked("query")).map(({ text }) => text)).toEqual(["deposit", "deposits", ""]);
  await page.keyboard.press("ArrowUp");
  await expect(search).toHaveValue("deposits");
  await page.keyboard.press("ArrowDown");
  await expect(search).toHaveValue("");
  await page.keyboard.press("Escape");
  await expect(corpus.grid).toBeFocused();
});

test("what is wrong with a query is underlined, with the reason in words, until it is right", async ({
  corpus,
  page,
}) => {
  await corpus.open();
  const search = page.getByRole("textbox", { name: SEARCH });
  await search.fill("refund modle:x");
  await expect(search).toHaveAttribute("aria-invalid", "true");
  await expect(search).toHaveAccessibleDescription("There is no column “modle”.");
  await expect(page.locator(".wrong-part")).toHaveText("modle:");
  await expect(page.locator("[role=status]")).toHaveText("There is no column “modle”.");
  await expect(page.locator(".count")).toHaveText("10,000,000 rows (of the search before)");
  await corpus.change({ notes: ["something else"] });
  await expect(search).toHaveValue("refund modle:x");
  await search.press("Backspace");
  await expect(search).not.toHaveAttribute("aria-invalid");
  await search.press("Escape");
  await expect(search).toHaveValue("");
  await expect.poll(async () => (await corpus.asked("query")).at(-1)?.text).toBe("");
  await expect(search).not.toHaveAttribute("aria-invalid");
});

test("snapshots don't disturb what is being typed", async ({ corpus, page }) => {
  await corpus.open();
  const search = page.getByRole("textbox", { name: SEARCH });
  await search.focus();
  for (const letter of "landlord") {
    await page.keyboard.type(letter);
    await page.evaluate(() => window.corpus.change({ notes: [] }));
  }
  await page.keyboard.press("Home");
  await page.keyboard.type("my ");
  await expect(search).toHaveValue("my landlord");
  await expect.poll(async () => (await corpus.asked("query")).at(-1)?.text).toBe("my landlord");
  await expect(search).toHaveValue("my landlord");
});

test("heads sort by click and key, with Shift by several", async ({ corpus, page }) => {
  await corpus.open();
  const turns = page.getByRole("columnheader", { name: /Turns/ });
  await turns.click();
  await expect(turns).toHaveAttribute("aria-sort", "ascending");
  await turns.focus();
  await page.keyboard.press("Enter");
  await expect(turns).toHaveAttribute("aria-sort", "descending");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+Enter");
  const model = page.getByRole("columnheader", { name: /model/ });
  await expect(model).toHaveAccessibleName("model, sorted ascending, key 2 of 2");
  await expect(model.locator(".head-arrow")).toHaveText("▲2");
  await turns.click();
  await expect(turns).toHaveAttribute("aria-sort", "none");
  expect((await corpus.asked("sort")).map(({ sort }) => sort)).toEqual([
    [{ column: "turns", descending: false }],
    [{ column: "turns", descending: true }],
    [
      { column: "turns", descending: true },
      { column: "meta:model", descending: false },
    ],
    [],
  ]);
});

test("columns: wider by keys and by the edge, moved by dragging, fitted by a double click", async ({
  corpus,
  page,
}) => {
  await corpus.open();
  const model = page.locator(".head-cell[data-column='meta:model']");
  const width = async (): Promise<number> => (await model.boundingBox())?.width ?? 0;
  const before = await width();
  await model.focus();
  await page.keyboard.press("Shift+ArrowRight");
  expect(await width()).toBe(before + 16);
  const box = await model.locator(".head-handle").boundingBox();
  await page.mouse.move((box?.x ?? 0) + 3, (box?.y ?? 0) + 10);
  await page.mouse.down();
  await page.mouse.move((box?.x ?? 0) + 63, (box?.y ?? 0) + 10, { steps: 4 });
  await page.mouse.up();
  expect(await width()).toBe(before + 76);
  await model.locator(".head-handle").dblclick();
  await expect(corpus.row(2).locator("[data-column='meta:model'] .cell-text")).toHaveJSProperty(
    "scrollLeft",
    0,
  );
  const cut = await corpus
    .row(2)
    .locator("[data-column='meta:model'] .cell-text")
    .evaluate((text) => text.scrollWidth > text.clientWidth);
  expect(cut).toBe(false);
  const turns = await page.locator(".head-cell[data-column='turns']").boundingBox();
  const words = await page.locator(".head-cell[data-column='words']").boundingBox();
  await page.mouse.move((turns?.x ?? 0) + 20, 60);
  const y = (turns?.y ?? 0) + 10;
  await page.mouse.move((turns?.x ?? 0) + 20, y);
  await page.mouse.down();
  await page.mouse.move((words?.x ?? 0) + 30, y, { steps: 5 });
  await page.mouse.up();
  const moved = (await corpus.asked("columns")).at(-1)?.columns;
  expect(moved?.slice(0, 3)).toEqual(["row", "turns", "words"]);
  expect(await corpus.asked("sort")).toEqual([]);
});

test("the column menu: filter, tick, order, and back to its button", async ({ corpus, page }) => {
  await corpus.open();
  const button = page.getByRole("button", { name: "Columns", exact: true });
  await button.click();
  const menu = page.getByRole("dialog", { name: "Columns", exact: true });
  await menu.getByRole("textbox").fill("count");
  await menu.getByRole("checkbox", { name: /country/ }).check();
  await expect(page.getByRole("columnheader", { name: "country" })).toHaveCount(1);
  await menu.getByRole("textbox").fill("");
  await menu.getByRole("checkbox", { name: /First words/ }).focus();
  await page.keyboard.press("Alt+ArrowUp");
  await expect.poll(async () => (await corpus.asked("columns")).at(-1)?.columns[0]).toBe("words");
  await expect(menu.getByRole("checkbox", { name: /First words/ })).toBeFocused();
  await page.keyboard.press("Space");
  await expect(page.getByRole("columnheader", { name: "First words" })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(menu).toBeHidden();
  await expect(button).toBeFocused();
});

test("a click on a value asks for it, a second one no longer", async ({ corpus, page }) => {
  await corpus.open({ facets: FACETS });
  const pane = page.getByRole("complementary", { name: "Filter by" });
  expect(await corpus.asked("facets")).toEqual([{ do: "facets", columns: ["status", "turns"] }]);
  await pane.getByRole("button", { name: /^done/ }).click();
  await expect(pane.getByRole("button", { name: /^done/ })).toHaveAttribute("aria-pressed", "true");
  await pane.getByRole("button", { name: /^1–2/ }).click();
  await pane.getByRole("button", { name: /^skipped/ }).click();
  await pane.getByRole("button", { name: /^1–2/ }).click();
  expect((await corpus.asked("query")).map(({ text }) => text)).toEqual([
    "status:done",
    "status:done turns:1..2",
    "(status:done OR status:skipped) turns:1..2",
    "(status:done OR status:skipped)",
  ]);
  await pane.getByRole("button", { name: "Columns to count" }).click();
  await page.getByRole("checkbox", { name: /model/ }).check();
  await page.keyboard.press("Escape");
  await pane.getByRole("button", { name: /^opus 4/ }).click();
  await expect(page.getByRole("textbox", { name: SEARCH })).toHaveValue(
    / meta\.model:"opus 4, long context"$/,
  );
  const before = (await pane.boundingBox())?.width ?? 0;
  await page.getByRole("separator").focus();
  await page.keyboard.press("ArrowRight");
  expect((await pane.boundingBox())?.width).toBe(before + 16);
});

test("after a reload: query, sort, columns, widths, place and row are as they were", async ({
  corpus,
  page,
}) => {
  await corpus.open();
  await page.getByRole("columnheader", { name: /Turns/ }).click();
  await page.getByRole("textbox", { name: SEARCH }).fill("deposit");
  await page.keyboard.press("Enter");
  await page.locator(".head-cell[data-column='turns']").focus();
  await page.keyboard.press("Shift+ArrowRight");
  await corpus.settled();
  await corpus.scrollThumbTo(0.4);
  await corpus.settled();
  const { first } = await corpus.inSight();
  await corpus.row(first + 3).click();
  await page.waitForTimeout(300);
  await page.reload();
  await corpus.settled();
  await expect(page.getByRole("textbox", { name: SEARCH })).toHaveValue("deposit");
  expect(await corpus.asked("query")).toEqual([{ do: "query", text: "deposit" }]);
  expect(await corpus.asked("sort")).toEqual([
    { do: "sort", sort: [{ column: "turns", descending: false }] },
  ]);
  await expect.poll(async () => (await corpus.inSight()).first).toBe(first);
  await expect(corpus.row(first + 3)).toHaveAttribute("aria-selected", "true");
  expect((await page.locator(".head-cell[data-column='turns']").boundingBox())?.width).toBe(96);
});

test("hostile text stays text, and stays in its cell", async ({ corpus, page }) => {
  const evil = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';
  await corpus.open();
  await page.evaluate(
    ([markup]) => {
      window.corpus.override = {
        0: markup ?? "",
        1: "\u202Ereversed \u2067 and never closed",
        2: "x".repeat(100_000),
        3: "a\u0000b\u001b[31m\nsecond\u2028line",
        4: `${"far ".repeat(20_000)}needle in the hay`,
      };
    },
    [evil],
  );
  await corpus.change({}, { generation: 2 });
  await expect(corpus.row(0).locator(".cell-text").nth(1)).toHaveText(evil);
  expect(await page.evaluate(() => "hacked" in window)).toBe(false);
  expect(await corpus.grid.locator("img, script").count()).toBe(0);
  const turns = await corpus.row(1).locator("[data-column=turns]").boundingBox();
  const same = await corpus.row(5).locator("[data-column=turns]").boundingBox();
  expect(turns?.x).toBe(same?.x);
  await expect(corpus.row(1).locator("[data-column=turns]")).toHaveText("9");
  const drawn = await corpus.row(2).locator("[data-column=words]").textContent();
  expect(drawn?.length).toBeLessThan(500);
  await expect(corpus.row(3).locator("[data-column=words]")).toHaveText("a b [31m second line");
  expect(await corpus.row(3).evaluate((row) => row.getBoundingClientRect().height)).toBe(24);
  // A hit far into the text is brought into sight.
  await page.evaluate(() => {
    window.corpus.override[0] = window.corpus.override[4] ?? "";
  });
  await page.getByRole("textbox", { name: SEARCH }).fill("needle");
  await expect(corpus.row(0).locator("mark")).toHaveText("needle");
  await expect(corpus.row(0).locator("mark")).toBeInViewport();
});

test("cells are brought up to date in place when the host has news", async ({ corpus, page }) => {
  await corpus.open();
  await expect(corpus.row(0)).toContainText("My landlord");
  await page.evaluate(() => (window.corpus.override[0] = "now judged"));
  await corpus.change({});
  await expect(corpus.row(0)).toContainText("now judged");
  const before = (await corpus.asked("rows")).length;
  await corpus.row(1).click();
  await expect(corpus.row(1)).toHaveAttribute("aria-current", "true");
  await page.waitForTimeout(500);
  // Opening a row is no news of its cells.
  expect((await corpus.asked("rows")).length).toBe(before);
});

test("rows that were asked for with other columns are dropped, whenever they come", async ({
  corpus,
  page,
}) => {
  await corpus.open();
  await expect(corpus.row(0)).toContainText("My landlord");
  // The reply to the old window is still out when the columns change.
  await page.evaluate(() => {
    window.corpus.hold = true;
    window.corpus.change({});
  });
  await expect.poll(() => page.evaluate(() => window.corpus.held.length)).toBe(2);
  const columns = [{ id: "turns", title: "Turns", numeric: true } as const];
  await corpus.change({ columns });
  await corpus.send({
    type: "rows",
    generation: 1,
    rows: [{ at: 0, row: 0, cells: [{ text: "of the old columns" }] }],
  });
  await expect(corpus.row(0)).not.toContainText("of the old columns");
  await page.evaluate(() => {
    window.corpus.hold = false;
    for (const answer of window.corpus.held.splice(0)) answer();
  });
  await expect(corpus.row(0)).toHaveText("2");
});

test("a click on a row of an older view opens that row where it is now", async ({ corpus, page }) => {
  await corpus.open();
  await expect(corpus.row(3)).not.toHaveClass(/waiting/);
  await page.evaluate(() => (window.corpus.hold = true));
  await corpus.change({}, { generation: 2 });
  await corpus.row(3).dblclick();
  await page.waitForTimeout(120);
  expect(await corpus.asked("open")).toEqual([]);
  const rows = Array.from({ length: 60 }, (_, at) => ({
    at,
    row: at - 2,
    cells: [{ text: `row ${at - 2}` }],
  }));
  await corpus.send({ type: "rows", generation: 2, rows: rows.slice(2) });
  expect(await corpus.asked("open")).toEqual([{ do: "open", generation: 2, at: 5, preview: false }]);
  await expect(corpus.row(5)).toHaveAttribute("aria-selected", "true");
});
