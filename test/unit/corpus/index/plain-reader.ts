/** The slow, obvious reader that the index is compared with: whole file in memory, JSON.parse, `ConversationIds`. */
import { isUtf8 } from "node:buffer";
import { crc32 } from "node:zlib";
import { idHashOf } from "../../../../src/core/conversation/id-hash.ts";
import { ConversationIds } from "../../../../src/core/formats/conversation-ids.ts";
import { get, getId, isList, isObject } from "../../../../src/core/formats/json-access.ts";
import { parseJson } from "../../../../src/core/formats/json-parse.ts";
import { filledLines } from "../../../../src/core/formats/jsonl-records.ts";
import type { RecordShape } from "../../../../src/core/formats/record-shape.ts";
import type { JsonValue } from "../../../../src/core/conversation/model.ts";
import { ROW } from "../../../../src/corpus/row-table.ts";

export const SHAPE: RecordShape = {
  messages: ["conversation"],
  role: "role",
  text: "content",
  userRoles: ["user", "human"],
  idKeys: ["conversation_id", "id"],
};

export interface PlainRow {
  readonly bytes: string;
  readonly flags: number;
  readonly turns: number;
  readonly idHash: number;
  readonly firstText: string | undefined;
  readonly ordinal: number;
}

/** Rows of a JSONL file. `contentHash` is not here: see `contentHashes`. */
export function plainRows(file: Buffer, shape: RecordShape): PlainRow[] {
  const mark = file.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]));
  return describeAll(
    [...filledLines(mark ? file.subarray(3) : file)].map(({ bytes }) => Buffer.from(bytes)),
    shape,
  );
}

export function describeAll(records: readonly Buffer[], shape: RecordShape): PlainRow[] {
  const ids = new ConversationIds();
  return records.map((bytes, row) => {
    const value = parsed(bytes);
    const list = value === undefined ? undefined : along(value, shape.messages);
    const broken = !isObject(value) || !isList(list) || list.length === 0;
    const own = broken ? undefined : ownId(value, shape);
    const wanted = own ?? `row-${row}`;
    const taken = broken ? wanted : ids.take(wanted);
    const ordinal = taken === wanted ? 0 : Number(taken.slice(wanted.length + 1));
    return {
      bytes: bytes.toString("latin1"),
      flags:
        ROW.indexed |
        (isUtf8(bytes) ? 0 : ROW.invalidUtf8) |
        (hasUnicodeEscape(bytes, broken) ? ROW.escapes : 0) |
        (broken ? ROW.broken | ROW.noId : 0) |
        (own === undefined ? ROW.noId : 0) |
        (ordinal > 0 ? ROW.duplicateId : 0),
      turns: broken ? 0 : Math.min(list.length, 65_535),
      idHash: own === undefined ? 0 : idHashOf(own),
      firstText: broken ? undefined : firstText(list, shape),
      ordinal,
    };
  });
}

function parsed(bytes: Buffer): JsonValue | undefined {
  const result = parseJson(bytes.toString("utf8"));
  return result.ok ? result.value : undefined;
}

function along(value: JsonValue, path: readonly string[]): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>((inner, key) => get(inner, key), value);
}

function ownId(value: JsonValue, shape: RecordShape): string | undefined {
  return shape.idKeys.map((key) => getId(value, key)).find((id) => id !== undefined);
}

function firstText(list: readonly JsonValue[], shape: RecordShape): string | undefined {
  for (const message of list) {
    const role = get(message, shape.role);
    if (typeof role !== "string" || !shape.userRoles.includes(role)) continue;
    const content = get(message, shape.text);
    const texts = isList(content) ? content.map((block) => get(block, "text")) : [content];
    const found = texts.find((text) => typeof text === "string" && text !== "");
    if (typeof found === "string") return found;
  }
  return undefined;
}

/** A backslash before `u` that is not itself escaped; in a broken row any. */
function hasUnicodeEscape(bytes: Buffer, broken: boolean): boolean {
  const text = bytes.toString("latin1");
  return broken ? text.includes("\\u") : /(?<!\\)(?:\\\\)*\\u/.test(text);
}

/** Of a list of messages as it stands in the file. */
export function contentHashOf(messages: string): number {
  return crc32(Buffer.from(messages));
}
