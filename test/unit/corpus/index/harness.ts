/** Opening an index on bytes, in a folder of its own. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { RowIndex, RowIndexOptions } from "../../../../src/corpus/index/row-index.ts";
import { openRowIndex } from "../../../../src/corpus/index/open-row-index.ts";
import { type PlainRow, SHAPE } from "./plain-reader.ts";

export const never = new AbortController().signal;

/** Hundreds of index files are made durable here, which takes no time where there is no disk. */
const ROOT = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** A folder that is removed after the file's tests. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(ROOT, "valuemark-index-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function optionsFor(folder: string, more: Partial<RowIndexOptions> = {}): RowIndexOptions {
  return {
    file: join(folder, "corpus.jsonl"),
    kind: { type: "lines" },
    shape: SHAPE,
    cacheFolder: join(folder, "cache"),
    ...more,
  };
}

export function put(options: RowIndexOptions, bytes: Uint8Array): void {
  writeFileSync(options.file, bytes);
}

/** Without any index file. */
export function forget(options: RowIndexOptions): void {
  rmSync(options.cacheFolder, { recursive: true, force: true });
}

export async function built(options: RowIndexOptions): Promise<RowIndex> {
  const index = await openRowIndex(options);
  await index.scanRows(never);
  await index.scanMetadata(never);
  return index;
}

/** All that an index knows, as the plain reader puts it. */
export async function rowsOf(index: RowIndex): Promise<PlainRow[]> {
  const { table } = index;
  const rows: PlainRow[] = [];
  for (let row = 0; row < table.rows; row++)
    rows.push({
      bytes: (await index.read(row)).toString("latin1"),
      flags: table.flags(row),
      turns: table.turns(row),
      idHash: table.idHash(row),
      firstText: await index.firstText(row, 1_000_000),
      ordinal: index.ordinal(row),
    });
  return rows;
}

/** Builds, asks for everything, closes. */
export async function indexed(options: RowIndexOptions): Promise<PlainRow[]> {
  const index = await built(options);
  try {
    return await rowsOf(index);
  } finally {
    await index.close();
  }
}
