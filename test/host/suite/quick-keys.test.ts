import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import { chat } from "../frame/transcripts.ts";

/** A key pressed while the next conversation is still on its way must not judge it: nobody has seen it. */
describe("a second quick key", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "valuemark-quick-"));
  const file = path.join(folder, "three.jsonl");
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration("valuemark");
  let rater: string | undefined;

  before(async () => {
    rater = settings().inspect<string>("rater")?.globalValue;
    await settings().update("rater", "Quick", vscode.ConfigurationTarget.Global);
    const rows = ["a", "b", "c"].map((id) => JSON.stringify(chat(id, "May I?", "It's your decision.")));
    fs.writeFileSync(file, `${rows.join("\n")}\n`);
    await vscode.commands.executeCommand("valuemark.open", vscode.Uri.file(file));
  });

  after(async () => {
    await settings().update("rater", rater, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it("done twice at once is done once, on the conversation that was on show", async () => {
    await Promise.all([
      vscode.commands.executeCommand("valuemark.done"),
      vscode.commands.executeCommand("valuemark.done"),
    ]);
    assert.deepEqual(done(), ["a"]);
    await vscode.commands.executeCommand("valuemark.done");
    assert.deepEqual(done(), ["a", "b"]);
  });

  /** Ids of the conversations with a done event, in the log's order. */
  function done(): string[] {
    const [corpus] = fs
      .readdirSync(path.join(folder, ".valuemark"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory());
    assert.ok(corpus);
    const logs = path.join(folder, ".valuemark", corpus.name, "judgements");
    const [log] = fs.readdirSync(logs);
    assert.ok(log);
    const lines = fs.readFileSync(path.join(logs, log), "utf8").trimEnd().split("\n");
    return lines
      .map((line) => JSON.parse(line))
      .filter(({ kind }) => kind === "done")
      .map(({ conversation }) => conversation.id);
  }
});
