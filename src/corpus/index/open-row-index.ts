/** Opens the row index of a text file: from the cache as far as that can be trusted, else from nothing. */
import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileState, fingerprint } from "./file-state.ts";
import { GrowingRowTable } from "./growing-table.ts";
import { readIndexFile } from "./index-file.ts";
import { FileChanged, type OpenRowIndex, type RowIndex, type RowIndexOptions } from "./row-index.ts";
import { type IndexStart, TextRowIndex } from "./text-row-index.ts";

/** See `OpenRowIndex`. */
export const openRowIndex: OpenRowIndex = async (options) => {
  const handle = await open(options.file);
  try {
    return await begin(options, handle);
  } catch (error) {
    await handle.close();
    throw error;
  }
};

async function begin(options: RowIndexOptions, handle: FileHandle): Promise<RowIndex> {
  const { kind, shape } = options;
  const state = await fileState(options.file);
  const key = createHash("sha256")
    .update(JSON.stringify([resolve(options.file), kind, shape ?? null]))
    .digest("hex")
    .slice(0, 40);
  const indexFile = join(options.cacheFolder, `${key}.vmrows`);
  const print = await fingerprint(handle, state.size);
  if (print === undefined) throw new FileChanged();
  const common = { handle, state, fingerprint: print, indexFile, key };
  const fresh: IndexStart = {
    ...common,
    origin: "new",
    table: new GrowingRowTable(),
    problems: [],
    rowsDone: false,
    metadataDone: false,
    ordinals: new Map(),
  };
  const found = await readIndexFile(indexFile, key);
  if (found === undefined) return new TextRowIndex(options, fresh);
  const drop = (why: string): RowIndex => {
    options.log?.(`The kept index of a file was not used: ${why}. It is made anew.`);
    return new TextRowIndex(options, fresh);
  };
  if (typeof found === "string") return drop(found);
  const { head, table, ordinals } = found;
  if (head.size === state.size) {
    if (head.mtimeNs !== state.mtimeNs || head.fingerprint !== print) return drop("the file was rewritten");
    const { rowsDone, metadataDone, problems } = head;
    const origin = rowsDone && metadataDone ? "complete" : "partial";
    return new TextRowIndex(options, {
      ...common,
      origin,
      table,
      ordinals,
      rowsDone,
      metadataDone,
      problems,
    });
  }
  const isGrown = head.size < state.size && (await fingerprint(handle, head.size)) === head.fingerprint;
  if (!isGrown) return drop("the file was rewritten");
  return new TextRowIndex(options, { ...fresh, origin: "partial", table, ordinals });
}
