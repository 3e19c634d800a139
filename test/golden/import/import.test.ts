import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../../src/core/conversation/model.ts";
import { guessMapping } from "../../../src/core/extraction/import/guess-mapping.ts";
import { applyImport, dryRun } from "../../../src/core/extraction/import/import-labels.ts";
import { openLabels } from "../../../src/core/extraction/import/open-labels.ts";
import { reportMarkdown } from "../../../src/core/extraction/import/report-markdown.ts";
import { openConversations } from "../../../src/core/formats/open-file.ts";
import { valuemarkCore } from "../../../src/core/taxonomy/valuemark-core.ts";

const folder = import.meta.dirname;
const cases = readdirSync(path.join(folder, "cases"));
/** Set to write what is read now as the new expectation; look at the difference before committing it. */
const update = process.env["UPDATE_GOLDEN"] === "1";

const bytesOf = (...names: string[]) => new Uint8Array(readFileSync(path.join(folder, ...names)));
const conversations = [
  ...openConversations({ name: "conversations.jsonl", bytes: bytesOf("conversations.jsonl") }).items,
].flatMap((item) => (item.type === "conversation" ? [item.conversation] : []));

/** Everything of an import that a person or a store would see; quotes stand for spans. */
function golden(name: string): JsonValue {
  const taxonomy = valuemarkCore();
  const labels = openLabels({ name, bytes: bytesOf("cases", name) });
  const guess = guessMapping(labels, { conversations, taxonomy });
  const { report, runs } = applyImport(
    labels,
    conversations,
    taxonomy,
    guess.mapping,
    "2026-01-01T00:00:00.000Z",
  );
  expect(report).toEqual(dryRun(labels, conversations, taxonomy, guess.mapping));
  for (const { conversation, spans } of runs.flatMap(({ results }) =>
    results.flatMap((one) => one.suggestions),
  )) {
    const { turns } = conversations.find(({ id }) => id === conversation.id) ?? { turns: [] };
    for (const { turn, block, start, end, quote } of spans)
      expect(turns[turn]?.blocks[block]?.text.slice(start, end)).toBe(quote);
  }
  return JSON.parse(
    JSON.stringify({
      guess,
      report,
      markdown: reportMarkdown(report).split("\n"),
      runs: runs.map(({ run, results }) => ({
        model: run.model,
        annotator: run.settings["annotator"],
        results: results.map(({ conversation, suggestions, abstained }) => ({
          conversation: conversation.id,
          abstained,
          suggestions: suggestions.map(
            ({ id: _id, run: _run, conversation: _conversation, spans, ...rest }) => ({
              ...rest,
              spans: spans.map(({ turn, block, start, end, quote }) => [turn, block, start, end, quote]),
            }),
          ),
        })),
      })),
    }),
  );
}

describe("golden imports", () => {
  it.each(cases)("%s", (name) => {
    const expected = path.join(folder, "expected", `${name.replace(/\.\w+$/, "")}.json`);
    const found = golden(name);
    if (update) writeFileSync(expected, `${JSON.stringify(found, null, 1)}\n`);
    expect(existsSync(expected), `no golden for ${name}`).toBe(true);
    expect(found).toEqual(JSON.parse(readFileSync(expected, "utf8")));
  });

  it("has no golden without its case", () => {
    const stems = new Set(cases.map((name) => name.replace(/\.\w+$/, "")));
    const orphans = readdirSync(path.join(folder, "expected")).filter(
      (name) => !stems.has(name.replace(/\.json$/, "")),
    );
    expect(orphans).toEqual([]);
  });
});
