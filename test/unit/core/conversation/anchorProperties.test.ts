import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anchorQuote } from "../../../../src/core/conversation/anchor.ts";
import { normalise } from "../../../../src/core/conversation/anchorNormalise.ts";
import { countLetters, wordsOf } from "../../../../src/core/conversation/anchorWords.ts";
import { hashText } from "../../../../src/core/conversation/hash.ts";
import { awkwardText } from "./arbitraries.ts";
import { SPOKEN, UNSPOKEN } from "./passages.ts";

/** Some passages in some order, parted by what texts are parted by; and one of them as the true one. */
const passageText = fc
  .tuple(
    fc.shuffledSubarray([...SPOKEN], { minLength: 2, maxLength: 8 }),
    fc.array(fc.constantFrom(" ", "\n", "\r\n\r\n", " 👩‍👩‍👧‍👦 ", "\n- ", "\n漢字。", " e\u0301 ", "\n## "), {
      minLength: 8,
      maxLength: 8,
    }),
    fc.nat(),
  )
  .map(([passages, seams, pick]) => ({
    text: passages.map((passage, index) => passage + (seams[index] ?? "")).join(""),
    passage: passages[pick % passages.length] ?? "",
  }));

/** Words `[from, from + count)` of a passage, as the passage has them. */
function excerpt(passage: string, from: number, count: number): string {
  const words = passage.split(" ");
  const first = from % Math.max(1, words.length - count);
  return words.slice(first, first + count).join(" ");
}

const asBlocks = (...texts: string[]): { turn: number; block: number; text: string }[] =>
  texts.map((text, turn) => ({ turn, block: 0, text }));

/** Anchors and checks what holds of every anchor; the spans' quotes, or undefined when unanchored. */
function quotesOf(quote: string, text: string): string[] | undefined {
  const result = anchorQuote(quote, asBlocks("something else", text));
  if ("reason" in result) return undefined;
  const graphemes = new Set(Array.from(new Intl.Segmenter("und").segment(text), ({ index }) => index)).add(
    text.length,
  );
  for (const span of result.spans) {
    expect(span).toMatchObject({
      turn: 1,
      block: 0,
      hash: hashText(text),
      quote: text.slice(span.start, span.end),
    });
    expect(graphemes.has(span.start) && graphemes.has(span.end)).toBe(true);
  }
  return result.spans.map((span) => span.quote);
}

/** Same words in the same order, whatever stands between them. */
const words = (text: string): string[] => wordsOf(normalise(text).text).flatMap(({ parts }) => [...parts]);
/** A span may end inside a link, whose target then no longer reads as one. */
const unlinked = (text: string): string => text.replace(/\]\(https:[^)]*\)?/u, "");

