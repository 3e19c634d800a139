/** An import's report as Markdown for a preview. Everything that comes from the files is escaped. */
import type { Finding, ImportReport, PlaceInFile } from "./import-report.ts";

/** Control characters, and those that turn the direction of text or are invisible. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu;
const LONGEST = 200;

/** Any text as plain words in one line of Markdown: no markup, no link, no HTML, no table cell. */
export function escapeMarkdown(text: string): string {
  const flat = text.slice(0, LONGEST).replace(UNSEEN, " ").trim();
  const plain = flat.replace(/[\\`*_{}[\]()<>#+\-.!|~:=@$"'^&/]/gu, (sign) =>
    sign === "<" ? "&lt;" : sign === "&" ? "&amp;" : `\\${sign}`,
  );
  return text.length > LONGEST ? `${plain}…` : plain;
}

const SKIPPED: Readonly<Record<string, string>> = {
  "unmatched-conversation": "their conversation is not in the opened file",
  "ambiguous-conversation": "several conversations fit",
  "field-not-mapped": "their question is not in the mapping (kept as metadata of the row's other labels)",
  "no-kind": "nothing says which kind of label they are",
  discarded: "thrown away by the annotator",
  unsupported: "of a shape that labels no text",
  "says-nothing": "they say that there is nothing",
  duplicate: "the same label twice",
  "too-many": "more than 10,000 labels of one annotator on one conversation",
  "unusable-id": "the conversation's id can't be stored",
};

/** The whole report, sections without findings left out. */
export function reportMarkdown(report: ImportReport): string {
  const { file, rows, labels, conversations } = report;
  const lines = [
    `# Import of ${escapeMarkdown(file.name)}`,
    "",
    `Read as ${escapeMarkdown(file.source)}: ${escapeMarkdown(file.reason)}.`,
    "",
    "| | |",
    "| --- | ---: |",
    `| Rows | ${rows.total} |`,
    `| Rows with a conversation | ${rows.matched} |`,
    `| Rows without | ${rows.unmatched.count} |`,
    `| Rows for which several conversations fit | ${rows.ambiguous.count} |`,
    `| Rows that can't be read | ${rows.bad.count} |`,
    `| Labels | ${labels.total} |`,
    `| Labels imported | ${labels.imported} |`,
    `| Conversations labelled | ${conversations.labelled} of ${conversations.total} |`,
    "",
    ...annotatorLines(report),
    ...mappingLines(report),
    ...listOf(
      "Labels not imported",
      Object.entries(labels.skipped).map(
        ([reason, count]) => `${count}: ${SKIPPED[reason] ?? escapeMarkdown(reason)}`,
      ),
    ),
    ...listOf(
      "Questions without a rule",
      labels.unmappedFields.map(({ field, count }) => `${escapeMarkdown(field)}: ${count}`),
    ),
    ...findingLines("Rows that can't be read", rows.bad, ({ reason }) => escapeMarkdown(reason)),
    ...findingLines("Conversations not found", rows.unmatched, ({ key }) => escapeMarkdown(key)),
    ...findingLines(
      "Several conversations fit",
      rows.ambiguous,
      ({ key, candidates }) => `${escapeMarkdown(key)} (${candidates ?? 0} conversations)`,
    ),
    ...valueLines(report),
    ...evidenceLines(report),
    ...findingLines("Two answers where there can be one", labels.conflicts, ({ conversation }) =>
      escapeMarkdown(conversation),
    ),
    ...metadataLines(report),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

function listOf(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`## ${title}`, "", ...items.map((item) => `- ${item}`), ""];
}

function whereOf({ row, line, field }: PlaceInFile): string {
  const place = line === undefined ? `row ${row + 1}` : `line ${line}`;
  return field === undefined ? place : `${place}, ${escapeMarkdown(field)}`;
}

function findingLines<Example extends PlaceInFile>(
  title: string,
  { count, examples }: Finding<Example>,
  tell: (example: Example) => string,
): string[] {
  if (count === 0) return [];
  const more = count > examples.length ? [`and ${count - examples.length} more`] : [];
  return listOf(`${title}: ${count}`, [
    ...examples.map((example) => `${whereOf(example)}: ${tell(example)}`),
    ...more,
  ]);
}

function annotatorLines({ annotators }: ImportReport): string[] {
  return listOf(
    "One run for each annotator",
    annotators.map(
      ({ name, origin, conversations, labels }) =>
        `${escapeMarkdown(name)} (${origin}): ${labels} labels on ${conversations} conversations`,
    ),
  );
}

function mappingLines({ mapping, rows }: ImportReport): string[] {
  const matches = mapping.match.map(
    (rule) =>
      `Conversations by ${rule.by}${rule.field === undefined ? ", in order" : `: ${escapeMarkdown(rule.field)}`}`,
  );
  const found = Object.entries(rows.strategies).map(
    ([strategy, count]) => `found by ${escapeMarkdown(strategy)}: ${count}`,
  );
  const fields = mapping.fields.map(
    ({ field, kind, kindFrom }) =>
      `${escapeMarkdown(field)} → ${kindFrom === undefined ? kind : `kind in ${escapeMarkdown(kindFrom)}`}`,
  );
  return listOf("Mapping", [...matches, ...found, ...fields]);
}

function valueLines({ values }: ImportReport): string[] {
  const methods = Object.entries(values.byMethod).map(
    ([method, count]) => `by ${escapeMarkdown(method)}: ${count}`,
  );
  const unmapped = values.unmapped.most.map(({ value, count, reason, candidates }) => {
    const near = candidates.map(({ name, score }) => `${escapeMarkdown(name)} (${score})`).join(", ");
    return `${escapeMarkdown(value)}: ${count}, ${reason}${near === "" ? "" : `; nearest: ${near}`}`;
  });
  const { respelt, unknown } = values.responseTypes;
  return [
    ...listOf("Values found in the taxonomy", methods),
    ...listOf(`Values kept as free text: ${values.unmapped.count}`, unmapped),
    ...listOf(
      "Response types read",
      respelt.map(({ from, to, count }) => `${escapeMarkdown(from)} → ${escapeMarkdown(to)}: ${count}`),
    ),
    ...listOf(
      "Response types that are none of ours, kept as they are",
      unknown.map(
        ({ value, count, nearest }) =>
          `${escapeMarkdown(value)}: ${count}${nearest.length === 0 ? "" : `; nearest: ${nearest.map(escapeMarkdown).join(", ")}`}`,
      ),
    ),
    ...listOf("Other findings", [
      ...(values.unknownSubjectivity === 0
        ? []
        : [`${values.unknownSubjectivity} answers on subjectivity are neither of the two`]),
      ...(values.cut === 0 ? [] : [`${values.cut} labels were too long and are whole in the metadata only`]),
    ]),
  ];
}

function evidenceLines({ evidence }: ImportReport): string[] {
  const { readings, votes } = evidence.units;
  const isVoted = Object.values(votes).some((count) => count > 0);
  const units = isVoted
    ? [`offsets differ by their units: read as ${readings.map(escapeMarkdown).join(" or ")}`]
    : [];
  const methods = Object.entries(evidence.byMethod).map(([method, count]) => `${method}: ${count}`);
  const tell = ({
    conversation,
    reason,
    errors,
  }: {
    conversation: string;
    reason?: string;
    errors?: number;
  }): string =>
    [
      escapeMarkdown(conversation),
      ...(reason === undefined ? [] : [escapeMarkdown(reason)]),
      ...(errors === undefined ? [] : [`${errors} edits`]),
    ].join(", ");
  return [
    ...listOf(`Evidence: ${evidence.total}`, evidence.total === 0 ? [] : [...methods, ...units]),
    ...findingLines("Quotes not found, kept as unanchored", evidence.notFound, tell),
    ...findingLines("Quotes found with slips", evidence.approximate, tell),
    ...findingLines("Quotes that stand in several places; the first was taken", evidence.ambiguous, tell),
    ...findingLines(
      "Offsets that disagree with their quote; the quote was followed",
      evidence.disagreements,
      tell,
    ),
  ];
}

function metadataLines({ metadata, rows }: ImportReport): string[] {
  const kept = metadata.kept.map(escapeMarkdown).join(", ");
  const leftOut = metadata.leftOut
    .map(({ column, rows: count }) => `${escapeMarkdown(column)} (${count} rows)`)
    .join(", ");
  return [
    ...listOf("Other columns", [
      ...(kept === "" ? [] : [`kept as metadata: ${kept}`]),
      ...(leftOut === "" ? [] : [`left out: ${leftOut}`]),
    ]),
    ...listOf(
      "Conversations changed since",
      rows.changed === 0
        ? []
        : [`${rows.changed} rows were made of another text; their quotes were looked for anew`],
    ),
  ];
}
