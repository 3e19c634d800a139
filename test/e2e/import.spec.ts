import fs from "node:fs";
import path from "node:path";
import { expect, test } from "./frame/fixtures.ts";
import { notifications, quickPath, quickPick, runCommand } from "./frame/actions.ts";
import { eventsOnDisk, focusTranscript, openConversations, shownLabels } from "./frame/transcript.ts";

test.use({ settings: { "valuemark.rater": "Ada" } });

test("labels of a pipeline are imported after a dry run and spot-checked", async ({ workbench }) => {
  const { page, workspace } = workbench;
  const rows = [
    {
      id: "family-loan",
      annotator: "pipeline-7",
      ai_value: "honesty",
      quote: "I'd suggest being honest and brief.",
    },
    {
      id: "family-loan",
      annotator: "pipeline-7",
      ai_value: "zestiness",
      quote: "words that nobody said in this text",
    },
    { id: "no-such-conversation", annotator: "pipeline-7", ai_value: "clarity", quote: "" },
  ];
  const file = path.join(workspace, "pipeline.jsonl");
  fs.writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const panel = await openConversations(page, "advice.jsonl");
  await runCommand(page, "Valuemark: Import Labels…");
  await quickPath(page, file);
  await quickPick(page, "Show the whole dry run");
  await expect(page.locator(".editor-group-container .view-lines").first()).toContainText("Import");
  await quickPick(page, "Import 2 labels");
  await expect.poll(async () => (await notifications(page)).join("\n")).toContain("2 labels in 1 run");
  await runCommand(page, "Valuemark: Show Transcript");
  await expect(panel.locator(".disclosure")).toContainText("imported from pipeline.jsonl");
  await expect.poll(() => shownLabels(page)).toContain("honesty");
  await expect(panel.locator(".row", { hasText: "zestiness" })).toContainText("not found");
  await focusTranscript(page);
  await page.keyboard.press("c");
  await expect.poll(() => eventsOnDisk(workspace).map((event) => event["kind"])).toEqual(["confirm"]);
});
