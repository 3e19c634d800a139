/** The table of a file in memory. Loaded on first use as a bundle of its own. */
import type { CorpusTable } from "../../corpus/table/corpus-table.ts";
import { TableEngine } from "../../corpus/table/engine.ts";
import { memoryRows } from "../../corpus/table/table-rows.ts";
import type { OpenedFile } from "../library/opened-file.ts";

/** Rows are the file's conversations, place by place; what could not be read is only counted. */
export function memoryTable({ all, errors, name }: Pick<OpenedFile, "all" | "errors" | "name">): CorpusTable {
  const engine = new TableEngine({ ...memoryRows(all ?? [], [], name), problems: errors.length });
  engine.start();
  return engine;
}
