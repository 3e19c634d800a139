/**
 * Answers of batches on their way to the store: a file of lines, with the places of the answers in memory. Unlike the
 * cache it never gives anything away by itself. After a crash what was there at the last `forget` is there; the rest is fetched
 * again from the service, which costs nothing.
 */
import { appendFile, mkdir, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { AnswerSpool } from "../core/extraction/engine/batch-ports.ts";
import type { ModelAnswer } from "../core/extraction/model-call.ts";
import { writeFileAtomic } from "./atomic-write.ts";
import { nodeFileSystem } from "./file-system.ts";
import { formatCached, parseCached } from "./response-cache-entry.ts";
import { readBytes, scanLines } from "./scan-lines.ts";

const MAX_LINE_BYTES = 64 << 20;
/** Lines are written in groups of about so many bytes. */
const BUFFER_BYTES = 1 << 20;

interface Place {
  readonly start: number;
  readonly length: number;
}

/** Opens the spool in `file`, with what an earlier process kept there. Damaged lines are passed over. */
export async function openSpool(file: string): Promise<AnswerSpool> {
  const spool = new FileSpool(file);
  await spool.load();
  return spool;
}

class FileSpool implements AnswerSpool {
  readonly #file: string;
  #places = new Map<string, Place>();
  #pending = new Map<string, string>();
  #pendingBytes = 0;
  #end = 0;

  constructor(file: string) {
    this.#file = file;
  }

  async load(): Promise<void> {
    if (!(await nodeFileSystem.stat(this.#file))) return;
    const handle = await nodeFileSystem.open(this.#file, "r");
    try {
      await scanLines(handle, MAX_LINE_BYTES, ({ bytes, start, length, ended }) => {
        const key = ended && bytes ? keyOf(bytes.toString("utf8")) : undefined;
        if (key !== undefined) this.#places.set(key, { start, length });
      });
    } finally {
      await handle.close();
    }
    // Begin anew, so that a torn line has no neighbours.
    await this.#compact();
  }

  async put(key: string, answer: ModelAnswer): Promise<void> {
    const line = formatCached(key, answer);
    this.#pending.set(key, line);
    this.#pendingBytes += line.length;
    if (this.#pendingBytes > BUFFER_BYTES) await this.#flush();
  }

  async get(key: string): Promise<ModelAnswer | undefined> {
    const pending = this.#pending.get(key);
    if (pending !== undefined) return parseCached(pending, key);
    const place = this.#places.get(key);
    if (!place) return undefined;
    const bytes = await readBytes(this.#file, place.start, place.length, nodeFileSystem);
    return bytes && parseCached(bytes.toString("utf8"), key);
  }

  async forget(keys: ReadonlySet<string>): Promise<void> {
    await this.#flush();
    for (const key of keys) this.#places.delete(key);
    const used = [...this.#places.values()].reduce((sum, { length }) => sum + length + 1, 0);
    if (used < this.#end / 2 || used === 0) return this.#compact();
    const handle = await nodeFileSystem.open(this.#file, "a+");
    try {
      await handle.datasync();
    } finally {
      await handle.close();
    }
  }

  /** Leaves what is forgotten out of the file. Memory: what is kept. */
  async #compact(): Promise<void> {
    const lines: [string, string][] = [];
    for (const key of this.#places.keys()) {
      const answer = await this.get(key);
      if (answer) lines.push([key, formatCached(key, answer)]);
    }
    this.#places = new Map();
    this.#end = 0;
    if (lines.length === 0) return rm(this.#file, { force: true });
    await writeFileAtomic(this.#file, lines.map(([, line]) => `${line}\n`).join(""));
    this.#note(lines);
  }

  async #flush(): Promise<void> {
    if (this.#pending.size === 0) return;
    await mkdir(dirname(this.#file), { recursive: true });
    const lines = [...this.#pending];
    await appendFile(this.#file, lines.map(([, line]) => `${line}\n`).join(""));
    this.#note(lines);
    this.#pending = new Map();
    this.#pendingBytes = 0;
  }

  #note(lines: readonly (readonly [string, string])[]): void {
    for (const [key, line] of lines) {
      const length = Buffer.byteLength(line);
      this.#places.set(key, { start: this.#end, length });
      this.#end += length + 1;
    }
  }
}

function keyOf(line: string): string | undefined {
  try {
    const fields: unknown = JSON.parse(line);
    if (typeof fields !== "object" || fields === null || !("key" in fields)) return undefined;
    return typeof fields.key === "string" ? fields.key : undefined;
  } catch {
    return undefined;
  }
}
