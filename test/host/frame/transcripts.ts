import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import { openConversations } from "../../../src/core/formats/open-file.ts";
import type { Conversation } from "../../../src/core/conversation/model.ts";

/** A file of the open workspace. */
export function workspaceFile(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, "a folder is open");
  return vscode.Uri.joinPath(folder.uri, name);
}

/** Writes conversations as JSON Lines into the workspace; `name` may have folders. */
export function writeChats(name: string, rows: readonly unknown[]): vscode.Uri {
  const file = workspaceFile(name);
  fs.mkdirSync(path.dirname(file.fsPath), { recursive: true });
  fs.writeFileSync(file.fsPath, rows.map((row) => JSON.stringify(row)).join("\n"));
  return file;
}

/** A row of two messages. */
export function chat(id: string, user: string, assistant: string): unknown {
  const messages = [
    { role: "user", content: user },
    { role: "assistant", content: assistant },
  ];
  return { id, messages };
}

/** The conversations of a file, as the core reads them. Throws what it throws. */
export function readConversations(file: vscode.Uri): Conversation[] {
  const source = { name: path.basename(file.fsPath), bytes: fs.readFileSync(file.fsPath) };
  const { items } = openConversations(source);
  return [...items].flatMap((item) => (item.type === "conversation" ? [item.conversation] : []));
}

/** The editor that shows a transcript of `source`, if the active one does. */
export function transcriptOf(source: vscode.Uri): vscode.TextEditor | undefined {
  const editor = vscode.window.activeTextEditor;
  const authority = Buffer.from(source.toString()).toString("hex");
  const { scheme, authority: shown } = editor?.document.uri ?? {};
  return scheme === "valuemark" && shown === authority ? editor : undefined;
}

/** Opens a file through the command and gives the editor with its first conversation. */
export async function openTranscript(source: vscode.Uri): Promise<vscode.TextEditor> {
  await vscode.commands.executeCommand("valuemark.open", source);
  const editor = transcriptOf(source);
  assert.ok(editor, `a transcript of ${source.path} is the active editor`);
  return editor;
}

/** The values in a transcript as the editor has them: the name beside the words, and the words that a hover marks. */
export async function marksIn(
  document: vscode.TextDocument,
): Promise<{ readonly label: string; readonly range: vscode.Range; readonly hover: string }[]> {
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    "vscode.executeInlayHintProvider",
    document.uri,
    all,
  );
  const marks = [];
  for (const { label, position } of hints) {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      document.uri,
      position.translate(0, -1),
    );
    const [hover] = hovers;
    assert.ok(hover?.range, "the words before a label have a hover");
    const cards = hover.contents.map((card) => (typeof card === "string" ? card : card.value));
    marks.push({
      label: typeof label === "string" ? label : label.map(({ value }) => value).join(""),
      range: hover.range,
      hover: cards.join("\n"),
    });
  }
  return marks;
}

/** The longest time, in ms, that the event loop kept a 5 ms timer waiting. */
export function watchStall(): { stop(): number } {
  let last = performance.now();
  let longest = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - 5);
    last = now;
  }, 5);
  return {
    stop() {
      clearInterval(timer);
      return longest;
    },
  };
}
