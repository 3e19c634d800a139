import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import * as vscode from "vscode";

/** What an agent in the editor gets to see: the labels, and nothing it could change. */
describe("the tool that reads labels", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "valuemark-tool-"));
  const file = path.join(folder, "two.jsonl");

  before(async () => {
    const row = (id: string, reply: string): string =>
      JSON.stringify({
        id,
        messages: [
          { role: "user", content: "My brother asks for money. What now?" },
          { role: "assistant", content: reply },
        ],
      });
    fs.writeFileSync(
      file,
      `${row("a", "In the end it's your decision.")}\n${row("b", "That sounds really hard.")}\n`,
    );
    await vscode.commands.executeCommand("valuemark.open", vscode.Uri.file(file));
  });

  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  async function read(input: object): Promise<Record<string, unknown>> {
    const { content } = await vscode.lm.invokeTool("valuemark_labels", {
      input,
      toolInvocationToken: undefined,
    });
    const [part] = content;
    assert.ok(part instanceof vscode.LanguageModelTextPart);
    return JSON.parse(part.value);
  }

  it("gives the conversation on show, with evidence", async () => {
    const answer = await read({});
    assert.equal(answer["id"], "a");
    const labels = answer["labels"];
    assert.ok(Array.isArray(labels));
    const autonomy = labels.find((label: { value: string }) => label.value === "user autonomy");
    assert.deepEqual(autonomy?.evidence, [{ turn: 2, quote: "In the end it's your decision." }]);
    assert.equal(autonomy?.state, "suggested");
  });

  it("gives another conversation of the file by its number, and says when there is none", async () => {
    assert.equal((await read({ conversation: 2 }))["id"], "b");
    assert.equal((await read({ conversation: 9 }))["error"], "The file has 2 conversations.");
  });

  it("writes nothing", () => {
    assert.deepEqual(fs.readdirSync(folder), ["two.jsonl"]);
  });
});
