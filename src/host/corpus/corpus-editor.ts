import * as vscode from "vscode";
import { CORPUS_VIEW_TYPE } from "../ids.ts";
import type { OpenedFile } from "../library/opened-file.ts";
import { tabIcon } from "../webview-page.ts";
import type { CorpusSession } from "./corpora.ts";
import { CorpusPage, DEFAULT_CHOICES, type PageHost, type TableChoices } from "./corpus-page.ts";

/** Characters of a remembered query; a longer one is not kept. */
const MAX_REMEMBERED = 4_000;

/** The corpus editor: a read-only custom editor of a file or folder, one tab each, restored with the window. */
export class CorpusEditor
  implements vscode.CustomReadonlyEditorProvider<vscode.CustomDocument>, vscode.Disposable
{
  private readonly pages = new Map<string, CorpusPage>();
  private readonly registration: vscode.Disposable;

  constructor(
    private readonly open: (uri: vscode.Uri) => Promise<CorpusSession>,
    private readonly memory: vscode.Memento,
    private readonly host: PageHost,
  ) {
    this.registration = vscode.window.registerCustomEditorProvider(CORPUS_VIEW_TYPE, this, {
      supportsMultipleEditorsPerDocument: false,
    });
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor({ uri }: vscode.CustomDocument, panel: vscode.WebviewPanel): void {
    const key = uri.toString();
    const name = nameOf(uri);
    panel.iconPath = tabIcon(this.host.extensionUri);
    const page = new CorpusPage(
      panel,
      name,
      this.choicesOf(key),
      (choices) => this.remember(key, choices),
      this.host,
    );
    this.pages.set(key, page);
    panel.onDidDispose(() => {
      page.dispose();
      if (this.pages.get(key) === page) this.pages.delete(key);
    });
    void page.show(this.open(uri));
  }

  /** Another reading of a corpus: its tab shows that from now on. */
  reread(session: CorpusSession): void {
    void this.pages.get(session.file.uri.toString())?.show(Promise.resolve(session));
  }

  /** The file whose table has the keyboard. */
  get onShow(): OpenedFile | undefined {
    return [...this.pages.values()].find((page) => page.isActive)?.file;
  }

  dispose(): void {
    this.registration.dispose();
    for (const page of this.pages.values()) page.dispose();
  }

  private choicesOf(key: string): TableChoices {
    return { ...DEFAULT_CHOICES, ...this.memory.get<Partial<TableChoices>>(`table:${key}`) };
  }

  private remember(key: string, choices: TableChoices): void {
    const query = choices.query.length > MAX_REMEMBERED ? "" : choices.query;
    void this.memory.update(`table:${key}`, { ...choices, query });
  }
}

/** Opens the table of a file or folder, or brings it to the front. */
export async function showTable(uri: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand("vscode.openWith", uri, CORPUS_VIEW_TYPE, { preview: false });
}

/**
 * The column for transcripts that are opened from a table: one that has a transcript, else another than the table's,
 * else a new one below it. A table needs the width, and what is read in rows is read beside its panel.
 */
export async function columnBelow(table: vscode.ViewColumn): Promise<vscode.ViewColumn> {
  const others = vscode.window.tabGroups.all.filter((group) => group.viewColumn !== table);
  const withTranscript = others.find((group) =>
    group.tabs.some(
      (tab) => tab.input instanceof vscode.TabInputText && tab.input.uri.scheme === "valuemark",
    ),
  );
  if (withTranscript) return withTranscript.viewColumn;
  if (others[0]) return others[0].viewColumn;
  await vscode.commands.executeCommand("vscode.setEditorLayout", {
    orientation: 1,
    groups: [{ size: 0.4 }, { size: 0.6 }],
  });
  return vscode.ViewColumn.Two;
}

function nameOf(uri: vscode.Uri): string {
  const name = uri.path.split("/").filter(Boolean).at(-1) ?? uri.path;
  const pattern = /^glob=(.+)$/.exec(decodeURIComponent(uri.query))?.[1];
  return pattern === undefined ? name : `${name}/${pattern}`;
}
