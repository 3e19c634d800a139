/** Puts the adjudication view into VS Code: one tab a corpus, restored with the window, its keys as commands. */
import { Worker } from "node:worker_threads";
import * as vscode from "vscode";
import type { ConversationRef } from "../../core/extraction/annotation.ts";
import type { AdjudicationIntent, PlainAdjudication } from "../../protocol/adjudication.ts";
import { Disposables } from "../disposables.ts";
import { UserError } from "../errors.ts";
import { tabIcon } from "../webview-page.ts";
import type { AgreementCorpus } from "../agreement/ports.ts";
import { AdjudicationPanel } from "./adjudication-panel.ts";
import { AdjudicationService } from "./adjudication-service.ts";
import { openDecisionLog } from "./decision-log.ts";
import { ADJUDICATION_VIEW_TYPE } from "../ids.ts";
import type { AdjudicationPorts } from "./ports.ts";

export interface AdjudicationParts extends AdjudicationPorts {
  readonly extensionUri: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
}

/** What a key does on the row that is selected. */
export type RowVerb = "accept" | "reject" | "other" | "clear" | "reason" | "reveal";

export interface AdjudicationView extends vscode.Disposable {
  /** Shows the view of a corpus (default: the current one), at a conversation if one is named. */
  show(corpus?: AgreementCorpus, conversation?: ConversationRef): Promise<void>;
  /** For commands: acts on the view that has the focus; nothing happens when none has. */
  run(verb: PlainAdjudication | RowVerb | "keys" | "note"): Promise<void>;
  /** Takes the label of the column with this number key. */
  take(key: number): Promise<void>;
  /** Resolves when all decisions given are on the disk. */
  settle(): Promise<void>;
}

export function registerAdjudication(parts: AdjudicationParts): AdjudicationView {
  const views = new Map<string, AdjudicationPanel>();
  const all = new Disposables();
  const adopt = (panel: vscode.WebviewPanel, corpus: AgreementCorpus, at?: ConversationRef): void => {
    views.get(corpus.key)?.panel.dispose();
    panel.iconPath = tabIcon(parts.extensionUri);
    panel.title = `Adjudication: ${corpus.name}`;
    const service = new AdjudicationService(corpus, parts, {
      startWorker: () => new Worker(workerFile(parts.extensionUri)),
      openLog: (adjudicator) => openDecisionLog(corpus.folder, adjudicator),
      log: (message) => parts.log.error(message),
      onChange: () => view.update(),
    });
    const view: AdjudicationPanel = new AdjudicationPanel(
      panel,
      service,
      parts,
      parts.extensionUri,
      parts.log,
    );
    views.set(corpus.key, view);
    panel.onDidDispose(() => {
      view.dispose();
      if (views.get(corpus.key) === view) views.delete(corpus.key);
    });
    void service.start(at);
  };
  all.add(
    vscode.window.registerWebviewPanelSerializer(ADJUDICATION_VIEW_TYPE, {
      deserializeWebviewPanel: async (panel, state: unknown) => {
        const key = keyIn(state);
        const corpus = key === undefined ? undefined : await parts.corpusOf(key);
        if (corpus) adopt(panel, corpus);
        else panel.dispose();
      },
    }),
  );
  all.add(new vscode.Disposable(() => views.forEach((view) => view.dispose())));
  const active = (): AdjudicationPanel | undefined =>
    [...views.values()].find(({ panel }) => panel.active) ??
    (views.size === 1 ? [...views.values()][0] : undefined);
  const ask = async (intent: AdjudicationIntent): Promise<void> =>
    active()?.service.carryOut(intent, undefined);
  const selected = (): string | undefined => {
    const screen = active()?.service.snapshot().screen;
    return screen?.type === "conversation" ? screen.conversation.selectedRow : undefined;
  };
  return {
    show: async (given, conversation) => {
      const corpus = given ?? (await parts.current());
      if (!corpus) throw new UserError("Open conversations first: adjudication is of one file or folder.");
      const known = views.get(corpus.key);
      if (!known) {
        const { Active } = vscode.ViewColumn;
        adopt(
          vscode.window.createWebviewPanel(ADJUDICATION_VIEW_TYPE, "Adjudication", Active),
          corpus,
          conversation,
        );
        return;
      }
      known.panel.reveal();
      if (conversation) await known.service.start(conversation);
    },
    run: async (verb) => {
      if (verb === "keys" || verb === "reason" || verb === "note") return active()?.focus(verb);
      if (verb === "other" && isClosed(active(), selected())) return active()?.focus("other");
      if (verb === "accept" || verb === "reject" || verb === "other" || verb === "clear") {
        const row = selected();
        return row === undefined ? undefined : ask({ do: verb, row });
      }
      if (verb === "reveal") return revealFirst(active(), selected());
      return ask({ do: verb });
    },
    take: async (key) => {
      const row = selected();
      if (row !== undefined) await ask({ do: "take", row, key });
    },
    settle: async () => void (await Promise.all([...views.values()].map(({ service }) => service.settled()))),
    dispose: () => all.dispose(),
  };
}

/** Whether the row is of a closed set, whose members are chosen in the page. */
function isClosed(view: AdjudicationPanel | undefined, row: string | undefined): boolean {
  const screen = view?.service.snapshot().screen;
  if (screen?.type !== "conversation") return false;
  const group = screen.conversation.groups.find(({ rows }) => rows.some(({ id }) => id === row));
  return group !== undefined && group.options.length > 0;
}

/** The first passage that any column names for the row. */
async function revealFirst(view: AdjudicationPanel | undefined, row: string | undefined): Promise<void> {
  const screen = view?.service.snapshot().screen;
  if (screen?.type !== "conversation" || row === undefined) return;
  const { columns, groups } = screen.conversation;
  const cells = groups.flatMap(({ rows }) => rows).find(({ id }) => id === row)?.cells ?? [];
  const at = cells.findIndex(({ evidence }) => evidence.some(({ span }) => span >= 0));
  const column = columns[at];
  await view?.service.carryOut({ do: "reveal", row, column: column?.id ?? "none", span: 0 }, undefined);
}

function workerFile(extensionUri: vscode.Uri): string {
  return vscode.Uri.joinPath(extensionUri, "dist", "workers", "host-adjudication-adjudication.worker.cjs")
    .fsPath;
}

/** Of the state that the page kept. */
function keyIn(state: unknown): string | undefined {
  if (typeof state !== "object" || state === null || !("key" in state)) return undefined;
  return typeof state.key === "string" && state.key !== "" ? state.key : undefined;
}
