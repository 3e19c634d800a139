/** Imports labels that were made elsewhere: a dry run that tells what would happen, and the runs to be stored. */
import { hashConversation } from "../../conversation/hash.ts";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Conversation, JsonObject } from "../../conversation/model.ts";
import { merge } from "../../formats/json-access.ts";
import { at } from "../../formats/field-mapping.ts";
import { createNormaliser } from "../../taxonomy/normalise.ts";
import type { Taxonomy } from "../../taxonomy/taxonomy.ts";
import { isSingleKind, type ConversationRef, type Suggestion } from "../annotation.ts";
import type { Proposal, RunRecord } from "../extractor.ts";
import { toSuggestions } from "../run.ts";
import { ConversationIndex, matchRow } from "./conversation-index.ts";
import { EvidencePlacer } from "./evidence-place.ts";
import type { ImportReport, KeyExample, PlaceInFile } from "./import-report.ts";
import { Examples, ImportTally } from "./import-tally.ts";
import { LabelMapper, proposalOf } from "./label-proposal.ts";
import type { LabelAuthor, LabelFile, LabelRow } from "./label-row.ts";
import type { ImportMapping } from "./mapping.ts";
import { OFFSET_READINGS, UnitBallot, type OffsetReading, type UnitVote } from "./offset-units.ts";
import { rowMetadata } from "./row-metadata.ts";
import { marksOfRow, type RowMarks } from "./row-marks.ts";

/** Recorded with every run; changes whenever the same file could give other suggestions. */
export const IMPORT_VERSION = "1";

const MOST_SUGGESTIONS = 10_000;
const LONGEST_ID = 512;

/** What `SuggestionsStore.append` takes. */
export interface ImportedResult {
  readonly conversation: ConversationRef;
  readonly suggestions: readonly Suggestion[];
  readonly abstained?: string;
}

/** One run for each annotator of the file. */
export interface ImportedRun {
  readonly run: RunRecord;
  /** In the order of the conversations. */
  readonly results: readonly ImportedResult[];
}

export interface ImportOutcome {
  readonly report: ImportReport;
  readonly runs: readonly ImportedRun[];
}

/** What an import would do; writes and keeps nothing. Never throws for anything the file holds. */
export function dryRun(
  labels: LabelFile,
  conversations: readonly Conversation[],
  taxonomy: Taxonomy,
  mapping: ImportMapping,
): ImportReport {
  return work(labels, conversations, taxonomy, mapping).report;
}

/**
 * The runs to be stored, and the same report as a dry run. Deterministic: run and suggestion ids depend on the
 * labels, the mapping, the taxonomy and the conversations alone, so that importing a file twice gives the same ids.
 *
 * @param now ISO 8601 UTC: start and end of the runs.
 */
export function applyImport(
  labels: LabelFile,
  conversations: readonly Conversation[],
  taxonomy: Taxonomy,
  mapping: ImportMapping,
  now: string,
): ImportOutcome {
  const { report, authors } = work(labels, conversations, taxonomy, mapping);
  const runs = [...authors.values()].map(({ author, found }) => {
    const settings = {
      file: labels.name,
      fileHash: labels.hash,
      source: labels.source,
      mapping: JSON.stringify(mapping),
      annotator: author.name,
      origin: author.origin,
    };
    const id = runId([settings, taxonomy.hash], found);
    const run: RunRecord = {
      v: 1,
      id,
      extractor: "import",
      extractorVersion: IMPORT_VERSION,
      ...(author.origin === "prediction" ? { model: author.name.slice(0, LONGEST_ID) } : {}),
      taxonomy: { id: taxonomy.source.id, hash: taxonomy.hash },
      settings,
      startedAt: now,
      finishedAt: now,
    };
    const results = found.map(({ conversation, ref, proposals }): ImportedResult => {
      const suggestions = toSuggestions(id, conversation, { proposals });
      return proposals.length > 0
        ? { conversation: ref, suggestions }
        : {
            conversation: ref,
            suggestions,
            abstained: "the imported file names no labels for this conversation",
          };
    });
    return { run, results };
  });
  return { report, runs };
}

interface FoundLabels {
  readonly conversation: Conversation;
  readonly ref: ConversationRef;
  readonly proposals: readonly Proposal[];
}

