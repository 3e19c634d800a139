/** Agreement label by label, for the page. */
import { labelTable } from "../../../core/agreement/label-table.ts";
import { nameOfKey } from "../../../core/agreement/label-key.ts";
import { isSingleKind } from "../../../core/extraction/annotation.ts";
import type { Taxonomy } from "../../../core/taxonomy/taxonomy.ts";
import type { LabelTable, ReportChoices } from "../../../protocol/agreement.ts";
import { colourOf } from "../../review/colour.ts";
import { plain } from "./alphas.ts";
import { designOf, type RatingRow } from "./source.ts";

/** Rows sent to the page; a message of more would take seconds to draw. */
const MOST_ROWS = 5_000;

export function labelsOf(
  rows: readonly RatingRow[],
  { frame, kind }: ReportChoices,
  taxonomy: Taxonomy,
): LabelTable {
  const found = labelTable(rows, { design: designOf(frame) });
  const shown = found.rows.slice(0, MOST_ROWS).map(({ label, prevalence, positive, alpha, ...row }) => ({
    key: label,
    name: nameOf(label, kind, taxonomy),
    category: isSingleKind(kind) ? ("none" as const) : colourOf(taxonomy, label),
    ...row,
    prevalence: plain(prevalence),
    positive: plain(positive),
    alpha: plain(alpha),
  }));
  return { rows: shown, left: found.rows.length - shown.length, kappaEstimator: found.kappaEstimator };
}

/** Values by their node's name, free text and closed sets as they are read. */
export function nameOf(key: string, kind: ReportChoices["kind"], taxonomy: Taxonomy): string {
  if (isSingleKind(kind)) return key.replaceAll("_", " ");
  return nameOfKey(key, taxonomy);
}
