import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../../../src/core/conversation/model.ts";
import { detect, sampleOf } from "../../../../src/core/formats/detect.ts";
import { mappedFormat } from "../../../../src/core/formats/field-mapping.ts";
import type { RecordFormat, SourceRecord } from "../../../../src/core/formats/format.ts";
import { isList } from "../../../../src/core/formats/json-access.ts";
import type { RecordShape } from "../../../../src/core/formats/record-shape.ts";
import { recordViews } from "../../../../src/core/formats/record-views.ts";
import { RECORD_FORMATS, findFormat } from "../../../../src/core/formats/registry.ts";
import { along, idAlong } from "../../../../src/core/formats/shape-check.ts";
import { SAMPLES, haveSamples, recordsOf, sorted } from "./reading.ts";

function format(id: string): RecordFormat {
  const found = findFormat(id);
  if (found?.kind !== "record") throw new Error(`no record format ${id}`);
  return found;
}

/** Id and number of turns of each record, by a walk along the shape and by reading it. */
function both(found: RecordFormat, shape: RecordShape, records: readonly SourceRecord[]) {
  const read = records.map((record) => sorted(found.read([record])).conversations);
  const walked = records.map((record) => {
    const list = along(record.value, shape.messages);
    return [
      { id: idAlong(record.value, shape) ?? `row-${record.row}`, turns: isList(list) ? list.length : -1 },
    ];
  });
  return { walked, read: read.map((all) => all.map(({ id, turns }) => ({ id, turns: turns.length }))) };
}

function samples(): string[] {
  if (!haveSamples) return [];
  return readdirSync(SAMPLES, { recursive: true, encoding: "utf8" }).filter((name) => /\.jsonl?$/.test(name));
}

describe("shapes of formats", () => {
  it.skipIf(!existsSync(SAMPLES))("tell of every sample what reading it tells", () => {
    const offered: string[] = [];
    for (const name of samples()) {
      const choice = detect(recordViews(readFileSync(path.join(SAMPLES, name))), RECORD_FORMATS);
      const shape = choice?.format.shape?.(sampleOf(choice.view).records);
      if (choice === undefined || shape === undefined) continue;
      const records = [...choice.view.items()].flatMap((item) => (item.type === "record" ? item.record : []));
      const { walked, read } = both(choice.format, shape, records);
      expect(walked, name).toEqual(read);
      offered.push(`${path.basename(name)} ${choice.format.id} ${shape.messages.join(".")}`);
    }
    expect(offered.sort()).toMatchInlineSnapshot(`
      [
        "fastchat_dummy_conversation.json sharegpt conversations",
        "glaive_toolcall_en_demo.json sharegpt conversations",
        "inspect_openai_api_calls_20.jsonl openai-chat messages",
        "mllm_demo.json sharegpt messages",
        "openai-cookbook_toy_first4.jsonl openai-chat messages",
        "v1_multimodal_demo.jsonl openai-chat messages",
      ]
    `);
  });

  const plain = {
    messages: [
      { role: "user", content: "a" },
      { role: "assistant", content: "b" },
    ],
  };
  const shapeOf = (id: string, ...values: JsonValue[]) => format(id).shape?.(recordsOf(...values));

  it("are offered for rows that are lists of messages, wherever those are", () => {
    expect(shapeOf("openai-chat", { id: 7, ...plain })?.messages).toEqual(["messages"]);
    expect(shapeOf("openai-chat", { custom_id: "x", body: plain })?.messages).toEqual(["body", "messages"]);
    expect(shapeOf("lmsys", { conversation_id: "c", conversation: plain.messages })?.messages).toEqual([
      "conversation",
    ]);
    expect(shapeOf("sharegpt", { id: "s", conversations: [{ from: "human", value: "q" }] })).toMatchObject({
      messages: ["conversations"],
      role: "from",
      text: "value",
    });
    expect(shapeOf("gemini", { contents: [{ role: "user", parts: [{ text: "q" }] }] })).toMatchObject({
      text: "parts",
    });
    expect(shapeOf("best-effort", { a: { log: [{ speaker: "user", text: "x" }] } })?.messages).toEqual([
      "a",
      "log",
    ]);
    const mapped = mappedFormat({
      messages: "d.talk",
      role: "r",
      text: "t",
      id: "key",
      roles: { p: "user" },
    });
    const shape = mapped.shape?.(recordsOf({ key: "k", d: { talk: [{ r: "p", t: "hello" }] } }));
    expect(shape).toMatchObject({ messages: ["d", "talk"], role: "r", text: "t" });
    expect(shape?.idKeys[0]).toBe("key");
    expect(shape?.userRoles).toContain("p");
  });

  it("are not offered where a record holds turns outside its list, several conversations, or branches", () => {
    expect(shapeOf("anthropic-messages", { ...plain, system: "be brief" })).toBeUndefined();
    expect(
      shapeOf("openai-chat", { messages: plain.messages.slice(0, 1), response: "an answer" }),
    ).toBeUndefined();
    expect(shapeOf("openai-chat", plain.messages)).toBeUndefined();
    expect(shapeOf("openai-chat", { messages: JSON.stringify(plain.messages) })).toBeUndefined();
    expect(
      shapeOf("sharegpt", { system: "s", conversations: [{ from: "human", value: "q" }] }),
    ).toBeUndefined();
    expect(shapeOf("openai-chat", plain, { body: plain })).toBeUndefined();
    expect(shapeOf("openai-chat", { nothing: 1 })).toBeUndefined();
    const withoutShape = RECORD_FORMATS.filter(({ shape }) => shape === undefined).map(({ id }) => id);
    expect(withoutShape).toEqual(
      expect.arrayContaining([
        "chatgpt-export",
        "claude-export",
        "claude-code",
        "openassistant",
        "arena-battle",
      ]),
    );
  });

  it("agree with reading on generated rows, or are not offered", () => {
    const ids = ["openai-chat", "anthropic-messages", "lmsys", "sharegpt", "gemini", "best-effort"];
    const message = fc.record(
      {
        role: fc.constantFrom("user", "assistant", "tool", "Human"),
        content: fc.oneof(fc.string(), fc.constant([{ type: "text", text: "t" }]), fc.constant(null)),
        from: fc.constantFrom("human", "gpt"),
        value: fc.string(),
        parts: fc.constant([{ text: "p" }]),
      },
      { requiredKeys: [] },
    );
    const row = fc.dictionary(
      fc.constantFrom(
        "messages",
        "conversation",
        "conversations",
        "contents",
        "body",
        "id",
        "uuid",
        "system",
        "__proto__",
      ),
      fc.oneof(
        fc.array(message, { maxLength: 4 }),
        fc.string(),
        fc.integer(),
        fc.record({ messages: fc.array(message) }),
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom(...ids), fc.array(row, { minLength: 1, maxLength: 5 }), (id, rows) => {
        const records = recordsOf(...(JSON.parse(JSON.stringify(rows)) as JsonValue[]));
        const found = format(id);
        const shape = found.shape?.(records);
        if (shape === undefined) return;
        const readable = records.filter((record) => sorted(found.read([record])).conversations.length > 0);
        const { walked, read } = both(found, shape, readable);
        expect(walked).toEqual(read);
      }),
    );
  });
});
