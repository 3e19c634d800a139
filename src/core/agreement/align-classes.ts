/** Gives the classes that a mixture model found the names that the votes mean. Pure. */

/**
 * The order of classes under which posterior and votes agree most: entry `label` is the class to stand there. EM's
 * likelihood is the same under any renaming of the classes ("label switching": M. Stephens, JRSS B 62, 2000); what
 * most raters call a unit decides. Exact for up to 7 classes, by improving swaps beyond.
 */
export function alignClasses(
  posterior: readonly Float64Array[],
  votes: readonly Float64Array[],
  k: number,
): number[] {
  const together = new Float64Array(k * k);
  posterior.forEach((row, unit) => {
    for (let c = 0; c < k; c++) {
      for (let label = 0; label < k; label++) {
        const at = c * k + label;
        together[at] = (together[at] ?? 0) + (row[c] ?? 0) * (votes[unit]?.[label] ?? 0);
      }
    }
  });
  const score = (order: readonly number[]): number =>
    order.reduce((sum, c, label) => sum + (together[c * k + label] ?? 0), 0);
  const identity = Array.from({ length: k }, (_, at) => at);
  // Rounding must not rename classes between which the data don't tell.
  const slack = 1e-9 * Math.max(1, posterior.length);
  let best = identity;
  if (k <= 7) {
    for (const order of permutations(identity)) if (score(order) > score(best) + slack) best = order;
    return best;
  }
  for (let improved = true; improved;) {
    improved = false;
    for (let a = 1; a < k; a++) {
      for (let b = 0; b < a; b++) {
        const order = best.with(a, best[b] ?? b).with(b, best[a] ?? a);
        if (score(order) <= score(best) + slack) continue;
        best = order;
        improved = true;
      }
    }
  }
  return best;
}

function* permutations(items: readonly number[]): Generator<number[]> {
  if (items.length === 0) yield [];
  for (const first of items) {
    for (const rest of permutations(items.filter((item) => item !== first))) yield [first, ...rest];
  }
}
