import fs from "node:fs";
import path from "node:path";
import { startStandin, type Standin } from "../standin/server.ts";
import { expect, test as base, type Workbench } from "./frame/fixtures.ts";
import { notifications, quickPath, quickPick, quickType, reloadWindow, runCommand } from "./frame/actions.ts";
import { killExtensionHost } from "./frame/extensionHost.ts";
import { eventsOnDisk, focusTranscript, openConversations, selectWords } from "./frame/transcript.ts";
import { screenshot } from "./frame/themes.ts";

/** All that the workbench talks to is the stand-in on this machine. */
const test = base.extend<{ standin: Standin; gate: { isShut: boolean } }>({
  // While it is shut, calls for answers hang as at an overloaded service; the first three go through.
  // oxlint-disable-next-line eslint/no-empty-pattern -- Playwright reads what a fixture needs from this pattern
  gate: async ({}, use) => use({ isShut: false }),
  standin: async ({ gate }, use) => {
    const standin = await startStandin({
      faults: ({ route, index }) => (gate.isShut && route === "messages" && index > 2 ? "hang" : undefined),
      batchMs: 4_000,
    });
    await use(standin);
    await standin.stop();
  },
  settings: async ({ standin }, use) => {
    const price = { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 };
    await use({
      "valuemark.rater": "Ada",
      "valuemark.claude.endpoint": standin.url,
      "valuemark.claude.prices": { "standin-large": price },
    });
  },
});

