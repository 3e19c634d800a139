/**
 * Unfinished work that must survive hiding, reload and crash but is no judgement yet: half-typed notes, the
 * position in a queue. A small file of keys and JSON values; disposable, never the truth.
 */
import { readFile } from "node:fs/promises";
import type { JsonValue } from "../core/conversation/model.ts";
import { writeFileAtomic } from "./atomic-write.ts";
import type { FileSystemPort } from "./file-system.ts";
import { errorCode, nodeFileSystem } from "./file-system.ts";

/** Entries kept at most; the ones changed longest ago go first. */
const MAX_ENTRIES = 2_000;

export interface DraftsOptions {
  /** How long a change may wait for more before it is written, ms. */
  readonly delayMs?: number;
  /** Told when a write that nobody waits for fails. The change stays pending; the next one tries again. */
  readonly onError?: (error: unknown) => void;
  readonly fs?: FileSystemPort;
}

/** A missing file is empty; a damaged one is kept beside as `<file>.bad` and the drafts start empty. */
export async function openDrafts(file: string, options: DraftsOptions = {}): Promise<Drafts> {
  const drafts = new Drafts(file, options);
  await drafts.reload();
  return drafts;
}

export class Drafts {
  readonly #file: string;
  readonly #options: DraftsOptions;
  readonly #fs: FileSystemPort;
  #entries = new Map<string, JsonValue>();
  /** Changes of this window since the last write; undefined = removed. */
  #changed = new Map<string, JsonValue | undefined>();
  /** Changes being written right now. */
  #inFlight: ReadonlyMap<string, JsonValue | undefined> = new Map();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  /** Use `openDrafts`. */
  constructor(file: string, options: DraftsOptions) {
    this.#file = file;
    this.#options = options;
    this.#fs = options.fs ?? nodeFileSystem;
  }

  get(key: string): JsonValue | undefined {
    if (this.#changed.has(key)) return this.#changed.get(key);
    return this.#inFlight.has(key) ? this.#inFlight.get(key) : this.#entries.get(key);
  }

  /** Sets or, with undefined, removes. Written within `delayMs` (200), or by `flush`. */
  set(key: string, value: JsonValue | undefined): void {
    this.#changed.delete(key);
    this.#changed.set(key, value);
    this.#timer ??= setTimeout(() => {
      this.flush().catch((error: unknown) => this.#options.onError?.(error));
    }, this.#options.delayMs ?? 200);
  }

  /** Resolves when every change so far is durable; rejects with the file system's error, changes still pending. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const result = this.#writing.then(() => this.#write());
    this.#writing = result.catch(() => undefined);
    return result;
  }

  /** Reads what other windows wrote. Changes not yet written stay. */
  async reload(): Promise<void> {
    this.#entries = await this.#read();
  }

  /** Other windows write the same file: only this window's changes are laid over what stands there. */
  async #write(): Promise<void> {
    if (this.#changed.size === 0) return;
    const changes = this.#changed;
    this.#changed = new Map();
    this.#inFlight = changes;
    const entries = await this.#read().catch(() => this.#entries);
    for (const [key, value] of changes) {
      entries.delete(key);
      if (value !== undefined) entries.set(key, value);
    }
    for (const key of entries.keys()) {
      if (entries.size <= MAX_ENTRIES) break;
      entries.delete(key);
    }
    try {
      await writeFileAtomic(this.#file, JSON.stringify({ v: 1, entries: [...entries] }), this.#fs);
      this.#entries = entries;
    } catch (error) {
      this.#changed = new Map([...changes, ...this.#changed]);
      throw error;
    } finally {
      this.#inFlight = new Map();
    }
  }

  async #read(): Promise<Map<string, JsonValue>> {
    let text: string;
    try {
      text = await readFile(this.#file, "utf8");
    } catch (error) {
      if (errorCode(error) === "ENOENT") return new Map();
      throw error;
    }
    const entries = entriesOf(text);
    if (entries) return entries;
    await this.#fs.rename(this.#file, `${this.#file}.bad`);
    return new Map();
  }
}

function entriesOf(text: string): Map<string, JsonValue> | undefined {
  try {
    const found: { entries?: unknown } | null = JSON.parse(text);
    if (found === null || !Array.isArray(found.entries)) return undefined;
    const entries = new Map<string, JsonValue>();
    for (const entry of found.entries) {
      if (!Array.isArray(entry) || entry.length !== 2 || typeof entry[0] !== "string") return undefined;
      entries.set(entry[0], entry[1]);
    }
    return entries;
  } catch {
    return undefined;
  }
}
