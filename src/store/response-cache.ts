/**
 * Answers of models by the key of their request, which hashes all that the model was sent. Since models take no
 * sampling parameters any more, this is what makes a run repeatable, and what was paid for is not paid for again.
 * Disposable: it may be deleted at any time.
 */
import { mkdir, readFile, readdir, rename, stat, writeFile } from "node:fs/promises";
import { randomBytes } from "node:crypto";
import { dirname, join } from "node:path";
import { hashText } from "../core/conversation/hash.ts";
import type { AnswerCache } from "../core/extraction/engine/ports.ts";
import type { ModelAnswer } from "../core/extraction/model-call.ts";
import { writeFileAtomic } from "./atomic-write.ts";
import { errorCode, nodeFileSystem, type FileSystemPort } from "./file-system.ts";
import { formatCached, parseCached } from "./response-cache-entry.ts";

export interface CacheOptions {
  /** Bytes of all files together; beyond them the oldest go. Default 1 GiB. */
  readonly maxBytes?: number;
  readonly fs?: FileSystemPort;
  /** A read or write that failed: its code, e.g. "ENOSPC". The run goes on without the cache. */
  readonly onError?: (code: string) => void;
}

const DEFAULT_MAX_BYTES = 2 ** 30;
/** After an eviction the cache is this full, so that not every write evicts. */
const EVICT_TO = 0.9;
/** Temporary files older than this were left by a process that was killed, ms. */
const STALE_MS = 3_600_000;
const HEX = /^[0-9a-f]{32,64}$/;

interface Found {
  readonly path: string;
  readonly bytes: number;
  readonly writtenAt: number;
}

export class ResponseCache implements AnswerCache {
  readonly #folder: string;
  readonly #maxBytes: number;
  readonly #fs: FileSystemPort;
  readonly #onError: (code: string) => void;
  /** Of all files; undefined until they were counted. */
  #bytes: number | undefined;
  #upkeep: Promise<void> = Promise.resolve();

  /** Nothing is read or made until it is used. */
  constructor(folder: string, options: CacheOptions = {}) {
    this.#folder = folder;
    this.#maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES;
    this.#fs = options.fs ?? nodeFileSystem;
    this.#onError = options.onError ?? (() => {});
  }

  /** A damaged entry is removed and undefined. Never rejects: what can't be read is not there, and `onError` is told. */
  async get(key: string): Promise<ModelAnswer | undefined> {
    const path = this.#pathOf(key);
    let text: string;
    try {
      text = await readFile(path, "utf8");
    } catch (error) {
      if (errorCode(error) !== "ENOENT") this.#onError(errorCode(error) ?? "unknown");
      return undefined;
    }
    const answer = parseCached(text, key);
    if (!answer) await this.#remove(path, Buffer.byteLength(text));
    return answer;
  }

  /** Durable when it resolves, unless the write failed, which `onError` is told. Never rejects. */
  put(key: string, answer: ModelAnswer): Promise<void> {
    return this.#put(key, answer, (path, text) => writeFileAtomic(path, text, this.#fs));
  }

  /**
   * As `put`, but a loss of power may lose it (a killed process doesn't): for answers that can be had again at no
   * cost, 20 and more times as fast.
   */
  putLightly(key: string, answer: ModelAnswer): Promise<void> {
    return this.#put(key, answer, async (path, text) => {
      await mkdir(dirname(path), { recursive: true });
      const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
      await writeFile(temporary, text, { flag: "wx" });
      await rename(temporary, path);
    });
  }

  async drop(key: string): Promise<void> {
    await this.#remove(this.#pathOf(key), 0);
  }

  /** Waits until what is to be evicted is. */
  async settled(): Promise<void> {
    await this.#upkeep;
  }

  #pathOf(key: string): string {
    const name = HEX.test(key) ? key : hashText(JSON.stringify(key));
    return join(this.#folder, name.slice(0, 2), `${name.slice(2)}.json`);
  }

  async #put(
    key: string,
    answer: ModelAnswer,
    write: (path: string, text: string) => Promise<void>,
  ): Promise<void> {
    const text = formatCached(key, answer);
    try {
      await write(this.#pathOf(key), text);
    } catch (error) {
      return this.#onError(errorCode(error) ?? "unknown");
    }
    if (this.#bytes !== undefined) this.#bytes += Buffer.byteLength(text);
    if (this.#bytes === undefined || this.#bytes > this.#maxBytes) {
      this.#upkeep = this.#upkeep
        .then(() => this.#evict())
        .catch((error: unknown) => {
          this.#onError(errorCode(error) ?? "unknown");
        });
    }
  }

  /** Counts, and removes the oldest when there is too much. */
  async #evict(): Promise<void> {
    if (this.#bytes !== undefined && this.#bytes <= this.#maxBytes) return;
    const files = await this.#files();
    let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    if (bytes > this.#maxBytes) {
      for (const file of files.sort((a, b) => a.writtenAt - b.writtenAt)) {
        if (bytes <= this.#maxBytes * EVICT_TO) break;
        await this.#fs.remove(file.path);
        bytes -= file.bytes;
      }
    }
    this.#bytes = bytes;
  }

  async #files(): Promise<Found[]> {
    const found: Found[] = [];
    for (const shard of await names(this.#folder)) {
      for (const name of await names(join(this.#folder, shard))) {
        const path = join(this.#folder, shard, name);
        const info = await stat(path).catch(() => undefined);
        if (!info?.isFile()) continue;
        if (name.endsWith(".json")) found.push({ path, bytes: info.size, writtenAt: info.mtimeMs });
        else if (name.endsWith(".tmp") && Date.now() - info.mtimeMs > STALE_MS) await this.#fs.remove(path);
      }
    }
    return found;
  }

  async #remove(path: string, bytes: number): Promise<void> {
    try {
      await this.#fs.remove(path);
      if (this.#bytes !== undefined) this.#bytes = Math.max(0, this.#bytes - bytes);
    } catch (error) {
      this.#onError(errorCode(error) ?? "unknown");
    }
  }
}

async function names(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(errorCode(error) ?? "")) return [];
    throw error;
  }
}
