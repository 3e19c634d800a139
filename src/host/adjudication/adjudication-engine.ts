/** Reads a corpus's records and says what there is to adjudicate. No vscode: it runs in a worker. */
import { versionKey } from "../../core/agreement/collect.ts";
import type { ConversationRef } from "../../core/extraction/annotation.ts";
import { foldAdjudication } from "../../core/review/adjudicate.ts";
import { alignLabels } from "../../core/review/align-labels.ts";
import { foldConversation } from "../../core/review/fold.ts";
import type { JudgementEvent } from "../../core/review/judgement.ts";
import { createTaxonomy } from "../../core/taxonomy/create.ts";
import type { Taxonomy } from "../../core/taxonomy/taxonomy.ts";
import type { CorpusRecords } from "../../store/corpus-records.ts";
import { readCorpusRecords } from "../../store/corpus-records.ts";
import { corpusPaths } from "../../store/paths.ts";
import type { AdjudicationAsk, AdjudicationNews, QueueEntry, SaidOf } from "./messages.ts";

/** ms between two reports of progress. */
const PROGRESS_MS = 100;

type ByConversation = ReadonlyMap<string, readonly JudgementEvent[]>;

interface Logs {
  readonly ref: ReadonlyMap<string, ConversationRef>;
  readonly raters: readonly { readonly rater: string; readonly events: ByConversation }[];
  readonly adjudicators: readonly { readonly adjudicator: string; readonly events: ByConversation }[];
}

export class AdjudicationEngine {
  private records: CorpusRecords | undefined;
  private logs: Logs = { ref: new Map(), raters: [], adjudicators: [] };

  constructor(
    private readonly tell: (news: AdjudicationNews) => void,
    private readonly clock: () => number,
  ) {}

  /** Throws the file system's error when a file can't be read. */
  async read({
    folder,
    taxonomy,
  }: Extract<AdjudicationAsk, { do: "read" }>): Promise<{ raters: string[]; queue: QueueEntry[] }> {
    this.tell({ type: "progress", progress: { what: "Reading judgements", done: 0, of: 0 } });
    const records = await readCorpusRecords(corpusPaths(folder.projectFolder, folder.key));
    const ref = new Map<string, ConversationRef>();
    const raters = records.raters.map(({ rater, events }) => ({ rater, events: grouped(events, ref) }));
    const adjudicators = records.adjudicators.map(({ adjudicator, events }) => ({
      adjudicator,
      events: grouped(events, ref),
    }));
    this.records = records;
    this.logs = { ref, raters, adjudicators };
    const queue = this.queue(createTaxonomy(taxonomy.source, taxonomy.nodes));
    return { raters: records.raters.map(({ rater }) => rater), queue };
  }

  said(conversation: ConversationRef): SaidOf {
    const key = versionKey(conversation);
    const suggestions = this.records?.suggestions.get(key) ?? [];
    const last = suggestions.at(-1)?.run;
    const run = this.records?.runs.find(({ id }) => id === last);
    return {
      raters: this.logs.raters.flatMap(({ rater, events }) => {
        const own = events.get(key);
        return own ? [{ rater, events: own }] : [];
      }),
      adjudicators: this.logs.adjudicators.flatMap(({ adjudicator, events }) => {
        const own = events.get(key);
        return own ? [{ adjudicator, events: own }] : [];
      }),
      suggestions,
      ...(run ? { run } : {}),
    };
  }

  private queue(taxonomy: Taxonomy): QueueEntry[] {
    const found: QueueEntry[] = [];
    let told = this.clock();
    let done = 0;
    for (const conversation of this.logs.ref.values()) {
      const entry = this.entry(conversation, taxonomy);
      if (entry) found.push(entry);
      done++;
      if (this.clock() - told < PROGRESS_MS) continue;
      told = this.clock();
      const progress = { what: "Comparing raters", done, of: this.logs.ref.size };
      this.tell({ type: "progress", progress });
    }
    return found.sort(
      (a, b) => b.disputed - a.disputed || b.rows - a.rows || compare(a.conversation.id, b.conversation.id),
    );
  }

  /** undefined: fewer than two rated it, and no adjudicator touched it. */
  private entry(conversation: ConversationRef, taxonomy: Taxonomy): QueueEntry | undefined {
    const { raters, adjudicators, suggestions } = this.said(conversation);
    const columns = raters.map(({ rater, events }) => ({
      name: rater,
      source: "rater" as const,
      state: foldConversation(suggestions, events, conversation.hash),
    }));
    const rows = alignLabels(columns, taxonomy);
    const rated = columns.filter(
      ({ state }) => state.status === "done" || (state.status === "open" && state.judged > 0),
    );
    if (rated.length < 2 && adjudicators.length === 0) return undefined;
    return {
      conversation,
      rows: rows.length,
      disputed: rows.filter(({ agreement }) => agreement !== "unanimous").length,
      status: foldAdjudication(adjudicators, conversation.hash).status,
    };
  }
}

function grouped(events: readonly JudgementEvent[], ref: Map<string, ConversationRef>): ByConversation {
  const groups = new Map<string, JudgementEvent[]>();
  for (const event of events) {
    const key = versionKey(event.conversation);
    if (!ref.has(key)) ref.set(key, event.conversation);
    const group = groups.get(key);
    if (group) group.push(event);
    else groups.set(key, [event]);
  }
  return groups;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