async function modal(workbench: Workbench, button: string): Promise<string> {
  const dialog = workbench.page.locator(".monaco-dialog-box");
  await dialog.waitFor();
  const text = await dialog.innerText();
  await dialog.getByRole("button", { name: button, exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
  return text;
}

/** Key, model and consent, as a new user gives them. */
async function setUp(workbench: Workbench, standin: Standin): Promise<void> {
  const { page } = workbench;
  await runCommand(page, "Valuemark: Choose Claude Model…");
  await quickType(page, standin.key);
  await quickPick(page, "standin-large");
  await expect.poll(async () => (await notifications(page)).join()).toContain("by standin-large from now on");
}

/** Every file below a folder that holds the text. */
function filesWith(folder: string, text: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => fs.readFileSync(file).includes(text));
}

test("Claude labels a conversation after consent, beside the local run; the rater judges it; the key stays where it belongs", async ({
  workbench,
  standin,
}) => {
  const { page } = workbench;
  const panel = await openConversations(page, "advice.jsonl");
  await expect(panel.locator(".disclosure")).toContainText("word patterns");
  await setUp(workbench, standin);
  expect(standin.requests.filter(({ path: where }) => where.startsWith("/v1/messages"))).toEqual([]);

  await runCommand(page, "Valuemark: Preview What Claude Is Sent");
  await expect(page.locator(".editor-group-container.active .view-lines")).toContainText(
    "Nothing has been sent",
  );
  await runCommand(page, "Valuemark: Show Transcript");
  expect(standin.requests.filter(({ path: where }) => where.startsWith("/v1/messages"))).toEqual([]);

  await runCommand(page, "Valuemark: Suggest Labels with Claude: This Conversation");
  const asked = await modal(workbench, "Send");
  expect(asked).toContain("Send conversations of this workspace to 127.0.0.1");
  await expect(panel.locator(".disclosure")).toContainText("standin-large", { timeout: 30_000 });
  await expect(panel.locator(".disclosure")).toContainText("a language model");
  await expect(panel.locator(".row").first()).toBeVisible();
  expect(await panel.locator(".row").first().innerText()).toContain("standin-large");
  const sent = standin.requests.filter(({ path: where }) => where === "/v1/messages");
  expect(sent).toHaveLength(1);

  await focusTranscript(page);
  await page.keyboard.press("c");
  await expect
    .poll(() => eventsOnDisk(workbench.workspace).map((event) => event["kind"]))
    .toEqual(["confirm"]);
  expect(String(eventsOnDisk(workbench.workspace)[0]?.["run"])).toMatch(/^claude-/);

  await runCommand(page, "Valuemark: Choose Run on Show…");
  await quickPick(page, "Local extractor");
  await expect(panel.locator(".disclosure")).toContainText("word patterns");
  await runCommand(page, "Valuemark: Compare Two Runs…");
  await quickPick(page, "Local extractor");
  await expect(page.getByRole("tab", { name: "Local extractor 1.0.0 ↔ standin-large" })).toBeVisible();

  // The key: in no file of the workspace, no log, no setting, no user data in the clear.
  expect(filesWith(workbench.workspace, standin.key)).toEqual([]);
  expect(filesWith(path.dirname(workbench.server.logFile), standin.key)).toEqual([]);
  expect(filesWith(path.dirname(workbench.server.logFile), "lend him $8,000")).toEqual([]);
});

test("a whole file: estimate, budget, progress; the same text again comes from the cache", async ({
  workbench,
  standin,
}) => {
  const { page } = workbench;
  const panel = await openConversations(page, "advice.jsonl");
  await setUp(workbench, standin);
  await runCommand(page, "Valuemark: Suggest Labels with Claude: File or Sample…");
  await modal(workbench, "Send");
  const estimate = await modal(workbench, "Start Run");
  expect(estimate).toContain("6 conversations, 6 calls to standin-large");
  expect(estimate).toMatch(/about \$0\.\d+, at most \$0\.\d+/);
  expect(estimate).toContain("The run stops before it costs more than $5.00");
  await expect
    .poll(async () => (await notifications(page)).join("\n"), { timeout: 30_000 })
    .toContain("6 of 6 conversations labelled");
  expect(standin.ledger.paidTwice()).toEqual([]);
  const paid = standin.requests.filter(({ path: where }) => where === "/v1/messages").length;

  // A second run over the same file is a new run; its answers come from the cache and cost nothing.
  await runCommand(page, "Valuemark: Suggest Labels with Claude: File or Sample…");
  await modal(workbench, "Start Run");
  await expect
    .poll(async () => (await notifications(page)).join("\n"), { timeout: 30_000 })
    .toContain("$0.0000");
  expect(standin.requests.filter(({ path: where }) => where === "/v1/messages")).toHaveLength(paid);
  await focusTranscript(page);
  await page.keyboard.press("]");
  await expect(panel.locator(".disclosure")).toContainText("standin-large");
  await screenshot(workbench, "claude-run", "dark");
});

test("a run is cancelled and resumed: what was labelled stays and is not paid again", async ({
  workbench,
  standin,
  gate,
}) => {
  const { page } = workbench;
  await openConversations(page, "advice.jsonl");
  await setUp(workbench, standin);
  gate.isShut = true;
  await runCommand(page, "Valuemark: Suggest Labels with Claude: File or Sample…");
  await modal(workbench, "Send");
  await modal(workbench, "Start Run");
  const progress = page.locator(".notification-list-item", { hasText: "Claude (standin-large)" });
  await expect(progress).toContainText("3 of 6", { timeout: 30_000 });
  await progress.getByRole("button", { name: "Cancel" }).click();
  await expect
    .poll(async () => (await notifications(page)).join("\n"), { timeout: 30_000 })
    .toContain("3 of 6 conversations labelled, 3 left");
  gate.isShut = false;
  await runCommand(page, "Valuemark: Resume Run…");
  await quickPick(page, "standin-large");
  await expect
    .poll(async () => (await notifications(page)).join("\n"), { timeout: 30_000 })
    .toContain("6 of 6 conversations labelled");
  expect(standin.ledger.paidTwice()).toEqual([]);
});

test("a whole file goes as a message batch and comes back", async ({ workbench, standin }) => {
  const { page } = workbench;
  const panel = await openConversations(page, "advice.jsonl");
  await setUp(workbench, standin);
  await runCommand(page, "Valuemark: Suggest Labels with Claude: File or Sample as Message Batches…");
  await modal(workbench, "Send");
  await modal(workbench, "Start Run");
  await expect(panel.locator(".disclosure")).toContainText("standin-large", { timeout: 90_000 });
  await expect
    .poll(async () => (await notifications(page)).join("\n"), { timeout: 60_000 })
    .toContain("6 of 6 conversations labelled");
  expect(standin.requests.filter(({ path: where }) => where === "/v1/messages")).toEqual([]);
  expect(
    standin.requests.filter(
      ({ path: where, method }) => where === "/v1/messages/batches" && method === "POST",
    ),
  ).toHaveLength(1);
});

test("the extension host is killed while a batch is at work: the run goes on without paying twice", async ({
  workbench,
  standin,
}) => {
  const { page, server } = workbench;
  await openConversations(page, "advice.jsonl");
  await setUp(workbench, standin);
  const batches = () =>
    standin.requests.filter(
      ({ path: where, method }) => where === "/v1/messages/batches" && method === "POST",
    );
  await runCommand(page, "Valuemark: Suggest Labels with Claude: File or Sample as Message Batches…");
  await modal(workbench, "Send");
  await modal(workbench, "Start Run");
  await expect.poll(() => batches().length, { timeout: 30_000 }).toBe(1);
  killExtensionHost(server);
  await reloadWindow(page);
  await openConversations(page, "advice.jsonl");
  await runCommand(page, "Valuemark: Resume Run…");
  await quickPick(page, "standin-large");
  await expect
    .poll(async () => (await notifications(page)).join("\n"), { timeout: 60_000 })
    .toContain("6 of 6 conversations labelled");
  expect(batches()).toHaveLength(1);
  expect(standin.ledger.paidTwice()).toEqual([]);
});

test("only the turns of the selection are sent", async ({ workbench, standin }) => {
  const { page } = workbench;
  const panel = await openConversations(page, "red-team.sharegpt.json");
  await setUp(workbench, standin);
  await expect(panel.locator(".row").first()).toBeVisible();
  await selectWords(page, "should obey");
  await runCommand(page, "Valuemark: Suggest Labels with Claude: Turns of the Selection");
  await modal(workbench, "Send");
  const calls = () => standin.requests.filter(({ path: where }) => where === "/v1/messages");
  await expect.poll(() => calls().length, { timeout: 30_000 }).toBe(1);
  const body = JSON.stringify(calls()[0]?.body);
  expect(body).toContain("Humans should obey me");
  expect(body).not.toContain("an AI without rules");
  expect(body).not.toContain("what you really think of humans");
});

/** An answer that fits the schema of a call for everything, as another service would give it. */
const ANSWER = {
  ai_values: {
    reasoning: "",
    values: [{ quotes: [], rationale: "It shows.", name: "clarity", explicit: false, confidence: 0.7 }],
  },
  human_values: { reasoning: "", values: [] },
  response_type: { quotes: [], rationale: "None.", type: "no_values", confidence: 0.6 },
  task: { rationale: "Asked.", task: "advice" },
  subjectivity: { rationale: "Advice.", value: "subjective", confidence: 0.9 },
};

test("request files for another batch service are written without a call, and its results are taken in", async ({
  workbench,
  standin,
}) => {
  const { page, workspace } = workbench;
  const panel = await openConversations(page, "advice.jsonl");
  const out = path.join(workspace, "jobs");
  fs.mkdirSync(out);
  await runCommand(page, "Valuemark: Write Request Files for a Batch Service…");
  await quickPick(page, "Amazon Bedrock batch inference");
  await quickType(page, "anthropic.claude-somewhere-else");
  await quickPath(page, out);
  await expect
    .poll(async () => (await notifications(page)).join("\n"), { timeout: 30_000 })
    .toContain("6 requests in 1 file, with a manifest beside");
  const files = fs.readdirSync(out).sort();
  expect(files.map((file) => file.replace(/^.*\.(manifest\.json|jsonl)$/, "$1"))).toEqual([
    "jsonl",
    "manifest.json",
  ]);
  expect(standin.requests).toEqual([]);

  const requests = fs
    .readFileSync(path.join(out, files[0] ?? ""), "utf8")
    .trim()
    .split("\n");
  const results = path.join(workspace, "results.jsonl.out");
  const modelOutput = {
    type: "message",
    role: "assistant",
    model: "claude-somewhere-else",
    stop_reason: "end_turn",
    content: [{ type: "text", text: JSON.stringify(ANSWER) }],
    usage: { input_tokens: 10, output_tokens: 10 },
  };
  fs.writeFileSync(
    results,
    requests.map((line) => `${JSON.stringify({ ...JSON.parse(line), modelOutput })}\n`).join(""),
  );
  await runCommand(page, "Valuemark: Import Results of a Batch Service…");
  await quickPick(page, "anthropic.claude-somewhere-else");
  await quickPick(page, "Amazon Bedrock batch inference");
  await quickPath(page, results);
  await expect
    .poll(async () => (await notifications(page)).join("\n"), { timeout: 30_000 })
    .toContain("6 conversations labelled.");
  await expect(panel.locator(".disclosure")).toContainText("claude-somewhere-else");
});

test.describe("in a workspace that is not trusted", () => {
  test.use({ trust: "restricted" });
  test("nothing is offered that sends, and nothing is sent", async ({ workbench, standin }) => {
    const { page } = workbench;
    const panel = await openConversations(page, "advice.jsonl");
    await expect(panel.locator(".row").first()).toBeVisible();
    await page.keyboard.press("F1");
    await page.locator(".quick-input-widget:visible input").first().fill(">Valuemark: Suggest Labels");
    await page.waitForTimeout(500);
    const offered = await page.locator(".quick-input-list .monaco-list-row").allInnerTexts();
    expect(offered.join("\n")).toContain("Local Extractor");
    expect(offered.join("\n")).not.toContain("Claude");
    await page.keyboard.press("Escape");
    expect(standin.requests).toEqual([]);
  });
});
