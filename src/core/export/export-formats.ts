/** The formats that a gold set can be exported in, by name: apart from their writers, which are large. */

export interface ExportFormat {
  readonly id: string;
  readonly title: string;
  /** What one gets, in a sentence. */
  readonly what: string;
  /** Only with option text "full": the tool shows texts. */
  readonly needsText?: true;
}

export const EXPORT_FORMATS = [
  {
    id: "jsonl",
    title: "Valuemark JSON Lines",
    what: "Everything, to the letter; with the judgements another workspace gets the same figures.",
  },
  { id: "csv", title: "CSV", what: "One row a label, for spreadsheets and statistics programs." },
  { id: "tsv", title: "TSV", what: "The same with tabs." },
  {
    id: "parquet",
    title: "Parquet",
    what: "Two typed tables, of conversations and of labels, for pandas, DuckDB, Spark.",
  },
  {
    id: "label-studio",
    title: "Label Studio",
    what: "Tasks with texts, gold annotations and a labeling configuration.",
    needsText: true,
  },
  {
    id: "argilla",
    title: "Argilla",
    what: "A dataset folder with settings and records; gold labels as suggestions.",
    needsText: true,
  },
  {
    id: "scout",
    title: "Inspect Scout",
    what: "Validation cases, to hold a scanner against the gold set.",
  },
  {
    id: "huggingface",
    title: "Hugging Face dataset",
    what: "A folder to publish: data as Parquet and a data card filled from the records.",
  },
] as const satisfies readonly ExportFormat[];

export type ExportFormatId = (typeof EXPORT_FORMATS)[number]["id"];
