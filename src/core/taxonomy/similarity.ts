/** TF-IDF cosine similarity of short labels over word stems and character n-grams. */

export interface SimilarityIndex {
  /** Cosine (0–1) with every document that shares a feature, as document → score; others are 0. */
  scores(stems: readonly string[]): Map<number, number>;
}

/** Weight of a word against that of all its n-grams together; chosen by measurement, see docs/taxonomy.md. */
const WORD_WEIGHT = 3;
const GRAM = 4;

/** Indexes documents given as their content stems. */
export function createSimilarityIndex(documents: readonly (readonly string[])[]): SimilarityIndex {
  const features = documents.map(featuresOf);
  const frequency = new Map<string, number>();
  for (const vector of features)
    for (const feature of vector.keys()) frequency.set(feature, (frequency.get(feature) ?? 0) + 1);
  const idf = (feature: string): number =>
    Math.log(1 + documents.length / (1 + (frequency.get(feature) ?? 0)));

  const postings = new Map<string, { document: number; weight: number }[]>();
  features.forEach((vector, document) => {
    for (const [feature, weight] of unit(vector, idf)) {
      const list = postings.get(feature);
      if (list) list.push({ document, weight });
      else postings.set(feature, [{ document, weight }]);
    }
  });
  return {
    scores: (stems) => {
      const sums = new Map<number, number>();
      for (const [feature, weight] of unit(featuresOf(stems), idf)) {
        for (const posting of postings.get(feature) ?? []) {
          sums.set(posting.document, (sums.get(posting.document) ?? 0) + weight * posting.weight);
        }
      }
      return sums;
    },
  };
}

function featuresOf(stems: readonly string[]): Map<string, number> {
  const features = new Map<string, number>();
  const add = (feature: string, weight: number): void => {
    features.set(feature, (features.get(feature) ?? 0) + weight);
  };
  for (const word of stems) {
    add(`w ${word}`, WORD_WEIGHT);
    const padded = `^${word}$`;
    const count = Math.max(1, padded.length - GRAM + 1);
    for (let at = 0; at < count; at++) add(padded.slice(at, at + GRAM), 1 / Math.sqrt(count));
  }
  return features;
}

/** The vector weighted by rarity and brought to length 1. */
function unit(vector: ReadonlyMap<string, number>, idf: (feature: string) => number): [string, number][] {
  const weighted = [...vector].map(([feature, weight]): [string, number] => [feature, weight * idf(feature)]);
  const length = Math.hypot(...weighted.map(([, weight]) => weight));
  return length === 0 ? [] : weighted.map(([feature, weight]) => [feature, weight / length]);
}
