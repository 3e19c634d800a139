/** Joining the evidence that several raters gave for one label. Offsets are UTF-16 code units. Pure. */
import type { Span } from "../conversation/span.ts";

/**
 * The code units that at least `atLeast` of the raters named, as few and as long spans as possible, in order. Passages
 * that merely touch stay apart. The quotes come from the given quotes, so that the text itself is not needed; spans of
 * another version of a block (another hash) are never mixed. `byRater`: each rater's spans of the label; a passage that
 * one rater named twice has one vote. O(n log n) in the number of spans, whatever their length.
 */
export function mergeEvidence(byRater: readonly (readonly Span[])[], atLeast: number): Span[] {
  const blocks = new Map<string, Span[][]>();
  byRater.forEach((spans, rater) => {
    for (const span of spans) {
      if (span.end <= span.start) continue;
      const key = `${span.turn} ${span.block} ${span.hash}`;
      const block = blocks.get(key) ?? byRater.map((): Span[] => []);
      blocks.set(key, block);
      block[rater]?.push(span);
    }
  });
  const merged = [...blocks.values()].flatMap((block) => mergeBlock(block, atLeast));
  return merged.sort((a, b) => a.turn - b.turn || a.block - b.block || a.start - b.start);
}

/** A part of a block that no span begins or ends in. */
interface Piece {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** A span goes on from the piece before it into this one. */
  readonly goesOn: boolean;
}

function mergeBlock(byRater: readonly (readonly Span[])[], atLeast: number): Span[] {
  const all = byRater.flat().sort((a, b) => a.start - b.start || b.end - a.end);
  const [first] = all;
  if (!first) return [];
  const { turn, block, hash } = first;
  const spans: Span[] = [];
  let open: Piece[] = [];
  const finish = (): void => {
    const [head, last] = [open[0], open.at(-1)];
    if (head && last) {
      const quote = open.map(({ text }) => text).join("");
      spans.push({ turn, block, start: head.start, end: last.end, quote, hash });
    }
    open = [];
  };
  for (const piece of piecesOf(all, votesAt(byRater), atLeast)) {
    if (open.at(-1)?.end !== piece.start || !piece.goesOn) finish();
    open.push(piece);
  }
  finish();
  return spans;
}

/** By offset: by how much the number of raters changes there. */
function votesAt(byRater: readonly (readonly Span[])[]): Map<number, number> {
  const changes = new Map<number, number>();
  const change = (at: number, by: number) => changes.set(at, (changes.get(at) ?? 0) + by);
  for (const spans of byRater) {
    let end = -1;
    for (const span of [...spans].sort((a, b) => a.start - b.start)) {
      if (span.start > end) {
        if (end >= 0) change(end, -1);
        change(span.start, 1);
      }
      end = Math.max(end, span.end);
    }
    if (end >= 0) change(end, -1);
  }
  return changes;
}

/** `all`: by start. */
function* piecesOf(
  all: readonly Span[],
  changes: ReadonlyMap<number, number>,
  atLeast: number,
): Generator<Piece> {
  const bounds = [...new Set(all.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  let votes = 0;
  let next = 0;
  let reaching: Span | undefined;
  for (const [i, start] of bounds.entries()) {
    const end = bounds[i + 1];
    votes += changes.get(start) ?? 0;
    const goesOn = reaching !== undefined && reaching.end > start;
    for (let span = all[next]; span && span.start <= start; span = all[++next])
      if (reaching === undefined || span.end > reaching.end) reaching = span;
    // Of all spans begun so far the one that reaches farthest covers the piece, if any does.
    if (end === undefined || reaching === undefined || votes < atLeast) continue;
    const text = reaching.quote.slice(start - reaching.start, end - reaching.start);
    yield { start, end, text, goesOn };
  }
}
