/** The last resort: a row with one list of objects that have something like a speaker and something like words. */
import type { JsonObject, JsonValue, Turn } from "../conversation/model.ts";
import { readChatContent } from "./chat-content.ts";
import type { ReadItem, RecordFormat, SourceRecord } from "./format.ts";
import { get, getString, isList, isObject, toIso } from "./json-access.ts";
import { withoutPath } from "./json-shape.ts";
import { roleOf } from "./roles.ts";
import { ID_KEYS, fitScore, rowConversation, rowFailure } from "./row-conversation.ts";
import { provenShape } from "./shape-check.ts";

const SPEAKERS = [
  "role",
  "from",
  "speaker",
  "author",
  "sender",
  "type",
  "who",
  "name",
  "user",
  "source",
  "party",
  "participant",
  "agent",
] as const;
const WORDS = [
  "content",
  "text",
  "value",
  "message",
  "body",
  "utterance",
  "msg",
  "response",
  "completion",
  "parts",
] as const;
const TIMES = ["timestamp", "created_at", "create_time", "time", "date", "ts", "at"] as const;

/** How deep in a row the list is looked for. */
const MAX_SEARCH_DEPTH = 4;

interface Guess {
  /** Keys from the row down to the list; empty when the row is the list. */
  readonly path: readonly string[];
  readonly list: readonly JsonValue[];
  readonly speaker: string;
  readonly words: string;
}

export const bestEffort: RecordFormat = {
  kind: "record",
  id: "best-effort",
  title: "Messages of another shape (best effort)",
  unit: "row",
  recognise(sample) {
    const score = fitScore(sample, (value) => (guess(value) === undefined ? 0 : 0.49));
    return {
      score,
      reason:
        score > 0
          ? "a list of objects with a speaker and words"
          : "no single list of objects with a speaker and words",
    };
  },
  read,
  shape(sample) {
    const guesses = sample.flatMap(({ value }) => guess(value) ?? []);
    const [first, ...others] = guesses.map(({ path, speaker, words }) => ({ path, speaker, words }));
    if (first === undefined || others.some((each) => JSON.stringify(each) !== JSON.stringify(first)))
      return undefined;
    const { path, speaker, words } = first;
    return provenShape(read, sample, { messages: path, role: speaker, text: words, idKeys: ID_KEYS });
  },
};

function* read(records: Iterable<SourceRecord>): Generator<ReadItem> {
  for (const record of records) {
    const found = guess(record.value);
    if (found === undefined) {
      yield rowFailure(
        record,
        "This row has no single list of objects with a speaker and words. Say with a field mapping where the messages are.",
      );
      continue;
    }
    const where = found.path.length === 0 ? "the row itself" : `"${found.path.join(".").slice(0, 80)}"`;
    const notes = new Set([
      `best effort: messages taken from ${where}, speaker from "${found.speaker}", words from "${found.words}"`,
    ]);
    const turns = found.list.flatMap((item) => (isObject(item) ? [readTurn(item, found, notes)] : []));
    yield rowConversation("best-effort", record, {
      turns,
      used: [],
      metadata: isObject(record.value) ? withoutPath(record.value, found.path) : {},
      notes: [...notes],
    });
  }
}

function readTurn(item: JsonObject, { speaker, words }: Guess, notes: Set<string>): Turn {
  const named = speakerName(item, speaker) ?? "";
  const role = roleOf(named);
  if (role === undefined && notes.size < 20)
    notes.add(`unknown speaker "${named.slice(0, 40)}" read as user`);
  const at = TIMES.map((key) => toIso(get(item, key))).find((time) => time !== undefined);
  return {
    role: role ?? "user",
    blocks: readChatContent(get(item, words)),
    ...(role === undefined && named !== "" ? { author: named } : {}),
    ...(at === undefined ? {} : { at }),
  };
}

function speakerName(item: JsonObject, key: string): string | undefined {
  const value = get(item, key);
  return typeof value === "string" ? value : (getString(value, "role") ?? getString(value, "name"));
}

/** The one list of messages in a row; undefined when there is none, or more than one. */
function guess(row: JsonValue): Guess | undefined {
  const found: Guess[] = [];
  search(row, [], found);
  return found.length === 1 ? found[0] : undefined;
}

function search(value: JsonValue, path: readonly string[], found: Guess[]): void {
  if (found.length > 1 || path.length > MAX_SEARCH_DEPTH) return;
  if (isList(value)) {
    const keys = messageKeys(value);
    if (keys !== undefined) found.push({ path, list: value, ...keys });
    return;
  }
  if (!isObject(value)) return;
  for (const [key, inner] of Object.entries(value)) search(inner, [...path, key], found);
}

/** The keys of speaker and words that most of a list's objects have; at least one speaker must be a known role. */
function messageKeys(list: readonly JsonValue[]): { speaker: string; words: string } | undefined {
  const head = list.slice(0, 20).filter(isObject);
  if (head.length === 0 || head.length * 2 < Math.min(list.length, 20)) return undefined;
  const most = (test: (item: JsonObject) => boolean) => head.filter(test).length * 2 > head.length;
  const speaker = SPEAKERS.find(
    (key) =>
      most((item) => speakerName(item, key) !== undefined) &&
      head.some((item) => roleOf(speakerName(item, key) ?? "") !== undefined),
  );
  const words = WORDS.find((key) => most((item) => isWords(get(item, key))));
  return speaker === undefined || words === undefined ? undefined : { speaker, words };
}

function isWords(value: JsonValue | undefined): boolean {
  return (
    typeof value === "string" ||
    (isList(value) && value.some((part) => typeof part === "string" || getString(part, "text") !== undefined))
  );
}
