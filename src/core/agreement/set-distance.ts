/**
 * Distances between sets of labels, 0 (same) to 1 (nothing in common). Two empty sets are the same: distance 0.
 *
 * - Jaccard: 1 − |A∩B| / |A∪B| (P. Jaccard 1912).
 * - MASI: 1 − (|A∩B| / |A∪B|)·M with M = 1 for equal sets, 2/3 if one holds the other, 1/3 if they overlap
 *   otherwise, 0 if they are disjoint (R. Passonneau, "Measuring Agreement on Set-valued Items (MASI)", LREC 2006).
 *   The toolkit nltk has 0.67 and 0.33 in place of the thirds; both are here, under their names.
 * - binary: 0 for equal sets, else 1.
 */
export const SET_DISTANCES = ["masi", "masi-nltk", "jaccard", "binary"] as const;
export type SetDistanceName = (typeof SET_DISTANCES)[number];

export const SET_DISTANCE_TITLES: Readonly<Record<SetDistanceName, string>> = {
  masi: "MASI distance (weights 2/3, 1/3)",
  "masi-nltk": "MASI distance (weights 0.67, 0.33 as in nltk)",
  jaccard: "Jaccard distance",
  binary: "binary distance of sets",
};

/** From the sizes of the two sets and of what they share. */
type BySizes = (a: number, b: number, shared: number) => number;

function jaccard(a: number, b: number, shared: number): number {
  return a + b === 0 ? 0 : 1 - shared / (a + b - shared);
}

function masi(contained: number, overlapping: number): BySizes {
  return (a, b, shared) => {
    if (a === b && a === shared) return 0;
    if (shared === 0) return 1;
    const weight = shared === Math.min(a, b) ? contained : overlapping;
    return 1 - (shared / (a + b - shared)) * weight;
  };
}

const BY_SIZES: Readonly<Record<SetDistanceName, BySizes>> = {
  masi: masi(2 / 3, 1 / 3),
  "masi-nltk": masi(0.67, 0.33),
  jaccard,
  binary: (a, b, shared) => (a === b && a === shared ? 0 : 1),
};

/** The distance of two sets of whole numbers, each sorted upwards without repetition. */
export function sortedSetDistance(name: SetDistanceName): (a: Int32Array, b: Int32Array) => number {
  const bySizes = BY_SIZES[name];
  return (a, b) => bySizes(a.length, b.length, sharedOf(a, b));
}

/** The distance of two sets of labels. Repeated labels count once. */
export function setDistance(name: SetDistanceName, a: Iterable<string>, b: Iterable<string>): number {
  const [one, other] = [new Set(a), new Set(b)];
  let shared = 0;
  for (const label of one) if (other.has(label)) shared++;
  return BY_SIZES[name](one.size, other.size, shared);
}

/** The distance between `sets[i]` and `sets[j]`: the same figures, several times as fast over many pairs. */
export function indexedSetDistance(
  name: SetDistanceName,
  sets: readonly Int32Array[],
): (i: number, j: number) => number {
  const bySizes = BY_SIZES[name];
  // Most pairs share nothing, and one look at 32 bits each shows it: a bit stands for every 32nd label.
  const bits = Int32Array.from(sets, (set) => set.reduce((sum, label) => sum | (1 << (label & 31)), 0));
  const starts = new Int32Array(sets.length + 1);
  sets.forEach((set, at) => (starts[at + 1] = (starts[at] ?? 0) + set.length));
  const labels = new Int32Array(starts[sets.length] ?? 0);
  sets.forEach((set, at) => labels.set(set, starts[at] ?? 0));
  return (i, j) => {
    let a = starts[i] ?? 0;
    let b = starts[j] ?? 0;
    const endA = starts[i + 1] ?? 0;
    const endB = starts[j + 1] ?? 0;
    if (((bits[i] ?? 0) & (bits[j] ?? 0)) === 0) return bySizes(endA - a, endB - b, 0);
    const [sizeA, sizeB] = [endA - a, endB - b];
    let shared = 0;
    while (a < endA && b < endB) {
      const difference = (labels[a] ?? 0) - (labels[b] ?? 0);
      if (difference === 0) shared++;
      if (difference <= 0) a++;
      if (difference >= 0) b++;
    }
    return bySizes(sizeA, sizeB, shared);
  };
}

function sharedOf(a: Int32Array, b: Int32Array): number {
  let [i, j, shared] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const difference = (a[i] ?? 0) - (b[j] ?? 0);
    if (difference === 0) shared++;
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return shared;
}
