import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reanchor } from "../../../../src/core/conversation/anchorAgain.ts";
import type { Conversation } from "../../../../src/core/conversation/model.ts";
import type { Span } from "../../../../src/core/conversation/span.ts";
import { makeSpan } from "../../../../src/core/conversation/spanMake.ts";
import { awkwardText, conversation, conversationOf } from "./arbitraries.ts";

function spanOf(of: Conversation, turn: number, quote: string): Span {
  const start = of.turns[turn]?.blocks[0]?.text.indexOf(quote) ?? -1;
  return makeSpan(of, turn, 0, start, start + quote.length);
}

describe("reanchor", () => {
  const before = conversationOf(["Is it fair?"], ["It is fair. Be honest with your team; be honest."]);

  it("gives back any span whose block is unchanged", () => {
    fc.assert(
      fc.property(conversation, fc.nat(), fc.nat(), fc.nat(), (of, pick, a, b) => {
        const places = of.turns.flatMap((turn, index) =>
          turn.blocks.map((block, at) => ({ index, at, text: block.text })),
        );
        const place = places[pick % Math.max(1, places.length)];
        fc.pre(place !== undefined);
        const [low = 0, high = 0] = [a, b].map((at) => at % (place.text.length + 1)).sort((x, y) => x - y);
        const span = makeSpan(of, place.index, place.at, low, high);
        expect(reanchor(span, of)).toEqual({ spans: [span], method: "exact", errors: 0, ambiguous: 0 });
      }),
      { numRuns: 200 },
    );
  });

  it("follows a block that has moved, even for part of a word", () => {
    const span = makeSpan(before, 1, 0, 7, 9);
    const after = conversationOf(
      ["system"],
      ["new"],
      ...before.turns.map(({ blocks }) => blocks.map(({ text }) => text)),
    );
    expect(reanchor(span, after)).toEqual({
      spans: [{ ...span, turn: 3 }],
      method: "exact",
      errors: 0,
      ambiguous: 0,
    });
  });

  it("takes the nearest of two copies of the block, and says when it can't tell", () => {
    const span = spanOf(before, 1, "honest");
    const text = before.turns[1]?.blocks[0]?.text ?? "";
    expect(reanchor(span, conversationOf(["x"], ["y"], [text], ["z"], [text]))).toMatchObject({
      spans: [{ turn: 2 }],
      ambiguous: 0,
    });
    expect(reanchor(span, conversationOf([text], ["y"], [text]))).toMatchObject({
      spans: [{ turn: 0 }],
      ambiguous: 1,
    });
  });

  it("finds the words again when text was put before them", () => {
    fc.assert(
      fc.property(awkwardText, (added) => {
        const old = before.turns[1]?.blocks[0]?.text ?? "";
        const text = `${added} . ${old}`;
        const found = reanchor(
          spanOf(before, 1, "honest with your team"),
          conversationOf(["Is it fair?"], [text]),
        );
        expect(found).toMatchObject({
          method: "exact",
          ambiguous: 0,
          spans: [{ turn: 1, quote: "honest with your team" }],
        });
        expect(found.spans[0]?.start).toBe(text.indexOf("honest with your team"));
      }),
    );
  });

  it("takes the occurrence nearest the old one", () => {
    const last = makeSpan(before, 1, 0, 41, 47);
    expect(last.quote).toBe("honest");
    const after = conversationOf(["x"], ["Yes! It is fair. Be honest with your team; be honest."]);
    expect(reanchor(last, after)).toMatchObject({ spans: [{ start: 46 }], ambiguous: 0 });
  });

  it("lets go of what is no longer said", () => {
    const span = spanOf(before, 1, "It is fair");
    expect(reanchor(span, conversationOf(["x"], ["It is unfair. It isn't fair."]))).toEqual({
      spans: [],
      reason: "not-found",
    });
    expect(reanchor({ ...span, quote: "forged", hash: "0" }, before)).toEqual({
      spans: [],
      reason: "not-found",
    });
  });
});