interface AuthorLabels {
  readonly author: LabelAuthor;
  readonly found: FoundLabels[];
}

function runId(head: readonly unknown[], found: readonly FoundLabels[]): string {
  const hash = sha256.create().update(utf8ToBytes(JSON.stringify([IMPORT_VERSION, ...head])));
  for (const { ref, proposals } of found) hash.update(utf8ToBytes(JSON.stringify([ref, proposals])));
  return `import-${bytesToHex(hash.digest()).slice(0, 24)}`;
}

interface Matched extends RowMarks {
  readonly row: LabelRow;
}

function work(
  labels: LabelFile,
  conversations: readonly Conversation[],
  taxonomy: Taxonomy,
  mapping: ImportMapping,
): { report: ImportReport; authors: Map<string, AuthorLabels> } {
  const tally = new ImportTally();
  const index = new ConversationIndex(conversations);
  const unmatched = new Examples<KeyExample>();
  const ambiguous = new Examples<KeyExample>();
  const groups = new Map<number, Matched[]>();
  for (const row of labels.rows) {
    const read = marksOfRow(row, mapping);
    tally.total += read.marks.length;
    const match = matchRow(row, index, mapping);
    if (match.type === "one") {
      tally.strategies.add(match.strategy);
      const group = groups.get(match.at);
      if (group === undefined) groups.set(match.at, [{ row, ...read }]);
      else group.push({ row, ...read });
      continue;
    }
    const place = placeOf(row);
    if (match.type === "none") unmatched.add({ ...place, key: match.key });
    else ambiguous.add({ ...place, key: match.key, candidates: match.count });
    const reason = match.type === "none" ? "unmatched-conversation" : "ambiguous-conversation";
    for (const _ of read.marks) tally.skip(reason, place);
  }
  const units = voteOnUnits(groups, conversations, mapping);
  const mapper = new LabelMapper(taxonomy, createNormaliser(taxonomy));
  const authors = new Map<string, AuthorLabels>();
  const isOurs = labels.source === "valuemark";
  const shared: Shared = { tally, mapper, mapping, authors, readings: units.readings, isOurs };
  let changed = 0;
  for (const at of [...groups.keys()].sort((a, b) => a - b)) {
    const conversation = conversations[at];
    if (conversation === undefined) continue;
    changed += labelConversation(conversation, groups.get(at) ?? [], shared);
  }
  const matched = [...groups.values()].reduce((sum, rows) => sum + rows.length, 0);
  const rows = { matched, unmatched: unmatched.finding(), ambiguous: ambiguous.finding(), changed };
  return {
    report: reportOf(labels, mapping, tally, { rows, authors, units, conversations: conversations.length }),
    authors,
  };
}

function placeOf({ row, line }: LabelRow): PlaceInFile {
  return { row, ...(line === undefined ? {} : { line }) };
}

/** Which units the file's offsets count in: as the mapping says, else as most of them show. */
function voteOnUnits(
  groups: ReadonlyMap<number, readonly Matched[]>,
  conversations: readonly Conversation[],
  mapping: ImportMapping,
): UnitVote {
  const ballot = new UnitBallot();
  for (const [at, rows] of groups) {
    const conversation = conversations[at];
    if (conversation === undefined) continue;
    let placer: EvidencePlacer | undefined;
    for (const { mark } of rows.flatMap(({ marks }) => marks)) {
      for (const evidence of mark.evidence) {
        const { start, end, quote, own } = evidence;
        if (start === undefined || end === undefined || own === true) continue;
        placer ??= new EvidencePlacer(conversation);
        const source = placer.source(evidence);
        if (source !== undefined) ballot.add(source, start, end, quote);
      }
    }
  }
  const vote = ballot.result();
  if (mapping.offsets === "auto") return vote;
  const asked: OffsetReading = mapping.offsets;
  return { ...vote, readings: OFFSET_READINGS.filter((reading) => reading === asked) };
}

function authorKey({ origin, name }: LabelAuthor): string {
  return JSON.stringify([origin, name]);
}

const MOST_ASIDE = 20;

