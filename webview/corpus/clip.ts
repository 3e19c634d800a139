/** Cutting texts of any length to what a cell can show, the first hit within it. Pure. */
import type { CellView } from "../../src/protocol/corpus.ts";

type Hits = NonNullable<CellView["hits"]>;

/** Most UTF-16 code units of a cell that are drawn; the widest column shows fewer. */
export const MAX_DRAWN = 480;
/** Units of context before a hit that would otherwise be out of sight. */
const LEAD = 24;
const MAX_HITS = 40;

export interface Piece {
  readonly text: string;
  readonly hit: boolean;
}

function isLowSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** Hits in order, whole, within the text, not overlapping. */
function soundHits(hits: Hits, length: number): [number, number][] {
  const sound: [number, number][] = [];
  const ordered = hits.filter(([start, end]) => start >= 0 && start < end && end <= length);
  ordered.sort((a, b) => a[0] - b[0]);
  for (const [start, end] of ordered) {
    const last = sound.at(-1);
    if (last !== undefined && start < last[1]) last[1] = Math.max(last[1], end);
    else sound.push([start, end]);
    if (sound.length === MAX_HITS) break;
  }
  return sound;
}

/**
 * The same cell with a text of at most `MAX_DRAWN` units (and "…" where something was left out), its hits moved along.
 * When the first hit lies beyond `room` units, the text starts shortly before it.
 */
export function clipCell(cell: CellView, room: number): CellView {
  const { text } = cell;
  const hits = soundHits(cell.hits ?? [], text.length);
  const firstHit = hits[0]?.[0] ?? 0;
  if (text.length <= MAX_DRAWN && firstHit < room && hits.length === (cell.hits?.length ?? 0)) return cell;
  let start = firstHit >= room ? firstHit - LEAD : 0;
  start = Math.max(0, start);
  if (isLowSurrogate(text, start)) start += 1;
  let end = Math.min(text.length, start + MAX_DRAWN);
  if (end < text.length && isLowSurrogate(text, end)) end -= 1;
  const lead = start > 0 ? "…" : "";
  const shift = lead.length - start;
  const moved = hits
    .filter((hit) => hit[0] < end)
    .map(([from, to]): [number, number] => [from + shift, Math.min(to, end) + shift]);
  const { hits: _hits, ...rest } = cell;
  const clipped = `${lead}${text.slice(start, end)}${end < text.length ? "…" : ""}`;
  return { ...rest, text: clipped, ...(moved.length > 0 ? { hits: moved } : {}) };
}

/** The text in pieces, hits apart from the rest. */
export function pieces({ text, hits }: Pick<CellView, "text" | "hits">): readonly Piece[] {
  if (hits === undefined || hits.length === 0) return [{ text, hit: false }];
  const out: Piece[] = [];
  let at = 0;
  for (const [start, end] of soundHits(hits, text.length)) {
    if (start > at) out.push({ text: text.slice(at, start), hit: false });
    out.push({ text: text.slice(start, end), hit: true });
    at = end;
  }
  if (at < text.length) out.push({ text: text.slice(at), hit: false });
  return out;
}
