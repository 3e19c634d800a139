/** Which characters a folded character may have been, and how JSON in UTF-8 may write them. */
import { foldCase } from "./fold.ts";

/** Where characters live that `foldCase` changes, beside ASCII and Hangul; a test proves that it is all of them. */
const RANGES: readonly (readonly [number, number])[] = [
  [0x80, 0x590],
  [0x900, 0x1000],
  [0x10a0, 0x1400],
  [0x1c80, 0x1cc0],
  [0x1e00, 0x2190],
  [0x2329, 0x232b],
  [0x24b6, 0x24ea],
  [0x2adc, 0x2add],
  [0x2c00, 0x2d30],
  [0xa640, 0xabc0],
  [0xf900, 0xfb50],
  [0xff21, 0xff3b],
  [0x10400, 0x10d80],
  [0x118a0, 0x118e0],
  [0x16e40, 0x16ec0],
  [0x1d15e, 0x1d1c1],
  [0x1e900, 0x1e944],
  [0x2f800, 0x2fa20],
];

/** What folds to ASCII from outside of it, so that the usual search needs no table. */
const INTO_ASCII: ReadonlyMap<string, readonly string[]> = new Map([
  ["k", ["\u212a"]],
  ["s", ["\u017f"]],
  [";", ["\u037e"]],
  ["`", ["\u1fef"]],
]);

let table: ReadonlyMap<string, readonly string[]> | undefined;

/** Characters other than `char` whose folded form is `char`, or has it among several. ASCII letters: not their capitals. */
export function variantsOf(char: string): readonly string[] {
  if (char < "\u0080") return INTO_ASCII.get(char) ?? [];
  table ??= buildTable();
  return table.get(char) ?? [];
}

/** Some 20,000 characters: a few ms, once. */
function buildTable(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [from, to] of RANGES)
    for (let code = from; code < to; code++) {
      const char = String.fromCodePoint(code);
      const folded = foldCase(char);
      if (folded === char) continue;
      for (const part of folded) {
        const known = found.get(part);
        if (known === undefined) found.set(part, [char]);
        else known.push(char);
      }
    }
  return found;
}

/** Source of a regular expression over UTF-8 that was decoded as Latin-1: exactly this character. */
export function utf8Source(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x80) return byte(code);
  if (code < 0x800) return byte(0xc0 | (code >> 6)) + tail(code);
  if (code < 0x1_0000) return byte(0xe0 | (code >> 12)) + tail(code >> 6) + tail(code);
  return byte(0xf0 | (code >> 18)) + tail(code >> 12) + tail(code >> 6) + tail(code);
}

function tail(code: number): string {
  return byte(0x80 | (code & 0x3f));
}

function byte(value: number): string {
  // Letters and digits stand for themselves; everything else could be an operator.
  return /[a-z0-9]/i.test(String.fromCharCode(value))
    ? String.fromCharCode(value)
    : `\\x${value.toString(16).padStart(2, "0")}`;
}

/** The same of a character written as JSON's `\uXXXX`; hex digits count in either case through the flag `i`. */
export function escapeSource(char: string): string {
  let source = "";
  for (let at = 0; at < char.length; at++)
    source += `\\\\u${char.charCodeAt(at).toString(16).padStart(4, "0")}`;
  return source;
}
