/** Ten million rows: every one can be reached, wheel steps are px, windows of rows come and are let go. */
import { expect, test, type CorpusPage } from "./corpus-harness.ts";
import { TEN_MILLION } from "./corpus-samples.ts";

const ROW = 24;

async function rowsHere(corpus: CorpusPage): Promise<void> {
  await expect.poll(async () => (await corpus.inSight()).waiting).toBe(0);
}

/** Px from the table's start to the first px in sight, as the drawn rows say. */
function topPx(corpus: CorpusPage): Promise<number> {
  return corpus.grid.evaluate((grid) => {
    const row = grid.querySelector(".row");
    if (row === null) throw new Error("no rows");
    const offset = row.getBoundingClientRect().top - grid.getBoundingClientRect().top - 28;
    return Number(row.id.slice("row-".length)) * 24 - offset;
  });
}

test("the first rows, and what a screen reader is told of the table's size", async ({ corpus }) => {
  await corpus.open();
  await rowsHere(corpus);
  await expect(corpus.row(0)).toContainText("My landlord wants to keep");
  await expect(corpus.grid).toHaveAttribute("aria-rowcount", String(TEN_MILLION + 1));
  await expect(corpus.grid).toHaveAttribute("aria-colcount", "8");
  await expect(corpus.row(3)).toHaveAttribute("aria-rowindex", "5");
  const asked = await corpus.asked("rows");
  expect(asked.length).toBeLessThanOrEqual(2);
  expect(asked[0]).toMatchObject({ generation: 1, from: 0 });
});

test("the thumb reaches the last row and the middle; the wheel then goes on by px", async ({
  corpus,
  page,
}) => {
  await corpus.open();
  await corpus.scrollThumbTo(1);
  await corpus.settled();
  await rowsHere(corpus);
  expect((await corpus.inSight()).last).toBe(TEN_MILLION - 1);
  await expect(corpus.row(TEN_MILLION - 1)).toContainText("10,000,000");
  await corpus.scrollThumbTo(0.5);
  await corpus.settled();
  await rowsHere(corpus);
  const middle = await corpus.inSight();
  expect(Math.abs(middle.first - TEN_MILLION / 2)).toBeLessThan(TEN_MILLION / 1000);
  await page.waitForTimeout(200);
  const before = await topPx(corpus);
  await corpus.grid.hover();
  for (let n = 0; n < 10; n++) await page.mouse.wheel(0, 100);
  await expect.poll(async () => (await topPx(corpus)) - before).toBe(1000);
  // Resting brings the thumb to where it belongs; the rows stay where they are.
  await page.waitForTimeout(300);
  expect((await topPx(corpus)) - before).toBe(1000);
  await page.mouse.wheel(0, -37);
  await expect.poll(async () => (await topPx(corpus)) - before).toBe(963);
});

test("from the last row up, and from the first down, the wheel meets no false end", async ({
  corpus,
  page,
}) => {
  await corpus.open();
  await corpus.grid.focus();
  await page.keyboard.press("Control+End");
  await rowsHere(corpus);
  const end = await topPx(corpus);
  await corpus.grid.hover();
  for (let n = 0; n < 20; n++) await page.mouse.wheel(0, -1000);
  await expect.poll(async () => end - (await topPx(corpus))).toBe(20_000);
  for (let n = 0; n < 30; n++) await page.mouse.wheel(0, 1000);
  await expect.poll(() => topPx(corpus)).toBe(end);
  await page.keyboard.press("Control+Home");
  await expect.poll(() => topPx(corpus)).toBe(0);
  await page.mouse.wheel(0, 5 * ROW);
  await expect.poll(() => topPx(corpus)).toBe(5 * ROW);
});