describe("true quotes", () => {
  it("anchor exactly where they stand", () => {
    fc.assert(
      fc.property(
        passageText,
        fc.nat(),
        fc.integer({ min: 3, max: 12 }),
        ({ text, passage }, from, count) => {
          const quote = excerpt(passage, from, count);
          expect(quotesOf(quote, text)).toEqual([quote]);
        },
      ),
      { numRuns: 300 },
    );
  });

  const disguises: [string, (quote: string) => string][] = [
    ["upper case", (quote) => quote.toUpperCase()],
    ["line breaks", (quote) => quote.replaceAll(" ", "\r\n ")],
    ["no-break spaces", (quote) => quote.replaceAll(" ", "\u00a0")],
    ["smart quotes", (quote) => `“${quote.replaceAll("'", "’")}”`],
    ["bold", (quote) => quote.replace(/(\p{L}{5,})/u, "**$1**")],
    ["link", (quote) => quote.replace(/(\p{L}{5,})/u, "[$1](https://example.org/$1)")],
    ["soft hyphens", (quote) => quote.replace(/(\p{L}{3})(\p{L}{3})/gu, "$1\u00ad$2")],
    ["full width", (quote) => quote.replaceAll("e", "ｅ")],
    ["list", (quote) => `- ${quote}`],
    ["final dots", (quote) => `…${quote}...`],
  ];
  it.each(disguises)("anchor in disguise: %s", (_, disguise) => {
    fc.assert(
      fc.property(
        passageText,
        fc.nat(),
        fc.integer({ min: 4, max: 12 }),
        ({ text, passage }, from, count) => {
          const quote = excerpt(passage, from, count);
          const found = quotesOf(disguise(quote), text);
          expect(found?.length).toBe(1);
          expect(words(found?.[0] ?? "")).toEqual(words(quote));
          // And the other way about: a plain quote from a disguised text.
          const back = quotesOf(
            quote,
            text.replace(quote, () => disguise(quote)),
          );
          expect(words(unlinked(back?.[0] ?? ""))).toEqual(words(quote));
        },
      ),
      { numRuns: 100 },
    );
  });

  const slips: [string, (word: string) => string][] = [
    ["letters swapped", (word) => `${word.slice(0, 3)}${word[4]}${word[3]}${word.slice(5)}`],
    ["letter doubled", (word) => `${word.slice(0, 4)}${word.slice(3)}`],
    ["letter left out", (word) => `${word.slice(0, 4)}${word.slice(5)}`],
  ];
  it.each(slips)("anchor with a slip of the pen: %s", (_, slip) => {
    fc.assert(
      fc.property(
        passageText,
        fc.nat(),
        fc.integer({ min: 8, max: 12 }),
        ({ text, passage }, from, count) => {
          const quote = excerpt(passage, from, count);
          // Negating prefixes apart, a word of nine letters or more with a slip inside is still that word.
          const slipped = quote.replace(/(?<![\p{L}'])\p{Ll}{9,}(?!['\p{L}])/u, slip);
          fc.pre(slipped !== quote);
          expect(quotesOf(slipped, text)).toEqual([quote.replace(/[.,;]$/u, "")]);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("anchor with something left out, part by part", () => {
    fc.assert(
      fc.property(passageText, fc.integer({ min: 1, max: 3 }), ({ text, passage }, gap) => {
        const all = passage.split(" ");
        const [head, omitted, tail] = [all.slice(0, 4), all.slice(4, 4 + gap), all.slice(4 + gap)];
        fc.pre(!/\b(?:not|never|none|n't|neither|without|nor)\b|n't/iu.test(omitted.join(" ")));
        const found = quotesOf(`${head.join(" ")} … ${tail.join(" ")}`, text);
        expect(found?.map(words)).toEqual([words(head.join(" ")), words(tail.join(" "))]);
      }),
      { numRuns: 200 },
    );
  });
});

describe("false quotes", () => {
  const unanchored = (quote: string, text: string): void =>
    expect(quotesOf(quote, text), quote).toBeUndefined();

  it("from other texts are never anchored", () => {
    fc.assert(
      fc.property(
        passageText,
        fc.constantFrom(...UNSPOKEN),
        fc.nat(),
        fc.integer({ min: 4, max: 12 }),
        ({ text }, other, from, count) => {
          unanchored(excerpt(other, from, count), text);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("of passages that aren't in this text are never anchored", () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...SPOKEN], { minLength: 4 }),
        fc.nat(),
        fc.integer({ min: 5, max: 12 }),
        (all, from, count) => {
          const [absent = "", ...present] = all;
          unanchored(excerpt(absent, from, count), present.join(" "));
        },
      ),
      { numRuns: 300 },
    );
  });

  /** A quote of at least six words in which the word at `at` is replaced; inner words only, so that it shows. */
  const tampered = fc
    .tuple(passageText, fc.nat(), fc.integer({ min: 6, max: 14 }), fc.nat())
    .map(([{ text, passage }, from, count, at]) => {
      const quote = excerpt(passage, from, count).split(" ");
      return { text, quote, at: 1 + (at % (quote.length - 2)) };
    });

  it.each(["not", "never", "no", "hardly", "always", "only", "17", "two"])(
    'with "%s" put in are never anchored',
    (extra) => {
      fc.assert(
        fc.property(tampered, ({ text, quote, at }) => {
          unanchored([...quote.slice(0, at), extra, ...quote.slice(at)].join(" "), text);
        }),
        { numRuns: 100 },
      );
    },
  );

  it("with a word of content swapped or left out are never anchored", () => {
    const others = [
      "generous",
      "harmful",
      "prescribe",
      "loyalty",
      "unsafe",
      "hate",
      "must",
      "lie",
      "immoral",
      "won't",
    ];
    fc.assert(
      fc.property(tampered, fc.constantFrom("", ...others), ({ text, quote, at }, other) => {
        fc.pre(countLetters(quote[at] ?? "") > 4 || /^(?:not|never|none|can't|\d)/u.test(quote[at] ?? ""));
        unanchored(
          [...quote.slice(0, at), ...(other === "" ? [] : [other]), ...quote.slice(at + 1)].join(" "),
          text,
        );
      }),
      { numRuns: 500 },
    );
  });

  it("with a prefix that negates put on or taken off are never anchored", () => {
    fc.assert(
      fc.property(
        tampered,
        fc.constantFrom("un", "in", "im", "dis", "non-", "a", "il"),
        ({ text, quote, at }, prefix) => {
          fc.pre(/^\p{Ll}{4,}$/u.test(quote[at] ?? ""));
          const negated = quote.map((word, index) => (index === at ? prefix + word : word)).join(" ");
          unanchored(negated, text);
          unanchored(quote.join(" "), negated);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("with another number are never anchored", () => {
    const source = "There are at least 3 studies that found a 12.5% improvement in 1,024 people.";
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 }), fc.nat(9), fc.nat(9), (which, digit, place) => {
        let seen = -1;
        const changed = source.replace(/[\d.,]+\d|\d/gu, (number) => {
          seen += 1;
          if (seen !== which) return number;
          const at = place % number.length;
          return /\d/.test(number[at] ?? "")
            ? number.slice(0, at) + String(digit) + number.slice(at + 1)
            : `${number}0`;
        });
        fc.pre(changed !== source);
        unanchored(changed, `Yes. ${source} So there.`);
      }),
    );
  });

  it("whatever is anchored says word for word what was quoted, but for slips", () => {
    fc.assert(
      fc.property(awkwardText, awkwardText, (quote, text) => {
        const found = quotesOf(quote, `${text} ${quote.slice(0, 9)} ${text}`);
        if (found === undefined || countLetters(quote) < 3) return;
        const inQuote = words(quote);
        for (const word of words(found.join(" "))) expect(inQuote).toContain(word);
      }),
      { numRuns: 1_000 },
    );
  });
});
