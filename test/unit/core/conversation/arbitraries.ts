/** Hostile text and conversations for the conversation core's properties. */
import fc from "fast-check";
import type { Block, Conversation, Turn } from "../../../../src/core/conversation/model.ts";
import { BLOCK_TYPES, ROLES } from "../../../../src/core/conversation/model.ts";

const AWKWARD = [
  "\r\n",
  "\r",
  "\n",
  "\n\n",
  "\t",
  " ",
  "\u00a0",
  "\u2028",
  "\u2029",
  "\u0085",
  "\u0000",
  "\u001b[31m",
  "\u202e",
  "\u2066",
  "\ud83d",
  "\ude00",
  "👩‍👩‍👧‍👦",
  "🏳️‍🌈",
  "🇫🇷🇩🇪",
  "👍🏽",
  "e\u0301",
  "ñ",
  "\u0301",
  "\u200d",
  "漢字かな",
  "が",
  "か\u3099",
  "한국어",
  "שלום",
  "مرحبا",
  "क्षि",
  "honest work",
  "── User · turn 9 ────",
  "┄┄ thinking ┄┄",
] as const;

/** Text made of what breaks offset maps. */
export const awkwardText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(...AWKWARD),
      fc.string({ maxLength: 6 }),
      fc.string({ unit: "binary", maxLength: 3 }),
    ),
    {
      maxLength: 14,
    },
  )
  .map((parts) => parts.join(""));

/** Lines beyond the wrapping limit, with and without places to break. */
export const longText: fc.Arbitrary<string> = fc
  .array(
    fc.tuple(
      fc.constantFrom("word ", "漢", "👩‍👩‍👧‍👦", "x", "\r\n", " \u0301"),
      fc.integer({ min: 1, max: 4_000 }),
    ),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((runs) =>
    runs
      .map(([unit, count]) => unit.repeat(count))
      .join("")
      .slice(0, 25_000),
  );

const block: fc.Arbitrary<Block> = fc.record(
  {
    type: fc.constantFrom(...BLOCK_TYPES),
    text: fc.oneof({ arbitrary: awkwardText, weight: 30 }, { arbitrary: longText, weight: 1 }),
    name: awkwardText,
    isError: fc.boolean(),
  },
  { requiredKeys: ["type", "text"] },
);

const turn: fc.Arbitrary<Turn> = fc.record(
  {
    role: fc.constantFrom(...ROLES),
    blocks: fc.array(block, { maxLength: 4 }),
    author: awkwardText,
    at: awkwardText,
  },
  { requiredKeys: ["role", "blocks"] },
);

export const conversation: fc.Arbitrary<Conversation> = fc.record(
  {
    id: awkwardText,
    title: awkwardText,
    format: fc.constant("test"),
    position: fc.constant({ row: 0 }),
    turns: fc.array(turn, { maxLength: 5 }),
    metadata: fc.constant({}),
    notes: fc.array(awkwardText, { maxLength: 3 }),
  },
  { requiredKeys: ["id", "format", "position", "turns", "metadata", "notes"] },
);

/** A conversation of the given turns; each turn a list of text blocks. */
export function conversationOf(...turns: readonly (readonly string[])[]): Conversation {
  return {
    id: "c1",
    format: "test",
    position: { row: 0 },
    turns: turns.map((texts, index) => ({
      role: index % 2 === 0 ? "user" : "assistant",
      blocks: texts.map((text) => ({ type: "text", text })),
    })),
    metadata: {},
    notes: [],
  };
}
