/** Target inclusion probabilities in proportion to a score. */

/**
 * Share of the mean score that every row has on top of its own, so that no row is out of reach: with a probability
 * of 0 for some rows nothing could be said of the corpus.
 */
export const SCORE_FLOOR = 0.1;

/**
 * λᵢ = min(1, n·xᵢ / Σx), where rows at 1 are taken out and the rest shared out again until none is above 1 (C.-E.
 * Särndal, B. Swensson, J. Wretman, "Model Assisted Survey Sampling", 1992, §3.6.2). xᵢ is the score plus
 * `SCORE_FLOOR` of the mean score; a score that isn't known (NaN) counts as the mean. Equal probabilities when all
 * scores are 0. Σλ = `size`; all 1 if there are no more rows than that.
 */
export function inclusionProbabilities(scores: Float64Array, size: number): Float64Array {
  const { length } = scores;
  const lambda = new Float64Array(length).fill(1);
  if (size >= length) return lambda;
  const measure = measures(scores);
  let total = 0;
  for (let at = 0; at < length; at++) total += measure[at] ?? 0;
  let seats = size;
  // Rows above the cut are certain; each round can only lower it.
  let cut = Infinity;
  for (;;) {
    const next = seats > 0 ? total / seats : Infinity;
    let grew = false;
    for (let at = 0; at < length; at++) {
      const x = measure[at] ?? 0;
      if (x < cut && x >= next) {
        total -= x;
        seats--;
        grew = true;
      }
    }
    if (!grew) break;
    cut = next;
  }
  for (let at = 0; at < length; at++) {
    const x = measure[at] ?? 0;
    if (x < cut) lambda[at] = Math.min(1, (seats * x) / total);
  }
  return lambda;
}

function measures(scores: Float64Array): Float64Array {
  let [sum, known] = [0, 0];
  for (let at = 0; at < scores.length; at++) {
    const score = scores[at] ?? 0;
    if (Number.isNaN(score)) continue;
    sum += score;
    known++;
  }
  const mean = known === 0 ? 0 : sum / known;
  if (mean === 0) return new Float64Array(scores.length).fill(1);
  return scores.map((score) => (Number.isNaN(score) ? mean : score) + SCORE_FLOOR * mean);
}
