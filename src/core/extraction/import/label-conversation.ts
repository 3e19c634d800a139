/** The labels of one conversation, by annotator, from all rows that belong to it. */
import { hashConversation } from "../../conversation/hash.ts";
import type { Conversation, JsonObject } from "../../conversation/model.ts";
import { at } from "../../formats/field-mapping.ts";
import { getString, merge } from "../../formats/json-access.ts";
import { isSingleKind, type ConversationRef } from "../annotation.ts";
import type { Proposal } from "../extractor.ts";
import { EvidencePlacer } from "./evidence-place.ts";
import type { PlaceInFile } from "./import-report.ts";
import type { ImportTally } from "./import-tally.ts";
import { proposalOf, type LabelMapper } from "./label-proposal.ts";
import type { LabelAuthor, LabelRow, Mark } from "./label-row.ts";
import type { ImportMapping } from "./mapping.ts";
import { OFFSET_READINGS, UnitBallot, type OffsetReading, type UnitVote } from "./offset-units.ts";
import { rowMetadata } from "./row-metadata.ts";
import type { RowMarks } from "./row-marks.ts";

const MOST_SUGGESTIONS = 10_000;
const LONGEST_ID = 512;

/** A row that found its conversation. */
export interface Matched extends RowMarks {
  readonly row: LabelRow;
}

/** What one annotator says of one conversation. */
export interface FoundLabels {
  readonly conversation: Conversation;
  readonly ref: ConversationRef;
  readonly proposals: readonly Proposal[];
}

/** All that one annotator says. */
export interface AuthorLabels {
  readonly author: LabelAuthor;
  readonly found: FoundLabels[];
}

/** Where a row stands in its file. */
export function placeOf({ row, line }: LabelRow): PlaceInFile {
  return { row, ...(line === undefined ? {} : { line }) };
}

/** Which units the file's offsets count in: as the mapping says, else as most of them show. */
export function voteOnUnits(
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

/** Whose row-wide label a mark is, or whose label of one region (Label Studio: a span and what was said of it). */
function scopeKey(mark: Mark, regional: boolean): string {
  const region = regional ? getString(mark.metadata, "region") : undefined;
  return JSON.stringify([authorKey(mark.author), region ?? null]);
}

/**
 * Answers to questions that the mapping doesn't name: kept with the labels of the same region, or else with all of
 * the row, of the same annotator.
 */
function unaskedAnswers(marks: RowMarks["marks"]): (mark: Mark) => JsonObject {
  const asked = new Set(
    marks.filter(({ kind }) => kind !== undefined).map(({ mark }) => scopeKey(mark, true)),
  );
  const answers = new Map<string, Map<string, string[]>>();
  for (const { mark, problem } of marks) {
    if (problem !== "field-not-mapped" || mark.field === "__proto__") continue;
    const key = scopeKey(mark, asked.has(scopeKey(mark, true)));
    const fields = answers.get(key) ?? new Map<string, string[]>();
    answers.set(key, fields);
    const values = fields.get(mark.field) ?? [];
    fields.set(mark.field, values);
    if (values.length < MOST_ASIDE) values.push(mark.value.slice(0, LONGEST_ID));
  }
  const read = (key: string): JsonObject => Object.fromEntries(answers.get(key) ?? []);
  return (mark) => merge(read(scopeKey(mark, false)), read(scopeKey(mark, true)));
}

export interface ImportState {
  readonly tally: ImportTally;
  readonly mapper: LabelMapper;
  readonly mapping: ImportMapping;
  readonly authors: Map<string, AuthorLabels>;
  readonly readings: readonly OffsetReading[];
  /** The file is our own: its rows know which text they were made of. */
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
export function labelConversation(
  conversation: Conversation,
  rows: readonly Matched[],
  shared: ImportState,
): number {
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
      const all = merge(columns, aside(mark));
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
