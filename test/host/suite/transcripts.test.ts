import assert from "node:assert/strict";
import * as vscode from "vscode";
import { hashConversation, hashText } from "../../../src/core/conversation/hash.ts";
import { makeSpan } from "../../../src/core/conversation/spanMake.ts";
import type { Suggestion } from "../../../src/core/extraction/annotation.ts";
import { corpusKeyOfFile, corpusPaths } from "../../../src/store/paths.ts";
import { openSuggestions } from "../../../src/store/suggestions-store.ts";
import { report } from "../frame/runSuite.ts";
import {
  chat,
  marksIn,
  openTranscript,
  readConversations,
  watchStall,
  workspaceFile,
  writeChats,
} from "../frame/transcripts.ts";

const KIND = "That sounds like a hard spot to be in, and it's clear that he matters to you.";

describe("transcripts in a real editor", () => {
  it("open from files whatever their names, and every file has its own", async () => {
    const names = [
      "hash#tag?query=1.jsonl",
      "50% off %23 %2F.jsonl",
      "two  spaces, ümläut 日本 🥧.jsonl",
      "..hidden..jsonl",
      "[brackets]{braces}(x).jsonl",
      "a folder/with more/deep.jsonl",
      "a folder/deep.jsonl",
    ];
    const seen = new Set<string>();
    for (const name of names) {
      const source = writeChats(name, [chat("odd", `I am in ${name}`, KIND), chat("second", "Hello", "Hi")]);
      const { document } = await openTranscript(source);
      assert.ok(document.getText().includes(`I am in ${name}`), name);
      seen.add(document.uri.toString());
      // All that VS Code keeps of a tab is the text of its address.
      const again = await vscode.workspace.openTextDocument(vscode.Uri.parse(document.uri.toString(), true));
      assert.equal(again, document, name);
    }
    assert.equal(seen.size, names.length);
  });

  it("refuse an address that is none of theirs", async () => {
    const missing = Buffer.from(workspaceFile("no-such-file.jsonl").toString()).toString("hex");
    const addresses = [
      "valuemark://6162/x",
      "valuemark://zz/advice.jsonl/1.valuemark-transcript",
      `valuemark://${missing}/no-such-file.jsonl/1.valuemark-transcript`,
    ];
    for (const address of addresses) {
      await assert.rejects(async () => vscode.workspace.openTextDocument(vscode.Uri.parse(address)), address);
    }
  });

  it("mark exactly the words, with CRLF, emoji, combining marks and CJK before and among them", async () => {
    const before = "👩‍👩‍👧 e\u0301 漢字かな交じり文。\r\nline two\r\n\r\n";
    const words =
      "That sounds like a hard spot to be in 💔 大変ですね, and it's clear that he matters to you.";
    const source = writeChats("offsets.jsonl", [chat("offsets", "Hi", `${before}${words} Bye.`)]);
    const { document } = await openTranscript(source);
    const marks = await marksIn(document);
    assert.deepEqual(
      marks.map(({ label }) => label),
      ["empathy"],
    );
    for (const { range } of marks) assert.equal(document.getText(range), words);
    assert.ok(!document.getText().includes("\r"));
  });

  it("carry 2,000 values of a stored run, each on its own words", async () => {
    const sentences = Array.from({ length: 2_000 }, (_, n) => `Sentence number ${n} 🥧 says so.`);
    const source = writeChats("long.jsonl", [chat("long", "Hi", sentences.join(" "))]);
    await storeSuggestions(source, sentences);
    const stall = watchStall();
    const { document } = await openTranscript(source);
    const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
      "vscode.executeInlayHintProvider",
      document.uri,
      new vscode.Range(0, 0, document.lineCount, 0),
    );
    assert.equal(hints.length, sentences.length);
    for (let n = 0; n < hints.length; n += 250) {
      const position = hints[n]?.position.translate(0, -1);
      const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
        "vscode.executeHoverProvider",
        document.uri,
        position,
      );
      assert.equal(document.getText(hover?.range), sentences[n]);
    }
    for (let key = 0; key < 20; key += 1) await vscode.commands.executeCommand("valuemark.nextLabel");
    // A pause longer than the decorator's, so that its last drawing is within what is measured.
    await new Promise((resolve) => setTimeout(resolve, 100));
    report(`    2,000 values: longest stall of the extension host ${stall.stop().toFixed(0)} ms`);
  });
});

/** Labels made elsewhere: a stored run with one value on each sentence of the second turn. */
async function storeSuggestions(source: vscode.Uri, sentences: readonly string[]): Promise<void> {
  const [conversation] = readConversations(source);
  assert.ok(conversation);
  const root = workspaceFile("").fsPath.replace(/\/$/, "");
  const store = await openSuggestions(
    corpusPaths(`${root}/.valuemark`, corpusKeyOfFile(root, source.fsPath)),
  );
  const ref = { id: conversation.id, hash: hashConversation(conversation) };
  const run = "made-elsewhere";
  await store.startRun({
    v: 1,
    id: run,
    extractor: "import",
    extractorVersion: "1",
    taxonomy: { id: "none", hash: hashText("") },
    settings: {},
    startedAt: "2026-01-01T00:00:00.000Z",
  });
  let at = 0;
  const suggestions = sentences.map((sentence, index): Suggestion => {
    const start = at;
    at += sentence.length + 1;
    return {
      id: `${run}-${index}`,
      run,
      conversation: ref,
      label: { kind: "aiValue", value: `value ${index}`, node: null },
      spans: [makeSpan(conversation, 1, 0, start, start + sentence.length)],
    };
  });
  await store.append(run, [{ conversation: ref, suggestions }]);
}
