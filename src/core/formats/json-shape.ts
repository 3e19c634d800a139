/** What a JSON value looks like, in words that show none of its text. */
import type { JsonObject, JsonValue } from "../conversation/model.ts";
import { isList, isObject, omit } from "./json-access.ts";

/** "an object with keys a, b", "a list of 3", "a string". Long keys and long lists of keys are cut. */
export function describeShape(value: JsonValue): string {
  if (isObject(value)) {
    const keys = Object.keys(value);
    if (keys.length === 0) return "an empty object";
    const shown = keys.slice(0, 8).map((key) => (key.length > 40 ? `${key.slice(0, 40)}…` : key));
    const rest = keys.length > shown.length ? ` and ${keys.length - shown.length} more` : "";
    return `an object with the ${keys.length === 1 ? "key" : "keys"} ${shown.join(", ")}${rest}`;
  }
  if (isList(value)) {
    if (value.length === 0) return "an empty list";
    const first = value[0];
    return `a list of ${value.length}${first === undefined ? "" : `, the first being ${kind(first)}`}`;
  }
  return kind(value);
}

function kind(value: JsonValue): string {
  if (value === null) return "null";
  if (isList(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** True when lists and objects are nested deeper than `limit`. Looks no deeper than that itself. */
export function nestsDeeperThan(value: JsonValue, limit: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (limit <= 0) return true;
  const inner: readonly JsonValue[] = isList(value) ? value : Object.values(value);
  return inner.some((item) => nestsDeeperThan(item, limit - 1));
}

/**
 * A copy without the value at a path of keys; only the objects on the way are copied. A path that leads
 * nowhere, or through a list, changes nothing.
 */
export function withoutPath(value: JsonObject, path: readonly string[]): JsonObject {
  const [key, ...rest] = path;
  if (key === undefined || !Object.hasOwn(value, key)) return value;
  if (rest.length === 0) return omit(value, [key]);
  const entries = Object.entries(value).map(([name, inner]): [string, JsonValue] => [
    name,
    name === key && isObject(inner) ? withoutPath(inner, rest) : inner,
  ]);
  return Object.fromEntries(entries);
}
