/** One normaliser for each taxonomy: building one takes longer than most imports. */
import { createNormaliser, type Normaliser } from "../../taxonomy/normalise.ts";
import type { Taxonomy } from "../../taxonomy/taxonomy.ts";

const prepared = new WeakMap<Taxonomy, Normaliser>();

/** The taxonomy's normaliser, built at the first call; a dialog asks again at every change of the mapping. */
export function normaliserOf(taxonomy: Taxonomy): Normaliser {
  const known = prepared.get(taxonomy);
  if (known !== undefined) return known;
  const built = createNormaliser(taxonomy);
  prepared.set(taxonomy, built);
  return built;
}
