import assert from "node:assert/strict";
import Module from "node:module";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import { report } from "../../host/frame/runSuite.ts";

/** The workbench is at its own start before. ms. */
const CALM_MS = 2_000;

type Load = (this: unknown, request: string, ...rest: unknown[]) => unknown;

/** Where Node loads a module of the CommonJS kind, which types don't know. */
function loader(): { _load: Load } {
  const found: object = Module;
  assert.ok("_load" in found && typeof found._load === "function");
  return found as { _load: Load };
}

describe("activation, timed", () => {
  it("tells what loading and activating take", async () => {
    const extension = vscode.extensions.getExtension("valuemark.valuemark");
    assert.ok(extension && !extension.isActive);
    await delay(CALM_MS);
    const times = { load: Number.NaN, activate: Number.NaN };
    const modules = loader();
    const plain = modules._load;
    modules._load = function (request, ...rest) {
      if (!/[\\/]dist[\\/]extension(\.cjs)?$/.test(request)) return plain.call(this, request, ...rest);
      const start = performance.now();
      const bundle = plain.call(this, request, ...rest) as { activate(context: unknown): unknown };
      times.load = performance.now() - start;
      const activate = async (context: unknown): Promise<void> => {
        const called = performance.now();
        await bundle.activate(context);
        times.activate = performance.now() - called;
      };
      return { ...bundle, activate };
    };
    const start = performance.now();
    try {
      await extension.activate();
    } finally {
      modules._load = plain;
    }
    report(`timed: ${JSON.stringify({ ...times, all: performance.now() - start })}`);
    assert.ok(times.load > 0 && times.activate > 0, "the bundle was loaded in another way");
  });
});
