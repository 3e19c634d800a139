import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MIN_CHUNK, PIECE_OVERHEAD, planChunks } from "../../../../../src/core/extraction/prompt/chunks.ts";
import { allPieces, type Piece } from "../../../../../src/core/extraction/prompt/piece.ts";
import { conversationOf } from "./fixtures.ts";

const size = (pieces: readonly Piece[]): number =>
  pieces.reduce((sum, { start, end }) => sum + end - start + PIECE_OVERHEAD, 0);

const text = fc
  .array(
    fc.constantFrom("word ", "Sentence. ", "\n\n", "👩‍👩‍👧‍👦", "漢字", "x".repeat(700), "a b c ".repeat(300)),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

describe("planChunks", () => {
  it("is one part for what fits", () => {
    const short = conversationOf([["user", "hello"]]);
    expect(planChunks(short, 10_000)).toEqual([{ index: 0, of: 1, context: [], own: allPieces(short, {}) }]);
  });

  it("covers every unit once, in order, within the limit, with context from just before", () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 12 }), fc.integer({ min: 100, max: 6_000 }), (texts, max) => {
        const conversation = conversationOf(
          texts.map((one, at) => [at % 2 === 0 ? "user" : "assistant", one]),
        );
        const chunks = planChunks(conversation, max);
        const joined = new Map<number, string>();
        let last = -1;
        for (const [at, chunk] of chunks.entries()) {
          expect(chunk.index).toBe(at);
          expect(chunk.of).toBe(chunks.length);
          expect(size(chunk.own) + size(chunk.context)).toBeLessThanOrEqual(
            chunks.length === 1 ? Infinity : Math.max(MIN_CHUNK, max),
          );
          for (const { turn, start, end } of chunk.own) {
            expect(turn).toBeGreaterThanOrEqual(last);
            last = turn;
            const before = joined.get(turn) ?? "";
            expect(before.length).toBe(start);
            joined.set(turn, before + (texts[turn] ?? "").slice(start, end));
          }
          const [first] = chunk.own;
          for (const piece of chunk.context) {
            expect(piece.turn < (first?.turn ?? 0) || piece.end <= (first?.start ?? 0)).toBe(true);
          }
        }
        expect([...joined.values()]).toEqual(texts);
      }),
      { numRuns: 200 },
    );
  });

  it("cuts a long turn at a paragraph, and no grapheme", () => {
    const long = conversationOf([["assistant", `${"word ".repeat(340)}\n\n${"more ".repeat(340)}`]]);
    const [first] = planChunks(long, MIN_CHUNK);
    const end = first?.own[0]?.end ?? 0;
    expect(long.turns[0]?.blocks[0]?.text.slice(end - 2, end)).toMatch(/\n\n|\w /);
    const family = "👩‍👩‍👧‍👦".repeat(1_000);
    for (const { own } of planChunks(conversationOf([["user", family]]), MIN_CHUNK)) {
      for (const { end: at } of own) expect(at % "👩‍👩‍👧‍👦".length).toBe(0);
    }
  });
});