test("turning the wheel: rows at hand are never blank, and frames are short", async ({ corpus, page }) => {
  await corpus.open();
  await rowsHere(corpus);
  await corpus.grid.hover();
  await page.evaluate(() => {
    const seen = { frames: [] as number[], long: [] as number[], waiting: 0, drawn: 0 };
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.long.push(entry.duration);
    }).observe({ type: "longtask" });
    let last = performance.now();
    const frame = (now: number): void => {
      seen.frames.push(now - last);
      last = now;
      const box = document.querySelector("[role=grid]")?.getBoundingClientRect();
      for (const row of document.querySelectorAll(".row")) {
        const { top, bottom } = row.getBoundingClientRect();
        if (box === undefined || bottom < box.top + 28 || top > box.bottom) continue;
        seen.drawn += 1;
        if (row.classList.contains("waiting")) seen.waiting += 1;
      }
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  for (let n = 0; n < 60; n++) {
    await page.mouse.wheel(0, 120);
    await page.waitForTimeout(12);
  }
  await expect.poll(() => topPx(corpus)).toBe(7200);
  const seen = await page.evaluate(() => {
    const { seen: all } = window as unknown as {
      seen: { frames: number[]; long: number[]; waiting: number; drawn: number };
    };
    const frames = all.frames.slice(2).sort((a, b) => a - b);
    const at = (share: number): number => frames[Math.floor((frames.length - 1) * share)] ?? 0;
    return { ...all, frames: frames.length, median: at(0.5), p95: at(0.95), worst: at(1) };
  });
  test.info().annotations.push({ type: "frames", description: JSON.stringify(seen) });
  expect(seen.drawn).toBeGreaterThan(1000);
  // Prefetch is ahead of the wheel: rows come in 5 ms here.
  expect(seen.waiting).toBe(0);
});

test("placeholders while a window is on its way; only the newest of many wishes is asked for", async ({
  corpus,
  page,
}) => {
  await corpus.open();
  await rowsHere(corpus);
  await page.evaluate(() => (window.corpus.hold = true));
  const before = (await corpus.asked("rows")).length;
  const ms = await corpus.grid.evaluate(async (grid) => {
    const start = performance.now();
    for (let n = 1; n <= 40; n++) {
      grid.scrollTop = (grid.scrollHeight * n) / 50;
      await new Promise((done) => requestAnimationFrame(done));
    }
    return performance.now() - start;
  });
  await corpus.settled();
  const there = await corpus.inSight();
  expect(there.waiting).toBe(there.count);
  await expect
    .poll(async () => {
      const last = (await corpus.asked("rows")).at(-1);
      return last !== undefined && last.from <= there.first && last.from + last.count > there.last;
    })
    .toBe(true);
  // One at once, one each 120 ms while none is answered, and the last.
  expect((await corpus.asked("rows")).length - before).toBeLessThanOrEqual(ms / 120 + 3);
  await page.evaluate(() => {
    window.corpus.hold = false;
    for (const answer of window.corpus.held) answer();
  });
  await rowsHere(corpus);
});

test("rows of an older generation are dropped", async ({ corpus, page }) => {
  await corpus.open();
  await rowsHere(corpus);
  await corpus.send({
    type: "rows",
    generation: 99,
    rows: [{ at: 0, row: 5, cells: [{ text: "of the future" }] }],
  });
  await expect(corpus.row(0)).not.toContainText("of the future");
  await page.evaluate(() => (window.corpus.hold = true));
  await corpus.change({}, { generation: 7 });
  await corpus.send({
    type: "rows",
    generation: 1,
    rows: [{ at: 0, row: 5, cells: [{ text: "of the past" }] }],
  });
  // The old rows stay in sight until the new ones come: no flicker.
  await expect(corpus.row(0)).toContainText("My landlord");
  await corpus.send({ type: "rows", generation: 7, rows: [{ at: 0, row: 5, cells: [{ text: "newest" }] }] });
  await expect(corpus.row(0)).toContainText("newest");
});

test("a table that grows keeps its place, and says so once it is done", async ({ corpus, page }) => {
  const some = { rows: 5_000, growing: true };
  await corpus.open({ ...some, view: { generation: 1, rows: 5_000, query: "", sort: [], partial: false } });
  await rowsHere(corpus);
  await corpus.grid.hover();
  await page.mouse.wheel(0, 1000 * ROW);
  await expect.poll(async () => (await corpus.inSight()).first).toBe(1000);
  for (let n = 2; n < 8; n++) {
    const rows = 5_000 * n;
    await corpus.change({ rows }, { generation: n, rows });
    const { first, waiting } = await corpus.inSight();
    expect([first, waiting]).toEqual([1000, 0]);
  }
  const live = page.locator("[role=status]");
  await expect(live).toHaveText("5,000 rows so far");
  await corpus.change({ rows: 40_000, growing: false }, { generation: 8, rows: 40_000 });
  await expect(live).toHaveText("40,000 rows");
  await expect(corpus.grid).toHaveAttribute("aria-rowcount", "40001");
  expect((await corpus.inSight()).first).toBe(1000);
});

test("rows that come in above are followed", async ({ corpus, page }) => {
  await corpus.open();
  await rowsHere(corpus);
  await corpus.grid.hover();
  await page.mouse.wheel(0, 100 * ROW);
  await expect.poll(async () => (await corpus.inSight()).first).toBe(100);
  await page.evaluate(() => (window.corpus.hold = true));
  await corpus.change({}, { generation: 2 });
  // Three rows were put in before the row that was first.
  const rows = Array.from({ length: 120 }, (_, n) => ({
    at: 60 + n,
    row: 57 + n,
    cells: [{ text: `${57 + n}` }],
  }));
  await corpus.send({ type: "rows", generation: 2, rows });
  expect((await corpus.inSight()).first).toBe(103);
  await expect(corpus.row(103)).toContainText("100");
});

test("the selected row stays in sight when the table gets less room", async ({ corpus, page }) => {
  await corpus.open();
  await rowsHere(corpus);
  await corpus.grid.focus();
  await page.keyboard.press("Control+End");
  await corpus.settled();
  await rowsHere(corpus);
  expect((await corpus.inSight()).last).toBe(TEN_MILLION - 1);
  await page.setViewportSize({ width: 1200, height: 380 });
  await expect.poll(async () => (await corpus.inSight()).last).toBe(TEN_MILLION - 1);
});
