import assert from "node:assert/strict";
import * as vscode from "vscode";
import { report } from "../frame/runSuite.ts";

const id = "valuemark.valuemark";
/** ms; the bar for a warm machine is 50, which the bench holds; this one finds a blunder, not a slow machine. */
const activationLimit = 500;

describe("activation", () => {
  it("activates, and quickly", async () => {
    const extension = vscode.extensions.getExtension(id);
    assert.ok(extension, `${id} is not installed`);
    const start = performance.now();
    await extension.activate();
    const elapsed = performance.now() - start;
    report(`    activate: ${elapsed.toFixed(1)} ms`);
    assert.ok(extension.isActive);
    assert.ok(elapsed < activationLimit, `activation took ${elapsed.toFixed(0)} ms`);
  });

  it("registers exactly the commands that the manifest contributes", async () => {
    const extension = vscode.extensions.getExtension(id);
    assert.ok(extension);
    await extension.activate();
    const manifest: { contributes: { commands: { command: string }[] } } = extension.packageJSON;
    const contributed = manifest.contributes.commands.map(({ command }) => command).sort();
    const all = await vscode.commands.getCommands(true);
    // VS Code itself adds `<view>.focus`, `<view>.open` and the like for each contributed view.
    const registered = new Set(all.filter((command) => command.startsWith("valuemark.")));
    const missing = contributed.filter((command) => !registered.has(command));
    assert.deepEqual(missing, [], "contributed but not registered");
  });
});
