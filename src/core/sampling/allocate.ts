/** How many of a sample each stratum gets. Pure and independent of the order of strata. */

export interface StratumSize {
  readonly name: string;
  /** Rows in it. */
  readonly size: number;
}

/**
 * Shares `total` out in proportion to the strata's sizes, or equally, so that no stratum gets more than it has. Each
 * stratum gets at least two (or all it has, if fewer), because its variance can't be told from one; where the total
 * doesn't suffice at least one, and where that doesn't suffice either, the small ones get none. Fractions are rounded by
 * largest remainders (A. Hamilton's method), ties by size and then by name. In the order of `strata`.
 */
export function allocate(
  strata: readonly StratumSize[],
  total: number,
  rule: "proportional" | "equal",
): number[] {
  const rows = strata.reduce((sum, { size }) => sum + size, 0);
  const wanted = Math.min(total, rows);
  const filled = strata.filter(({ size }) => size > 0).length;
  const least = wanted >= 2 * filled ? 2 : wanted >= filled ? 1 : 0;
  const bounds = strata.map(({ size }) => ({
    weight: rule === "equal" ? Math.min(1, size) : size,
    lower: Math.min(least, size),
    upper: size,
  }));
  const shares = fill(bounds, wanted);
  const counts = shares.map((share) => Math.floor(share + 1e-9));
  let rest = wanted - counts.reduce((sum, count) => sum + count, 0);
  const byRemainder = strata
    .map((stratum, at) => ({ stratum, at, remainder: (shares[at] ?? 0) - (counts[at] ?? 0) }))
    .sort(
      (a, b) =>
        // Remainders that differ by rounding errors only count as equal.
        Math.round((b.remainder - a.remainder) * 1e9) ||
        b.stratum.size - a.stratum.size ||
        (a.stratum.name < b.stratum.name ? -1 : 1),
    );
  while (rest > 0) {
    const before = rest;
    for (const { at, stratum } of byRemainder) {
      if (rest === 0 || (counts[at] ?? 0) >= stratum.size) continue;
      counts[at] = (counts[at] ?? 0) + 1;
      rest--;
    }
    if (rest === before) break;
  }
  return counts;
}

interface Bounds {
  readonly weight: number;
  readonly lower: number;
  readonly upper: number;
}

/** Shares c·weight, kept within bounds, with the one c for which they add up to `total`. */
function fill(bounds: readonly Bounds[], total: number): number[] {
  const at = (c: number): number[] =>
    bounds.map(({ weight, lower, upper }) => Math.min(upper, Math.max(lower, c * weight)));
  const sum = (shares: readonly number[]): number => shares.reduce((all, share) => all + share, 0);
  const fixed = new Map<number, number>();
  // Each round fixes the strata at the bound that is broken more; what is left is shared out among the others.
  for (;;) {
    const free = bounds.map((_, index) => index).filter((index) => !fixed.has(index));
    const left = total - sum([...fixed.values()]);
    const weights = sum(free.map((index) => bounds[index]?.weight ?? 0));
    const c = weights > 0 ? left / weights : 0;
    const shares = at(c);
    const excess = sum(free.map((index) => shares[index] ?? 0)) - left;
    const broken = free.filter((index) => {
      const { weight, lower, upper } = bounds[index] ?? { weight: 0, lower: 0, upper: 0 };
      return excess >= 0 ? c * weight < lower : c * weight > upper;
    });
    for (const index of broken) fixed.set(index, shares[index] ?? 0);
    if (broken.length === 0) return shares.map((share, index) => fixed.get(index) ?? share);
  }
}
