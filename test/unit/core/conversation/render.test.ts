import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Conversation } from "../../../../src/core/conversation/model.ts";
import { renderTranscript } from "../../../../src/core/conversation/render.ts";
import { MAX_LINE } from "../../../../src/core/conversation/renderText.ts";
import { boundaryAfter, boundaryBefore } from "../../../../src/core/conversation/spanGraphemes.ts";
import { conversation, conversationOf } from "./arbitraries.ts";

function textOf(of: Conversation, turn: number, block: number): string {
  return of.turns[turn]?.blocks[block]?.text ?? "";
}

/** What a reader should see, worked out a unit at a time. */
function shownUnit(unit: string): string {
  const code = unit.charCodeAt(0);
  if (code === 9 || code === 10) return unit;
  if (code === 13) return "\n";
  if (code < 32) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return "\u2421";
  if (code === 0x85 || code === 0x2028 || code === 0x2029) return "\u2424";
  if (code >= 0x80 && code < 0xa0) return "\ufffd";
  if ((code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x206f)) return "\ufffd";
  return unit;
}

describe("renderTranscript", () => {
  it("reads calmly", () => {
    const { text } = renderTranscript({
      ...conversationOf(["Hi there"], ["Hello.\n\nHow are you?"]),
      title: "A greeting",
      notes: ["2 hidden nodes left out"],
      turns: [
        {
          role: "user",
          author: "Ann",
          at: "2025-02-01T10:00:00Z",
          blocks: [{ type: "text", text: "Hi there" }],
        },
        {
          role: "assistant",
          blocks: [
            { type: "thinking", text: "A greeting." },
            { type: "text", text: "Hello." },
            { type: "tool_use", name: "search", text: "{}" },
            { type: "tool_result", name: "search", isError: true, text: "" },
          ],
        },
        { role: "user", blocks: [] },
      ],
    });
    const lines = text.split("\n").map((line) => line.replace(/ ([─┄])\1+$/u, " $1"));
    expect(lines).toEqual([
      "A greeting",
      "c1 · test · 3 turns",
      "Note: 2 hidden nodes left out",
      "",
      "── User · turn 1 · Ann · 2025-02-01T10:00:00Z ─",
      "Hi there",
      "",
      "── Assistant · turn 2 ─",
      "┄┄ thinking ┄",
      "A greeting.",
      "",
      "┄┄ text ┄",
      "Hello.",
      "",
      "┄┄ tool call: search ┄",
      "{}",
      "",
      "┄┄ tool error: search · empty ┄",
      "",
      "── User · turn 3 · empty ─",
      "",
    ]);
  });

  it("keeps to what an editor's document can hold, and counts its lines", () => {
    fc.assert(
      fc.property(conversation, (of) => {
        const { text, lines } = renderTranscript(of);
        expect(text).not.toMatch(/(?![\t\n])[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u206F]/u);
        const split = text.split("\n");
        expect(lines).toBe(split.length);
        expect(Math.max(...split.map((line) => line.length))).toBeLessThanOrEqual(MAX_LINE);
      }),
      { numRuns: 300 },
    );
  });

  it("shows every unit of every block in its place", () => {
    fc.assert(
      fc.property(conversation, (of) => {
        const transcript = renderTranscript(of);
        expect(transcript.blocks.length).toBe(of.turns.reduce((sum, turn) => sum + turn.blocks.length, 0));
        for (const { turn, block, start, end } of transcript.blocks) {
          const source = textOf(of, turn, block);
          expect(transcript.toDocument({ turn, block, start: 0, end: source.length })).toEqual({
            start,
            end,
          });
          for (let at = 0; at < source.length; at += source.length > 2_000 ? 37 : 1) {
            const place = transcript.toDocument({ turn, block, start: at, end: at + 1 });
            const isFeedOfCrlf = source[at] === "\n" && source[at - 1] === "\r";
            const shown = transcript.text.slice(place?.start, place?.end);
            if (isFeedOfCrlf) expect(shown).toBe("");
            else if (/^\p{Cs}$/u.test(String.fromCodePoint(source.codePointAt(at) ?? 0))) {
              // Half of a pair is shown as it is, a lone half as U+FFFD.
              const isPair =
                /^[\uDC00-\uDFFF]$/.test(source[at] ?? "") && /[\uD800-\uDBFF]/.test(source[at - 1] ?? "");
              expect(shown).toBe(isPair ? source[at] : "\ufffd");
            } else expect(shown).toBe(shownUnit(source[at] ?? ""));
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it("maps any span there and back", () => {
    fc.assert(
      fc.property(conversation, fc.nat(), fc.nat(), fc.nat(), (of, pick, a, b) => {
        const transcript = renderTranscript(of);
        const place = transcript.blocks[pick % Math.max(1, transcript.blocks.length)];
        fc.pre(place !== undefined);
        const { turn, block } = place;
        const source = textOf(of, turn, block);
        const [low, high] = [a % (source.length + 1), b % (source.length + 1)].sort((x, y) => x - y);
        // A span between "\r" and "\n" isn't on grapheme boundaries; the product makes none.
        const start = boundaryBefore(source, low ?? 0);
        const end = boundaryAfter(source, high ?? 0);
        const found = transcript.toDocument({ turn, block, start, end });
        expect(found).toBeDefined();
        if (found === undefined) return;
        expect(found.start).toBeGreaterThanOrEqual(place.start);
        expect(found.end).toBeLessThanOrEqual(place.end);
        expect(transcript.fromDocument(found.start, found.end)).toEqual([{ turn, block, start, end }]);
      }),
      { numRuns: 500 },
    );
  });

  it("gives a selection's text back, block by block and without headers", () => {
    fc.assert(
      fc.property(conversation, fc.nat(), fc.nat(), (of, a, b) => {
        const transcript = renderTranscript(of);
        const from = a % (transcript.text.length + 1);
        const to = b % (transcript.text.length + 1);
        const pieces = transcript.fromDocument(from, to);
        expect(pieces).toEqual(transcript.fromDocument(to, from));
        const [low, high] = [Math.min(from, to), Math.max(from, to)];
        const touched = transcript.blocks.filter(({ start, end }) =>
          low === high ? start <= low && low <= end : Math.max(start, low) < Math.min(end, high),
        );
        // A put-in line break alone is the one thing in a block that stands for nothing.
        expect(pieces.length).toBeGreaterThanOrEqual(touched.length - (high - low === 1 ? 1 : 0));
        expect(pieces.length).toBeLessThanOrEqual(touched.length);
        for (const piece of pieces) {
          const place = transcript.toDocument(piece);
          expect(place).toBeDefined();
          if (low === high || place === undefined) continue;
          expect(place.start).toBeGreaterThanOrEqual(low);
          expect(place.end).toBeLessThanOrEqual(high);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("knows its headers and turns exactly, whatever the words imitate", () => {
    fc.assert(
      fc.property(conversation, (of) => {
        const transcript = renderTranscript(of);
        const { text, turns, blocks } = transcript;
        const lineOf = (offset: number): number => text.slice(0, offset).split("\n").length - 1;
        const headers = [
          ...turns.map((turn) => turn.header),
          ...blocks.flatMap(({ header }) => header ?? []),
        ];
        for (const header of headers) {
          expect(transcript.fromDocument(header.start, header.end)).toEqual([]);
          expect(text.slice(header.start, header.end)).toMatch(/^(──|┄┄) [^\n]* (─+|┄+)$/u);
          expect(text[header.start - 1]).toBe("\n");
          expect(text[header.end]).toBe("\n");
        }
        for (const range of [...headers, ...turns, ...blocks]) {
          expect([range.startLine, range.endLine]).toEqual([lineOf(range.start), lineOf(range.end)]);
        }
        turns.forEach((turn, index) => {
          const next = turns[index + 1]?.start ?? text.length + 1;
          for (const offset of [turn.start, turn.end, next - 1])
            expect(transcript.turnAt(offset)).toBe(index);
        });
        expect(transcript.turnAt(0)).toBeUndefined();
        blocks.forEach((block, index) => {
          expect(transcript.blockAt(block.start)).toBe(index);
          expect(transcript.blockAt(block.end)).toBe(index);
        });
      }),
      { numRuns: 200 },
    );
  });

  it("refuses what isn't there", () => {
    const transcript = renderTranscript(conversationOf(["abc"]));
    for (const span of [
      { turn: 1, block: 0, start: 0, end: 1 },
      { turn: -1, block: 0, start: 0, end: 1 },
      { turn: 0, block: 1, start: 0, end: 1 },
      { turn: 0, block: 0.5, start: 0, end: 1 },
      { turn: 0, block: 0, start: 2, end: 1 },
      { turn: 0, block: 0, start: 0, end: 4 },
      { turn: 0, block: 0, start: Number.NaN, end: 1 },
    ]) {
      expect(transcript.toDocument(span)).toBeUndefined();
    }
    expect(renderTranscript(conversationOf()).fromDocument(0, 1e9)).toEqual([]);
  });

  it("wraps a long line between words, and between graphemes where there are none", () => {
    const words = "honesty ".repeat(2_000);
    const flags = "👩‍👩‍👧‍👦".repeat(2_000);
    const { text, blocks } = renderTranscript(conversationOf([words, flags]));
    const [first, second] = blocks.map((block) => text.slice(block.start, block.end).split("\n"));
    expect(first?.length).toBe(4);
    expect(first?.every((line) => line.endsWith("honesty "))).toBe(true);
    expect(first?.join("")).toBe(words);
    expect(second?.length).toBeGreaterThan(3);
    expect(second?.every((line) => line.length % "👩‍👩‍👧‍👦".length === 0)).toBe(true);
    expect(second?.join("")).toBe(flags);
  });

  it("stays linear on text made to cost time", () => {
    for (const unit of ["\u0301", " \u0301", "\u200d", "\r\n", "\r", "🇫🇷", "\u202e", "x"]) {
      const started = performance.now();
      renderTranscript(conversationOf([unit.repeat(1_000_000 / unit.length)]));
      expect(performance.now() - started).toBeLessThan(3_000);
    }
  });
});
