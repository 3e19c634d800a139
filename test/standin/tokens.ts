/**
 * The stand-in's own way to count tokens: deterministic and near to what tokenisers of language models give for
 * English, and not the real service's. Counts are comparable within the stand-in only.
 *
 * Runs of letters count 1 for each 6 begun (letters outside ASCII: 1 for each 2 begun; ideographs and syllables 1
 * each), runs of digits 1 for each 3 begun, other signs 1 for each 2 begun of a run, line breaks 1 a run, longer runs
 * of spaces 1 for each 8 begun; a single space belongs to the word after it.
 */
const PIECES = /[A-Za-z]+|\d+|[\p{Lo}]|\p{L}+|\n+|[^\S\n]+|[^\s\p{L}\d]+/gu;

export function countText(text: string): number {
  let tokens = 0;
  for (const [piece] of text.matchAll(PIECES)) tokens += weigh(piece);
  return tokens;
}

function weigh(piece: string): number {
  const size = piece.length;
  if (/^[A-Za-z]/.test(piece)) return Math.ceil(size / 6);
  if (/^\d/.test(piece)) return Math.ceil(size / 3);
  if (piece.startsWith("\n")) return 1;
  if (/^\s/.test(piece)) return size === 1 ? 0 : Math.ceil(size / 8);
  if (/^\p{Lo}/u.test(piece)) return 1;
  return Math.ceil(size / 2);
}

/** What a message, a system prompt and a schema cost beyond their text. */
export const OVERHEAD = { message: 4, system: 3, schema: 40 };
