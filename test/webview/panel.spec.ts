/** What a snapshot may not disturb, and what a person's keys and clicks ask for. */
import { expect, test } from "./harness.ts";
import { conversation, manyRows, QUESTIONS, row, snapshot } from "./samples.ts";

const NOTE = "Note";

test("text typed in the note outlives snapshots, with focus and caret", async ({ panel, page }) => {
  await panel.open();
  await panel.show(snapshot(1));
  await page.getByRole("textbox", { name: NOTE }).focus();
  await page.keyboard.type("The tone shifts here");
  await page.keyboard.press("Home");
  await page.keyboard.type("X");
  for (let revision = 2; revision < 6; revision++) {
    await panel.show(snapshot(revision, { note: revision % 2 === 0 ? "" : "older note", judged: revision }));
    await page.keyboard.type(String(revision));
  }
  await expect(page.getByRole("textbox", { name: NOTE })).toHaveValue("X2345The tone shifts here");
  expect(await panel.focused()).toBe(NOTE);
});

test("typed text is sent as a draft after a pause and survives a reload", async ({ panel, page }) => {
  await panel.open();
  await panel.show(snapshot(1));
  await page.getByRole("textbox", { name: NOTE }).pressSequentially("keep me", { delay: 20 });
  await expect.poll(() => panel.asked()).toEqual([{ do: "draft", field: "note", text: "keep me" }]);
  expect(await page.evaluate(() => window.posted.at(-1)?.conversation)).toBe("sample.jsonl#c3");
  await page.reload();
  await panel.show(snapshot(1));
  await expect(page.getByRole("textbox", { name: NOTE })).toHaveValue("keep me");
  await expect(page.getByText("draft, not yet saved")).toBeVisible();
});

test("a draft typed just before the conversation turns stays with its own", async ({ panel, page }) => {
  await panel.open();
  await panel.show(snapshot(1));
  await page.getByRole("textbox", { name: NOTE }).pressSequentially("for c3");
  await panel.show(snapshot(2, { key: "sample.jsonl#c4", id: "c4", index: 3 }));
  await expect(page.getByRole("textbox", { name: NOTE })).toHaveValue("");
  await expect.poll(() => panel.asked()).toHaveLength(1);
  expect(await page.evaluate(() => window.posted.at(-1)?.conversation)).toBe("sample.jsonl#c3");
  await panel.show(snapshot(3));
  await expect(page.getByRole("textbox", { name: NOTE })).toHaveValue("for c3");
});

test("Ctrl+Enter saves the note once; a refusal keeps it and says why", async ({ panel, page }) => {
  await panel.open();
  await panel.show(snapshot(1));
  await page.evaluate(() => (window.host.error = "The disk is full."));
  await page.getByRole("textbox", { name: NOTE }).pressSequentially("n1");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("alert").filter({ hasText: "The disk is full." })).toBeVisible();
  await expect(page.getByText("draft, not yet saved")).toBeVisible();
  await page.evaluate(() => (window.host.error = undefined));
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("draft, not yet saved")).toBeHidden();
  await expect(page.getByText("The disk is full.")).toBeHidden();
  await panel.show(snapshot(2, { note: "n1" }));
  await expect(page.getByRole("textbox", { name: NOTE })).toHaveValue("n1");
  expect((await panel.asked()).filter((ask) => ask.do === "note")).toHaveLength(2);
});

test("the task is saved on Enter, and leaving the field doesn't save it again", async ({ panel, page }) => {
  await panel.open();
  await panel.show(snapshot(1));
  await page.getByRole("textbox", { name: "Task" }).pressSequentially("read a contract");
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: NOTE }).focus();
  await panel.show(snapshot(2));
  const answers = (await panel.asked()).filter((ask) => ask.do === "answer");
  expect(answers).toEqual([{ do: "answer", kind: "task", value: "read a contract" }]);
});

test("letters reach VS Code from the rows but not from the text fields", async ({ panel, page }) => {
  await panel.open();
  await panel.show(snapshot(1));
  await page.getByRole("textbox", { name: NOTE }).focus();
  for (const key of ["c", "X", "?", "[", "@", "Control+z", "ArrowUp", "Backspace", "Enter"])
    await page.keyboard.press(key);
  expect(await panel.forwarded()).toEqual(["Control"]);
  await page.keyboard.press("Escape");
  expect(await panel.focused()).toContain("intellectual honesty");
  for (const key of ["c", "x", "d", "?"]) await page.keyboard.press(key);
  expect(await panel.forwarded()).toEqual(["Control", "c", "x", "d", "?"]);
});

