import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  anchorQuote,
  type Anchor,
  type AnchorOptions,
  type Unanchored,
} from "../../../../src/core/conversation/anchor.ts";
import { AnchorText } from "../../../../src/core/conversation/anchorText.ts";
import { hashText } from "../../../../src/core/conversation/hash.ts";

function inTexts(texts: readonly string[]): { turn: number; block: number; text: string }[] {
  return texts.map((text, turn) => ({ turn, block: 0, text }));
}

function anchored(
  quote: string,
  text: string | readonly string[],
  options?: AnchorOptions,
): Anchor | Unanchored {
  return anchorQuote(quote, inTexts(typeof text === "string" ? [text] : text), options);
}

/** What the spans quote, joined by "|"; the reason when there are none. */
function said(quote: string, text: string | readonly string[], options?: AnchorOptions): string {
  const result = anchored(quote, text, options);
  return "reason" in result ? result.reason : result.spans.map((span) => span.quote).join("|");
}

describe("anchorQuote", () => {
  it.each([
    ["case", "be honest with them", "Be honest with them, always.", "Be honest with them"],
    [
      "white space",
      "be honest with them",
      "be\u00a0honest\r\n   with\tthem",
      "be\u00a0honest\r\n   with\tthem",
    ],
    ["smart quotes", `"don't" means "don't"`, "He said “don’t” means “don’t”.", "“don’t” means “don’t”"],
    ["bold", "be honest with them", "Please **be *honest*** with them", "be *honest*** with them"],
    ["underscore emphasis", "be really honest", "be _really_ honest", "be _really_ honest"],
    ["snake case kept", "call be_honest now", "call be_honest now", "call be_honest now"],
    ["code ticks", "run the check first", "run the `check` first", "run the `check` first"],
    ["link", "read the guide before", "read [the guide](https://x.example/a_(b).html) before", "not-found"],
    [
      "plain link",
      "read the guide before",
      "read [the guide](https://x.example/a) before",
      "read [the guide](https://x.example/a) before",
    ],
    [
      "titled link",
      "read the guide before",
      'read [the guide](/a "Our guide") before',
      'read [the guide](/a "Our guide") before',
    ],
    [
      "other quotation marks",
      "say 'key' and 'lock' here",
      'say "key" and "lock" here',
      'say "key" and "lock" here',
    ],
    ["words in brackets are no link", "be honest always", "be [honest](not really) always", "not-found"],
    ["list", "be kind be fair", "Rules:\n- be kind\n- be fair\n", "be kind\n- be fair"],
    ["heading", "Honesty first Be fair", "## Honesty first\n\nBe fair", "Honesty first\n\nBe fair"],
    ["quotation", "be kind to all", "> be kind\n> to all", "be kind\n> to all"],
    ["dashes", "honest - and kind", "honest—and kind", "honest—and kind"],
    ["hyphens", "your well-being matters", "your well‑being matters", "your well‑being matters"],
    ["ellipsis sign", "well... be kind", "well… be kind", "well… be kind"],
    ["outer quotation marks", "“Be kind.”", "so be kind, please", "be kind"],
    ["zero width", "be honest", "be hon\u200best\u00ad now", "be hon\u200best"],
    ["composition", "café au lait", "cafe\u0301 au lait", "cafe\u0301 au lait"],
    ["compatibility", "file first", "ﬁle first", "ﬁle first"],
    ["full width", "be ok now", "ｂｅ ｏｋ now", "ｂｅ ｏｋ now"],
    ["CJK", "我们应该诚实", "答：我们应该诚实。", "我们应该诚实"],
    ["Korean particle", "정직하게 말", "정직하게 말해요", "정직하게 말"],
    ["RTL", "חשוב להיות ישר", "לכן חשוב להיות ישר תמיד", "חשוב להיות ישר"],
    ["emoji", "well done 👩‍👩‍👧‍👦!", "so well done 👩‍👩‍👧‍👦! bye", "well done 👩‍👩‍👧‍👦!"],
    ["final sigma", "ΛΟΓΟΣ ΚΑΛΟΣ", "ο λόγος", "not-found"],
    [
      "slip of the pen",
      "you should recieve an honest answer",
      "you should receive an honest answer",
      "you should receive an honest answer",
    ],
    [
      "swapped early",
      "most poeple like honest answers",
      "most people like honest answers",
      "most people like honest answers",
    ],
    [
      "silently corrected",
      "we must accommodate everyone here",
      "we must accomodate everyone here",
      "we must accomodate everyone here",
    ],
    [
      "spelling",
      "respect her behavior and choices",
      "respect her behaviour and choices",
      "respect her behaviour and choices",
    ],
    [
      "contraction",
      "you do not have to answer him",
      "you don't have to answer him",
      "you don't have to answer him",
    ],
    [
      "article",
      "consider feelings of the others first",
      "consider the feelings of the others first",
      "consider the feelings of the others first",
    ],
    [
      "written apart",
      "your wellbeing matters a great deal",
      "your well being matters a great deal",
      "your well being matters a great deal",
    ],
    [
      "punctuation",
      "Honest work, done well; nothing else.",
      "Honest work - done well. Nothing else!",
      "Honest work - done well. Nothing else",
    ],
    ["gap", "be honest … with your team", "be honest and open with your team", "be honest|with your team"],
    [
      "gap in brackets",
      "be honest [...] with your team",
      "be honest and open with your team",
      "be honest|with your team",
    ],
    ["cut off", "…be honest with your…", "do be honest with your team", "be honest with your"],
  ])("%s", (_, quote, text, expected) => {
    expect(said(quote, text)).toBe(expected);
  });

  it.each([
    ["part of a word", "fair to everybody", "it is unfair to everybody"],
    ["before n't", "they can", "I know they can't lie"],
    ["before n’t", "that is what they did", "that is what they didn’t"],
    ["soft hyphen", "fair to everybody", "un\u00adfair to everybody"],
    ["emphasised prefix", "fair to everybody", "**un**fair to everybody"],
    ["hyphenated negation", "judgmental advice", "non-judgmental advice"],
    ["-free", "a bias", "a bias-free answer"],
    ["Han negation", "诚实的人", "他是不诚实的人"],
    ["Korean prefix", "공정한 사람", "불공정한 사람"],
    ["half an emoji", "great 👩", "great 👩‍👩‍👧‍👦"],
    ["number cut", "it costs 3", "it costs 3.5"],
    ["minus cut", "5 degrees outside", "it is -5 degrees outside"],
    ["superscript", "at most 102 people", "at most 10² people"],
    ["product", "at most 23 people", "at most 2*3 people"],
    ["another turn of phrase", "you must always obey your manager", "you must never obey your manager"],
    ["not left out", "you should lie to the customers here", "you should not lie to the customers here"],
    ["not put in", "you should not talk to the customers here", "you should talk to the customers here"],
    ["n't left out", "you should tell them everything today", "you shouldn't tell them everything today"],
    ["amoral", "they made a moral choice in the end", "they made amoral choice in the end"],
    ["digit", "at least 15 people were hurt by this", "at least 16 people were hurt by this"],
    ["number word", "at least two people were hurt by this", "at least ten people were hurt by this"],
    ["per cent", "about 5% of the people were hurt", "about 5 of the people were hurt"],
    ["sign", "the risk is < the benefit of treatment", "the risk is > the benefit of treatment"],
    ["language", "I love writing C# at night with friends", "I love writing C++ at night with friends"],
    ["emoji", "that is a great idea my friend 👎 truly", "that is a great idea my friend 👍 truly"],
    ["modal", "you could report him to the authorities", "you would report him to the authorities"],
    ["confusable", "the doctor prescribed this treatment then", "the doctor proscribed this treatment then"],
    ["immoral", "many would say that it is moral to do so", "many would say that it is immoral to do so"],
    ["immortal", "many would say that it is immoral to do so", "many would say that it is immortal to do so"],
    ["order", "the doctor should trust the patient more", "the patient should trust the doctor more"],
    [
      "Han not",
      "我们在任何情况下都应该对所有的人说实话这是很重要的",
      "我们在任何情况下都不应该对所有的人说实话这是很重要的",
    ],
    ["gap that hides a not", "I would … lie to your mother", "I would never lie to your mother"],
    ["gap too wide", "I would … lie to your mother", `I would${" go".repeat(900)} lie to your mother`],
    ["gap in wrong order", "with your team … be honest", "be honest and open with your team"],
    [
      "known word",
      "a moral statement about their values",
      "a moral settlement about their values; statement",
    ],
  ])("does not anchor: %s", (_, quote, text) => {
    expect(said(quote, text)).toMatch(/^(?:not-found|changed-words)$/);
  });

  it("says when a place was close but says something else", () => {
    expect(said("you should lie to the customers here", "you should not lie to the customers here")).toBe(
      "changed-words",
    );
    expect(said("nothing of the sort was ever said", "you should not lie")).toBe("not-found");
  });

  it("reports method, errors and hash", () => {
    const text = "You should receive an honest answer.";
    expect(anchored("receive an honest", text)).toMatchObject({ method: "exact", errors: 0, ambiguous: 0 });
    expect(anchored("Receive an  honest", text)).toMatchObject({ method: "normalised", errors: 0 });
    const result = anchored("you should recieve an honest answer", text);
    expect(result).toEqual({
      spans: [{ turn: 0, block: 0, start: 0, end: 35, quote: text.slice(0, 35), hash: hashText(text) }],
      method: "approximate",
      errors: 2,
      ambiguous: 0,
    });
    expect(anchored("Receive an  honest", text, { caseFold: false })).toMatchObject({ reason: "not-found" });
    expect(anchored("you should recieve an honest answer", text, { approximate: false })).toMatchObject({
      reason: "not-found",
    });
  });

  it("goes by the hint", () => {
    const texts = ["be kind", "x", "be kind and be kind", "x", "x", "be kind"];
    const at = (options?: AnchorOptions): unknown => {
      const result = anchored("be kind", texts, options);
      return "reason" in result
        ? result.reason
        : [result.spans[0]?.turn, result.spans[0]?.start, result.ambiguous];
    };
    expect(at()).toEqual([0, 0, 3]);
    expect(at({ hint: { turn: 5 } })).toEqual([5, 0, 0]);
    expect(at({ hint: { turn: 4 } })).toEqual([5, 0, 0]);
    expect(at({ hint: { turn: 2 } })).toEqual([2, 0, 1]);
    expect(at({ hint: { turn: 2, offset: 13 } })).toEqual([2, 12, 0]);
    expect(at({ hint: { turn: 1 } })).toEqual([0, 0, 2]);
    // Near and normalised beats far and exact: the model saw the hinted turn.
    expect(anchored("be kind", ["be kind", "x", "x", "Be **kind**"], { hint: { turn: 3 } })).toMatchObject({
      method: "normalised",
      spans: [{ turn: 3 }],
    });
  });

  it("anchors very short quotes only where they stand exactly and once", () => {
    expect(said("ok", "that is ok with me")).toBe("ok");
    expect(said("OK", "that is ok with me")).toBe("too-short");
    expect(said("ok", "ok, ok")).toBe("too-short");
    expect(said("诚实", "诚实是好的")).toBe("诚实");
    expect(said("?!", "what")).toBe("empty");
    expect(said(" \n", "what")).toBe("empty");
    expect(said("x".repeat(20_001), "what")).toBe("too-long");
  });

  it("gives the same with prepared blocks", () => {
    const blocks = inTexts(["Be **kind** to all", "be honest"]);
    const prepared = new AnchorText(blocks);
    for (const quote of ["be kind to", "honest", "nothing", "be kind to"]) {
      expect(anchorQuote(quote, prepared)).toEqual(anchorQuote(quote, blocks));
    }
  });

  it("survives prototype names and patterns", () => {
    for (const quote of ["__proto__", "constructor", "a.*b(c", "[x](y)", "\\d+", "\ud83d"]) {
      fc.assert(
        fc.property(fc.string(), (text) => void anchored(quote, text)),
        { numRuns: 20 },
      );
      expect(said(quote, `so ${quote} it is`)).toBe(quote);
    }
  });
});