/** Answers to questions that the mapping doesn't name, by annotator: kept with the other labels of the row. */
function unaskedAnswers(marks: RowMarks["marks"]): ReadonlyMap<string, JsonObject> {
  const answers = new Map<string, Map<string, string[]>>();
  for (const { mark, problem } of marks) {
    if (problem !== "field-not-mapped" || mark.field === "__proto__") continue;
    const key = authorKey(mark.author);
    const fields = answers.get(key) ?? new Map<string, string[]>();
    answers.set(key, fields);
    const values = fields.get(mark.field) ?? [];
    fields.set(mark.field, values);
    if (values.length < MOST_ASIDE) values.push(mark.value.slice(0, LONGEST_ID));
  }
  return new Map([...answers].map(([key, fields]) => [key, Object.fromEntries(fields)]));
}

interface Shared {
  readonly tally: ImportTally;
  readonly mapper: LabelMapper;
  readonly mapping: ImportMapping;
  readonly authors: Map<string, AuthorLabels>;
  readonly readings: readonly OffsetReading[];
  readonly isOurs: boolean;
}

/** What one annotator says of one conversation. */
interface Slot {
  readonly author: LabelAuthor;
  readonly proposals: Proposal[];
  readonly seen: Set<string>;
  readonly singles: Map<string, string>;
}

function newSlot(author: LabelAuthor): Slot {
  return { author, proposals: [], seen: new Set(), singles: new Map() };
}

/** Adds a conversation's labels to its annotators. Gives the number of rows that were made of another text. */
function labelConversation(conversation: Conversation, rows: readonly Matched[], shared: Shared): number {
  const { tally, mapper, mapping, authors, readings, isOurs } = shared;
  const ref = { id: conversation.id, hash: hashConversation(conversation) };
  const isUsable = ref.id.length > 0 && ref.id.length <= LONGEST_ID;
  const placer = new EvidencePlacer(conversation);
  const byAuthor = new Map<string, Slot>();
  const slotOf = (author: LabelAuthor) => {
    const key = authorKey(author);
    const slot = byAuthor.get(key) ?? newSlot(author);
    byAuthor.set(key, slot);
    return slot;
  };
  let changed = 0;
  for (const { row, marks, authors: lookers } of rows) {
    const place = { ...placeOf(row), conversation: ref.id.slice(0, 200) };
    const was = at(row.columns, "conversation.hash");
    if (isOurs && typeof was === "string" && was !== ref.hash) changed++;
    const columns = rowMetadata(row, mapping, conversation, tally);
    for (const author of lookers) slotOf(author);
    const aside = unaskedAnswers(marks);
    for (const { mark, kind, problem } of marks) {
      const where = { ...place, field: mark.field.slice(0, 200) };
      if (!isUsable || kind === undefined) {
        if (problem === "field-not-mapped") tally.unmappedFields.add(mark.field.slice(0, 200));
        tally.skip(!isUsable ? "unusable-id" : (problem ?? "no-kind"), where);
        continue;
      }
      const slot = slotOf(mark.author);
      const all = merge(columns, aside.get(authorKey(mark.author)) ?? {});
      const proposal = proposalOf(mark, kind, {
        mapper,
        placer,
        tally,
        readings,
        place: where,
        columns: all,
      });
      const key = JSON.stringify(proposal);
      if (slot.seen.has(key)) tally.skip("duplicate", where);
      else if (slot.proposals.length >= MOST_SUGGESTIONS) tally.skip("too-many", where);
      else {
        slot.seen.add(key);
        slot.proposals.push(proposal);
        tally.imported++;
        tally.kinds.add(kind);
        const other = slot.singles.get(kind);
        if (isSingleKind(kind) && other !== undefined && other !== proposal.label.value)
          tally.conflicts.add(where);
        slot.singles.set(kind, proposal.label.value);
      }
    }
  }
  for (const [key, { author, proposals }] of isUsable ? byAuthor : []) {
    const known = authors.get(key) ?? { author, found: [] };
    authors.set(key, known);
    known.found.push({ conversation, ref, proposals });
  }
  return changed;
}

interface Context {
  readonly rows: Pick<ImportReport["rows"], "matched" | "unmatched" | "ambiguous" | "changed">;
  readonly authors: ReadonlyMap<string, AuthorLabels>;
  readonly units: UnitVote;
  readonly conversations: number;
}

function reportOf(
  labels: LabelFile,
  mapping: ImportMapping,
  tally: ImportTally,
  context: Context,
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
    ...author,
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