test("arrows choose rows; focus and selection follow the host too", async ({ panel, page }) => {
  await panel.open();
  await panel.show(snapshot(1));
  await panel.send({ type: "focus", target: "row" });
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  expect(await panel.asked(true)).toEqual([
    { do: "select", row: "r2" },
    { do: "select", row: "r3" },
  ]);
  expect(await panel.focused()).toContain("emotional support");
  expect(await panel.forwarded()).toEqual([]);
  await panel.show(snapshot(2, { selectedRow: "h1" }));
  await expect(panel.row("h1")).toHaveClass(/selected/);
  expect(await panel.focused()).toContain("self-reliance");
});

test("a snapshot that crosses a selection on its way doesn't move it back", async ({ panel, page }) => {
  await panel.open();
  await panel.show(snapshot(1));
  await page.evaluate(() => (window.host.reply = false));
  await panel.row("r3").click();
  await panel.show(snapshot(2, { selectedRow: "r1" }));
  await expect(panel.row("r3")).toHaveClass(/selected/);
});

test("an older snapshot is ignored", async ({ panel, page }) => {
  await panel.open();
  await panel.show(snapshot(7, { title: "Newer" }));
  await panel.show(snapshot(6, { title: "Older" }));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Newer");
});

test("confirm, correct, reject: one click each, also on a row that isn't selected", async ({
  panel,
  page,
}) => {
  await panel.open();
  await panel.show(snapshot(1));
  await panel.row("r1").getByRole("button", { name: "Confirm" }).click();
  await panel.row("r5").getByRole("button", { name: "Reject" }).click();
  await panel.row("h1").getByRole("button", { name: "Correct" }).click();
  await panel.row("r6").hover();
  await panel.row("r6").getByRole("button", { name: "Retract" }).click();
  expect(await panel.asked()).toEqual([
    { do: "confirm", row: "r1" },
    { do: "reject", row: "r5" },
    { do: "correct", row: "h1" },
    { do: "retract", row: "r6" },
  ]);
  await panel.show(
    snapshot(2, { rows: conversation().rows.map((r) => (r.id === "r1" ? { ...r, state: "confirmed" } : r)) }),
  );
  await expect(page.locator("[role=status].visually-hidden")).toHaveText("intellectual honesty confirmed");
});

test("evidence reveals; unanchored evidence says so", async ({ panel, page }) => {
  await panel.open();
  await panel.show(snapshot(1));
  await page.getByRole("button", { name: /Take that as an estimate/ }).click();
  expect(await panel.asked()).toEqual([{ do: "reveal", row: "r1", span: 1 }]);
  await expect(page.getByText("not found in the text")).toBeHidden();
  await panel
    .row("r1")
    .getByRole("button", { name: /1 more/ })
    .click();
  await expect(page.getByText("not found in the text")).toBeVisible();
});

test("digits answer inside their group only; arrows only look", async ({ panel, page }) => {
  await panel.open();
  await panel.show(snapshot(1));
  await panel.send({ type: "focus", target: "responseType" });
  await expect(page.getByRole("radio", { name: /Mild support/ })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByText(/Names the human's values and leaves it/)).toBeVisible();
  expect(await panel.asked()).toEqual([]);
  await page.keyboard.press("4");
  expect(await panel.asked()).toEqual([{ do: "answer", kind: "responseType", value: "reframing" }]);
  expect(await panel.forwarded()).toEqual([]);
  await page.keyboard.press("j");
  expect(await panel.forwarded()).toEqual(["j"]);
  await panel.show(snapshot(2, { questions: QUESTIONS.map((q) => ({ ...q, answer: "reframing" })) }));
  await expect(page.getByRole("radio", { name: "Reframing" })).toBeChecked();
  await expect(page.getByRole("radio", { name: "Reframing" })).toBeFocused();
});

test("the keys: focus is trapped and given back, and no key gets out", async ({ panel, page }) => {
  await panel.open();
  await panel.show(snapshot(1));
  await panel.send({ type: "focus", target: "row" });
  await panel.send({ type: "focus", target: "keys" });
  for (let n = 0; n < 6; n++) {
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.closest("dialog, body")?.tagName)).not.toBe(
      "MAIN",
    );
    expect(await page.evaluate(() => document.activeElement?.closest("main, header, footer"))).toBeNull();
  }
  await page.keyboard.press("c");
  expect((await panel.forwarded()).filter((key) => key !== "Tab")).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  expect(await panel.focused()).toContain("intellectual honesty");
});

