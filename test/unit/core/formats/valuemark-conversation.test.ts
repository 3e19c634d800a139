import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BLOCK_TYPES, ROLES, type Conversation } from "../../../../src/core/conversation/model.ts";
import { openConversations } from "../../../../src/core/formats/open-file.ts";
import {
  conversationLine,
  valuemarkConversation,
} from "../../../../src/core/formats/valuemark-conversation.ts";
import { jsonWithKeys, readAll, sorted } from "./reading.ts";

const text = fc.string({ unit: "grapheme", maxLength: 12 });
const optional = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(model, { requiredKeys: [] });
const block = fc
  .tuple(
    fc.record({ type: fc.constantFrom(...BLOCK_TYPES), text }),
    optional({ name: text, callId: text, isError: fc.constant(true) }),
  )
  .map(([must, may]) => ({ ...must, ...may }));
const turn = fc
  .tuple(
    fc.record({ role: fc.constantFrom(...ROLES), blocks: fc.array(block, { maxLength: 3 }) }),
    optional({ id: text, at: text, author: text }),
  )
  .map(([must, may]) => ({ ...must, ...may }));
const conversation: fc.Arbitrary<Conversation> = fc
  .tuple(
    fc.record({
      id: fc.string({ minLength: 1, maxLength: 8 }),
      format: fc.constantFrom("lmsys", "openai-chat"),
      position: fc.constantFrom({ row: 0 }, { row: 3, line: 4 }, { row: 1, part: "chosen" }),
      turns: fc.array(turn, { minLength: 1, maxLength: 4 }),
      metadata: fc.constantFrom({}, { a: [1, null, { b: "c" }] }),
      notes: fc.array(text, { maxLength: 2 }),
    }),
    optional({ title: text }),
  )
  .map(([must, may]) => ({ ...must, ...may }));

describe("valuemark-conversation", () => {
  it("gives back every conversation as it was", () => {
    fc.assert(
      fc.property(fc.array(conversation, { minLength: 1, maxLength: 4 }), (all) => {
        const wanted = all.map((each, i) => ({ ...each, id: `${i}-${each.id}` }));
        const bytes = new TextEncoder().encode(wanted.map(conversationLine).join("\n") + "\n");
        const reading = openConversations({ name: "x", bytes }, { format: "valuemark-conversation" });
        expect(sorted(reading.items)).toEqual({ conversations: wanted, errors: [] });
      }),
    );
  });

  it("is recognised by its lines, and tells of others what is wrong", () => {
    const own = {
      id: "a",
      format: "lmsys",
      position: { row: 0 },
      turns: [{ role: "user", blocks: [] }],
      metadata: {},
      notes: [],
    };
    const bytes = new TextEncoder().encode(
      `${JSON.stringify(own)}\n${JSON.stringify({ ...own, id: "b" })}\n`,
    );
    expect(openConversations({ name: "x", bytes }).format.id).toBe("valuemark-conversation");
    const broken = [
      {},
      { turns: [] },
      { turns: [{ role: "critic", blocks: [] }] },
      { turns: [{ role: "user", blocks: [{ type: "text" }] }] },
    ];
    expect(readAll(valuemarkConversation, ...broken).errors.map(({ reason }) => reason)).toEqual([
      "This row has no list of turns.",
      "This row's list of turns is empty.",
      "Turn 1 of this row is no turn of role and blocks.",
      "Turn 1 of this row is no turn of role and blocks.",
    ]);
  });

  it("survives any JSON", () => {
    const any = jsonWithKeys(["turns", "role", "blocks", "type", "text", "id", "format"], ["user", "text"]);
    fc.assert(fc.property(any, (value) => void readAll(valuemarkConversation, value)));
  });
});
