/** Reads what stands behind a column's colon. */
import type { Piece } from "./query-lexer.ts";
import { type ColumnKind, type Comparison, type ValueTest, kindOf, type QueryColumn } from "./query.ts";

const UNITS: ReadonlyMap<string, number> = new Map([
  ["", 1],
  ["b", 1],
  ["k", 1e3],
  ["kb", 1e3],
  ["kib", 2 ** 10],
  ["m", 1e6],
  ["mb", 1e6],
  ["mib", 2 ** 20],
  ["g", 1e9],
  ["gb", 1e9],
  ["gib", 2 ** 30],
]);

/** A value's test, or what is wrong with the value, in words that follow the column's name. */
export function readTest(column: QueryColumn, pieces: readonly Piece[]): ValueTest | string {
  const kind = kindOf(column);
  if (pieces.every(({ text, quoted }) => !quoted && text === "")) return "needs a value behind the colon.";
  if (kind === "flag") return readFlag(pieces);
  if (kind === "status") return readStatus(pieces);
  const asked = readComparison(kind, pieces) ?? readRange(kind, pieces);
  if (asked !== undefined) return asked;
  if (kind !== "number" && kind !== "size") return { type: "is", parts: wildcards(kind, pieces) };
  if (isPlain(pieces, "*")) return { type: "is", parts: ["", ""] };
  const value = number(kind, textOf(pieces));
  if (value === undefined) return numberHint(kind);
  return { type: "range", from: value, to: value, open: false };
}

function textOf(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join("");
}

function isPlain(pieces: readonly Piece[], text: string): boolean {
  return pieces.length === 1 && pieces[0]?.quoted === false && pieces[0].text === text;
}

function readFlag(pieces: readonly Piece[]): ValueTest | string {
  const text = textOf(pieces).toLowerCase();
  if (text === "yes" || text === "true") return { type: "flag", value: true };
  if (text === "no" || text === "false") return { type: "flag", value: false };
  return "is yes or no.";
}

function readStatus(pieces: readonly Piece[]): ValueTest | string {
  const text = textOf(pieces).toLowerCase();
  return text === "open" || text === "done" || text === "skipped"
    ? { type: "is", parts: [text] }
    : "is open, done or skipped.";
}

function readComparison(kind: ColumnKind, pieces: readonly Piece[]): ValueTest | string | undefined {
  const first = pieces[0];
  if (first === undefined || first.quoted || !hasOrder(kind)) return undefined;
  const sign = /^[<>]=?/.exec(first.text)?.[0];
  const op = sign === undefined ? undefined : comparison(sign);
  if (sign === undefined || op === undefined) return undefined;
  const rest = [{ text: first.text.slice(sign.length), quoted: false }, ...pieces.slice(1)];
  const to = bound(kind, rest);
  return to === undefined ? numberHint(kind) : { type: "compare", op, to };
}

function comparison(sign: string): Comparison | undefined {
  return sign === "<" || sign === "<=" || sign === ">" || sign === ">=" ? sign : undefined;
}

function readRange(kind: ColumnKind, pieces: readonly Piece[]): ValueTest | string | undefined {
  if (!hasOrder(kind)) return undefined;
  const place = pieces.findIndex(({ text, quoted }) => !quoted && text.includes(".."));
  const piece = pieces[place];
  if (piece === undefined) return undefined;
  const at = piece.text.indexOf("..");
  const open = piece.text.charAt(at + 2) === "<";
  const from = [...pieces.slice(0, place), { text: piece.text.slice(0, at), quoted: false }];
  const to = [{ text: piece.text.slice(at + (open ? 3 : 2)), quoted: false }, ...pieces.slice(place + 1)];
  const low = bound(kind, from);
  const high = bound(kind, to);
  const lacks = (side: readonly Piece[]): boolean => side.every(({ text, quoted }) => text === "" && !quoted);
  if (lacks(from) && high !== undefined) return { type: "compare", op: open ? "<" : "<=", to: high };
  if (lacks(to) && low !== undefined && !open) return { type: "compare", op: ">=", to: low };
  if (low === undefined || high === undefined) return numberHint(kind);
  return typeof low === typeof high
    ? { type: "range", from: low, to: high, open }
    : { type: "range", from: String(low), to: String(high), open };
}

function hasOrder(kind: ColumnKind): boolean {
  return kind === "number" || kind === "size" || kind === "any";
}

/** One end of a comparison; of metadata, what looks like a number is one unless it is quoted. */
function bound(kind: ColumnKind, pieces: readonly Piece[]): number | string | undefined {
  const text = textOf(pieces);
  const value = pieces.some(({ quoted }) => quoted) && kind === "any" ? undefined : number(kind, text);
  if (value !== undefined) return value;
  return kind === "any" && text !== "" ? text : undefined;
}

/** Decimal notation only; a size may have a unit. */
function number(kind: ColumnKind, text: string): number | undefined {
  const parts = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?)([a-z]*)$/i.exec(text.trim());
  const factor = kind === "size" ? UNITS.get(parts?.[2]?.toLowerCase() ?? "") : 1;
  if (parts === null || factor === undefined || (kind !== "size" && parts[2] !== "")) return undefined;
  const value = Number(parts[1]) * factor;
  // One zero: -0 would not be written as it was read.
  return Number.isFinite(value) ? value + 0 : undefined;
}

function numberHint(kind: ColumnKind): string {
  return kind === "size"
    ? "is a number of bytes: size:>1mb, size:10kb..2mb."
    : kind === "number"
      ? "is a number: 5, >4, 3..9."
      : "needs something to compare with: >4, 3..9, >=2024-05-01.";
}

function wildcards(kind: ColumnKind, pieces: readonly Piece[]): string[] {
  const parts = [""];
  for (const { text, quoted } of pieces) {
    const [head = "", ...rest] = quoted ? [text] : text.split("*");
    parts.push((parts.pop() ?? "") + head, ...rest);
  }
  // Several wildcards in a row say no more than one.
  const spare = parts.filter((part, place) => place === 0 || place === parts.length - 1 || part !== "");
  if (kind !== "words") return spare;
  return [...(spare[0] === "" ? [] : [""]), ...spare, ...(spare.at(-1) === "" ? [] : [""])];
}
