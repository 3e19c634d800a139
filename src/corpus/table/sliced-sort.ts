/** Sorting of millions in slices: a merge sort from the bottom up that lets others work in between. */

const RUN = 2_048;

/**
 * Sorts in place. Stable. `rest` is called now and then, and may throw to stop the sort (the order is then undefined).
 *
 * @param over whether it is time to rest
 */
export async function slicedSort(
  items: Uint32Array<ArrayBuffer>,
  compare: (a: number, b: number) => number,
  over: () => boolean,
  rest: () => Promise<void>,
): Promise<void> {
  for (let from = 0; from < items.length; from += RUN) {
    items.subarray(from, from + RUN).sort(compare);
    if (over()) await rest();
  }
  let source = items;
  let target = new Uint32Array(items.length);
  for (let width = RUN; width < items.length; width *= 2) {
    for (let from = 0; from < items.length; from += 2 * width) {
      const middle = Math.min(from + width, items.length);
      const end = Math.min(from + 2 * width, items.length);
      let [left, right] = [from, middle];
      for (let at = from; at < end; at++) {
        const a = source[left] ?? 0;
        const b = source[right] ?? 0;
        target[at] = left < middle && (right >= end || compare(a, b) <= 0) ? (left++, a) : (right++, b);
        if ((at & 1_023) === 0 && over()) await rest();
      }
    }
    [source, target] = [target, source];
  }
  if (source !== items) items.set(source);
}
