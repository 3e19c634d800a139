/** From a cell, as tables and JSON rows hold it, to the values in it. */
import type { JsonValue } from "../../conversation/model.ts";
import { isList } from "../../formats/json-access.ts";
import { parseJson } from "../../formats/json-parse.ts";
import { foldKey } from "../../taxonomy/fold.ts";

/** A cell longer than this (UTF-16 units) is text, not a list to be split. */
const LONGEST_LIST = 20_000;

const NOTHING = new Set([
  "none",
  "n a",
  "na",
  "nan",
  "null",
  "nil",
  "no values",
  "no value",
  "none expressed",
]);

/** True for cells that say that there is nothing: empty, a dash, "none", "n/a", "no values". */
export function saysNothing(text: string): boolean {
  if (text.length > 100) return false;
  const key = foldKey(text);
  return key === "" ? !/[\p{L}\p{N}\p{So}]/u.test(text) : NOTHING.has(key);
}

/** A cell as text; lists and objects as JSON. Undefined when there is nothing in it. */
export function cellText(cell: JsonValue | undefined): string | undefined {
  if (cell === undefined || cell === null) return undefined;
  const text =
    typeof cell === "string" ? cell : typeof cell === "object" ? JSON.stringify(cell) : String(cell);
  return text.trim() === "" ? undefined : text;
}

/** A number, or a string that is one; undefined otherwise. */
export function cellNumber(cell: JsonValue | undefined): number | undefined {
  if (typeof cell === "number") return Number.isFinite(cell) ? cell : undefined;
  if (typeof cell !== "string" || !/^\s*-?\d{1,15}(?:\.\d{1,15})?\s*$/u.test(cell)) return undefined;
  return Number(cell);
}

/** true/false, yes/no, 1/0, explicit/implicit; undefined otherwise. */
export function cellFlag(cell: JsonValue | undefined): boolean | undefined {
  if (typeof cell === "boolean") return cell;
  const key = foldKey(cellText(cell)?.slice(0, 100) ?? "");
  if (["true", "yes", "1", "explicit", "y"].includes(key)) return true;
  return ["false", "no", "0", "implicit", "n"].includes(key) ? false : undefined;
}

/**
 * A string that holds a list or an object as such: JSON, or a Python list of strings as data frames write it.
 * Anything else as it is.
 */
export function unpacked(cell: JsonValue): JsonValue {
  if (typeof cell !== "string") return cell;
  const text = cell.trim();
  if (!/^(?:\[[^]*\]|\{[^]*\})$/u.test(text)) return cell;
  const parsed = parseJson(text);
  if (parsed.ok) return parsed.value;
  return pythonList(text) ?? cell;
}

/** `['a', "it's"]` as its strings; undefined when it is anything else. Linear. */
function pythonList(text: string): string[] | undefined {
  if (!text.startsWith("[") || text.length > LONGEST_LIST) return undefined;
  const items: string[] = [];
  const token = /\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*(,|\]$)/suy;
  token.lastIndex = 1;
  for (;;) {
    const match = token.exec(text);
    if (match === null) return /^\[\s*\]$/u.test(text) ? [] : undefined;
    items.push(
      (match[1] ?? match[2] ?? "").replace(/\\(.)/gsu, (_, char: string) => (char === "n" ? "\n" : char)),
    );
    if (match[3] === "]") return items;
  }
}

/** Without bullet or number, surrounding quotes and a final stop. */
function trimmedValue(text: string): string {
  const bare = text
    .trim()
    .replace(/^(?:[-*•]\s+|\d{1,3}[.)]\s+)/u, "")
    .trim();
  const inner = /^"([^"]*)"$|^'([^']*)'$|^“([^”]*)”$/u.exec(bare);
  return (inner?.[1] ?? inner?.[2] ?? inner?.[3] ?? bare).replace(/(?<=[^.\s])\.$/u, "").trim();
}

/** The separator that a cell seems to use: line breaks before semicolons before bars before commas. */
function separatorOf(text: string): string {
  return ["\n", ";", "|", ","].find((sign) => text.includes(sign)) ?? ",";
}

/**
 * The values in a piece of text. `separator`: "auto", "none" (the text is one value) or the text between two
 * values. Words that say "nothing" are no values.
 */
export function splitValues(text: string, separator: string): string[] {
  if (separator === "none") return saysNothing(text) ? [] : [text.trim()];
  if (text.length > LONGEST_LIST) return [text.trim()];
  const sign = separator === "auto" ? separatorOf(text) : separator;
  return text
    .split(sign)
    .map(trimmedValue)
    .filter((value) => !saysNothing(value));
}

/** The quotes in a cell: a list, or lines, or parts between bars; else the whole cell. Never split at commas. */
export function splitQuotes(cell: JsonValue | undefined): string[] {
  if (cell === undefined || cell === null) return [];
  const value = unpacked(cell);
  if (isList(value)) return value.flatMap((item) => cellText(item) ?? []);
  const text = cellText(value);
  if (text === undefined) return [];
  const parts = /\s\|\s|\|\|/u.test(text) ? text.split(/\s\|\s|\|\|/u) : text.split(/\r?\n/u);
  return parts.map((part) => part.trim()).filter((part) => !saysNothing(part));
}
