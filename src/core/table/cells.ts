/** What a conversation has to say in the table's columns. */
import type { Block, Conversation, JsonObject, JsonValue } from "../conversation/model.ts";
import type { Cell, Scalar } from "./query-evaluate.ts";
import { oneLine } from "./snippet.ts";

/** Longer values are cut here, in UTF-16 code units: a cell is no place to keep documents. */
const MAX_VALUE = 1_000;
const MAX_ITEMS = 50;
/** First words are taken from no more than this. */
const MAX_WORDS = 400;

/** Keys that lead to a value: an own key that is the whole rest of the path goes before a walk along its dots. */
function lookUp(metadata: JsonObject, path: string): JsonValue | undefined {
  let value: JsonValue | undefined = metadata;
  for (let rest = path; ;) {
    if (typeof value !== "object" || value === null || isList(value)) return undefined;
    if (Object.hasOwn(value, rest)) return value[rest];
    const dot = rest.indexOf(".");
    if (dot < 0) return undefined;
    const key = rest.slice(0, dot);
    value = Object.hasOwn(value, key) ? value[key] : undefined;
    rest = rest.slice(dot + 1);
  }
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** The value of a metadata field; null when there is none. Objects come as JSON, lists as their items. */
export function metadataCell(metadata: JsonObject, path: string): Exclude<Cell, undefined> {
  const value = lookUp(metadata, path);
  if (value === undefined || value === null) return null;
  if (!isList(value)) return scalar(value);
  const items = value.slice(0, MAX_ITEMS).flatMap((item) => (item === null ? [] : [scalar(item)]));
  return items.length === 0 ? null : items;
}

function scalar(value: Exclude<JsonValue, null>): Scalar {
  if (typeof value === "number" || typeof value === "boolean") return value;
  return (typeof value === "string" ? value : JSON.stringify(value)).slice(0, MAX_VALUE);
}

/**
 * Paths of a conversation's metadata fields, at most three keys deep, and whether each holds a number. Objects are
 * walked into, lists are not.
 */
export function fieldsOf(metadata: JsonObject): { readonly path: string; readonly numeric: boolean }[] {
  const found: { path: string; numeric: boolean }[] = [];
  const walk = (value: JsonObject, prefix: string, depth: number): void => {
    for (const [key, inner] of Object.entries(value)) {
      if (inner === null || key === "" || prefix.length + key.length > 190 || found.length >= 500) continue;
      if (typeof inner === "object" && !isList(inner)) {
        if (depth < 3) walk(inner, `${prefix}${key}.`, depth + 1);
      } else if (key !== "messageFields") {
        found.push({ path: prefix + key, numeric: typeof inner === "number" });
      }
    }
  };
  walk(metadata, "", 1);
  return found;
}

/** What was said, and so what a search looks in: no descriptions of images, and no JSON of unknown blocks. */
export function* saidIn(conversation: Pick<Conversation, "turns">): Generator<string> {
  for (const turn of conversation.turns) for (const block of turn.blocks) if (isSaid(block)) yield block.text;
}

function isSaid({ type }: Block): boolean {
  return type === "text" || type === "thinking" || type === "tool_use" || type === "tool_result";
}

/** Title, or the first words of the human (of anybody, where no human speaks), on one line; "" when there are none. */
export function firstWords(conversation: Pick<Conversation, "title" | "turns">): string {
  const title = oneLine(conversation.title?.slice(0, MAX_WORDS) ?? "");
  if (title !== "") return title;
  const human = conversation.turns.filter(({ role }) => role === "user");
  for (const turn of [...human, ...conversation.turns])
    for (const block of turn.blocks) {
      const words = block.type === "text" ? oneLine(block.text.trimStart().slice(0, MAX_WORDS)) : "";
      if (words !== "") return words;
    }
  return "";
}