test("an intent that nobody answers is told after 10 s, not lost in silence", async ({ panel, page }) => {
  await page.clock.install();
  await panel.open();
  await page.evaluate((s) => window.postMessage({ type: "snapshot", snapshot: s }), snapshot(1));
  await page.clock.runFor(100);
  await page.evaluate(() => (window.host.reply = false));
  await page.getByRole("button", { name: /Skip/ }).click();
  await page.clock.runFor(10_100);
  await expect(page.getByRole("alert").filter({ hasText: "No answer within 10 s" })).toBeVisible();
});

test("hostile text stays text", async ({ panel, page }) => {
  const evil = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';
  await panel.open();
  await panel.show(
    snapshot(1, {
      title: evil,
      rows: [row("r1", evil, { path: [evil], rationale: evil, definition: evil })],
    }),
  );
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(evil);
  expect(await page.evaluate(() => "hacked" in window)).toBe(false);
  expect(await page.locator("#root img, #root script").count()).toBe(0);
});

test("a conversation opens at its selected row, and a reload at the place it was left", async ({
  panel,
  page,
}) => {
  const rows = manyRows(100);
  await panel.open();
  await panel.show(snapshot(1, { rows, selectedRow: "m50" }));
  await expect(panel.row("m50")).toBeInViewport();
  await page.locator(".scroller").evaluate((element) => element.scrollTo(0, 700));
  await expect
    .poll(() => page.evaluate(() => sessionStorage.getItem("kept") ?? ""))
    .toContain('"scrollTop":700');
  await page.reload();
  await panel.show(snapshot(1, { rows, selectedRow: "m50" }));
  expect(await page.locator(".scroller").evaluate((element) => element.scrollTop)).toBe(700);
});

test("Tab goes head, labels, questions, foot, and every control has a name", async ({ panel, page }) => {
  await panel.open();
  await panel.show(snapshot(1));
  // Tab starts at the selected row, which was scrolled to; here from the very first control.
  await page.getByRole("button", { name: "Previous conversation" }).focus();
  const places: string[] = ["head"];
  for (let n = 0; n < 45; n++) {
    await page.keyboard.press("Tab");
    const [place, name] = await page.evaluate(() => {
      const at = document.activeElement;
      const part = at?.closest(".head, .strip, .labels, .questions, .foot")?.className ?? "";
      return [part, (at?.getAttribute("aria-label") ?? at?.textContent ?? "").trim()];
    });
    if (place === undefined || place === "") break;
    expect(name).not.toBe("");
    if (places.at(-1) !== place) places.push(place);
  }
  expect(places).toEqual(["head", "labels", "questions", "foot"]);
});

test("600 rows: scroll stays, only what changed is touched", async ({ panel, page }) => {
  await panel.open();
  const rows = manyRows(600);
  const first = await page.evaluate(
    (s) => {
      const start = performance.now();
      dispatchEvent(new MessageEvent("message", { data: { type: "snapshot", snapshot: s } }));
      document.body.getBoundingClientRect();
      return performance.now() - start;
    },
    snapshot(1, { rows, selectedRow: "m0" }),
  );
  await page.locator(".scroller").evaluate((element) => element.scrollTo(0, 9000));
  const top = await page.locator(".scroller").evaluate((element) => element.scrollTop);
  await page.evaluate(() => {
    const counter = new MutationObserver((list) => (document.body.dataset["touched"] = String(list.length)));
    for (const list of document.querySelectorAll(".rows"))
      counter.observe(list, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  const changed = rows.map((r) => (r.id === "m300" ? { ...r, state: "rejected" as const } : r));
  const times: number[] = [];
  for (let revision = 2; revision < 12; revision++) {
    times.push(
      await page.evaluate(
        (s) => {
          const start = performance.now();
          dispatchEvent(new MessageEvent("message", { data: { type: "snapshot", snapshot: s } }));
          document.body.getBoundingClientRect();
          return performance.now() - start;
        },
        snapshot(revision, { rows: revision % 2 === 0 ? changed : rows, selectedRow: "m0" }),
      ),
    );
  }
  const touched = await page.evaluate(() => Number(document.body.dataset["touched"]));
  expect(await page.locator(".scroller").evaluate((element) => element.scrollTop)).toBe(top);
  expect(touched).toBeGreaterThan(0);
  expect(touched).toBeLessThan(20);
  times.sort((a, b) => a - b);
  console.log(
    `600 rows: first ${first.toFixed(1)} ms; update median ${(times[5] ?? 0).toFixed(1)} ms, worst ${(times[9] ?? 0).toFixed(1)} ms`,
  );
});
