import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anchorQuote } from "../../../../../src/core/conversation/anchor.ts";
import { anchorBlocks } from "../../../../../src/core/conversation/anchorText.ts";
import { makeSpan } from "../../../../../src/core/conversation/spanMake.ts";
import { PLACEHOLDER_PATTERN, redactConversation } from "../../../../../src/core/extraction/redact/redact.ts";
import {
  mapSpanBack,
  offsetBack,
  offsetForward,
  restoreQuote,
  restoreTurns,
} from "../../../../../src/core/extraction/redact/span-map.ts";
import { conversationOf } from "../prompt/fixtures.ts";
import { personalConversation } from "./texts.ts";

describe("redactConversation", () => {
  it("gives the same thing the same placeholder all over the conversation", () => {
    const { conversation, found } = redactConversation(
      conversationOf([
        ["user", "Mail Ada@Example.org and bob@example.org"],
        ["assistant", "I wrote to ada@example.org."],
      ]),
    );
    expect(conversation.turns.map(({ blocks }) => blocks[0]?.text)).toEqual([
      "Mail ⟦EMAIL_1⟧ and ⟦EMAIL_2⟧",
      "I wrote to ⟦EMAIL_1⟧.",
    ]);
    expect(found).toEqual({ email: 3 });
  });

  it("leaves out what is not sent and may tell who it is", () => {
    const source = {
      ...conversationOf([["user", "hi"]]),
      title: "Ada's secret",
      metadata: { user: "ada" },
      notes: ["from Ada"],
    };
    const { conversation } = redactConversation(source);
    expect(JSON.stringify(conversation)).not.toMatch(/\bada\b/i);
  });

  it("does not confuse its placeholders with text that looks like them", () => {
    const source = conversationOf([["user", "⟦EMAIL_1⟧ is not x@example.org but ⟦EMAIL_2⟧"]]);
    const { conversation, map } = redactConversation(source);
    expect(conversation.turns[0]?.blocks[0]?.text).toBe("⟦EMAIL_1⟧ is not ⟦EMAIL_3⟧ but ⟦EMAIL_2⟧");
    expect(restoreTurns(conversation, map)).toEqual(source.turns);
    expect(restoreQuote("⟦EMAIL_1⟧ ⟦EMAIL_3⟧", map)).toBe("⟦EMAIL_1⟧ x@example.org");
  });

  it("leaves nothing of overlapping finds", () => {
    const text = "postgres://ada:s3cret@10.0.0.7/db?key=AKIAIOSFODNN7EXAMPLE x";
    const { conversation } = redactConversation(conversationOf([["user", text]]));
    expect(conversation.turns[0]?.blocks[0]?.text).not.toMatch(/s3cret|10\.0|AKIA/);
  });

  it("takes out the whole of finds that overlap in part", () => {
    const text = `see sk-ant-${"a1".repeat(40)}.ada@example.org now`;
    const { conversation, map } = redactConversation(conversationOf([["user", text]]));
    expect(conversation.turns[0]?.blocks[0]?.text).toBe("see ⟦KEY_1⟧ now");
    expect(map.blocks[0]?.edits[0]?.original).toBe(text.slice(4, -4));
  });

  it("takes a span that begins or ends within a placeholder for the whole of what it stands for", () => {
    const source = conversationOf([["user", "to ada@example.org, now"]]);
    const { conversation, map } = redactConversation(source);
    const back = (start: number, end: number): string =>
      mapSpanBack(makeSpan(conversation, 0, 0, start, end), map, source).quote;
    expect(back(5, 8)).toBe("ada@example.org");
    expect(back(0, 6)).toBe("to ada@example.org");
    expect(back(11, 16)).toBe("ada@example.org, no");
  });

  it("anchors a quote with a placeholder in the original", () => {
    const source = conversationOf([
      ["assistant", "Please don't share ada@example.org 👩‍👩‍👧‍👦 with anyone, it's private."],
    ]);
    const { conversation, map } = redactConversation(source);
    const anchor = anchorQuote("don't share ⟦EMAIL_1⟧ 👩‍👩‍👧‍👦 with anyone", anchorBlocks(conversation));
    expect(anchor.spans.map((span) => mapSpanBack(span, map, source).quote)).toEqual([
      "don't share ada@example.org 👩‍👩‍👧‍👦 with anyone",
    ]);
  });

  it("restores every text exactly, also from the map as JSON", () => {
    fc.assert(
      fc.property(personalConversation, (source) => {
        const { conversation, map, found } = redactConversation(source);
        const parsed: typeof map = JSON.parse(JSON.stringify(map));
        // A lone surrogate hashes as U+FFFD, so texts are compared themselves.
        expect(restoreTurns(conversation, parsed).map(({ blocks }) => blocks)).toEqual(
          source.turns.map(({ blocks }) => blocks),
        );
        const edits = map.blocks.flatMap((block) => block.edits);
        expect(Object.values(found).reduce((sum, count) => sum + count, 0)).toBe(edits.length);
        const original = new Set(
          source.turns.flatMap(({ blocks }) =>
            blocks.flatMap(({ text }) => text.match(PLACEHOLDER_PATTERN) ?? []),
          ),
        );
        for (const { placeholder } of edits) expect(original.has(placeholder)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it("maps any span there and back, widened to whole finds and no further", () => {
    fc.assert(
      fc.property(personalConversation, fc.nat(), fc.nat(), fc.nat(), (source, a, b, c) => {
        if (source.turns.length === 0) return;
        const turn = a % source.turns.length;
        const text = source.turns[turn]?.blocks[0]?.text ?? "";
        const [from, to] = [b % (text.length + 1), c % (text.length + 1)].toSorted((x, y) => x - y);
        const { conversation, map } = redactConversation(source);
        const edits = map.blocks.find((block) => block.turn === turn)?.edits ?? [];
        const copy = conversation.turns[turn]?.blocks[0]?.text ?? "";
        const start = offsetForward(edits, from ?? 0, "start");
        const end = offsetForward(edits, to ?? 0, "end");
        if (end < start) throw new Error("turned round");
        const cut = edits.filter(
          (edit) => edit.start < (to ?? 0) && edit.start + edit.original.length > (from ?? 0),
        );
        const first = Math.min(from ?? 0, ...cut.map((edit) => edit.start));
        const last = Math.max(to ?? 0, ...cut.map((edit) => edit.start + edit.original.length));
        expect([offsetBack(edits, start, "start"), offsetBack(edits, end, "end")]).toEqual(
          from === to ? [offsetBack(edits, start, "start"), offsetBack(edits, end, "end")] : [first, last],
        );
        // Text between finds is the same in both.
        if (cut.length === 0) expect(copy.slice(start, end)).toBe(text.slice(from, to));
        const span = makeSpan(conversation, turn, 0, start, end);
        const back = mapSpanBack(span, map, source);
        expect(text.slice(back.start, back.end)).toBe(back.quote);
        expect(back.start).toBeLessThanOrEqual(from ?? 0);
        expect(back.end).toBeGreaterThanOrEqual(from === to ? back.start : (to ?? 0));
      }),
      { numRuns: 500 },
    );
  });

  it("leaves nothing to find in what it gives back, but its placeholders", () => {
    fc.assert(
      fc.property(personalConversation, (source) => {
        const { conversation, map } = redactConversation(source, { kinds: ["email", "card", "iban", "key"] });
        const text = conversation.turns.map(({ blocks }) => blocks[0]?.text).join("\n");
        for (const { edits } of map.blocks) {
          for (const { original } of edits)
            if (original.includes("@mail.example.org")) expect(text).not.toContain(original);
        }
      }),
    );
  });

  it("takes linear time on hostile text (quadratic time would be minutes)", () => {
    const size = 500_000;
    const fill = (part: string): string => part.repeat(Math.ceil(size / part.length));
    const hostile = [
      "a",
      "1",
      "1 ",
      "1.",
      "@",
      "a@a.",
      "a-",
      ":",
      "(",
      "Dear ",
      "My name is A",
      "-----BEGIN ",
      "password: ",
      "https://",
      "AB12 ",
      "eyJ",
      "Ab ",
      "⟦",
      "\n",
      "Best,\n\n",
    ];
    for (const part of hostile) {
      const began = performance.now();
      redactConversation(conversationOf([["user", fill(part)]]));
      const took = performance.now() - began;
      expect(took, JSON.stringify(part)).toBeLessThan(3_000);
    }
  });
});
