/**
 * Making texts comparable for searches: case and canonical forms of a letter count as one, nothing else does (accents,
 * width, punctuation and white space are as written).
 *
 * Case is Unicode's simple case folding (CaseFolding.txt, statuses C and S), which never changes a text's length:
 * ß and ẞ are one letter but not "ss", Σ, σ and ς are one, K and the Kelvin sign are one. İ (U+0130) has no simple
 * folding and is found by itself alone; ı (U+0131) likewise. NFC and NFD forms of a letter are one.
 */

/** Where simple folding differs from lower case, code point by code point. */
const BEYOND_LOWER_CASE: ReadonlyMap<string, string> = new Map(
  [
    ["s", "ſ"],
    ["μ", "µ"],
    ["ι", "\u0345\u1fbe"],
    ["\u0390", "\u1fd3"],
    ["\u03b0", "\u1fe3"],
    ["β", "ϐ"],
    ["ε", "ϵ"],
    ["θ", "ϑ"],
    ["κ", "ϰ"],
    ["π", "ϖ"],
    ["ρ", "ϱ"],
    ["σ", "ς"],
    ["φ", "ϕ"],
    ["в", "\u1c80"],
    ["д", "\u1c81"],
    ["о", "\u1c82"],
    ["с", "\u1c83"],
    ["т", "\u1c84\u1c85"],
    ["ъ", "\u1c86"],
    ["ѣ", "\u1c87"],
    ["\ua64b", "\u1c88"],
    ["\u1e61", "\u1e9b"],
    ["\ufb06", "\ufb05"],
  ].flatMap(([to, from]) => Array.from(from ?? "", (char): [string, string] => [char, to ?? char])),
);

const EXCEPTIONS = new RegExp(`[${[...BEYOND_LOWER_CASE.keys()].join("")}]`, "g");
// oxlint-disable-next-line no-control-regex -- all of ASCII is meant
const ASCII = /^[\u0000-\u007f]*$/;

/** The text with case folded and in NFC. Idempotent; as fast as `toLowerCase` for ASCII. */
export function foldCase(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  // Folding may leave letter and mark that only now have a form of their own: H̱ is two characters, ẖ is one.
  return foldSimple(text.normalize("NFC")).normalize("NFC");
}

/** Simple case folding alone: as many UTF-16 code units as before. */
function foldSimple(text: string): string {
  // Lower case of İ would be two characters.
  if (text.includes("İ")) return text.split("İ").map(foldSimple).join("İ");
  return text.toLowerCase().replace(EXCEPTIONS, (char) => BEYOND_LOWER_CASE.get(char) ?? char);
}

/** Letter with its marks; conjoining jamo stay with the syllable that they belong to. */
const UNIT = /\P{M}[\p{M}\u1160-\u11ff]*|[\p{M}\u1160-\u11ff]+/gu;

/**
 * Where `folded` (of `foldCase`) first stands in `text` at or behind `from`, as `[start, end)` in UTF-16 code units of
 * `text`, widened to whole letters with their marks. Undefined when it doesn't.
 */
export function findFolded(text: string, folded: string, from = 0): readonly [number, number] | undefined {
  const rest = from === 0 ? text : text.slice(from);
  const all = foldCase(rest);
  const at = all.indexOf(folded);
  if (at < 0 || folded === "") return undefined;
  const end = at + folded.length;
  if (ASCII.test(rest) || rest.normalize("NFC") === rest) {
    // Without marks left over nothing has moved.
    if (all.length === rest.length) return [from + at, from + end];
  }
  return unitsOf(rest, at, end, from);
}

function unitsOf(text: string, start: number, end: number, offset: number): readonly [number, number] {
  let source = 0;
  let seen = 0;
  let first: number | undefined;
  for (const [unit] of text.matchAll(UNIT)) {
    const length = foldCase(unit).length;
    if (first === undefined && seen + length > start) first = source;
    source += unit.length;
    seen += length;
    if (first !== undefined && seen >= end) return [offset + first, offset + source];
  }
  return [offset + (first ?? 0), offset + text.length];
}
