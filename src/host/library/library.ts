import * as vscode from "vscode";
import type { Conversation } from "../../core/conversation/model.ts";
import type { FormatError, OpenOptions, RowError } from "../../core/formats/format.ts";
import type { CorpusOpener } from "../corpus/corpus-opener.ts";
import { Cancelled, UserError, messageOf } from "../errors.ts";
import { setting } from "../settings.ts";
import { MemoryFile, type OpenedFile } from "./opened-file.ts";

/** The event loop gets its turn after this many ms of reading. */
const SLICE_MS = 8;

/**
 * The opened files, each read once. A file is read again when it was changed on disk or when it is asked for in
 * another format; listeners then get the new reading.
 */
export class Library implements vscode.Disposable {
  private readonly files = new Map<string, Promise<OpenedFile>>();
  private readonly changed = new vscode.EventEmitter<OpenedFile>();
  /** A file was read, for the first time or again. */
  readonly onDidRead = this.changed.event;

  constructor(
    private readonly choices: vscode.Memento,
    private readonly corpora: CorpusOpener,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /**
   * Reads the file, or gives the reading at hand. `options` are remembered for the file ("open as…").
   * Throws `UserError` (what is wrong, what to do) or `Cancelled`.
   */
  open(uri: vscode.Uri, options?: OpenOptions): Promise<OpenedFile> {
    const key = uri.toString();
    const known = this.files.get(key);
    if (known && !options) return known;
    const reading = this.withProgress(uri, options ?? this.choices.get<OpenOptions>(choiceKey(uri)) ?? {});
    this.files.set(key, reading);
    reading.then(
      (file) => {
        // Only what worked is remembered, or a wrong choice would keep the file shut.
        if (options) void this.choices.update(choiceKey(uri), options);
        this.changed.fire(file);
        void known?.then(close, () => undefined);
      },
      () => {
        if (this.files.get(key) === reading) this.files.delete(key);
      },
    );
    return reading;
  }

  /**
   * Reads again when the file on disk is no longer the one that was read. When there is none any more, or it can't be
   * read, the last reading stays in use: throws a `UserError` that says so.
   */
  async refresh(uri: vscode.Uri): Promise<void> {
    const key = uri.toString();
    const known = await this.files.get(key)?.catch(() => undefined);
    if (!known) return;
    const stat = await Promise.resolve(vscode.workspace.fs.stat(uri)).catch(() => undefined);
    if (!stat) {
      throw new UserError(
        `${known.name} was deleted or moved. What is shown is its last text; judgements on it are kept.`,
      );
    }
    // A folder's own time does not tell whether a file in it has grown.
    const isFolder = (stat.type & vscode.FileType.Directory) !== 0;
    if (!isFolder && stat.mtime === known.mtime && stat.size === known.size) return;
    try {
      const options = this.choices.get<OpenOptions>(choiceKey(uri)) ?? {};
      const file = await this.withProgress(uri, options);
      this.files.set(key, Promise.resolve(file));
      this.changed.fire(file);
      await close(known);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      throw new UserError(
        `${known.name} changed on disk and can't be read any more; what is shown is its earlier text. ${error.message}`,
      );
    }
  }

  dispose(): void {
    this.changed.dispose();
    for (const file of this.files.values()) void file.then(close, () => undefined);
    this.files.clear();
  }

  private async withProgress(uri: vscode.Uri, options: OpenOptions): Promise<OpenedFile> {
    const stat = await this.stat(uri);
    if (this.corpora.isCorpus(uri, stat)) return this.corpora.open(uri, stat, options);
    this.check(uri, stat);
    const bytes = await vscode.workspace.fs.readFile(uri);
    // A bar that comes and goes for a small file is noise.
    if (stat.size < 4 * 2 ** 20) return this.read(uri, bytes, stat, options, () => false);
    return vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: `Reading ${basename(uri)}`,
        cancellable: true,
      },
      (progress, token) =>
        this.read(
          uri,
          bytes,
          stat,
          options,
          () => token.isCancellationRequested,
          (count) => progress.report({ message: `${count.toLocaleString("en")} conversations` }),
        ),
    );
  }

  private async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    return Promise.resolve(vscode.workspace.fs.stat(uri)).catch((error: unknown) => {
      throw new UserError(`${basename(uri)} can't be read: ${messageOf(error)}`);
    });
  }

  private check(uri: vscode.Uri, stat: vscode.FileStat): void {
    if (stat.type & vscode.FileType.Directory) {
      throw new UserError(`${basename(uri)} is a folder on no disk of this machine. Open one of its files.`);
    }
    const limit = setting("maxFileSize");
    if (stat.size > limit * 2 ** 20) {
      throw new UserError(
        `${basename(uri)} has ${Math.ceil(stat.size / 2 ** 20)} MiB, over the limit of ${limit} MiB. ` +
          "Split the file, or raise the setting valuemark.maxFileSize (at most 480).",
      );
    }
  }

  private async read(
    uri: vscode.Uri,
    bytes: Uint8Array,
    stat: vscode.FileStat,
    options: OpenOptions,
    cancelled: () => boolean,
    report?: (conversations: number) => void,
  ): Promise<OpenedFile> {
    const started = performance.now();
    const conversations: Conversation[] = [];
    const errors: RowError[] = [];
    try {
      const { openConversations } = await import("./read-formats.ts");
      const reading = openConversations({ name: basename(uri), bytes }, options);
      let slice = performance.now();
      for (const item of reading.items) {
        if (item.type === "conversation") conversations.push(item.conversation);
        else errors.push(item.error);
        if (performance.now() - slice < SLICE_MS) continue;
        report?.(conversations.length);
        await new Promise((resolve) => setImmediate(resolve));
        if (cancelled()) throw new Cancelled();
        slice = performance.now();
      }
      if (conversations.length === 0) throw nothingOpened(uri, errors);
      this.log.info(
        `read ${basename(uri)} as ${reading.format.id}: ${conversations.length} conversations, ` +
          `${errors.length} bad rows, ${Math.round(performance.now() - started)} ms`,
      );
      const facts = {
        uri,
        name: basename(uri),
        format: reading.format,
        mtime: stat.mtime,
        size: stat.size,
      };
      return new MemoryFile(facts, conversations, errors);
    } catch (error) {
      if (!isFormatError(error)) throw error;
      const where = error.line === undefined ? "" : `, line ${error.line}`;
      throw new UserError(`${basename(uri)}${where}: ${error.message}`);
    }
  }
}

function nothingOpened(uri: vscode.Uri, errors: readonly RowError[]): UserError {
  const first = errors[0];
  if (!first) return new UserError(`${basename(uri)} holds no conversation.`);
  const where = first.line === undefined ? `row ${first.row + 1}` : `line ${first.line}`;
  return new UserError(`${basename(uri)} holds no conversation that can be read. ${where}: ${first.reason}`);
}

function isFormatError(error: unknown): error is FormatError {
  return error instanceof Error && error.name === "FormatError";
}

async function close(file: OpenedFile): Promise<void> {
  await file.close?.();
}

function choiceKey(uri: vscode.Uri): string {
  return `openAs:${uri.toString()}`;
}

export function basename(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf("/") + 1);
}
