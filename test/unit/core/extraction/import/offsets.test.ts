import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  OFFSET_READINGS,
  OffsetText,
  UnitBallot,
} from "../../../../../src/core/extraction/import/offset-units.ts";
import { importOf, jsonl, labelsOf, suggestionsOf, talk } from "./imports.ts";

const reply = "😀😀 Be kind. 👩‍👩‍👧 Tell them the truth, even so.\r\nThey can decide 🎈 alone.";
const conversations = [talk("a", 0, "Hi 😀", reply)];
const points = (text: string) => Array.from(text).length;
const at = (quote: string) => reply.indexOf(quote);

/** `[start, end]` of a quote as a program that counts in this way would write it. */
function counted(quote: string, unit: "codePoints" | "utf16", lf = false): [number, number] {
  const size = (text: string) => {
    const plain = lf ? text.replaceAll("\r\n", "\n") : text;
    return unit === "codePoints" ? points(plain) : plain.length;
  };
  return [size(reply.slice(0, at(quote))), size(reply.slice(0, at(quote) + quote.length))];
}

const spanQuotes = (labels: string, offsets?: "utf16" | "codePoints") =>
  suggestionsOf(importOf(labelsOf(labels), conversations, offsets === undefined ? {} : { offsets })).map(
    ({ spans }) => spans.map(({ start, quote }) => [start, quote]),
  );

describe("offsets of other programs", () => {
  for (const unit of ["codePoints", "utf16"] as const) {
    for (const lf of [false, true]) {
      it(`are read as ${unit}${lf ? " with CR LF as one" : ""} where the words show it`, () => {
        const quotes = ["kind", "the truth", "decide", "alone"];
        const label = quotes.map((quote) => [...counted(quote, unit, lf), "honesty"]);
        const found = spanQuotes(jsonl({ id: "a", text: reply, label }));
        expect(found).toEqual(quotes.map((quote) => [[at(quote), quote]]));
      });
    }
  }

  it("are not guessed where nothing tells the units apart", () => {
    // The two readings give "cc" or "bb": both are whole words, and nothing says which was meant.
    const text = "😀😀😀 bb cc dd";
    const [only] = [talk("a", 0, "Hi", text)];
    const row = jsonl({ id: "a", text, label: [[7, 9, "care"]] });
    const outcome = importOf(labelsOf(row), [only]);
    expect(new OffsetText(text).range(7, 9, "utf16")).toEqual([7, 9]);
    expect(text.slice(7, 9)).toBe("bb");
    expect(outcome.report.evidence.notFound).toMatchObject({ count: 1, examples: [{ reason: "units" }] });
    expect(suggestionsOf(outcome)[0]).toMatchObject({
      spans: [],
      metadata: { offsets: [{ start: 7, end: 9 }] },
    });
    const asked = importOf(labelsOf(row), [only], { offsets: "codePoints" });
    expect(suggestionsOf(asked)[0]?.spans.map(({ quote }) => quote)).toEqual(["cc"]);
  });

  it("yield to the quote, each by itself, and disagreement is told", () => {
    const result = (quote: string, [start, end]: [number, number]) => ({
      from_name: "ai_values",
      to_name: "t",
      type: "labels",
      value: { start, end, text: quote, labels: ["honesty"] },
    });
    const task = {
      id: 1,
      data: { conversation: "a", t: reply },
      annotations: [
        {
          completed_by: 1,
          result: [
            result("the truth", counted("the truth", "utf16")),
            result("decide", counted("decide", "codePoints")),
            result("kind", [0, 2]),
            result("never said so", [3, 6]),
          ],
        },
      ],
    };
    const outcome = importOf(labelsOf([task]), conversations);
    expect(suggestionsOf(outcome).map(({ spans, unanchored }) => spans[0]?.quote ?? unanchored)).toEqual([
      "the truth",
      "decide",
      "kind",
      ["never said so"],
    ]);
    expect(outcome.report.evidence.disagreements.count).toBe(2);
    expect(outcome.report.evidence.notFound.count).toBe(1);
  });

  it("beyond the text are kept in the metadata", () => {
    const outcome = importOf(
      labelsOf(jsonl({ id: "a", text: reply, label: [[900, 950, "care"]] })),
      conversations,
    );
    expect(suggestionsOf(outcome)[0]).toMatchObject({
      spans: [],
      metadata: { offsets: [{ start: 900, end: 950 }] },
    });
    expect(outcome.report.evidence.notFound.examples[0]?.reason).toBe("outside");
  });

  it("find the right one of two equal quotes by what stands around it", () => {
    const twice =
      "Be fair to him, and be kind. Later on, to her too: be kind. That is all there is to say of it, I think.";
    const second = twice.lastIndexOf("be kind");
    const labels = jsonl({
      id: "a",
      text: `ASSISTANT: ${twice}`,
      label: [[second + 11, second + 18, "kindness"]],
    });
    expect(suggestionsOf(importOf(labelsOf(labels), [talk("a", 0, "Hi", twice)]))[0]?.spans[0]?.start).toBe(
      second,
    );
  });

  it("convert like slicing does, in every unit", () => {
    const piece = fc.constantFrom("a", " ", "é", "😀", "\r\n", "\n", "👩‍👧", "漢");
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 30 }), fc.nat(), fc.nat(), (pieces, a, b) => {
        const text = pieces.join("");
        const cut = [a % (pieces.length + 1), b % (pieces.length + 1)].sort((x, y) => x - y);
        const [from, to] = [pieces.slice(0, cut[0]).join(""), pieces.slice(0, cut[1]).join("")];
        const size = { codePoints: points, utf16: (one: string) => one.length };
        const lf = (one: string) => one.replaceAll("\r\n", "\n");
        const source = new OffsetText(text);
        for (const reading of OFFSET_READINGS) {
          const count = reading.startsWith("codePoints") ? size.codePoints : size.utf16;
          const [start, end] = [from, to].map((one) => count(reading.endsWith("Lf") ? lf(one) : one));
          const range = source.range(start ?? 0, end ?? 0, reading);
          if (from === to) expect(range).toBeUndefined();
          else expect(range).toEqual([from.length, to.length]);
        }
      }),
    );
  });

  it("leave a plain text without a vote", () => {
    const ballot = new UnitBallot();
    ballot.add(new OffsetText("plain words"), 0, 5, "plain");
    expect(Object.values(ballot.result().votes)).toEqual([0, 0, 0, 0]);
    expect(ballot.result().readings).toEqual(OFFSET_READINGS);
  });
});
