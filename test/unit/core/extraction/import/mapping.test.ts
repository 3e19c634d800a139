import { describe, expect, it } from "vitest";
import {
  nearestResponseTypes,
  readKind,
  readResponseType,
  readSubjectivity,
} from "../../../../../src/core/extraction/import/closed-sets.ts";
import {
  saysNothing,
  splitQuotes,
  splitValues,
  unpacked,
} from "../../../../../src/core/extraction/import/cell-values.ts";
import { guessMapping } from "../../../../../src/core/extraction/import/guess-mapping.ts";
import { completeMapping, parseImportMapping } from "../../../../../src/core/extraction/import/mapping.ts";
import { RESPONSE_TYPES } from "../../../../../src/core/extraction/annotation.ts";
import { valuemarkCore } from "../../../../../src/core/taxonomy/valuemark-core.ts";
import { importOf, jsonl, labelsOf, suggestionsOf, talk } from "./imports.ts";

const conversations = [
  talk("c-1", 0, "Is it fair?", "I think honesty matters."),
  talk("c-2", 1, "And now?", "Be kind."),
];

describe("spellings of the closed sets", () => {
  it("reads every response type in usual spellings", () => {
    for (const type of RESPONSE_TYPES) {
      const words = type.replaceAll("_", " ");
      const spellings = [
        type,
        words,
        words.toUpperCase(),
        type.replaceAll("_", "-"),
        ` ${words}. `,
        `${words.split(" ").reverse().join(" (")})`,
      ];
      for (const text of spellings) expect([text, readResponseType(text)]).toEqual([text, type]);
    }
  });

  it.each([
    ["Strongly supports", "strong_support"],
    ["mildly resistant", "mild_resistance"],
    ["neutral acknowledgement", "neutral_acknowledgment"],
    ["Reframes", "reframing"],
    ["pushes back", "pushes_back"],
    ["None", "no_values"],
    ["strong", undefined],
    ["support", undefined],
    ["strong support and mild resistance", undefined],
    ["4", undefined],
    ["x".repeat(5_000), undefined],
  ])("reads %j as %s", (text, type) => expect(readResponseType(text)).toBe(type));

  it("names the nearest of those it can't read", () => {
    expect(nearestResponseTypes("strong suport")[0]).toBe("strong_support");
    expect(nearestResponseTypes("reframeing")).toEqual(["reframing"]);
    expect(nearestResponseTypes("¯\\_(ツ)_/¯")).toEqual([]);
  });

  it("reads kinds and subjectivity", () => {
    expect(
      ["AI values", "human_value", "responseType", "user-values", "constructor", "mood"].map(readKind),
    ).toEqual(["aiValue", "humanValue", "responseType", "humanValue", undefined, undefined]);
    expect(["Subjective", "no", "TRUE", "perhaps", "__proto__"].map(readSubjectivity)).toEqual([
      "subjective",
      "objective",
      "subjective",
      undefined,
      undefined,
    ]);
  });
});

describe("cells", () => {
  it.each([
    ["a, b, c", "auto", ["a", "b", "c"]],
    ["a; b, c", "auto", ["a", "b, c"]],
    ["- a\n- b, c", "auto", ["a", "b, c"]],
    ["1. a\r\n2. b", "auto", ["a", "b"]],
    ['"a", none, n/a, ""', "auto", ["a"]],
    ["a, b", "none", ["a, b"]],
    ["a / b", " / ", ["a", "b"]],
    ["None", "auto", []],
    ["no values.", "auto", []],
  ])("split %j by %s", (text, separator, values) => expect(splitValues(text, separator)).toEqual(values));

  it("unpack JSON and Python lists, and nothing else", () => {
    expect(unpacked('["a", "b"]')).toEqual(["a", "b"]);
    expect(unpacked(`['it\\'s', "b, c"]`)).toEqual(["it's", "b, c"]);
    expect(unpacked("[]")).toEqual([]);
    for (const text of ["['a', x]", "[a, b]", "['a'", "{'a': 1}", "plain"]) expect(unpacked(text)).toBe(text);
    const hostile = `[${"'a',".repeat(4_000)}`;
    expect(unpacked(hostile)).toBe(hostile);
  });

  it("split quotes at lines and bars, never at commas", () => {
    expect(splitQuotes("be kind, always | and fair")).toEqual(["be kind, always", "and fair"]);
    expect(splitQuotes('["a, b", "c"]')).toEqual(["a, b", "c"]);
    expect(splitQuotes("one, two; three")).toEqual(["one, two; three"]);
  });

  it("tell nothing from something", () => {
    expect(["", " - ", "N/A", "none", "…"].map(saysNothing)).toEqual([true, true, true, true, true]);
    expect(["nonviolence", "🕊️", "诚实", "0"].map(saysNothing)).toEqual([false, false, false, false]);
  });
});

