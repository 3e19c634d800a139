import * as vscode from "vscode";
import type { SortKey, ColumnId } from "../../core/table/table.ts";
import type { ColumnInfo, CorpusTable, TableState } from "../../corpus/table/corpus-table.ts";
import { answer } from "../../protocol/channel.ts";
import { checkFromCorpusPage } from "../../protocol/check-corpus.ts";
import type { CorpusIntent, CorpusSnapshot, ToCorpusPage } from "../../protocol/corpus.ts";
import { Disposables } from "../disposables.ts";
import { Cancelled, messageOf } from "../errors.ts";
import type { OpenedFile } from "../library/opened-file.ts";
import { fillWebview } from "../webview-page.ts";
import type { CorpusSession } from "./corpora.ts";

/** What a page needs of the rest of the host. */
export interface PageHost {
  readonly extensionUri: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  /** 0-based index of the conversation on show, if it is of this corpus. */
  currentOf(session: CorpusSession): number | undefined;
  /** Opens a row's transcript; `preview` leaves the keyboard in the table, which is in `column`. */
  open(session: CorpusSession, row: number, preview: boolean, column: vscode.ViewColumn): Promise<void>;
  drawSample(session: CorpusSession): Promise<void>;
  useSample(session: CorpusSession, name: string | undefined): Promise<void>;
  showProblems(session: CorpusSession): Promise<void>;
  samplesOf(session: CorpusSession): { readonly names: readonly string[]; readonly current?: string };
  readonly onDidChange: vscode.Event<unknown>;
}

/** What is remembered of a corpus's table. */
export interface TableChoices {
  readonly columns: readonly ColumnId[];
  readonly query: string;
  readonly sort: readonly SortKey[];
  readonly facets: readonly ColumnId[];
}

interface CurrentPlace {
  readonly generation: number;
  readonly rows: number;
  readonly at: number | undefined;
}

export const DEFAULT_CHOICES: TableChoices = {
  columns: ["row", "words", "turns", "status", "labels"],
  query: "",
  sort: [],
  facets: ["status", "turns"],
};

/** One tab of the corpus editor: state in, snapshots out. */
export class CorpusPage implements vscode.Disposable {
  private readonly parts = new Disposables();
  /** What listens to the session on show. */
  private listening = new Disposables();
  private loaded = false;
  private revision = Date.now();
  /** The place of the row on show, in the view of this generation as long as it had so many rows. */
  private current: CurrentPlace = { generation: 0, rows: 0, at: undefined };
  private failure: string | undefined;
  private table: CorpusTable | undefined;
  private session: CorpusSession | undefined;

