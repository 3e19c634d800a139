/** The adjudication page: what each says stands side by side, decisions go to the host, typing stays in its field. */
import { expect, test } from "./adjudication-harness.ts";
import { caseSnapshot, caseView } from "./adjudication-samples.ts";

const VIEW = caseView();
const ROWS = VIEW.groups.flatMap(({ rows }) => rows);
const SELECTED = VIEW.selectedRow ?? "";
const CLOSED = ROWS.find(({ kind }) => kind === "responseType");

test("columns, votes and what each said", async ({ adjudication, page }) => {
  await adjudication.open(caseSnapshot());
  const heads = page.getByRole("columnheader");
  await expect(heads).toHaveText([
    /label/,
    /1Amina Diallo/,
    /2Bo Lindqvistyou/,
    /3Chiara Conti/,
    /local word patterns/,
    /decision/,
  ]);
  await expect(page.getByText("Decided by Bo Lindqvist, who is one of the raters")).toBeVisible();
  const unanimous = ROWS.find(({ agreement }) => agreement === "unanimous");
  await expect(adjudication.row(unanimous?.id ?? "")).toContainText("3 of 3, unanimous");
  await expect(
    adjudication
      .row(CLOSED?.id ?? "")
      .getByRole("cell")
      .nth(1),
  ).toContainText("Mild resistance");
});

test("hostile labels are text", async ({ adjudication, page }) => {
  await adjudication.open(caseSnapshot());
  await expect(page.getByText("<img src=x onerror=alert(1)>")).toBeVisible();
  expect(await page.locator("img").count()).toBe(0);
});

test("the row's buttons ask for what they say", async ({ adjudication, page }) => {
  await adjudication.open(caseSnapshot());
  const row = adjudication.row(SELECTED);
  await row.getByRole("button", { name: "accept" }).click();
  await row.getByRole("button", { name: "reject" }).click();
  await row.getByRole("button", { name: "take Chiara Conti's answer" }).click();
  await row.getByRole("button", { name: "turn 2" }).click();
  await page.getByRole("button", { name: "Done, next" }).click();
  expect(await adjudication.asked()).toEqual([
    { do: "accept", row: SELECTED },
    { do: "reject", row: SELECTED },
    { do: "take", row: SELECTED, key: 3 },
    { do: "reveal", row: SELECTED, column: "rater:Chiara Conti", span: 0 },
    { do: "done" },
  ]);
});

test("arrows move between rows and stay in the page; letters go to VS Code", async ({
  adjudication,
  page,
}) => {
  await adjudication.open(caseSnapshot());
  const at = ROWS.findIndex(({ id }) => id === SELECTED);
  await adjudication.row(SELECTED).focus();
  await page.keyboard.press("ArrowDown");
  await expect(adjudication.row(ROWS[at + 1]?.id ?? "")).toBeFocused();
  for (const key of ["y", "n", "1", "d", "Enter", "u", "?"]) await page.keyboard.press(key);
  expect(await page.evaluate(() => window.forwarded)).toEqual(["y", "n", "1", "d", "Enter", "u", "?"]);
  expect(await adjudication.asked(true)).toEqual([{ do: "select", row: ROWS[at + 1]?.id }]);
});

test("a reason is typed without deciding, kept as a draft, saved with Enter", async ({
  adjudication,
  page,
}) => {
  const decided = ROWS.find(({ decision }) => decision !== undefined);
  if (!decided) throw new Error("no decided row");
  const snapshot = caseSnapshot();
  if (snapshot.screen.type !== "conversation") throw new Error("no conversation");
  const conversation = { ...snapshot.screen.conversation, selectedRow: decided.id };
  await adjudication.open({ ...snapshot, screen: { type: "conversation", conversation } });
  await adjudication.send({ type: "focus", target: "reason" });
  await expect(page.getByRole("textbox", { name: "Reason" })).toBeFocused();
  await page.getByRole("textbox", { name: "Reason" }).selectText();
  await page.keyboard.type("no, y and d are words");
  await expect
    .poll(async () => (await adjudication.asked()).at(-1))
    .toEqual({ do: "draft", row: decided.id, text: "no, y and d are words" });
  await page.keyboard.press("Enter");
  await expect
    .poll(async () => (await adjudication.asked()).at(-1))
    .toEqual({ do: "reason", row: decided.id, text: "no, y and d are words" });
  await expect(adjudication.row(decided.id)).toBeFocused();
  expect((await page.evaluate(() => window.forwarded)).filter((key) => key.length === 1)).toEqual([]);
});

test("of a closed set another answer is chosen in the row", async ({ adjudication, page }) => {
  const snapshot = caseSnapshot();
  if (snapshot.screen.type !== "conversation" || !CLOSED) throw new Error("no such row");
  const conversation = { ...snapshot.screen.conversation, selectedRow: CLOSED.id };
  await adjudication.open({ ...snapshot, screen: { type: "conversation", conversation } });
  await adjudication.send({ type: "focus", target: "other" });
  await expect(page.getByRole("combobox", { name: "Another answer" })).toBeFocused();
  await page.getByRole("combobox", { name: "Another answer" }).selectOption("strong_support");
  expect(await adjudication.asked()).toEqual([{ do: "other", row: CLOSED.id, value: "strong_support" }]);
});

test("queue, toggles, undo; an older snapshot is ignored", async ({ adjudication, page }) => {
  await adjudication.open(caseSnapshot({ revision: 9 }));
  await page.getByRole("button", { name: "chat-0007" }).click();
  await page.getByRole("button", { name: "Only where raters differ" }).click();
  await page.getByRole("button", { name: "Extractor" }).click();
  await page.getByRole("button", { name: "Undo: reason" }).click();
  expect(await adjudication.asked()).toEqual([
    { do: "go", key: "h6 chat-6" },
    { do: "toggleDisputed" },
    { do: "toggleExtractor" },
    { do: "undo" },
  ]);
  await adjudication.send({
    type: "snapshot",
    snapshot: caseSnapshot({ revision: 3, corpus: "older.jsonl" }),
  });
  await expect(page.getByText("support-chats.jsonl")).toBeVisible();
});

test("keys are listed, and nothing behind the list is decided", async ({ adjudication, page }) => {
  await adjudication.open(caseSnapshot());
  await adjudication.send({ type: "focus", target: "keys" });
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await page.keyboard.press("y");
  expect(await page.evaluate(() => window.forwarded)).toEqual([]);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeHidden();
});

test("what could not be saved is said", async ({ adjudication, page }) => {
  await adjudication.open(
    caseSnapshot({
      saving: { pending: 0, error: "The judgement was not saved: no space is left on the disk" },
    }),
  );
  await expect(page.getByText("no space is left on the disk")).toBeVisible();
});
