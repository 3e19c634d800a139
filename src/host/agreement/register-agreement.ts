/** Puts the agreement editor into VS Code: one tab a corpus, restored with the window. */
import { Worker } from "node:worker_threads";
import * as vscode from "vscode";
import { Disposables } from "../disposables.ts";
import { UserError } from "../errors.ts";
import { tabIcon } from "../webview-page.ts";
import { AgreementPanel } from "./agreement-panel.ts";
import { AgreementService } from "./agreement-service.ts";
import { AGREEMENT_VIEW_TYPE } from "../ids.ts";
import type { AgreementCorpus, AgreementPorts } from "./ports.ts";

export interface AgreementParts extends AgreementPorts {
  readonly extensionUri: vscode.Uri;
  readonly memory: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
}

export interface AgreementEditor extends vscode.Disposable {
  /** Shows the editor of a corpus (default: the current one). Rejects with a `UserError` when there is none. */
  show(corpus?: AgreementCorpus, target?: "summary" | "disagreements" | "gold"): Promise<void>;
}

export function registerAgreement(parts: AgreementParts): AgreementEditor {
  const editors = new Map<string, AgreementPanel>();
  const all = new Disposables();
  const adopt = (panel: vscode.WebviewPanel, corpus: AgreementCorpus): AgreementPanel => {
    editors.get(corpus.key)?.panel.dispose();
    panel.iconPath = tabIcon(parts.extensionUri);
    panel.title = `Agreement: ${corpus.name}`;
    const service = new AgreementService(corpus, parts, {
      startWorker: () => new Worker(workerFile(parts.extensionUri)),
      memory: {
        get: (key) => parts.memory.get(key),
        update: (key, value) => void parts.memory.update(key, value),
      },
      clock: () => Date.now(),
      log: (message) => parts.log.error(message),
      onChange: () => editor.update(),
      onProgress: (tasks) => editor.progress(tasks),
    });
    const editor: AgreementPanel = new AgreementPanel(panel, service, parts, parts.extensionUri, parts.log);
    editors.set(corpus.key, editor);
    panel.onDidDispose(() => {
      editor.dispose();
      if (editors.get(corpus.key) === editor) editors.delete(corpus.key);
    });
    void service.start();
    return editor;
  };
  all.add(
    vscode.window.registerWebviewPanelSerializer(AGREEMENT_VIEW_TYPE, {
      deserializeWebviewPanel: async (panel, state: unknown) => {
        const key = keyIn(state);
        const corpus = key === undefined ? undefined : await parts.corpusOf(key);
        if (corpus) adopt(panel, corpus);
        else panel.dispose();
      },
    }),
  );
  all.add(new vscode.Disposable(() => editors.forEach((editor) => editor.dispose())));
  return {
    show: async (given, target) => {
      const corpus = given ?? (await parts.current());
      if (!corpus) throw new UserError("Open conversations first: figures are of one file or folder.");
      const known = editors.get(corpus.key);
      known?.panel.reveal();
      // Decisions and judgements may have come since it was read.
      known?.refresh();
      const editor =
        known ??
        adopt(
          vscode.window.createWebviewPanel(AGREEMENT_VIEW_TYPE, "Agreement & gold", vscode.ViewColumn.Active),
          corpus,
        );
      if (target) editor.focus(target);
    },
    dispose: () => all.dispose(),
  };
}

function workerFile(extensionUri: vscode.Uri): string {
  return vscode.Uri.joinPath(extensionUri, "dist", "workers", "host-agreement-agreement.worker.cjs").fsPath;
}

/** Of the state that the page kept. */
function keyIn(state: unknown): string | undefined {
  if (typeof state !== "object" || state === null || !("key" in state)) return undefined;
  return typeof state.key === "string" && state.key !== "" ? state.key : undefined;
}
