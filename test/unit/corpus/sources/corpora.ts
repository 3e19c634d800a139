/** Helpers of the corpus tests: a folder of files, a corpus over them, and what is read of it. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Conversation, JsonValue } from "../../../../src/core/conversation/model.ts";
import type { RowError } from "../../../../src/core/formats/format.ts";
import { openConversations } from "../../../../src/core/formats/open-file.ts";
import type { FilesCorpus } from "../../../../src/corpus/sources/files-corpus.ts";
import { openCorpus, type CorpusToOpen } from "../../../../src/corpus/sources/open-corpus.ts";

export const never = new AbortController().signal;

/** A folder for one test, gone after it. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), "valuemark-corpus-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes files by their paths under `<folder>/data`; gives that folder. */
export async function files(
  folder: string,
  contents: { readonly [name: string]: string | Uint8Array },
): Promise<string> {
  const data = path.join(folder, "data");
  await mkdir(data, { recursive: true });
  for (const [name, content] of Object.entries(contents)) {
    await mkdir(path.dirname(path.join(data, name)), { recursive: true });
    await writeFile(path.join(data, name), content);
  }
  return data;
}

export function open(
  folder: string,
  paths: readonly string[],
  more: Partial<CorpusToOpen> = {},
): Promise<FilesCorpus> {
  return openCorpus({ paths, cacheFolder: path.join(folder, "cache"), ...more }, never);
}

export interface ReadCorpus {
  readonly conversations: Conversation[];
  readonly errors: RowError[];
}

/** Indexes a corpus and reads every row, by `read` and by `scan`, which must tell the same; closes it. */
export async function readAll(corpus: FilesCorpus): Promise<ReadCorpus> {
  await corpus.index(never, () => undefined);
  const byScan: unknown[] = [];
  await corpus.scan(0, corpus.table.rows, (row, bytes) => byScan.push(corpus.parse(row, bytes)), never);
  const all = [];
  for (let row = 0; row < corpus.table.rows; row++) all.push(await corpus.read(row));
  if (JSON.stringify(byScan) !== JSON.stringify(all)) throw new Error("read and scan differ");
  await corpus.close();
  return {
    conversations: all.flatMap((item) => (item.type === "conversation" ? [item.conversation] : [])),
    errors: all.flatMap((item) => (item.type === "error" ? [item.error] : [])),
  };
}

/** What the reader of whole files makes of the same bytes. */
export function readWhole(bytes: Uint8Array): Conversation[] {
  return [...openConversations({ name: "x", bytes }).items].flatMap((item) =>
    item.type === "conversation" ? [item.conversation] : [],
  );
}

/** Without position: a row of a shard stands elsewhere than in the whole file. */
export function unplaced(conversations: readonly Conversation[]): unknown[] {
  return conversations.map((each) => ({ ...each, position: undefined }));
}

export function chat(
  id: string | number | undefined,
  ...texts: string[]
): { readonly [key: string]: JsonValue } {
  const messages = texts.map((content, i) => ({ role: i % 2 === 0 ? "user" : "assistant", content }));
  return { ...(id === undefined ? {} : { conversation_id: id }), model: "m", conversation: messages };
}

export function lines(...values: JsonValue[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join("");
}
