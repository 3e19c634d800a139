/** JSON of any shape, read by a mapping that a person gave: where the messages are, who speaks, what is said. */
import type { JsonObject, JsonValue, Role, Turn } from "../conversation/model.ts";
import { readChatContent } from "./chat-content.ts";
import type { FieldMapping, ReadItem, RecordFormat, SourceRecord } from "./format.ts";
import { isList, isObject, omit } from "./json-access.ts";
import { withoutPath } from "./json-shape.ts";
import { roleOf } from "./roles.ts";
import type { RecordShape } from "./record-shape.ts";
import { ID_KEYS, rowConversation, rowFailure } from "./row-conversation.ts";
import { provenShape } from "./shape-check.ts";

/** A format made of a mapping. Rows that lack a path become errors which name it. */
export function mappedFormat(mapping: FieldMapping): RecordFormat {
  return {
    kind: "record",
    id: "mapped",
    title: "Field mapping",
    unit: "row",
    recognise(sample) {
      const fitting = sample.filter(({ value }) => isList(at(value, mapping.messages))).length;
      return { score: sample.length === 0 ? 0 : fitting / sample.length, reason: "your field mapping" };
    },
    read: (records) => readMapped(records, mapping),
    shape: (sample) => mappedShape(sample, mapping),
  };
}

function* readMapped(records: Iterable<SourceRecord>, mapping: FieldMapping): Generator<ReadItem> {
  for (const record of records) yield readRow(record, mapping);
}

/** Only for paths of plain keys: a place in a list, or a speaker within an object, is no shape. */
function mappedShape(sample: readonly SourceRecord[], mapping: FieldMapping): RecordShape | undefined {
  const { messages, role, text, id } = mapping;
  const whole = sample.some(({ value }) => isObject(value) && Object.hasOwn(value, messages));
  const path = messages === "" ? [] : whole ? [messages] : messages.split(".");
  const idKeys = id === undefined ? ID_KEYS : [id, ...ID_KEYS];
  const proven = provenShape((records) => readMapped(records, mapping), sample, {
    messages: path,
    role,
    text,
    idKeys,
  });
  if (proven === undefined || mapping.roles === undefined) return proven;
  const given = Object.entries(mapping.roles);
  const userRoles = proven.userRoles.filter((name) => !given.some(([named]) => named === name));
  return {
    ...proven,
    userRoles: [...userRoles, ...given.filter(([, own]) => own === "user").map(([name]) => name)],
  };
}

/**
 * The value at a path of dot-separated keys; numbers index lists, and an empty path is the value itself. Own
 * keys only. A key that holds a dot is found when the whole rest of the path is that key.
 */
export function at(value: JsonValue, path: string): JsonValue | undefined {
  if (path === "") return value;
  if (isObject(value) && Object.hasOwn(value, path)) return value[path];
  let current: JsonValue | undefined = value;
  for (const step of path.split(".")) {
    if (isList(current)) current = /^\d{1,9}$/.test(step) ? current[Number(step)] : undefined;
    else if (isObject(current)) current = Object.hasOwn(current, step) ? current[step] : undefined;
    else return undefined;
  }
  return current;
}

function readRow(record: SourceRecord, mapping: FieldMapping): ReadItem {
  const list = at(record.value, mapping.messages);
  if (list === undefined)
    return rowFailure(record, `The mapping's path "${mapping.messages}" is not in this row.`);
  if (!isList(list))
    return rowFailure(record, `The mapping's path "${mapping.messages}" holds no list in this row.`);
  const notes = new Set<string>();
  const turns: Turn[] = [];
  for (const [i, message] of list.entries()) {
    const words = at(message, mapping.text);
    const speaker = at(message, mapping.role);
    if (words === undefined) notes.add(`the path "${mapping.text}" is missing in message ${i + 1}`);
    if (speaker === undefined) notes.add(`the path "${mapping.role}" is missing in message ${i + 1}`);
    if (words === undefined && speaker === undefined) continue;
    turns.push(readTurn(speaker, words, mapping, notes));
  }
  if (turns.length === 0) {
    return rowFailure(
      record,
      `No message in this row has the mapping's paths "${mapping.role}" and "${mapping.text}".`,
    );
  }
  return mapped(record, mapping, turns, [...notes].slice(0, 20));
}

function mapped(record: SourceRecord, mapping: FieldMapping, turns: Turn[], notes: string[]): ReadItem {
  const id = mapping.id === undefined ? undefined : at(record.value, mapping.id);
  const own = typeof id === "string" && id !== "" ? id : typeof id === "number" ? String(id) : undefined;
  if (mapping.id !== undefined && own === undefined)
    notes.push(`the path "${mapping.id}" holds no id, so the row's number is used`);
  const title = mapping.title === undefined ? undefined : at(record.value, mapping.title);
  const metadata = isObject(record.value) ? withoutMapped(record.value, mapping) : {};
  const item = rowConversation("mapped", record, {
    turns,
    used: [],
    notes,
    metadata,
    ...(own === undefined ? {} : { id: own }),
  });
  if (item.type === "error" || typeof title !== "string" || title === "") return item;
  return { type: "conversation", conversation: { ...item.conversation, title } };
}

/** The row without what the mapping's paths led to. */
function withoutMapped(row: JsonObject, mapping: FieldMapping): JsonObject {
  const paths = [mapping.messages, mapping.id, mapping.title].filter(
    (path) => path !== undefined && path !== "",
  );
  return paths.reduce<JsonObject>((left, path) => {
    if (path === undefined) return left;
    return Object.hasOwn(left, path) ? omit(left, [path]) : withoutPath(left, path.split("."));
  }, row);
}

function readTurn(
  speaker: JsonValue | undefined,
  words: JsonValue | undefined,
  mapping: FieldMapping,
  notes: Set<string>,
): Turn {
  const name =
    typeof speaker === "string" || typeof speaker === "number" || typeof speaker === "boolean"
      ? String(speaker)
      : "";
  const given: Role | undefined =
    mapping.roles !== undefined && Object.hasOwn(mapping.roles, name) ? mapping.roles[name] : undefined;
  const role = given ?? roleOf(name);
  if (role === undefined && notes.size < 20)
    notes.add(`unknown role "${name.slice(0, 40)}" read as user: name it in the mapping's roles`);
  return {
    role: role ?? "user",
    blocks: readChatContent(words),
    ...(role === undefined && name !== "" ? { author: name } : {}),
  };
}
