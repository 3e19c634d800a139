/** Values as Parquet has them, as plain JSON. */
import type { JsonValue } from "../../core/conversation/model.ts";
import { decodeUtf8 } from "../../core/formats/decode-bytes.ts";
import { sizeLabel } from "../../core/formats/json-access.ts";

/** Deeper than any table's columns; what is deeper becomes null. */
const MAX_DEPTH = 64;

/**
 * Numbers of 64 bits become numbers where those are exact, else text; times ISO 8601; bytes that are no text a description, "(12 kB)";
 * NaN and the infinities null. Own keys only.
 */
export function plainJson(value: unknown, depth = 0): JsonValue {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? value : null;
    case "bigint":
      return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER
        ? Number(value)
        : String(value);
    case "object":
      return value === null || depth >= MAX_DEPTH ? null : plainObject(value, depth);
    default:
      return null;
  }
}

function plainObject(value: object, depth: number): JsonValue {
  if (Array.isArray(value)) return value.map((item) => plainJson(item, depth + 1));
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return textOf(value) ?? `(${sizeLabel(value.length)})`;
  if (ArrayBuffer.isView(value))
    return "values" in value ? Array.from(Object.values(value), (item) => plainJson(item)) : null;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainJson(item, depth + 1)]));
}

/** Some writers don't say which of their bytes are text. */
function textOf(bytes: Uint8Array): string | undefined {
  const text = decodeUtf8(bytes);
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return text === undefined || /[\u0000-\u0008\u000e-\u001f]/.test(text) ? undefined : text;
}