  constructor(
    private readonly panel: vscode.WebviewPanel,
    private readonly name: string,
    private choices: TableChoices,
    private readonly remember: (choices: TableChoices) => void,
    private readonly host: PageHost,
  ) {
    this.parts.add(panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message)));
    this.parts.add(panel.onDidChangeViewState(() => this.update()));
    this.parts.add(host.onDidChange(() => void this.follow()));
    fillWebview(panel.webview, host.extensionUri, "corpus", "Corpus");
  }

  /** Shows a corpus, once it is open; a later call puts another reading of it in its place. */
  async show(opening: Promise<CorpusSession>): Promise<void> {
    try {
      const session = await opening;
      const { table } = session;
      this.listening.dispose();
      this.listening = new Disposables();
      this.session = session;
      this.table = table;
      this.failure = undefined;
      this.listening.add(new vscode.Disposable(table.onState((state) => this.tableChanged(state))));
      this.update();
      await table.setFacets(this.choices.facets);
      await table.setQuery(this.choices);
      await this.follow();
    } catch (error) {
      this.fail(messageOf(error));
    }
  }

  get isActive(): boolean {
    return this.panel.active;
  }

  get file(): OpenedFile | undefined {
    return this.session?.file;
  }

  focus(target: "search" | "table"): void {
    this.panel.reveal();
    void this.post({ type: "focus", target });
  }

  dispose(): void {
    this.listening.dispose();
    this.parts.dispose();
  }

  private fail(message: string): void {
    this.failure = message;
    this.update();
  }

  /** In another view the row on show is elsewhere, and it may be among rows that have come. */
  private tableChanged({ view }: TableState): void {
    const { generation, rows, at } = this.current;
    if (generation === view.generation && (at !== undefined || rows === view.rows)) this.update();
    else void this.follow();
  }

  private async follow(): Promise<void> {
    const { session, table } = this;
    if (!session || !table) return;
    const { generation, rows } = table.state.view;
    const row = this.host.currentOf(session);
    const at = row === undefined ? undefined : await table.placeOf(row).catch(() => undefined);
    this.current = { generation, rows, at };
    this.update();
  }

  private update(): void {
    if (!this.loaded || !this.panel.visible) return;
    this.revision += 1;
    void this.post({ type: "snapshot", snapshot: { revision: this.revision, ...this.snapshot() } });
  }

  private snapshot(): Omit<CorpusSnapshot, "revision"> {
    const { session, table, failure } = this;
    const state = table?.state;
    if (failure !== undefined || !session || !state)
      return { ...NOTHING, name: this.name, screen: screenOf(failure, state) };
    const samples = this.host.samplesOf(session);
    const known = new Map(state.available.map((column) => [column.id, column]));
    const columns = this.choices.columns.map((id) => known.get(id) ?? unknownColumn(id));
    const { generation, at } = this.current;
    return {
      name: this.name,
      detail: session.file.format.title,
      screen: screenOf(undefined, state),
      rows: state.rows,
      growing: state.growing,
      view: state.view,
      columns,
      available: [...state.available, ...columns.filter(({ id }) => !known.has(id))],
      facets: state.facets,
      tasks: state.tasks,
      ...(at === undefined || generation !== state.view.generation ? {} : { current: at }),
      notes: state.notes,
      problems: state.problems,
      ...(session.blind === undefined ? {} : { blind: session.blind }),
      samples: samples.names,
      ...(samples.current === undefined ? {} : { sample: samples.current }),
    };
  }

  private async receive(message: unknown): Promise<void> {
    const checked = checkFromCorpusPage(message);
    if (!checked.ok) {
      this.host.log.warn(`a message of the corpus editor was refused: ${checked.problem}`);
      if (checked.intent !== undefined)
        await this.post({
          type: "reply",
          intent: checked.intent,
          error: "The page asked for something unknown.",
        });
      return;
    }
    const asked = checked.message;
    if (asked.type === "viewLoaded") {
      this.loaded = true;
      this.update();
      return;
    }
    await answer(
      asked,
      async (ask) => {
        try {
          await this.carryOut(ask);
        } catch (error) {
          if (!(error instanceof Cancelled)) throw error;
        }
      },
      (reply) => this.post(reply),
      (error) => {
        this.host.log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
        return messageOf(error);
      },
    );
  }

  private async carryOut(ask: CorpusIntent): Promise<void> {
    const { session, table } = this;
    if (!session || !table) return;
    switch (ask.do) {
      case "rows": {
        const { generation, from, count } = ask;
        const window = await table.window({ generation, from, count, columns: this.choices.columns });
        return this.post({ type: "rows", ...window });
      }
      case "query":
        this.choose({ query: ask.text });
        return void (await table.setQuery(this.choices));
      case "sort":
        this.choose({ sort: ask.sort });
        return void (await table.setQuery(this.choices));
      case "columns":
        this.choose({ columns: ask.columns });
        return this.update();
      case "facets":
        this.choose({ facets: ask.columns });
        return table.setFacets(ask.columns);
      case "open": {
        const row = await table.rowAt(ask.generation, ask.at);
        if (row === undefined) return;
        return this.host.open(session, row, ask.preview, this.panel.viewColumn ?? vscode.ViewColumn.One);
      }
      case "cancel":
        return table.cancel();
      case "resume":
        return table.resume();
      case "sample":
        return this.host.drawSample(session);
      case "useSample":
        return this.host.useSample(session, ask.name ?? undefined);
      case "showProblems":
        return this.host.showProblems(session);
    }
  }

  private choose(change: Partial<TableChoices>): void {
    this.choices = { ...this.choices, ...change };
    this.remember(this.choices);
  }

  private async post(message: ToCorpusPage): Promise<void> {
    await this.panel.webview.postMessage(message);
  }
}

const NOTHING: Omit<CorpusSnapshot, "revision" | "name" | "screen"> = {
  detail: "",
  rows: 0,
  growing: true,
  view: { generation: 0, rows: 0, query: "", sort: [], partial: true },
  columns: [],
  available: [],
  facets: [],
  tasks: [],
  notes: [],
  problems: 0,
  samples: [],
};

/** Before the first row there is nothing to draw but what is being waited for. */
function screenOf(failure: string | undefined, state: TableState | undefined): CorpusSnapshot["screen"] {
  if (failure !== undefined) return { type: "error", message: failure };
  if (!state) return { type: "loading", what: "Opening the corpus" };
  if (state.rows === 0 && state.growing) return { type: "loading", what: state.progress.what };
  return { type: "table" };
}

/** A remembered column whose field no row has shown yet. */
function unknownColumn(id: ColumnId): ColumnInfo {
  return { id, title: id.replace(/^meta:/, ""), numeric: false };
}
