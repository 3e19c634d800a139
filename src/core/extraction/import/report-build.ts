/** The report of an import from its findings. */
import type { AuthorLabels } from "./label-conversation.ts";
import type { ImportReport } from "./import-report.ts";
import { Examples, shownValue, type ImportTally } from "./import-tally.ts";
import type { LabelFile } from "./label-row.ts";
import type { ImportMapping } from "./mapping.ts";
import type { UnitVote } from "./offset-units.ts";

const LONGEST_NAME = 200;

export interface ReportContext {
  readonly rows: Pick<ImportReport["rows"], "matched" | "unmatched" | "ambiguous" | "changed">;
  readonly authors: ReadonlyMap<string, AuthorLabels>;
  readonly units: UnitVote;
  readonly conversations: number;
}

/** Puts the findings together. */
export function reportOf(
  labels: LabelFile,
  mapping: ImportMapping,
  tally: ImportTally,
  context: ReportContext,
): ImportReport {
  const bad = new Examples<LabelFile["bad"][number]>();
  for (const row of labels.bad) bad.add(row);
  const { name, hash, source, reason } = labels;
  const labelled = new Set(
    [...context.authors.values()].flatMap(({ found }) =>
      found.filter(({ proposals }) => proposals.length > 0).map(({ ref }) => ref.id),
    ),
  );
  const annotators = [...context.authors.values()].map(({ author, found }) => ({
    origin: author.origin,
    name: shownValue(author.name, LONGEST_NAME),
    conversations: found.length,
    labels: found.reduce((sum, { proposals }) => sum + proposals.length, 0),
  }));
  const leftOut = tally.leftOutColumns.sorted().map(([column, count]) => ({ column, rows: count }));
  return {
    file: { name, hash, source, reason },
    mapping,
    rows: {
      ...context.rows,
      total: labels.rows.length + labels.bad.length,
      bad: bad.finding(),
      strategies: tally.strategies.record(),
    },
    conversations: { total: context.conversations, labelled: labelled.size },
    labels: {
      total: tally.total,
      imported: tally.imported,
      byKind: tally.kinds.record(),
      skipped: tally.skipped.record(),
      examples: tally.skippedAt,
      unmappedFields: tally.unmappedFields.sorted().map(([field, count]) => ({ field, count })),
      conflicts: tally.conflicts.finding(),
    },
    values: tally.values(),
    evidence: {
      total: tally.evidence,
      byMethod: tally.places.record(),
      notFound: tally.notFound.finding(),
      approximate: tally.approximate.finding(),
      ambiguous: tally.ambiguousQuotes.finding(),
      disagreements: tally.disagreements.finding(),
      units: context.units,
    },
    annotators,
    metadata: { kept: tally.keptColumns.sorted().map(([column]) => column), leftOut },
  };
}
