/** Valuemark's own lines: one `Conversation` as JSON a record, exactly as every other format is read into. */
import {
  BLOCK_TYPES,
  ROLES,
  type Block,
  type Conversation,
  type JsonValue,
  type SourcePosition,
  type Turn,
} from "../conversation/model.ts";
import type { ReadItem, RecordFormat, SourceRecord } from "./format.ts";
import {
  get,
  getFilled,
  getId,
  getList,
  getNumber,
  getObject,
  getString,
  isList,
  isObject,
} from "./json-access.ts";
import type { RecordShape } from "./record-shape.ts";
import { fitScore, rowFailure } from "./row-conversation.ts";

export const CONVERSATION_SHAPE: RecordShape = {
  messages: ["turns"],
  role: "role",
  text: "blocks",
  userRoles: ["user"],
  idKeys: ["id"],
};

export const valuemarkConversation: RecordFormat = {
  kind: "record",
  id: "valuemark-conversation",
  title: "Valuemark conversations",
  unit: "row",
  recognise(sample) {
    const score = fitScore(sample, (value) => (looksOwn(value) ? 0.99 : 0));
    return { score, reason: score > 0 ? "turns of role and blocks" : "no turns of role and blocks" };
  },
  *read(records) {
    for (const record of records) yield readOne(record);
  },
  shape: (sample) => (sample.some(({ value }) => looksOwn(value)) ? CONVERSATION_SHAPE : undefined),
};

function looksOwn(value: JsonValue): boolean {
  const [turn] = getList(value, "turns");
  return (
    getString(value, "format") !== undefined &&
    getId(value, "id") !== undefined &&
    oneOf(ROLES, getString(turn, "role")) !== undefined &&
    isList(get(turn, "blocks"))
  );
}

function readOne(record: SourceRecord): ReadItem {
  const { value } = record;
  const turns = get(value, "turns");
  if (!isList(turns)) return rowFailure(record, "This row has no list of turns.");
  if (turns.length === 0) return rowFailure(record, "This row's list of turns is empty.");
  const read: Turn[] = [];
  for (const [i, each] of turns.entries()) {
    const turn = readTurn(each);
    if (turn === undefined)
      return rowFailure(record, `Turn ${i + 1} of this row is no turn of role and blocks.`);
    read.push(turn);
  }
  const title = getString(value, "title");
  const conversation: Conversation = {
    id: getId(value, "id") ?? `row-${record.row}`,
    ...(title === undefined ? {} : { title }),
    format: getFilled(value, "format") ?? "valuemark-conversation",
    position: readPosition(get(value, "position"), record),
    turns: read,
    metadata: getObject(value, "metadata") ?? {},
    notes: getList(value, "notes").filter((note) => typeof note === "string"),
  };
  return { type: "conversation", conversation };
}

function readTurn(value: JsonValue): Turn | undefined {
  const role = oneOf(ROLES, getString(value, "role"));
  const blocks = get(value, "blocks");
  if (role === undefined || !isList(blocks)) return undefined;
  const read = blocks.flatMap((block) => readBlock(block) ?? []);
  if (read.length !== blocks.length) return undefined;
  return { role, blocks: read, ...texts(value, ["id", "at", "author"]) };
}

function readBlock(value: JsonValue): Block | undefined {
  const type = oneOf(BLOCK_TYPES, getString(value, "type"));
  const text = getString(value, "text");
  if (type === undefined || text === undefined) return undefined;
  const failed = get(value, "isError") === true ? { isError: true } : {};
  return { type, text, ...texts(value, ["name", "callId"]), ...failed };
}

/** Where the conversation stood in the file that it was first read from, if the row tells. */
function readPosition(value: JsonValue | undefined, record: SourceRecord): SourcePosition {
  const row = getNumber(value, "row");
  const line = getNumber(value, "line");
  if (!isObject(value) || !isCount(row))
    return { row: record.row, ...(record.line === undefined ? {} : { line: record.line }) };
  return { row, ...(isCount(line) ? { line } : {}), ...texts(value, ["part"]) };
}

function isCount(value: number | undefined): value is number {
  return value !== undefined && Number.isSafeInteger(value) && value >= 0;
}

function texts<K extends string>(value: JsonValue, keys: readonly K[]): { readonly [key in K]?: string } {
  const found: { [key in K]?: string } = {};
  for (const key of keys) {
    const text = getString(value, key);
    if (text !== undefined) found[key] = text;
  }
  return found;
}

function oneOf<T extends string>(names: readonly T[], name: string | undefined): T | undefined {
  return names.find((each) => each === name);
}

/** The line for a conversation, without a line break. Reading it gives the conversation back as it was. */
export function conversationLine(conversation: Conversation): string {
  return JSON.stringify(conversation);
}

/** The same without the id: its reader numbers it. */
export function namelessLine(conversation: Conversation): string {
  return JSON.stringify({ ...conversation, id: undefined });
}