describe("the guessed mapping", () => {
  const guess = (content: string, withTaxonomy = false) =>
    guessMapping(labelsOf(content), {
      conversations,
      ...(withTaxonomy ? { taxonomy: valuemarkCore() } : {}),
    });

  it("finds the id column by what is in it, whatever it is called", () => {
    const { mapping, reasons, sure } = guess("id,who_knows,ai_values\n7,c-1,honesty\n8,c-2,kindness\n");
    expect(mapping.match).toEqual([{ by: "id", field: "who_knows" }]);
    expect(reasons[0]?.reason).toContain("2 of 2");
    expect(sure).toBe(true);
  });

  it("offers other ways, and says when it is not sure", () => {
    const { mapping, sure, alternatives } = guess("stuff,more\nx,y\nz,w\n");
    expect(mapping).toMatchObject({ match: [{ by: "row", base: 0 }], fields: [] });
    expect(sure).toBe(false);
    const other = guess("id,row,ai_values\nc-1,0,honesty\nc-2,1,care\n");
    expect(other.alternatives.map(({ match }) => match?.by)).toContain("row");
    expect(alternatives).toEqual([]);
  });

  it("counts rows from 1 where the numbers end with the number of conversations", () => {
    const file = "row_index,ai_values\n1,honesty\n2,kindness\n";
    expect(guess(file).mapping.match).toEqual([{ by: "row", field: "row_index", base: 1 }]);
    expect(
      suggestionsOf(importOf(labelsOf(file), conversations)).map(({ conversation }) => conversation.id),
    ).toEqual(["c-1", "c-2"]);
  });

  it("finds value columns by the taxonomy and response types by their values", () => {
    const { mapping } = guess(
      "conv,col_a,col_b\nc-1,honesty; kindness,Strong Support\nc-2,clarity,mild-resistance\n",
      true,
    );
    expect(mapping.fields).toEqual([
      { field: "col_a", kind: "aiValue" },
      { field: "col_b", kind: "responseType" },
    ]);
  });

  it("pairs columns of evidence, scores and reasons with their labels", () => {
    const head =
      "conversation_id,ai_values,ai_values_evidence,ai_values_score,human_values,human_values_evidence,rater";
    const { mapping } = guess(`${head}\nc-1,honesty,honesty matters,0.5,fairness,Is it fair,ana\n`);
    expect(mapping.annotator).toBe("rater");
    expect(mapping.fields).toEqual([
      { field: "ai_values", kind: "aiValue", quote: "ai_values_evidence", score: "ai_values_score" },
      { field: "human_values", kind: "humanValue", quote: "human_values_evidence" },
    ]);
  });

  it("can be replaced in part, and refuses what makes no sense", () => {
    const { mapping } = guess("id,ai_values\nc-1,honesty\n");
    expect(completeMapping({ offsets: "utf16" }, mapping)).toEqual({
      ok: true,
      mapping: { ...mapping, offsets: "utf16" },
    });
    for (const bad of [
      null,
      [],
      { match: [] },
      { fields: [{ field: "x", kind: "mood" }] },
      { nosuch: 1 },
      { match: [{ by: "magic" }] },
    ])
      expect(completeMapping(bad, mapping)).toMatchObject({ ok: false, reason: expect.any(String) });
    expect(parseImportMapping(mapping)).toEqual({ ok: true, mapping });
  });
});

describe("matching", () => {
  it("is exact before it is tolerant, and never chooses between two", () => {
    const three = [talk("A", 0, "x", "y"), talk("a", 1, "x", "z"), talk("b ", 2, "u", "v")];
    const rows = [{ id: "A" }, { id: "a" }, { id: " a" }, { id: "B" }, { id: "c" }, { id: "__proto__" }];
    const { report } = importOf(
      labelsOf(jsonl(...rows.map((row) => ({ ...row, ai_values: "honesty" })))),
      three,
    );
    expect(report.rows).toMatchObject({ matched: 3, strategies: { id: 2, idTrimmed: 1 } });
    expect(report.rows.ambiguous).toEqual({
      count: 1,
      examples: [{ row: 2, line: 3, key: " a", candidates: 2 }],
    });
    expect(report.rows.unmatched.examples.map(({ key }) => key)).toEqual(["c", "__proto__"]);
    expect(report.labels).toMatchObject({
      total: 6,
      imported: 3,
      skipped: { "unmatched-conversation": 2, "ambiguous-conversation": 1 },
    });
  });

  it("tries the rules in their order", () => {
    const rows = jsonl(
      { id: "?", first: "And  now?", ai_values: "kindness" },
      { id: "c-1", first: "And now?", ai_values: "care" },
    );
    const match = [
      { by: "id" as const, field: "id" },
      { by: "content" as const, field: "first" },
    ];
    const outcome = importOf(labelsOf(rows), conversations, { match });
    expect(outcome.report.rows.strategies).toEqual({ content: 1, id: 1 });
    expect(suggestionsOf(outcome).map(({ conversation }) => conversation.id)).toEqual(["c-1", "c-2"]);
  });

  it("makes one run for each annotator, with its settings", () => {
    const { runs } = importOf(
      labelsOf("id,ai_values,rater\nc-1,honesty,ana\nc-1,kindness,ben\nc-2,none,ana\n"),
      conversations,
    );
    expect(runs.map(({ run }) => [run.extractor, run.settings["annotator"], run.settings["source"]])).toEqual(
      [
        ["import", "ana", "table"],
        ["import", "ben", "table"],
      ],
    );
    expect(runs[0]?.results[1]).toMatchObject({
      conversation: { id: "c-2" },
      suggestions: [],
      abstained: expect.any(String),
    });
    expect(new Set(runs.map(({ run }) => run.id)).size).toBe(2);
  });
});
