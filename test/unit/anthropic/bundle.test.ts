/** As the host has it: a CommonJS bundle of its own, loaded on first use, plain data at its border. */
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { expect, onTestFinished, test } from "vitest";
import type * as Client from "../../../src/anthropic/client.ts";
import { failureOf } from "../../../src/core/extraction/wire/thrown-failure.ts";
import { STANDIN_KEY, startStandin } from "../../standin/server.ts";
import { never, request } from "./setup.ts";

test("works as a bundle; a failure thrown in it is read outside of it", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "valuemark-bundle-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const outfile = path.join(folder, "client.cjs");
  await build({
    entryPoints: [path.resolve(import.meta.dirname, "../../../src/anthropic/client.ts")],
    outfile,
    bundle: true,
    minify: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    supported: { "dynamic-import": false },
    mainFields: ["module", "main"],
    logLevel: "warning",
  });
  const loaded: typeof Client = createRequire(import.meta.url)(outfile);
  const standin = await startStandin();
  onTestFinished(() => standin.stop());
  const port = loaded.anthropicPort({ baseURL: standin.url, apiKey: STANDIN_KEY });
  expect(await port.call(request(), never())).toMatchObject({ ok: true });
  expect(await port.call(request({ model: "gone" }), never())).toMatchObject({ reason: "unknown-model" });
  const read = async (): Promise<void> => {
    for await (const _ of port.results("msgbatch_none", never())) throw new Error("an item");
  };
  expect(failureOf(await read().catch((error: unknown) => error))).toMatchObject({ reason: "bad-request" });
});
