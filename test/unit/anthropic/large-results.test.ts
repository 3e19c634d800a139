/** Results of a large batch pass through: memory does not grow with their number. */
import { createServer } from "node:http";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, onTestFinished, test } from "vitest";
import { anthropicPort } from "../../../src/anthropic/client.ts";
import { jsonLines } from "../../../src/anthropic/json-lines.ts";
import { failureOf } from "../../../src/core/extraction/wire/thrown-failure.ts";
import { sendLines } from "../../standin/send.ts";
import { never } from "./setup.ts";

const LINES = 50_000;
const MEGABYTE = 1_000_000;

setFlagsFromString("--expose_gc");
const collectGarbage: () => void = runInNewContext("gc");

/** Memory that is held, after collection, bytes: heap and buffers. */
function held(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** A server whose every answer is the lines. */
async function serveLines(lines: () => Iterable<string>): Promise<string> {
  const server = createServer((_, response) => void sendLines(response, lines(), {}, false));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
}

function line(at: number): string {
  const text = JSON.stringify({ rationale: `${at} ${"ü価🌍 text ".repeat(200)}` });
  const usage = { input_tokens: 10, output_tokens: at };
  const message = {
    type: "message",
    id: "msg_a",
    model: "m",
    content: [{ type: "text", text }],
    stop_reason: "end_turn",
    usage,
  };
  return `${JSON.stringify({ custom_id: `c${at}`, result: { type: "succeeded", message } })}\n`;
}

function* allLines(): Generator<string> {
  for (let at = 0; at < LINES; at++) yield line(at);
}

test(
  "50,000 results of 3 kB each are read in constant memory, whole and in order of arrival",
  { timeout: 60_000 },
  async () => {
    const port = anthropicPort({ baseURL: await serveLines(allLines), apiKey: "k" });
    let seen = 0;
    let bytes = 0;
    let early = 0;
    let most = 0;
    for await (const { customId, outcome } of port.results("msgbatch_1", never())) {
      if (!outcome.ok || customId !== `c${seen}` || outcome.usage.outputTokens !== seen)
        throw new Error(`result ${seen}`);
      seen += 1;
      bytes += outcome.text.length;
      if (seen === 5000) early = held();
      else if (seen % 9000 === 0) most = Math.max(most, held());
    }
    expect(seen).toBe(LINES);
    expect(bytes).toBeGreaterThan(90 * MEGABYTE);
    // What does grow is the set of ids that each item is given once by: some 60 bytes each.
    expect(most - early).toBeLessThan(15 * MEGABYTE);
  },
);

test("pieces of any size give the same lines", async () => {
  const text = [line(1), "\n", "  \n", "no json\n", line(2).trimEnd()].join("");
  const bytes = new TextEncoder().encode(text);
  for (const size of [1, 2, 3, 7, 1000, 1_000_000]) {
    const found: unknown[] = [];
    for await (const value of jsonLines(pieces(bytes, size))) found.push(value);
    expect(found).toEqual([JSON.parse(line(1)), undefined, JSON.parse(line(2))]);
  }
});

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test("a line without end stops the reading instead of filling the memory", async () => {
  function* endless(): Generator<string> {
    for (;;) yield "x".repeat(100_000);
  }
  const port = anthropicPort({ baseURL: await serveLines(endless), apiKey: "k" });
  const read = async (): Promise<void> => {
    for await (const _ of port.results("msgbatch_1", never())) throw new Error("an item");
  };
  expect(failureOf(await read().catch((error: unknown) => error))).toMatchObject({ reason: "network" });
});
