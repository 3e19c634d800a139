import * as vscode from "vscode";
import type { CorpusTable } from "../../corpus/table/corpus-table.ts";
import { Disposables } from "../disposables.ts";
import type { Library } from "../library/library.ts";
import type { OpenedFile } from "../library/opened-file.ts";
import type { RecordOf } from "../review/desk.ts";
import type { Review } from "../review/review.ts";
import { watchListOf } from "../review/watch-list.ts";
import { setting } from "../settings.ts";
import type { SuggestionLibrary } from "../storage/suggestion-sets.ts";
import { MarksFeed } from "./marks-feed.ts";

/** An opened file with its table. */
export interface CorpusSession {
  readonly file: OpenedFile;
  readonly table: CorpusTable;
  /** Why the current rater must not see what others said in this corpus. */
  readonly blind: string | undefined;
}

export interface CorporaPorts {
  readonly library: Library;
  readonly recordOf: RecordOf;
  readonly suggestions: SuggestionLibrary;
  blindOf(file: OpenedFile): Promise<string | undefined>;
  rater(): string | undefined;
  /** Absolute path of the bundled marks.worker.ts. */
  readonly marksWorker: string;
  readonly log: vscode.LogOutputChannel;
}

class Session implements CorpusSession {
  blind: string | undefined;
  readonly marks: MarksFeed;

  constructor(
    readonly file: OpenedFile,
    readonly table: CorpusTable,
    readonly isOwnTable: boolean,
    workerFile: string,
    log: vscode.LogOutputChannel,
  ) {
    this.marks = new MarksFeed(table, workerFile, (message) => log.warn(`${file.name}: ${message}`));
  }
}

/** The tables of opened files: each made when it is first asked for, with marks and blindness kept up to date. */
export class Corpora implements vscode.Disposable {
  private readonly sessions = new Map<OpenedFile, Promise<Session>>();
  private readonly parts = new Disposables();
  private stale = false;
  private refreshing = false;
  private readonly changed = new vscode.EventEmitter<CorpusSession>();
  /** A session has another blindness, or is a new reading of its file. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly ports: CorporaPorts) {
    this.parts.add(this.changed);
    this.parts.add(ports.library.onDidRead((file) => void this.reread(file)));
  }

  /** Opens a file or folder with its table. Rejects with `UserError` or `Cancelled`. */
  async open(uri: vscode.Uri): Promise<CorpusSession> {
    return this.of(await this.ports.library.open(uri));
  }

  /** The table of an opened file. */
  of(file: OpenedFile): Promise<CorpusSession> {
    const known = this.sessions.get(file);
    if (known) return known;
    const making = this.make(file);
    this.sessions.set(file, making);
    making.catch(() => this.sessions.delete(file));
    return making;
  }

  /** A conversation was judged here: its row shows it. */
  async judged(review: Review): Promise<void> {
    const session = await this.sessions.get(review.page.file);
    if (!session) return;
    if (session.blind !== undefined) {
      await this.blindnessOf(session);
      // The last item of a blind sample ends the blindness; what was judged until then was marked without suggestions.
      if (session.blind === undefined) return this.refresh();
    }
    const record = await this.ports.recordOf(review.page.file).catch(() => undefined);
    if (record) await session.marks.judged(review, record, watchListOf(setting("watchList")));
  }

  /**
   * Another rater, other samples, events from elsewhere, other suggestions: everything is asked again. Calls that come
   * while this is under way make for one more round.
   */
  async refresh(): Promise<void> {
    this.stale = true;
    if (this.refreshing) return;
    this.refreshing = true;
    try {
      while (this.stale) {
        this.stale = false;
        for (const session of this.sessions.values()) await session.then((each) => this.feed(each));
      }
    } catch (error) {
      this.ports.log.error(String(error));
    } finally {
      this.refreshing = false;
    }
  }

  dispose(): void {
    this.parts.dispose();
    for (const session of this.sessions.values()) void session.then(close, () => undefined);
    this.sessions.clear();
  }

  private async make(file: OpenedFile): Promise<Session> {
    const { marksWorker, log } = this.ports;
    const table = file.table ?? (await import("./memory-table.ts")).memoryTable(file);
    const session = new Session(file, table, file.table === undefined, marksWorker, log);
    await this.blindnessOf(session);
    // The rows are of use before what was said of them.
    void this.feed(session).catch((error: unknown) => log.error(String(error)));
    return session;
  }

  private async feed(session: Session): Promise<void> {
    await this.blindnessOf(session);
    const paths = (await this.ports.suggestions.of(session.file))?.paths;
    if (!paths) return;
    await session.marks.read({
      projectFolder: paths.projectFolder,
      key: paths.key,
      rater: this.ports.rater(),
      watchList: setting("watchList"),
    });
  }

  private async blindnessOf(session: Session): Promise<void> {
    const blind = await this.ports.blindOf(session.file);
    if (blind === session.blind) return;
    session.blind = blind;
    await session.table.setBlind(blind ?? null);
    this.changed.fire(session);
  }

  /** A file was read again: its earlier table is of no use, and who shows it hears of the new one. */
  private async reread(file: OpenedFile): Promise<void> {
    for (const [old, session] of this.sessions) {
      if (old === file || old.uri.toString() !== file.uri.toString()) continue;
      this.sessions.delete(old);
      void session.then(close, () => undefined);
      this.changed.fire(await this.of(file));
    }
  }
}

/** The table of a corpus goes with its file. */
async function close(session: Session): Promise<void> {
  await session.marks.stop();
  if (session.isOwnTable) await session.table.close();
}
