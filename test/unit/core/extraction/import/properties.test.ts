import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Suggestion } from "../../../../../src/core/extraction/annotation.ts";
import { ANNOTATION_KINDS, RESPONSE_TYPES } from "../../../../../src/core/extraction/annotation.ts";
import { guessMapping } from "../../../../../src/core/extraction/import/guess-mapping.ts";
import { applyImport, dryRun } from "../../../../../src/core/extraction/import/import-labels.ts";
import { openLabels } from "../../../../../src/core/extraction/import/open-labels.ts";
import { reportMarkdown } from "../../../../../src/core/extraction/import/report-markdown.ts";
import { toSuggestions } from "../../../../../src/core/extraction/run.ts";
import { FormatError } from "../../../../../src/core/formats/format.ts";
import { hashBlock } from "../../../../../src/core/conversation/hash.ts";
import { createTaxonomy } from "../../../../../src/core/taxonomy/create.ts";
import { valuemarkCore } from "../../../../../src/core/taxonomy/valuemark-core.ts";
import { formatResult, parseResult } from "../../../../../src/store/suggestion-lines.ts";
import { awkwardText } from "../../conversation/arbitraries.ts";
import { NOW, importOf, isAccountedFor, labelsOf, suggestionsOf, talk } from "./imports.ts";

/** A small taxonomy, so that a run of the property takes no index of hundreds of values to build. */
const taxonomy = createTaxonomy({ id: "small", title: "", version: "", licence: "", attribution: "" }, [
  { id: "c", name: "Category", level: 3, parent: null },
  { id: "h", name: "honesty", level: 0, parent: "c" },
  { id: "k", name: "kindness", level: 0, parent: "c" },
]);

const nodes = valuemarkCore().nodes.filter(({ level }) => level === 0);
const conversations = [
  talk("one", 0, "I care 😀 about\r\nhonesty. Do you?", "I do: be honest, be kind 👩‍👩‍👧, and be kind again."),
  talk(" Two ", 1, "是", "诚实 is honesty; e\u0301lan too.\n\nSo it is.", "Fine.", "Good."),
];

const label = fc.oneof(
  fc.constantFrom(...nodes).map((node) => ({ kind: "aiValue" as const, value: node.name, node: node.id })),
  fc
    .string({ minLength: 1, maxLength: 20 })
    .map((value) => ({ kind: "humanValue" as const, value, node: null })),
  fc.constantFrom(...RESPONSE_TYPES).map((value) => ({ kind: "responseType" as const, value })),
  fc.string({ minLength: 1, maxLength: 30 }).map((value) => ({ kind: "task" as const, value })),
  fc.constantFrom("subjective", "objective").map((value) => ({ kind: "subjectivity" as const, value })),
);

const suggestions: fc.Arbitrary<readonly Suggestion[]> = fc
  .tuple(
    fc.nat(1),
    fc.array(fc.tuple(label, fc.array(fc.tuple(fc.nat(3), fc.nat(80), fc.nat(80)), { maxLength: 3 })), {
      maxLength: 6,
    }),
  )
  .map(([which, drafts]) => {
    const conversation = conversations[which] ?? talk("", 0);
    const proposals = drafts.map(([one, ranges]) => ({
      label: one,
      spans: ranges.flatMap(([turn, a, b]) => {
        const block = conversation.turns[turn]?.blocks[0];
        if (block === undefined) return [];
        const [start, end] = [Math.min(a, b), Math.max(a, b)];
        if (end > block.text.length) return [];
        return [{ turn, block: 0, start, end, quote: block.text.slice(start, end), hash: hashBlock(block) }];
      }),
    }));
    return toSuggestions("r", conversation, { proposals });
  });

const comparable = (list: readonly Suggestion[]): Set<string> =>
  new Set(
    list.map(({ conversation, label: { kind, value, node }, spans }) =>
      JSON.stringify([
        conversation,
        [kind, value, node ?? null],
        [...new Set(spans.map((span) => JSON.stringify(span)))],
      ]),
    ),
  );

