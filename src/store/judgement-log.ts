/**
 * One rater's append-only judgement file. An append resolves only when its line is on disk (fdatasync) AND has
 * been read back from the file at this path as a line of its own: so neither another process's torn line that
 * it might have been glued to, nor a file that git put in this one's place, can swallow an acknowledged event.
 *
 * Nothing in the file is ever changed or cut off, as an unfinished last line may be another window's write under
 * way: whoever appends next starts with a line feed if the file doesn't end with one. A torn line stays where it
 * is, alone on its line, and is reported.
 */
import { dirname } from "node:path";
import { idAfter } from "../core/review/event-id.ts";
import type { ConversationRef } from "../core/extraction/annotation.ts";
import type { Assist, JudgementDraft, JudgementEvent } from "../core/review/judgement.ts";
import { EVENT_VERSION, formatEvent, parseEvent } from "../core/review/validate.ts";
import type { FileHandlePort, FileSystemPort } from "./file-system.ts";
import { errorCode, nodeFileSystem } from "./file-system.ts";
import type { IndexedLog } from "./index-log.ts";
import { LogReader } from "./log-reader.ts";
import type { LogChange, LogProblem } from "./log-reader.ts";
import { openIndex } from "./open-index.ts";
import { watchFile } from "./watch-file.ts";

export interface LogOptions {
  /** Whose file it is; written into every event. Events of others in it are reported and left out. */
  readonly rater: string;
  /** Now, ms since 1970. */
  readonly clock: () => number;
  /** A new ULID for this time (ms), e.g. `ulid` from the package of that name. */
  readonly newId: (time: number) => string;
  readonly fs?: FileSystemPort;
  /**
   * Folder of the cache for indexes of long logs. With it, of a log beyond some MB only the index is at hand (`index`), and
   * `events` are those after it.
   */
  readonly indexFolder?: string;
}

/** Which conversation is judged, and what the rater could see. */
export interface JudgementContext {
  readonly conversation: ConversationRef;
  readonly assist: Assist;
}

const REASONS = new Map([
  ["ENOSPC", "no space is left on the disk"],
  ["EDQUOT", "the disk quota is used up"],
  ["EIO", "the disk reports an error"],
  ["EROFS", "the file system is read-only"],
  ["EACCES", "the file may not be written"],
  ["EPERM", "the file may not be written"],
  ["ESWALLOWED", "the file kept being replaced"],
]);

/**
 * An event that is not known to be on disk. `code`: the file system's ("ENOSPC", "EIO", "EROFS"…), "INVALID" if
 * the event breaks a limit, "ESWALLOWED" if the file kept changing. `retry(error.event)` is safe, also when the
 * line did get into the file: equal ids fold to one.
 */
export class JudgementNotSaved extends Error {
  readonly event: JudgementEvent;
  readonly code: string;

  constructor(event: JudgementEvent, code: string, detail?: string, cause?: unknown) {
    super(`The judgement was not saved: ${detail ?? REASONS.get(code) ?? code}`, { cause });
    this.name = "JudgementNotSaved";
    this.event = event;
    this.code = code;
  }
}

interface Waiting {
  readonly event: JudgementEvent;
  readonly line: string;
  readonly resolve: (event: JudgementEvent) => void;
  readonly reject: (error: JudgementNotSaved) => void;
}

const ATTEMPTS = 5;

/** Opens (without creating) and reads a rater's file. Throws only if an existing file can't be read. */
export async function openJudgementLog(file: string, options: LogOptions): Promise<JudgementLog> {
  const { rater, indexFolder, fs = nodeFileSystem } = options;
  const opened = indexFolder === undefined ? undefined : await openIndex(file, rater, indexFolder, fs);
  const log = new JudgementLog(file, options, opened?.indexed);
  await log.refresh();
  return log;
}

export class JudgementLog {
  readonly file: string;
  readonly #options: LogOptions;
  readonly #fs: FileSystemPort;
  readonly #reader: LogReader;
  readonly #listeners = new Set<(change: LogChange) => void>();
  #waiting: Waiting[] = [];
  #committing: Promise<void> | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #lastId: string | undefined;
  #directorySynced = false;

  readonly #indexed: IndexedLog | undefined;

  /** Use `openJudgementLog`. */
  constructor(file: string, options: LogOptions, indexed?: IndexedLog) {
    this.file = file;
    this.#options = options;
    this.#fs = options.fs ?? nodeFileSystem;
    this.#indexed = indexed;
    this.#reader = new LogReader(file, options.rater, this.#fs, indexed);
  }

  get rater(): string {
    return this.#options.rater;
  }

  /** What stands before `events`; undefined if these are all, also after a reload. */
  get indexed(): IndexedLog | undefined {
    return this.#reader.goesOn ? this.#indexed : undefined;
  }

  /**
   * All events (but those in `indexed`) in the file's order, each id once. The array grows; after a reload it is another
   * one.
   */
  get events(): readonly JudgementEvent[] {
    return this.#reader.events;
  }

  /** Lines that gave no event, with their numbers. */
  get problems(): readonly LogProblem[] {
    return this.#reader.problems;
  }

