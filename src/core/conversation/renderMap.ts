/** The map between offsets in a block's text and offsets in the rendered document. */

/** 1:1 runs of all blocks, in document order; the last one of a block (perhaps empty) ends at its text's end. */
export class PieceList {
  private readonly docs: number[] = [];
  private readonly sources: number[] = [];
  private readonly lengths: number[] = [];

  get size(): number {
    return this.docs.length;
  }

  add(doc: number, source: number, length: number): void {
    this.docs.push(doc);
    this.sources.push(source);
    this.lengths.push(length);
  }

  /** Length of the source text whose pieces end before index `last`. */
  sourceEnd(last: number): number {
    return (this.sources[last - 1] ?? 0) + (this.lengths[last - 1] ?? 0);
  }

  /**
   * Where source offset `at` of the block with pieces `[first, last)` is shown. At a put-in line break the end of
   * a span stays before the break and its start goes after it.
   */
  toDocument(first: number, last: number, at: number, side: "start" | "end"): number {
    const index = lastAtMost(this.sources, at, first, last);
    const doc = (this.docs[index] ?? 0) + Math.min(at - (this.sources[index] ?? 0), this.lengths[index] ?? 0);
    if (side === "start" || index === first || at !== this.sources[index]) return doc;
    const previous = (this.sources[index - 1] ?? 0) + (this.lengths[index - 1] ?? 0);
    return previous === at ? (this.docs[index - 1] ?? 0) + (this.lengths[index - 1] ?? 0) : doc;
  }

  /** The source offset shown at document offset `at`, which lies in the block with pieces `[first, last)`. */
  toSource(first: number, last: number, at: number): number {
    const index = lastAtMost(this.docs, at, first, last);
    return (this.sources[index] ?? 0) + Math.min(at - (this.docs[index] ?? 0), this.lengths[index] ?? 0);
  }
}

/** Index of the last of `sorted[first, last)` that is ≤ `value`; `first` when none is. */
export function lastAtMost(sorted: ArrayLike<number>, value: number, first: number, last: number): number {
  let low = first;
  let high = last - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
