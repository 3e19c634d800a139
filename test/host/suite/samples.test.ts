import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import { FormatError } from "../../../src/core/formats/format.ts";
import { report } from "../frame/runSuite.ts";
import { readConversations, transcriptOf } from "../frame/transcripts.ts";

const extension = vscode.extensions.getExtension("valuemark.valuemark");
const samples = path.resolve(extension?.extensionPath ?? ".", "../shared/samples");

describe("published sample files", () => {
  it("open in the workbench, or say why not", async function () {
    if (!fs.existsSync(samples)) return this.skip();
    this.timeout(240_000);
    const files = fs
      .readdirSync(samples, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort();
    assert.ok(files.length > 20, "there are samples");
    for (const file of files) {
      const name = path.relative(samples, file);
      const source = vscode.Uri.file(file);
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      await vscode.commands.executeCommand("valuemark.open", source);
      const editor = transcriptOf(source);
      const told = outcome(source);
      report(`    ${name}: ${typeof told === "number" ? `${told} conversations` : told.message}`);
      if (typeof told === "number") {
        assert.ok(editor, `${name} holds ${told} conversations, but none is shown`);
        assert.match(editor.document.getText(), /── (System|User|Assistant|Tool) · turn 1/, name);
      } else {
        assert.equal(editor, undefined, `${name} can't be read, but is shown`);
        assert.ok(told.message.length > 30, `${name}: a reason`);
      }
    }
  });
});

/** How many conversations the core finds, or why none. */
function outcome(source: vscode.Uri): number | FormatError {
  try {
    return readConversations(source).length;
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
}
