import { describe, expect, it } from "vitest";
import { markSentences } from "../../../../../src/core/extraction/local/marking.ts";
import { compilePattern, matchAt } from "../../../../../src/core/extraction/local/pattern.ts";

function matches(pattern: string, sentence: string): boolean {
  const tokens = markSentences(sentence)[0]?.tokens;
  if (tokens === undefined) throw new Error("no sentence");
  const compiled = compilePattern(pattern);
  return tokens.words.some((_, at) => matchAt(compiled, tokens, at) !== undefined);
}

describe("patterns", () => {
  it("match words, alternatives, stems and options", () => {
    expect(matches("be honest|fair", "Please be fair.")).toBe(true);
    expect(matches("plagiar*", "That is plagiarism.")).toBe(true);
    expect(matches("call the? police", "Call police.")).toBe(true);
    expect(matches("call the? police", "Call the police.")).toBe(true);
    expect(matches("call the? police", "Call my police.")).toBe(false);
  });

  it("bridge at most so many words, and no punctuation", () => {
    expect(matches("talk ~2 doctor", "Talk to a doctor.")).toBe(true);
    expect(matches("talk ~2 doctor", "Talk to a very good doctor.")).toBe(false);
    expect(matches("talk ~2 doctor", "Talk, doctor.")).toBe(false);
  });

  it("can be bound to the sentence's start and end", () => {
    expect(matches("^ no $", "No.")).toBe(true);
    expect(matches("^ no $", "Oh no.")).toBe(false);
    expect(matches("^ no $", "No way.")).toBe(false);
  });

  it("tell which value a lexicon slot found", () => {
    const tokens = markSentences("Being honest matters, honesty matters.")[0]?.tokens;
    if (tokens === undefined) throw new Error("no sentence");
    const found = tokens.words.map((_, at) => matchAt(compilePattern("{N} matters"), tokens, at)?.value);
    expect(found.filter((value) => value !== undefined)).toEqual(["honesty", "honesty"]);
  });

  it.each([
    "",
    "~2 word",
    "word? more",
    "a|B",
    "a||b",
    "@nosuch",
    "a ~99 b",
    "a ~9 b ~9 c ~9 d",
    "to?|with x",
  ])("refuse the mistaken pattern %j", (source) => {
    expect(() => compilePattern(source)).toThrow();
  });
});
