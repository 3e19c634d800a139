/** The gold set as CSV or TSV: one row a label. */
import { csvLine } from "./csv.ts";
import type { Separator } from "./csv.ts";
import { LABEL_COLUMNS, labelRows } from "./label-rows.ts";
import type { ExportFile } from "./export-source.ts";
import type { Prepared } from "./prepare.ts";

export function tableFile(prepared: Prepared, separator: Separator): ExportFile {
  return { path: separator === "," ? "gold.csv" : "gold.tsv", chunks: lines(prepared, separator) };
}

async function* lines(prepared: Prepared, separator: Separator): AsyncGenerator<string> {
  yield csvLine(LABEL_COLUMNS, separator);
  for await (const item of prepared.items()) {
    yield labelRows(item)
      .map((row) =>
        csvLine(
          LABEL_COLUMNS.map((column) => row[column]),
          separator,
        ),
      )
      .join("");
  }
}
