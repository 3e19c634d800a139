/**
 * The head of a dataset's README.md: metadata as Hugging Face reads it
 * (https://github.com/huggingface/hub-docs/blob/main/datasetcard.md). Pure.
 */
import { conversationColumns, LABEL_PARQUET } from "./conversation-rows.ts";
import type { GoldManifest } from "./manifest.ts";
import { UNKNOWN_LICENCE } from "./manifest.ts";
import type { ParquetColumn } from "./parquet-stream.ts";
import type { YamlValue } from "./yaml.ts";
import { yamlDocument } from "./yaml.ts";

/** The split's name: the set is for testing extractors, not for training them. */
export const SPLIT = "test";

/** Rows and bytes of the data files, as written. */
export interface DataFiles {
  readonly conversations: { readonly rows: number; readonly bytes: number };
  readonly labels: { readonly rows: number; readonly bytes: number };
}

export const DATA_PATHS = {
  conversations: "data/conversations.parquet",
  labels: "data/labels.parquet",
} as const;

/** `text`: with the conversations. Between lines of "---". */
export function cardHead(manifest: GoldManifest, files: DataFiles, text: boolean): string {
  const { name, licence, counts, adjudication } = manifest;
  const config = (id: keyof DataFiles): YamlValue => ({
    config_name: id,
    ...(id === "conversations" ? { default: true } : {}),
    data_files: [{ split: SPLIT, path: DATA_PATHS[id] }],
  });
  const info = (id: keyof DataFiles, columns: readonly ParquetColumn[]): YamlValue => ({
    config_name: id,
    features: columns.map(feature),
    splits: [{ name: SPLIT, num_bytes: files[id].bytes, num_examples: files[id].rows }],
    download_size: files[id].bytes,
    dataset_size: files[id].bytes,
  });
  return `---\n${yamlDocument({
    pretty_name: `Values in conversations: gold set ${name}`,
    ...licenceFields(licence),
    annotations_creators: [adjudication ? "expert-generated" : "other"],
    size_categories: [sizeCategory(counts.conversations)],
    task_categories: ["text-classification"],
    tags: ["values", "conversations", "valuemark"],
    configs: [config("conversations"), config("labels")],
    dataset_info: [info("conversations", conversationColumns(text)), info("labels", LABEL_PARQUET)],
  })}---\n`;
}

/** Ids of https://huggingface.co/docs/hub/repositories-licenses that people are likely to name. */
const LICENCES: ReadonlySet<string> = new Set([
  "apache-2.0",
  "mit",
  "bsd-3-clause",
  "cc0-1.0",
  "cc-by-2.0",
  "cc-by-3.0",
  "cc-by-4.0",
  "cc-by-sa-3.0",
  "cc-by-sa-4.0",
  "cc-by-nc-4.0",
  "cc-by-nc-nd-4.0",
  "cc-by-nc-sa-4.0",
  "cc-by-nd-4.0",
  "odc-by",
  "odbl",
  "pddl",
  UNKNOWN_LICENCE,
]);

function licenceFields(licence: string): { readonly [key: string]: YamlValue } {
  const id = licence.trim().toLowerCase().replaceAll(/\s+/g, "-");
  return LICENCES.has(id) ? { license: id } : { license: "other", license_details: licence };
}

function sizeCategory(rows: number): string {
  if (rows < 1_000) return "n<1K";
  if (rows < 10_000) return "1K<n<10K";
  if (rows < 100_000) return "10K<n<100K";
  return rows < 1_000_000 ? "100K<n<1M" : "1M<n<10M";
}

const TYPES = { string: "string", int: "int32", double: "float64", boolean: "bool" } as const;

function feature({ name, type }: ParquetColumn): YamlValue {
  if (typeof type === "string") return { name, dtype: TYPES[type] };
  if ("struct" in type) return { name, struct: type.struct.map(feature) };
  const { list } = type;
  if (typeof list === "string") return { name, list: TYPES[list] };
  if ("struct" in list) return { name, list: list.struct.map(feature) };
  throw new RangeError("lists of lists are not in use");
}
