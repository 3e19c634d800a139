import * as path from "node:path";
import { Worker } from "node:worker_threads";
import * as vscode from "vscode";
import type { OpenOptions } from "../../core/formats/format.ts";
import { UserError } from "../errors.ts";
import { CorpusFile } from "../library/corpus-file.ts";
import type { CorpusClient } from "./corpus-client.ts";

/** Smaller files are read whole: that takes less time than a worker and an index. Bytes. */
const IN_MEMORY = 32 * 2 ** 20;
/** Never readable whole as text, whatever their size. */
const PACKED = /\.(?:parquet|zst|zstd)$/i;
/** A worker that dies again within this time after it was started anew stays dead, in ms. */
const RESTART_MS = 10_000;

/** Opens corpora, each in a worker of its own. */
export class CorpusOpener implements vscode.Disposable {
  private readonly restarted = new vscode.EventEmitter<void>();
  /** A corpus has a new worker, which knows no marks. */
  readonly onDidRestart = this.restarted.event;

  constructor(
    private readonly extensionUri: vscode.Uri,
    /** For indexes and copies; absolute. */
    readonly cacheFolder: string,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Whether a file or folder is read row by row. What is on no disk can't be. */
  isCorpus(uri: vscode.Uri, stat: vscode.FileStat): boolean {
    if (uri.scheme !== "file") return false;
    if (stat.type & vscode.FileType.Directory) return true;
    return stat.size >= IN_MEMORY || PACKED.test(uri.path);
  }

  /** Rejects with a `UserError`. The rows may still be on their way when it resolves. */
  async open(uri: vscode.Uri, stat: vscode.FileStat, options: OpenOptions): Promise<CorpusFile> {
    const started = performance.now();
    // With all formats in it: loaded on first use.
    const { openCorpusClient } = await import("./corpus-client.ts");
    const client = await openCorpusClient(() => new Worker(this.workerFile("corpus")), {
      paths: [uri.fsPath],
      ...globOf(uri),
      cacheFolder: this.cacheFolder,
      ...(options.format === undefined ? {} : { format: options.format }),
      ...(options.mapping === undefined ? {} : { mapping: options.mapping }),
    }).catch((error: unknown) => {
      // Of another bundle: told by its name.
      throw error instanceof Error && error.name === "TableError" ? new UserError(error.message) : error;
    });
    const name = path.basename(uri.fsPath);
    this.log.info(
      `opened ${name} as a corpus of ${client.opened.format.id}, ${Math.round(performance.now() - started)} ms`,
    );
    this.reviveOnce(client, name);
    void import("./cache.ts").then(({ trimCache }) => trimCache(this.cacheFolder, this.log));
    const facts = { uri, name, format: client.opened.format, mtime: stat.mtime, size: stat.size };
    return new CorpusFile(facts, client);
  }

  dispose(): void {
    this.restarted.dispose();
  }

  /** Absolute path of a bundled worker of src/host/corpus. */
  workerFile(name: "corpus" | "marks"): string {
    return vscode.Uri.joinPath(this.extensionUri, "dist", "workers", `host-corpus-${name}.worker.cjs`).fsPath;
  }

  private reviveOnce(client: CorpusClient, name: string): void {
    let last = -Infinity;
    client.onCrash((message) => {
      this.log.error(`${name}: ${message}`);
      const now = performance.now();
      if (now - last < RESTART_MS) return;
      last = now;
      client.restart().then(
        () => this.restarted.fire(),
        (error: unknown) => this.log.error(`${name}: ${String(error)}`),
      );
    });
  }
}

/** A corpus's address may carry a pattern: `file:///folder?glob=train-*.jsonl`. */
export function globOf(uri: vscode.Uri): { readonly glob?: string } {
  const glob = /^glob=(.+)$/s.exec(uri.query)?.[1];
  return glob === undefined ? {} : { glob };
}
