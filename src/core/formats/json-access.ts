/** Safe reading of JSON that nobody vouches for: own keys only, no throwing, no prototype surprises. */
import type { JsonObject, JsonValue } from "../conversation/model.ts";

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** The value under an own key, or undefined. `value` may be anything. */
export function get(value: JsonValue | undefined, key: string): JsonValue | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

export function getString(value: JsonValue | undefined, key: string): string | undefined {
  const found = get(value, key);
  return typeof found === "string" ? found : undefined;
}

/** A string that has something other than white space in it. */
export function getFilled(value: JsonValue | undefined, key: string): string | undefined {
  const found = getString(value, key);
  return found !== undefined && found.trim() !== "" ? found : undefined;
}

export function getNumber(value: JsonValue | undefined, key: string): number | undefined {
  const found = get(value, key);
  return typeof found === "number" ? found : undefined;
}

/** The list under a key; an empty list when there is none. */
export function getList(value: JsonValue | undefined, key: string): readonly JsonValue[] {
  const found = get(value, key);
  return isList(found) ? found : [];
}

export function getObject(value: JsonValue | undefined, key: string): JsonObject | undefined {
  const found = get(value, key);
  return isObject(found) ? found : undefined;
}

/** A string, or a finite number written as one; ids come as either. Empty strings count as missing. */
export function getId(value: JsonValue | undefined, key: string): string | undefined {
  const found = get(value, key);
  if (typeof found === "number" && Number.isFinite(found)) return String(found);
  return typeof found === "string" && found !== "" ? found : undefined;
}

/** Copy without some keys. Safe for a key called `__proto__`, which stays an ordinary key. */
export function omit(value: JsonObject, keys: readonly string[]): JsonObject {
  const drop = new Set(keys);
  return Object.fromEntries(Object.entries(value).filter(([key]) => !drop.has(key)));
}

/** Joins objects, later ones winning, leaving out undefined values; `__proto__` stays an ordinary key. */
export function merge(...parts: readonly { readonly [key: string]: JsonValue | undefined }[]): JsonObject {
  const entries: [string, JsonValue][] = [];
  for (const part of parts) {
    for (const [key, value] of Object.entries(part)) if (value !== undefined) entries.push([key, value]);
  }
  return Object.fromEntries(entries);
}

/** Below this a number is seconds since 1970, above it milliseconds (1e11 s is the year 5138). */
const SECONDS_LIMIT = 1e11;

/**
 * A timestamp as ISO 8601 in UTC. Numbers, and strings of digits, are seconds or milliseconds since 1970 by
 * their size; other strings need a full date, and count as UTC when they name no zone. Undefined if unclear.
 */
export function toIso(value: JsonValue | undefined): string | undefined {
  if (typeof value === "string") {
    const text = value.trim();
    if (/^-?\d{1,16}(\.\d{1,12})?$/.test(text)) return toIso(Number(text));
    const parts =
      /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) ?(Z|UTC|[+-]\d{2}:?\d{2})?)?$/i.exec(
        text,
      );
    if (parts === null) return undefined;
    const zone = parts[3] === undefined || /^(z|utc)$/i.test(parts[3]) ? "Z" : parts[3];
    return isoOf(Date.parse(`${parts[1]}T${parts[2] ?? "00:00"}${zone}`));
  }
  if (typeof value !== "number" || !Number.isFinite(value) || value <= 0) return undefined;
  return isoOf(value < SECONDS_LIMIT ? value * 1000 : value);
}

function isoOf(ms: number): string | undefined {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** Deeper than this, JSON is shown as "…": it could otherwise exhaust the stack. */
const MAX_DEPTH = 200;

/**
 * JSON with two spaces of indentation, for reading. Strings that are data rather than words (data URIs, long
 * base64) are replaced by their size, and anything nested deeper than 200 levels by "…". Never throws.
 */
export function prettyJson(value: JsonValue): string {
  return JSON.stringify(readable(value, 0), null, 2);
}

function readable(value: JsonValue, depth: number): JsonValue {
  if (typeof value === "string") return isBytes(value) ? `(${bytesLabel(value)})` : value;
  if (typeof value !== "object" || value === null) return value;
  if (depth >= MAX_DEPTH) return "…";
  if (isList(value)) return value.map((item) => readable(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, readable(item, depth + 1)]));
}

/** Long enough that no word, hash or key is meant, and of base64's alphabet at the start. */
const BYTES_MIN = 512;

function isBytes(text: string): boolean {
  if (/^data:[\w.+-]+\/[\w.+-]+[;,]/i.test(text)) return true;
  return text.length >= BYTES_MIN && /^[A-Za-z0-9+/_-]{512}/.test(text);
}

/** What a data URI or a base64 string holds, in words: "image/png, 12 kB". */
export function bytesLabel(data: string, mediaType?: string): string {
  const uri = /^data:([\w.+-]+\/[\w.+-]+)[^,]{0,200},/i.exec(data.slice(0, 400));
  const length = uri === null ? data.length : data.length - uri[0].length;
  const type = mediaType ?? uri?.[1]?.toLowerCase() ?? "data";
  return `${type}, ${sizeLabel(Math.floor((length * 3) / 4))}`;
}

/** "512 bytes", "12 kB", "3.4 MB". */
export function sizeLabel(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
