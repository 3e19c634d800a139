/** Evidence of several raters: whether it is the same, and all of it together. Pure. */
import type { Span } from "../conversation/span.ts";

/** Whether some passage of one overlaps one of the other (empty ones: stand at the same place). */
export function sameEvidence(a: readonly Span[], b: readonly Span[]): boolean {
  return a.some((one) => b.some((other) => overlaps(one, other)));
}

function overlaps(a: Span, b: Span): boolean {
  if (a.turn !== b.turn || a.block !== b.block) return false;
  return (a.start < b.end && b.start < a.end) || (a.start === b.start && a.end === b.end);
}

/** Every different passage once, in the order of the text. Passages that only overlap stay apart, as they were named. */
export function unionOfSpans(lists: readonly (readonly Span[])[]): Span[] {
  const seen = new Map<string, Span>();
  for (const span of lists.flat()) {
    const key = `${span.turn} ${span.block} ${span.start} ${span.end} ${span.hash}`;
    if (!seen.has(key)) seen.set(key, span);
  }
  return [...seen.values()].sort(
    (a, b) => a.turn - b.turn || a.block - b.block || a.start - b.start || a.end - b.end,
  );
}