  /**
   * Writes one judgement. Resolves when it is durable, in the order of the calls; calls made while the disk is
   * busy share the next fdatasync. Rejects with `JudgementNotSaved`.
   */
  append(draft: JudgementDraft, context: JudgementContext): Promise<JudgementEvent> {
    const now = this.#options.clock();
    const greatest = this.#reader.greatest?.id;
    const known = greatest !== undefined && greatest > (this.#lastId ?? "") ? greatest : this.#lastId;
    this.#lastId = idAfter(known, this.#options.newId(now));
    return this.retry({
      v: EVENT_VERSION,
      id: this.#lastId,
      at: new Date(now).toISOString(),
      rater: this.#options.rater,
      conversation: { id: context.conversation.id, hash: context.conversation.hash },
      assist: context.assist,
      ...draft,
    });
  }

  /** Writes an event that `append` could not save, as it is. Resolves and rejects like `append`. */
  retry(event: JudgementEvent): Promise<JudgementEvent> {
    const line = formatEvent(event);
    // What we could not read again must not be written.
    const parsed = parseEvent(line);
    if (parsed.status !== "event") {
      const reason = parsed.status === "bad" ? parsed.reason : "not an event of this version";
      return Promise.reject(new JudgementNotSaved(event, "INVALID", reason));
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ event: parsed.event, line, resolve, reject });
      this.#committing ??= this.#exclusive(() => this.#commitAll());
    });
  }

  /** Reads what other windows, git or an editor did to the file. */
  refresh(): Promise<LogChange> {
    return this.#exclusive(async () => {
      const change = await this.#reader.read();
      this.#tell(change);
      return change;
    });
  }

  /**
   * Calls `listener` after every change to the events that this log didn't append itself. Watches the file and,
   * as watching is unreliable on some file systems, also looks every `pollMs`. Returns what stops it.
   */
  watch(listener: (change: LogChange) => void, pollMs = 2_000): () => void {
    this.#listeners.add(listener);
    // A file that can't be read just now is looked at again at the next poll; appends report errors themselves.
    const stop = watchFile(this.file, () => void this.refresh().catch(() => undefined), pollMs);
    return () => {
      stop();
      this.#listeners.delete(listener);
    };
  }

  /** Resolves when everything appended so far is durable or rejected. */
  async settled(): Promise<void> {
    while (this.#committing) await this.#committing;
  }

  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  #tell(change: LogChange): void {
    if (change.added.length === 0 && !change.reloaded) return;
    for (const listener of this.#listeners) queueMicrotask(() => listener(change));
  }

  async #commitAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      await this.#commit(batch);
    }
    this.#committing = undefined;
  }

  /** Settles every item of the batch; never throws. */
  async #commit(batch: readonly Waiting[]): Promise<void> {
    const own = new Set(batch.map((item) => item.event.id));
    let open = batch;
    let failure: { readonly code: string; readonly cause: unknown } | undefined;
    try {
      for (let attempt = 0; attempt < ATTEMPTS && open.length > 0 && !failure; attempt++) {
        const written = await this.#write(open);
        if (written.error !== undefined)
          failure = { code: errorCode(written.error) ?? "EIO", cause: written.error };
        const unseen = new Set(written.items.map((item) => item.event.id));
        const change = await this.#reader.read(unseen);
        this.#tell({ ...change, added: change.added.filter((event) => !own.has(event.id)) });
        const seen = new Set(written.items.filter((item) => !unseen.has(item.event.id)));
        for (const item of seen) item.resolve(item.event);
        open = open.filter((item) => !seen.has(item));
      }
    } catch (error) {
      failure = { code: errorCode(error) ?? "EIO", cause: error };
    }
    const { code, cause } = failure ?? { code: "ESWALLOWED", cause: undefined };
    for (const item of open) item.reject(new JudgementNotSaved(item.event, code, undefined, cause));
  }

  /** Writes the lines and makes them durable. `items`: those written whole, before the first error if any. */
  async #write(
    items: readonly Waiting[],
  ): Promise<{ readonly items: readonly Waiting[]; readonly error?: unknown }> {
    const handle = await this.#open();
    try {
      const written: Waiting[] = [];
      let error: unknown;
      try {
        let atLineStart = await endsWithLineFeed(handle);
        for (const item of items) {
          await writeLine(handle, item.line, atLineStart);
          atLineStart = true;
          written.push(item);
        }
      } catch (caught) {
        error = caught;
      }
      if (written.length > 0) await handle.datasync();
      if (!this.#directorySynced) await this.#fs.syncDirectory(dirname(this.file));
      this.#directorySynced = true;
      return error === undefined ? { items: written } : { items: written, error };
    } finally {
      await handle.close();
    }
  }

  /** By path each time: git may have put another file there. */
  async #open(): Promise<FileHandlePort> {
    try {
      return await this.#fs.open(this.file, "a+");
    } catch (error) {
      if (errorCode(error) !== "ENOENT") throw error;
      await this.#fs.makeDirectory(dirname(this.file));
      this.#directorySynced = false;
      return this.#fs.open(this.file, "a+");
    }
  }
}

async function endsWithLineFeed(handle: FileHandlePort): Promise<boolean> {
  const { size } = await handle.stat();
  if (size === 0) return true;
  const last = Buffer.alloc(1);
  return (await handle.read(last, size - 1)) === 1 && last[0] === 10;
}

/** One write() of the whole line. A short one is left as a torn line and the whole line written after it, once. */
async function writeLine(handle: FileHandlePort, line: string, atLineStart: boolean): Promise<void> {
  const whole = Buffer.from(`${atLineStart ? "" : "\n"}${line}\n`);
  if ((await handle.write(whole)) === whole.length) return;
  const again = Buffer.from(`\n${line}\n`);
  if ((await handle.write(again)) === again.length) return;
  throw Object.assign(new Error("the file system wrote only part of the line, twice"), { code: "ENOSPC" });
}