describe("any import", () => {
  it("brings our own suggestions back with the same labels and spans", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(fc.array(suggestions, { minLength: 1, maxLength: 2 }), (runs) => {
        const lines = runs.map((list, at) => {
          const ref = list[0]?.conversation ?? { id: "one", hash: "0" };
          return `${formatResult({ conversation: ref, suggestions: list })}${at % 2 === 0 ? "\n" : "\r\n"}`;
        });
        const outcome = importOf(labelsOf(lines.join(""), "valuemark"), conversations);
        expect(comparable(suggestionsOf(outcome))).toEqual(comparable(runs.flat()));
        expect(isAccountedFor(outcome)).toBe(true);
        expect(outcome.report.evidence.notFound.count).toBe(0);
        for (const { run, results } of outcome.runs)
          for (const result of results)
            expect(parseResult(formatResult(result), run.id)).toEqual({ status: "result", result });
      }),
      { numRuns: 30 },
    );
  });

  const ids = fc.constantFrom("one", "ONE ", " Two ", "two", "three", "__proto__", "", 0, 1, 7, null);
  const words = fc.constantFrom(
    "honesty",
    "kindness; honesty",
    "none",
    "be kind",
    "Strong Support",
    "sideways",
    "no",
    "a, b",
    "['x', 'y']",
    "{}",
    "__proto__",
  );
  const leaf = fc.oneof(
    words,
    ids,
    fc.integer({ min: -3, max: 60 }),
    fc.boolean(),
    fc.constant(null),
    awkwardText,
  );
  const keys = fc.constantFrom(
    "id",
    "text",
    "label",
    "labels",
    "data",
    "annotations",
    "predictions",
    "result",
    "value",
    "start",
    "end",
    "from_name",
    "to_name",
    "type",
    "completed_by",
    "fields",
    "responses",
    "suggestions",
    "user_id",
    "metadata",
    "entities",
    "relations",
    "start_offset",
    "end_offset",
    "conversation",
    "hash",
    "spans",
    "quote",
    "turn",
    "block",
    "kind",
    "node",
    "ai_values",
    "human_values",
    "response_type",
    "ai_values.responses",
    "ai_values.suggestion",
    "__proto__",
    "choices",
    "taxonomy",
    "row",
  );
  const json = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.array(tie("node"), { maxLength: 4 }),
      fc.array(fc.tuple(keys, tie("node")), { maxLength: 6 }).map((entries) => Object.fromEntries(entries)),
    ),
  })).node;
  const record = fc
    .array(fc.tuple(keys, json), { maxLength: 9 })
    .map((entries) => Object.fromEntries(entries));

  it("never throws, and accounts for every label of any JSON", { timeout: 120_000 }, () => {
    let opened = 0;
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 1, maxLength: 5 }),
        fc.constantFrom(undefined, "valuemark", "label-studio", "argilla", "doccano", "table"),
        (rows, source) => {
          const text = rows.map((row) => JSON.stringify(row)).join("\n");
          const labels = tryOpen(text, source);
          if (labels === undefined) return;
          opened++;
          const outcome = importOfSmall(labels);
          expect(isAccountedFor(outcome)).toBe(true);
          for (const { run, results } of outcome.runs)
            for (const result of results)
              expect(parseResult(formatResult(result), run.id).status).toBe("result");
        },
      ),
      { numRuns: 400 },
    );
    expect(opened).toBeGreaterThan(100);
  });

  it("never throws on any table", { timeout: 120_000 }, () => {
    const cell = fc.oneof(
      words,
      fc.constantFrom("one", " Two ", "1", '"', 'a "b" c', "x\r\ny", ","),
      awkwardText,
    );
    const quoted = cell.chain((text) =>
      fc.boolean().map((quotes) => (quotes ? `"${text.replaceAll('"', '""')}"` : text)),
    );
    const header = fc.constantFrom(
      "conversation_id,ai_values,response_type",
      "id;values;quote;rater",
      "row\tkind\tvalue\tstart\tend\ttext",
    );
    fc.assert(
      fc.property(
        header,
        fc.array(fc.array(quoted, { minLength: 1, maxLength: 6 }), { maxLength: 6 }),
        (head, rows) => {
          const sign = /[,;\t]/.exec(head)?.[0] ?? ",";
          const labels = tryOpen([head, ...rows.map((cells) => cells.join(sign))].join("\r\n"), undefined);
          if (labels !== undefined) expect(isAccountedFor(importOfSmall(labels))).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("opens any bytes or says in a sentence why not", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          expect(openLabels({ name: "x", bytes }).rows).toBeInstanceOf(Array);
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
      }),
    );
  });

  it("is deterministic, and a dry run says what is done", () => {
    const text = JSON.stringify([{ id: "one", ai_values: "honesty, duck feeding", rater: "ana" }]);
    const [first, second] = [
      importOf(labelsOf(text), conversations),
      importOf(labelsOf(text), conversations),
    ];
    expect(first).toEqual(second);
    expect(first.report.labels.imported).toBe(2);
    expect(dryRun(labelsOf(text), conversations, valuemarkCore(), first.report.mapping)).toEqual(
      first.report,
    );
    expect(ANNOTATION_KINDS).toContain(suggestionsOf(first)[0]?.label.kind);
  });

  function tryOpen(text: string, source: Parameters<typeof labelsOf>[1]) {
    try {
      return labelsOf(text, source);
    } catch (error) {
      expect(error).toBeInstanceOf(FormatError);
      return undefined;
    }
  }

  function importOfSmall(labels: ReturnType<typeof labelsOf>) {
    const { mapping } = guessMapping(labels, { conversations, taxonomy });
    const outcome = applyImport(labels, conversations, taxonomy, mapping, NOW);
    expect(reportMarkdown(outcome.report)).not.toMatch(/[\u202e\u2066]/);
    return outcome;
  }
});
