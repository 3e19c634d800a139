/** Grapheme boundaries near an offset, without segmenting the whole text. Units: UTF-16 code units. */

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

/**
 * Letters between two of which there is always a boundary: printable ASCII, Latin, Greek, Cyrillic, Hebrew and Arabic
 * letters, Devanagari and Thai letters, kana, unified Han, Hangul syllables (none extends, prepends or joins; UAX 29).
 */
function isPlain(unit: number): boolean {
  if (unit < 0x7f) return unit >= 0x20;
  return (
    (unit >= 0xc0 && unit <= 0x24f) ||
    (unit >= 0x391 && unit <= 0x3ff) ||
    (unit >= 0x400 && unit <= 0x481) ||
    (unit >= 0x5d0 && unit <= 0x5ea) ||
    (unit >= 0x620 && unit <= 0x64a) ||
    (unit >= 0x904 && unit <= 0x939) ||
    (unit >= 0xe01 && unit <= 0xe30) ||
    (unit >= 0x3041 && unit <= 0x3096) ||
    (unit >= 0x4e00 && unit <= 0x9fff) ||
    (unit >= 0xac00 && unit <= 0xd7a3)
  );
}

/** True when `at` is certainly a grapheme boundary, judged by the two units around it; false says nothing. */
export function isPlainBoundary(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return true;
  const before = text.charCodeAt(at - 1);
  return before === 0x0a || (isPlain(before) && isPlain(text.charCodeAt(at)));
}

/** How far a plain boundary is looked for. Beyond it segmenting starts anywhere, and is right again one grapheme on. */
const REACH = 2_000;

/**
 * The grapheme that holds offset `at`, as `[start, end)`; when `at` is a boundary both are `at`. Segments only the
 * stretch between the nearest plain boundaries, so the cost doesn't depend on the text's length. Exact but within
 * a single grapheme, or a run of flags, of more than `REACH` units.
 */
function around(text: string, at: number): readonly [number, number] {
  if (isPlainBoundary(text, at)) return [at, at];
  let from = at;
  while (!isPlainBoundary(text, from) && at - from < REACH) from -= 1;
  let to = at;
  while (!isPlainBoundary(text, to) && to - at < REACH) to += 1;
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

const CHUNK = 512;

/**
 * Calls `take` with every grapheme of `text[from, to)` and its start; `from` must be a boundary. In chunks, because
 * walking the segments of a long string costs its whole length at every step in V8.
 */
export function eachGrapheme(
  text: string,
  from: number,
  to: number,
  take: (grapheme: string, start: number) => void,
): void {
  let size = CHUNK;
  for (let at = from; at < to;) {
    const end = Math.min(to, at + size);
    const segments = Array.from(segmenter.segment(text.slice(at, end)));
    // The last one may go on after the chunk.
    if (end < to) segments.pop();
    for (const { segment, index } of segments) take(segment, at + index);
    const last = segments.at(-1);
    size = last === undefined ? size * 2 : CHUNK;
    at += end === to ? end - at : last === undefined ? 0 : last.index + last.segment.length;
  }
}
