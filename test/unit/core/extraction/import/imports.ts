/** Conversations and label files for the tests of the import. */
import type { Conversation } from "../../../../../src/core/conversation/model.ts";
import { guessMapping } from "../../../../../src/core/extraction/import/guess-mapping.ts";
import { applyImport, type ImportOutcome } from "../../../../../src/core/extraction/import/import-labels.ts";
import type { LabelFile, LabelSourceId } from "../../../../../src/core/extraction/import/label-row.ts";
import { completeMapping, type ImportMapping } from "../../../../../src/core/extraction/import/mapping.ts";
import { openLabels } from "../../../../../src/core/extraction/import/open-labels.ts";
import { valuemarkCore } from "../../../../../src/core/taxonomy/valuemark-core.ts";

export const NOW = "2026-01-01T00:00:00.000Z";

/** A conversation of texts, the human first. */
export function talk(id: string, row: number, ...texts: readonly string[]): Conversation {
  return {
    id,
    format: "test",
    position: { row },
    turns: texts.map((text, at) => ({
      role: at % 2 === 0 ? "user" : "assistant",
      blocks: [{ type: "text", text }],
    })),
    metadata: {},
    notes: [],
  };
}

export function labelsOf(content: string | object | readonly object[], source?: LabelSourceId): LabelFile {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  return openLabels({ name: "labels", bytes: new TextEncoder().encode(text) }, source);
}

export function jsonl(...rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}

/** Imports by the guessed mapping, parts of it replaced. */
export function importOf(
  labels: LabelFile,
  conversations: readonly Conversation[],
  parts: Partial<ImportMapping> = {},
): ImportOutcome {
  const taxonomy = valuemarkCore();
  const completed = completeMapping(parts, guessMapping(labels, { conversations }).mapping);
  if (!completed.ok) throw new Error(completed.reason);
  return applyImport(labels, conversations, taxonomy, completed.mapping, NOW);
}

export function suggestionsOf({ runs }: ImportOutcome) {
  return runs.flatMap(({ results }) => results.flatMap(({ suggestions }) => suggestions));
}

/** Every label of the file is imported or counted with a reason. */
export function isAccountedFor({ report, runs }: ImportOutcome): boolean {
  const { total, imported, skipped } = report.labels;
  const stored = runs.reduce(
    (sum, { results }) => sum + results.reduce((n, one) => n + one.suggestions.length, 0),
    0,
  );
  const missing = Object.values(skipped).reduce((sum, count) => sum + count, 0);
  return total === imported + missing && stored === imported;
}
