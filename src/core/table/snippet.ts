/** Short pieces of conversations for a cell: one line, whole graphemes, hits marked. Offsets: UTF-16 code units. */
import { boundaryAfter, boundaryBefore, cutAtGrapheme } from "../conversation/spanGraphemes.ts";
import { findFolded } from "./fold.ts";

export interface Snippet {
  readonly text: string;
  /** `[start, end)` in `text`, in order, not overlapping. */
  readonly hits: readonly (readonly [number, number])[];
}

// Control characters would draw nothing, or worse; bidi controls could turn the rest of the row around.
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const GAPS = /[\s\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+/gu;

/** The text on one line: runs of white space and control characters as one space, none at the ends. */
export function oneLine(text: string): string {
  return text.replace(GAPS, " ").trim();
}

/** The text if it has at most `max` UTF-16 code units, else as many whole graphemes as fit, and "…". */
export function shorten(text: string, max: number): string {
  return text.length <= max ? text : `${cutAtGrapheme(text, max - 1).trimEnd()}…`;
}

/** Characters shown before a hit and behind it. */
const BEFORE = 40;
const AFTER = 160;

/** Where the first of `folded` stands in the text, with what surrounds it; undefined when none does. */
export function snippetOf(text: string, folded: readonly string[]): Snippet | undefined {
  const firsts = folded.flatMap((needle) => {
    const found = findFolded(text, needle);
    return found === undefined ? [] : [found];
  });
  const first = firsts.sort((a, b) => a[0] - b[0])[0];
  if (first === undefined) return undefined;
  const from = boundaryBefore(text, Math.max(0, first[0] - BEFORE));
  const to = boundaryAfter(text, Math.min(text.length, first[1] + AFTER));
  const part = oneLine(text.slice(from, to));
  const shown = `${from > 0 ? "…" : ""}${part}${to < text.length ? "…" : ""}`;
  return { text: shown, hits: hitsIn(shown, folded) };
}

/** Every place where one of the texts (of `foldCase`) stands; overlapping places are joined. At most 100. */
export function hitsIn(text: string, folded: readonly string[]): (readonly [number, number])[] {
  const all: (readonly [number, number])[] = [];
  for (const needle of folded) {
    let from = 0;
    for (let count = 0; count < 50; count++) {
      const hit = findFolded(text, needle, from);
      if (hit === undefined) break;
      all.push(hit);
      from = Math.max(hit[1], from + 1);
    }
  }
  all.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const joined: [number, number][] = [];
  for (const [start, end] of all) {
    const last = joined.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined.slice(0, 100);
}
