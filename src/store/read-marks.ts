/** Reads the marks of a whole corpus: of every conversation that somebody judged or that the newest run looked at. */
import type { ConversationRef, Label, Suggestion } from "../core/extraction/annotation.ts";
import type { JudgementEvent } from "../core/review/judgement.ts";
import { conversationMarks } from "../core/table/conversation-marks.ts";
import type { ConversationMarks } from "../core/table/table.ts";
import { readAllJudgements } from "./all-judgements.ts";
import type { CorpusPaths } from "./paths.ts";
import { openSuggestions, type SuggestionsStore } from "./suggestions-store.ts";

/** Conversations read at a time; the caller gets the event loop in between. */
const CHUNK = 500;

export interface MarksOptions {
  /** The current rater; undefined while none is named. */
  readonly rater: string | undefined;
  readonly isWatched: (label: Label) => boolean;
}

/**
 * Yields marks in chunks. Files that are not there are empty; lines that can't be read are passed over (opening the
 * corpus reports them). Throws the file system's error when a file can't be read.
 */
export async function* readMarks(
  paths: CorpusPaths,
  { rater, isWatched }: MarksOptions,
): AsyncGenerator<readonly ConversationMarks[]> {
  const touched = await touchedConversations(paths, rater);
  const store = await openSuggestions(paths);
  const newest = store.runs.at(-1)?.id;
  if (newest !== undefined) {
    for (const conversation of store.conversationsOf(newest)) entryOf(touched, conversation);
  }
  const entries = [...touched.values()];
  for (let from = 0; from < entries.length; from += CHUNK) {
    const chunk = entries.slice(from, from + CHUNK);
    yield await Promise.all(
      chunk.map(async ({ conversation, mine, raters }) => {
        const suggestions = await suggestionsFor(store, conversation, newest, mine);
        return conversationMarks({ conversation, mine, raters: [...raters], suggestions, isWatched });
      }),
    );
  }
}

interface Touched {
  readonly conversation: ConversationRef;
  readonly mine: JudgementEvent[];
  readonly raters: Set<string>;
}

async function touchedConversations(
  paths: CorpusPaths,
  rater: string | undefined,
): Promise<Map<string, Touched>> {
  const touched = new Map<string, Touched>();
  for (const { rater: name, events } of (await readAllJudgements(paths)).raters) {
    for (const event of events) {
      const entry = entryOf(touched, event.conversation);
      entry.raters.add(name);
      if (name === rater) entry.mine.push(event);
    }
  }
  return touched;
}

function entryOf(touched: Map<string, Touched>, conversation: ConversationRef): Touched {
  const key = `${conversation.hash} ${conversation.id}`;
  const known = touched.get(key);
  if (known) return known;
  const { id, hash } = conversation;
  const entry: Touched = { conversation: { id, hash }, mine: [], raters: new Set() };
  touched.set(key, entry);
  return entry;
}

/** What the newest run says of this version, and what the rater has judged of others'. */
async function suggestionsFor(
  store: SuggestionsStore,
  conversation: ConversationRef,
  newest: string | undefined,
  mine: readonly JudgementEvent[],
): Promise<readonly Suggestion[]> {
  const judged = new Set(mine.flatMap((event) => ("target" in event ? [event.target] : [])));
  const runs = judged.size > 0 ? undefined : newest === undefined ? [] : [newest];
  if (runs?.length === 0) return [];
  const results = await store.of(conversation.id, runs);
  return results
    .filter((result) => result.conversation.hash === conversation.hash)
    .flatMap((result) => result.suggestions)
    .filter((suggestion) => suggestion.run === newest || judged.has(suggestion.id));
}
