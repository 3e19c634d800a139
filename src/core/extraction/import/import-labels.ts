/** Imports labels that were made elsewhere: a dry run that tells what would happen, and the runs to be stored. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Conversation } from "../../conversation/model.ts";
import type { Taxonomy } from "../../taxonomy/taxonomy.ts";
import type { ConversationRef, Suggestion } from "../annotation.ts";
import type { RunRecord } from "../extractor.ts";
import { toSuggestions } from "../run.ts";
import { ConversationIndex, matchRow } from "./conversation-index.ts";
import type { ImportReport, KeyExample } from "./import-report.ts";
import { Examples, ImportTally, shownValue } from "./import-tally.ts";
import { labelConversation, placeOf, voteOnUnits } from "./label-conversation.ts";
import type { AuthorLabels, FoundLabels, ImportState, Matched } from "./label-conversation.ts";
import { LabelMapper } from "./label-proposal.ts";
import type { LabelFile } from "./label-row.ts";
import type { ImportMapping } from "./mapping.ts";
import { normaliserOf } from "./prepared-normaliser.ts";
import { reportOf } from "./report-build.ts";
import { marksOfRow } from "./row-marks.ts";

/** Recorded with every run; changes whenever the same file could give other suggestions. */
export const IMPORT_VERSION = "1";

const LONGEST_MODEL = 512;
/** Ids are shown up to here. */
const LONGEST_KEY = 200;

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
      ...(author.origin === "prediction" ? { model: author.name.slice(0, LONGEST_MODEL) } : {}),
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

function runId(head: readonly unknown[], found: readonly FoundLabels[]): string {
  const hash = sha256.create().update(utf8ToBytes(JSON.stringify([IMPORT_VERSION, ...head])));
  for (const { ref, proposals } of found) hash.update(utf8ToBytes(JSON.stringify([ref, proposals])));
  return `import-${bytesToHex(hash.digest()).slice(0, 24)}`;
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
    if (match.type === "none") unmatched.add({ ...place, key: shownValue(match.key, LONGEST_KEY) });
    else ambiguous.add({ ...place, key: shownValue(match.key, LONGEST_KEY), candidates: match.count });
    const reason = match.type === "none" ? "unmatched-conversation" : "ambiguous-conversation";
    for (const _ of read.marks) tally.skip(reason, place);
  }
  const units = voteOnUnits(groups, conversations, mapping);
  const mapper = new LabelMapper(taxonomy, normaliserOf(taxonomy));
  const authors = new Map<string, AuthorLabels>();
  const isOurs = labels.source === "valuemark";
  const shared: ImportState = { tally, mapper, mapping, authors, readings: units.readings, isOurs };
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
