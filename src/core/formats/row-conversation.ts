/** Makes a conversation of one row's parts, with its id, position and metadata filled in alike everywhere. */
import type { JsonObject, JsonValue, Turn } from "../conversation/model.ts";
import type { ReadItem, SourceRecord } from "./format.ts";
import { getFilled, getId, isObject, omit } from "./json-access.ts";

/** Keys under which sources keep a row's id, the most particular to one row first. */
export const ID_KEYS: readonly string[] = [
  "custom_id",
  "id",
  "uuid",
  "conversation_id",
  "conv_id",
  "conversation_hash",
  "_id",
  "question_id",
  "prompt_id",
  "sample_id",
  "example_id",
  "session_id",
  "chat_id",
  "thread_id",
  "dialogue_id",
  "dialog_id",
  "qid",
  "idx",
];

export interface RowParts {
  readonly turns: readonly Turn[];
  /** Fields of the row that became turns: everything else goes to metadata as found. */
  readonly used: readonly string[];
  readonly notes?: readonly string[];
  /** Where in the row: "chosen", "conversation_a"… Also keeps the ids of one row's conversations apart. */
  readonly part?: string;
  /** Instead of the row's own id. */
  readonly id?: string;
  readonly metadata?: JsonObject;
  /** Fields of each message that its turn doesn't hold: kept under `messageFields` when there are any. */
  readonly messageFields?: readonly JsonObject[];
}

/** A conversation item, or an error item when there is no turn. */
export function rowConversation(format: string, record: SourceRecord, parts: RowParts): ReadItem {
  if (parts.turns.length === 0)
    return rowFailure(record, "This row's list of messages is empty.", parts.part);
  const row = isObject(record.value) ? record.value : undefined;
  const idKey = ID_KEYS.find((key) => getId(row, key) !== undefined);
  const own = parts.id ?? (idKey === undefined ? undefined : getId(row, idKey)) ?? `row-${record.row}`;
  const title = getFilled(row, "title");
  const used = [
    ...parts.used,
    ...(idKey === undefined || parts.id !== undefined ? [] : [idKey]),
    ...(title === undefined ? [] : ["title"]),
  ];
  return {
    type: "conversation",
    conversation: {
      id: parts.part === undefined ? own : `${own}:${parts.part}`,
      ...(title === undefined ? {} : { title }),
      format,
      position: {
        row: record.row,
        ...(record.line === undefined ? {} : { line: record.line }),
        ...(parts.part === undefined ? {} : { part: parts.part }),
      },
      turns: parts.turns,
      metadata: withFields(omit(parts.metadata ?? row ?? {}, used), parts.messageFields),
      notes: parts.notes ?? [],
    },
  };
}

function withFields(metadata: JsonObject, fields: readonly JsonObject[] | undefined): JsonObject {
  if (fields === undefined || fields.every((each) => Object.keys(each).length === 0)) return metadata;
  return Object.fromEntries([...Object.entries(metadata), ["messageFields", fields]]);
}

export function rowFailure(record: SourceRecord, reason: string, part?: string): ReadItem {
  return {
    type: "error",
    error: {
      row: record.row,
      ...(record.line === undefined ? {} : { line: record.line }),
      ...(part === undefined ? {} : { part }),
      reason,
    },
  };
}

/**
 * How well sampled rows fit a format, from a judgement (0 to 1) of each. Files may hold rows of other kinds
 * too, so a few that fit count for more than their share; the share still decides between formats.
 */
export function fitScore(sample: readonly SourceRecord[], judge: (value: JsonValue) => number): number {
  const fitting = sample.map(({ value }) => judge(value)).filter((score) => score > 0);
  if (fitting.length === 0) return 0;
  const mean = fitting.reduce((sum, score) => sum + score, 0) / fitting.length;
  return mean * (0.4 + 0.6 * (fitting.length / sample.length));
}
