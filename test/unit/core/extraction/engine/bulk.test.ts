import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BEDROCK_BULK } from "../../../../../src/core/extraction/wire/bedrock.ts";
import { ANTHROPIC_BULK } from "../../../../../src/core/extraction/wire/bulk-anthropic.ts";
import { writeBulkFiles } from "../../../../../src/core/extraction/wire/bulk-files.ts";
import { importBulkResults } from "../../../../../src/core/extraction/wire/bulk-import.ts";
import type { BulkFormat } from "../../../../../src/core/extraction/wire/bulk.ts";
import { VERTEX_BULK } from "../../../../../src/core/extraction/wire/vertex.ts";
import { FakeLedger, FakeSink, FakeTime, PRICING, requestOf, sourceOf, taskOf } from "./fakes.ts";
import { FakeSpool } from "./fake-batches.ts";

const FORMATS = [ANTHROPIC_BULK, BEDROCK_BULK, VERTEX_BULK] as const;

class Files {
  readonly lines = new Map<string, string[]>();
  write(name: string, line: string): Promise<void> {
    this.lines.set(name, [...(this.lines.get(name) ?? []), line]);
    return Promise.resolve();
  }
  all(): string[] {
    return [...this.lines.values()].flat();
  }
}

const message = (user: string, more: object = {}): object => ({
  id: "msg_1",
  type: "message",
  role: "assistant",
  model: "claude-x",
  content: [{ type: "text", text: JSON.stringify({ of: user }) }],
  stop_reason: "end_turn",
  usage: { input_tokens: 100, output_tokens: 10 },
  ...more,
});

/** The services' result line for a request line; `what` undefined = a good answer. */
function resultLine(format: BulkFormat, line: string, what?: "error" | "refused" | "slow-down"): string {
  const fields = JSON.parse(line);
  const body = fields.params ?? fields.modelInput ?? fields.request;
  const good = message(
    body.messages[0].content,
    what === "refused" ? { stop_reason: "refusal", content: [] } : {},
  );
  const isGood = what === undefined || what === "refused";
  const [type, status] = what === "slow-down" ? ["rate_limit_error", 429] : ["invalid_request_error", 400];
  switch (format.service) {
    case "anthropic":
      return JSON.stringify({
        custom_id: fields.custom_id,
        result: isGood
          ? { type: "succeeded", message: good }
          : { type: "errored", error: { type: "error", error: { type, message: "about your text" } } },
      });
    case "bedrock":
      return JSON.stringify(
        isGood
          ? { ...fields, modelOutput: good }
          : { ...fields, error: { errorCode: status, errorMessage: "about your text" } },
      );
    case "vertex":
      return JSON.stringify(
        isGood
          ? { ...fields, response: good, status: "" }
          : {
              ...fields,
              response: null,
              status: JSON.stringify({ error: { code: status, message: "about your text" } }),
            },
      );
  }
}

async function* linesOf(lines: readonly string[]): AsyncGenerator<string> {
  for (const line of lines) yield await Promise.resolve(line);
}

describe.each(FORMATS)("request files for $service", (format) => {
  it("hold every request once, in the service's frame", async () => {
    const files = new Files();
    const manifest = await writeBulkFiles(
      sourceOf(5, (at) => taskOf(at === 4 ? 0 : at, 2)),
      format,
      files,
      { run: "run/1", model: "fake" },
    );
    expect(files.all().length).toBe(8);
    expect(manifest).toMatchObject({ service: format.service, requests: 8, model: "fake" });
    const [first] = files.all();
    const request = taskOf(0, 2).requests[0]!;
    const body = {
      max_tokens: 50,
      system: [{ type: "text", text: "Label.", cache_control: { type: "ephemeral" } }],
      messages: [{ role: "user", content: request.user }],
      output_config: { format: { type: "json_schema", schema: {} } },
    };
    const expected = {
      anthropic: { custom_id: request.key, params: { model: "fake", ...body } },
      bedrock: { recordId: request.key, modelInput: { anthropic_version: "bedrock-2023-05-31", ...body } },
      vertex: { custom_id: request.key, request: { anthropic_version: "vertex-2023-10-16", ...body } },
    };
    expect(JSON.parse(first ?? "")).toEqual(expected[format.service]);
  });

  it("stay within the limits, measured in bytes, and the manifest says what is in which", async () => {
    const files = new Files();
    const tasks = sourceOf(40, (at) => ({
      ...taskOf(at),
      requests: [requestOf(`${"ß漢😀".repeat(at)} ${at}`)],
    }));
    const limits = { requests: 7, bytes: 2_500 };
    const manifest = await writeBulkFiles(tasks, format, files, { run: "r", model: "fake", limits });
    expect(manifest.files.length).toBe(files.lines.size);
    for (const { name, bytes, requests } of manifest.files) {
      const text = (files.lines.get(name) ?? []).map((line) => `${line}\n`).join("");
      expect(Buffer.byteLength(text)).toBe(bytes);
      expect(bytes).toBeLessThanOrEqual(limits.bytes);
      expect(requests).toBeLessThanOrEqual(limits.requests);
      expect(name).toMatch(/^[A-Za-z0-9._-]+$/);
    }
    expect(manifest.files.reduce((sum, file) => sum + file.requests, 0)).toBe(manifest.requests);
    expect(manifest.warnings.length).toBe(format.service === "bedrock" ? 1 : 0);
  });

  it("come back as labels: in any order, doubled, unknown, unreadable, missing and failed ones reported", async () => {
    const tasks = sourceOf(12, (at) => taskOf(at, 2));
    const files = new Files();
    await writeBulkFiles(tasks, format, files, { run: "r", model: "fake" });
    const lines = files.all();
    const results = lines.map((line, at) =>
      resultLine(
        format,
        line,
        at === 0 ? "error" : at === 2 ? "refused" : at === 4 ? "slow-down" : undefined,
      ),
    );
    const stranger = resultLine(
      format,
      format.formatRequest({ customId: "stranger", request: requestOf("x") }),
    );
    // Conversation 3 lacks its second answer.
    const given = [
      ...results.filter((_, at) => at !== 7).reverse(),
      results[20] ?? "",
      stranger,
      "{",
      '{"custom_id":5}',
      "",
    ];
    const sink = new FakeSink();
    const ledger = new FakeLedger();
    const ports = {
      tasks,
      sink,
      ledger,
      state: ledger.state,
      spool: new FakeSpool(),
      pricing: PRICING,
      time: new FakeTime(),
    };
    const report = await importBulkResults(linesOf(given), format, ports);
    expect(report).toMatchObject({
      labelled: 8,
      found: 0,
      missing: 2,
      failed: { "bad-request": 1, refusal: 1 },
      unknown: 1,
      duplicates: 1,
      unreadable: 2,
    });
    expect(sink.results.size).toBe(8);
    expect(JSON.stringify(ledger.lines)).not.toContain("about your text");
    // The rest in a second file, then the first once more.
    const more = [...lines.map((line) => resultLine(format, line)), ...given];
    const again = await importBulkResults(linesOf(more), format, ports);
    expect(again).toMatchObject({ labelled: 2, found: 10, missing: 0 });
    expect(sink.twice).toBe(0);
  });

  it("are read without throwing, whatever a line holds", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), fc.jsonValue(), (text, value) => {
        format.parseResult(text);
        for (const key of ["result", "modelOutput", "response", "status", "error"])
          format.parseResult(JSON.stringify({ custom_id: "a", recordId: "a", [key]: value }));
      }),
    );
  });
});
