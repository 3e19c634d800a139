/** The data card of a version before it is exported, or even made: the same text as in the export with these options. Pure. */
import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import type { BuiltGold } from "./build-gold.ts";
import { CardFigures } from "./card-figures.ts";
import { cardText } from "./card-text.ts";
import { DEFAULT_OPTIONS } from "./export-options.ts";
import type { ExportOptions } from "./export-options.ts";
import { prepareItems } from "./prepare.ts";
import { pseudonymsOf, shownManifest } from "./pseudonyms.ts";

/** Markdown without the YAML head. Throws a RangeError for options that make no sense. */
export async function previewCard(
  { manifest, set }: BuiltGold,
  taxonomy: Taxonomy,
  options: ExportOptions = DEFAULT_OPTIONS,
): Promise<string> {
  const prepared = await prepareItems({ manifest, taxonomy, items: () => set.items }, options);
  const figures = new CardFigures();
  for await (const item of prepared.items()) figures.add(item);
  const shown = shownManifest(manifest, pseudonymsOf(manifest, options.pseudonyms), options);
  const { withheld, texts } = prepared;
  return cardText({ manifest: shown, figures, options, withheld, textsMissing: texts.missing });
}
