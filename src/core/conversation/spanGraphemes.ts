/** Grapheme boundaries near an offset, without segmenting the whole text. Units: UTF-16 code units. */

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

/**
 * Letters between two of which there is always a boundary: printable ASCII, Latin, Greek, Cyrillic, Hebrew and Arabic
 * letters, kana, unified Han, Hangul syllables (none extends, prepends or joins; UAX 29).
 */
function isPlain(unit: number): boolean {
  if (unit < 0x7f) return unit >= 0x20;
  return (
    (unit >= 0xc0 && unit <= 0x24f) ||
    (unit >= 0x391 && unit <= 0x3ff) ||
    (unit >= 0x400 && unit <= 0x481) ||
    (unit >= 0x5d0 && unit <= 0x5ea) ||
    (unit >= 0x620 && unit <= 0x64a) ||
    (unit >= 0x3041 && unit <= 0x3096) ||
    (unit >= 0x4e00 && unit <= 0x9fff) ||
    (unit >= 0xac00 && unit <= 0xd7a3)
  );
}

function isPlainBoundary(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return true;
  const before = text.charCodeAt(at - 1);
  return before === 0x0a || (isPlain(before) && isPlain(text.charCodeAt(at)));
}

/**
 * The grapheme that holds offset `at`, as `[start, end)`; when `at` is a boundary both are `at`.
 * Segments only the stretch between the nearest plain boundaries, so the cost doesn't depend on the text's length
 * except in text with neither such letters nor line feeds.
 */
function around(text: string, at: number): readonly [number, number] {
  if (isPlainBoundary(text, at)) return [at, at];
  let from = at;
  while (!isPlainBoundary(text, from)) from -= 1;
  let to = at;
  while (!isPlainBoundary(text, to)) to += 1;
  const hit = segmenter.segment(text.slice(from, to)).containing(at - from);
  if (hit === undefined) return [at, at];
  const start = from + hit.index;
  return start === at ? [at, at] : [start, start + hit.segment.length];
}

/** The last grapheme boundary at or before `at` (0 ≤ at ≤ length). */
export function boundaryBefore(text: string, at: number): number {
  return around(text, at)[0];
}

/** The first grapheme boundary at or after `at` (0 ≤ at ≤ length). */
export function boundaryAfter(text: string, at: number): number {
  return around(text, at)[1];
}

/** The longest start of `text` of at most `max` units that ends on a grapheme boundary. */
export function cutAtGrapheme(text: string, max: number): string {
  return text.length <= max ? text : text.slice(0, boundaryBefore(text, max));
}
