/** Two runs on the same conversation as texts that a line diff compares well. */
import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import type { Suggestion } from "./annotation.ts";
import { answerLabel } from "./codebook.ts";

const KIND_TITLES = {
  aiValue: "AI values",
  humanValue: "Human values",
  responseType: "Response type",
  task: "Task",
  subjectivity: "Subjectivity",
} as const;
const KINDS = ["aiValue", "humanValue", "responseType", "task", "subjectivity"] as const;

/**
 * What one run says, one fact a line, in an order that doesn't depend on the run: by kind, then place in the
 * taxonomy, then name. Equal labels give equal lines, so a diff shows where two runs differ and nothing else. Scores,
 * rationales and ids, which always differ, are left out.
 */
export function comparableLines(suggestions: readonly Suggestion[], taxonomy: Taxonomy): string {
  const parts = KINDS.map((kind) => {
    const labels = suggestions
      .filter((suggestion) => suggestion.label.kind === kind)
      .map((suggestion) => labelLines(suggestion, taxonomy))
      .sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0));
    return [
      `# ${KIND_TITLES[kind]}`,
      "",
      ...labels.flatMap(({ lines }) => [...lines, ""]),
      ...(labels.length === 0 ? ["(none)", ""] : []),
    ];
  });
  return `${parts.flat().join("\n").trimEnd()}\n`;
}

function labelLines(
  { label, spans, unanchored = [] }: Suggestion,
  taxonomy: Taxonomy,
): { readonly order: string; readonly lines: readonly string[] } {
  const path = label.node ? taxonomy.pathOf(label.node).map((node) => node.name) : [];
  const single = label.kind === "responseType" || label.kind === "task" || label.kind === "subjectivity";
  const name = single ? answerLabel(label.kind, label.value) : label.value;
  const place = single
    ? ""
    : path.length > 0
      ? ` (${path.slice(0, -1).join(" › ")})`
      : " (not in the taxonomy)";
  const quotes = spans
    .toSorted((a, b) => a.turn - b.turn || a.block - b.block || a.start - b.start)
    .map((span) => `    turn ${span.turn + 1}: ${oneLine(span.quote)}`);
  return {
    order: `${path.join("\u0000")}\u0001${name}`,
    lines: [
      `${oneLine(name)}${place}`,
      ...quotes,
      ...unanchored.map((quote) => `    not found: ${oneLine(quote)}`),
    ],
  };
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
}
