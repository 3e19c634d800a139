/**
 * Where the table stands, however tall it is. Browsers cap an element's height (Chromium near 33 M px, others lower),
 * and 10 M rows are 220 M px: the scrolled element is at most `MAX_HEIGHT` tall and stands for the whole.
 *
 * Small moves (wheel, touch, keys) move the table by just as many px; long ones (the scrollbar's thumb) by share of
 * the height. The small ones let thumb and table drift apart; `settle` brings the thumb back when scrolling rests, or
 * when it meets an end that the table has not reached. Pure; all lengths in CSS px.
 */

/** Low enough that positions in it stay exact in the compositor's 32-bit floats. */
export const MAX_HEIGHT = 6_000_000;
/** So near an end a px of the thumb's way is a px of the table. */
const EDGE = 60_000;

export interface Scale {
  /** Of all rows. */
  readonly full: number;
  /** Of the part that shows rows. */
  readonly view: number;
  /** Of the table. */
  readonly top: number;
  /** Of the scrolled element, as the browser has it. */
  readonly thumb: number;
}

/** Height of the scrolled element. */
export function scrolledHeight(scale: Pick<Scale, "full">): number {
  return Math.min(scale.full, MAX_HEIGHT);
}

function clamp(value: number, max: number): number {
  return Math.max(0, Math.min(value, max));
}

const range = (scale: Pick<Scale, "full" | "view">): number => Math.max(0, scale.full - scale.view);
const thumbRange = (scale: Pick<Scale, "full" | "view">): number =>
  Math.max(0, scrolledHeight(scale) - scale.view);

/** The thumb's place for the table's. Near both ends px for px, so that the wheel meets no end too early. */
function thumbFor(scale: Scale): number {
  const all = range(scale);
  const ends = thumbRange(scale);
  if (scale.top <= EDGE || all <= ends) return scale.top;
  if (all - scale.top <= EDGE) return ends - (all - scale.top);
  return EDGE + ((scale.top - EDGE) / (all - 2 * EDGE)) * (ends - 2 * EDGE);
}

/** The table's place for the thumb's: the inverse. */
function topFor(scale: Scale, thumb: number): number {
  const all = range(scale);
  const ends = thumbRange(scale);
  if (thumb <= EDGE || all <= ends) return thumb;
  if (ends - thumb <= EDGE) return all - (ends - thumb);
  return EDGE + ((thumb - EDGE) / (ends - 2 * EDGE)) * (all - 2 * EDGE);
}

/** The table is put at `top`, the thumb where it belongs. */
export function jumpTo(scale: Scale, top: number): Scale {
  const next = { ...scale, top: clamp(top, range(scale)) };
  return { ...next, thumb: thumbFor(next) };
}

/** Moves by px, as a wheel does, from anywhere in the table. */
export function moveBy(scale: Scale, px: number): Scale {
  return jumpTo(scale, scale.top + px);
}

/** Other sizes: the first row on show stays. */
export function resized(scale: Scale, full: number, view: number): Scale {
  return jumpTo({ ...scale, full, view }, scale.top);
}

/**
 * The browser has scrolled to `thumb`. `byThumb`: it is the scrollbar that was moved; undefined = not known, then the
 * length of the move decides (one px of a scrollbar's track is thousands in a table that needs scaling).
 */
export function scrolled(scale: Scale, thumb: number, byThumb?: boolean): Scale {
  const all = range(scale);
  const ends = thumbRange(scale);
  if (all <= ends) return { ...scale, thumb, top: clamp(thumb, all) };
  const delta = thumb - scale.thumb;
  const aTrackPixel = ends / Math.max(1, scale.view);
  const isJump = byThumb ?? Math.abs(delta) > aTrackPixel / 2;
  if (isJump) return { ...scale, thumb, top: clamp(topFor(scale, thumb), all) };
  return { ...scale, thumb, top: clamp(scale.top + delta, all) };
}

/** True when the thumb is about to meet an end that the table hasn't reached, or the other way round. */
export function atFalseEnd(scale: Scale): boolean {
  const all = range(scale);
  const ends = thumbRange(scale);
  if (all <= ends) return false;
  const near = 2 * scale.view;
  const [above, below] = [scale.top, all - scale.top];
  const [thumbAbove, thumbBelow] = [scale.thumb, ends - scale.thumb];
  const tooEarly =
    (thumbAbove < near && above > thumbAbove + 1) || (thumbBelow < near && below > thumbBelow + 1);
  const tooLate = (above <= 0 && thumbAbove > 0) || (below <= 0 && thumbBelow > 0);
  return tooEarly || tooLate;
}

/** The thumb brought to where it belongs; the table doesn't move. */
export function settle(scale: Scale): Scale {
  return { ...scale, thumb: thumbFor(scale) };
}
