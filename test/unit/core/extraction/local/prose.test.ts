import { describe, expect, it } from "vitest";
import { markSentences } from "../../../../../src/core/extraction/local/marking.ts";
import { readProse } from "../../../../../src/core/extraction/local/prose.ts";
import { splitSentences } from "../../../../../src/core/extraction/local/sentences.ts";
import { OPAQUE, tokenise } from "../../../../../src/core/extraction/local/tokens.ts";

function sentencesOf(text: string): string[] {
  return splitSentences(readProse(text)).map(({ start, end }) => text.slice(start, end));
}

describe("prose", () => {
  it("leaves out fenced code, also unclosed, and what stands in it", () => {
    expect(sentencesOf("One.\n```js\n// be honest\n```\nTwo.")).toEqual(["One.", "Two."]);
    expect(sentencesOf("One.\n~~~\nbe honest\n```\nstill code")).toEqual(["One."]);
  });

  it("leaves out block quotes with their lazy lines, headings and tables", () => {
    expect(sentencesOf("> Honesty matters.\nso they say.\n\nMine.\n# Head\n| a | b |")).toEqual(["Mine."]);
  });

  it("leaves out indented code after a blank line, but not a list", () => {
    expect(sentencesOf("Run:\n\n    make honest\n\nDone.")).toEqual(["Run:", "Done."]);
  });

  it("masks quotations, inline code and links", () => {
    const text =
      'He wrote "honesty matters" and “be fair” in `honest.ts`, see https://honest.example/x or a@b.example.';
    const words = markSentences(text).flatMap(({ tokens }) => tokens.words);
    expect(words).not.toContain("honesty");
    expect(words).not.toContain("fair");
    expect(words).not.toContain("honest");
    expect(words).toContain(OPAQUE);
  });

  it("takes an apostrophe for no quotation mark", () => {
    const [sentence] = markSentences("I can't say that it's the dogs' fault, don't ask.");
    expect(sentence?.tokens.words).toEqual([
      "i",
      "can't",
      "say",
      "that",
      "it's",
      "the",
      "dogs",
      "fault",
      ",",
      "don't",
      "ask",
      ".",
    ]);
  });

  it("trims list marks and white space, and joins hard-wrapped lines", () => {
    expect(sentencesOf("1. First one.\r\n- *Second* one.\r\n")).toEqual(["First one.", "*Second* one."]);
    const wrapped = "This is a rather long line that wraps into\nthe next one. Then more.";
    expect(sentencesOf(wrapped)).toEqual([
      "This is a rather long line that wraps into\nthe next one.",
      "Then more.",
    ]);
  });
});

describe("tokens", () => {
  it("lower-cases, splits at hyphens, and keeps the places", () => {
    const text = "Well-being isn\u2019t “Fun”.";
    const { words, starts, ends } = tokenise(text, 0, text.length);
    expect(words).toEqual(["well", "being", "isn't", "“", "fun", "”", "."]);
    expect(words.map((_, at) => text.slice(starts[at], ends[at]))).toEqual([
      "Well",
      "being",
      "isn\u2019t",
      "“",
      "Fun",
      "”",
      ".",
    ]);
  });
});
