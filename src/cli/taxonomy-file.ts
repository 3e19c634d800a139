/** Reads a taxonomy named on the command line. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { createTaxonomy } from "../core/taxonomy/create.ts";
import { parseTaxonomyCsv } from "../core/taxonomy/parse-csv.ts";
import { parseTaxonomyJson } from "../core/taxonomy/parse-json.ts";
import { TaxonomyError } from "../core/taxonomy/problem.ts";
import type { Taxonomy } from "../core/taxonomy/taxonomy.ts";

/** CSV or JSON. Throws a `TaxonomyError` if it has no nodes, else the file system's error. */
export async function readTaxonomyFile(file: string): Promise<Taxonomy> {
  const text = await readFile(file, "utf8");
  const { nodes, problems } = /^\uFEFF?\s*[[{]/u.test(text)
    ? parseTaxonomyJson(text)
    : parseTaxonomyCsv(text);
  if (nodes.length === 0) {
    throw new TaxonomyError(problems.length === 0 ? [{ reason: "the file has no nodes" }] : problems);
  }
  const id = path.basename(file);
  return createTaxonomy({ id, title: id, version: "", licence: "", attribution: "" }, nodes);
}
