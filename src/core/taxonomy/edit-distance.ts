/**
 * Restricted Damerau–Levenshtein distance (optimal string alignment: insert, delete, replace, swap of neighbours),
 * given up above `limit`.
 * @param prefix compare with the best prefix of `word` rather than the whole: for words still being typed
 * @returns the distance in UTF-16 code units, or `limit + 1` if it is larger than the limit
 */
export function editDistance(typed: string, word: string, limit: number, prefix = false): number {
  const over = limit + 1;
  if (typed.length - word.length > limit) return over;
  if (!prefix && word.length - typed.length > limit) return over;
  // With a prefix, nothing beyond this column can be within the limit.
  const width = prefix ? Math.min(word.length, typed.length + limit) : word.length;
  let before: number[] = [];
  let previous = Array.from({ length: width + 1 }, (_, column) => column);
  for (let row = 1; row <= typed.length; row++) {
    const current = [row];
    let best = row;
    for (let column = 1; column <= width; column++) {
      const same = typed[row - 1] === word[column - 1];
      let cost = Math.min(
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + (same ? 0 : 1),
      );
      if (
        row > 1 &&
        column > 1 &&
        typed[row - 1] === word[column - 2] &&
        typed[row - 2] === word[column - 1]
      ) {
        cost = Math.min(cost, at(before, column - 2) + 1);
      }
      current.push(cost);
      if (cost < best) best = cost;
    }
    // A swap looks back two rows, but it costs one more than the better row: the bound holds for it too.
    if (best > limit && Math.min(...previous) >= limit) return over;
    before = previous;
    previous = current;
  }
  const distance = prefix ? Math.min(...previous) : at(previous, width);
  return Math.min(distance, over);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
