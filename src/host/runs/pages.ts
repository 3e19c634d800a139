import * as vscode from "vscode";

/** Scheme of read-only pages that are made on request: previews, prompts, comparisons, reports. */
export const PAGE_SCHEME = "valuemark-page";

/** Pages kept; an older one says that it is gone. */
const KEPT = 40;

/** Texts shown as read-only documents. They live as long as the window. */
export class Pages implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly registration: vscode.Disposable;
  private next = 1;

  constructor() {
    this.registration = vscode.workspace.registerTextDocumentContentProvider(PAGE_SCHEME, this);
  }

  /** @param name the tab's name with an extension that tells the language: "preview.md" */
  add(name: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: PAGE_SCHEME, path: `/${this.next++}/${name}` });
    this.texts.set(uri.toString(), text);
    for (const oldest of this.texts.keys()) {
      if (this.texts.size <= KEPT) break;
      this.texts.delete(oldest);
    }
    return uri;
  }

  async show(name: string, text: string): Promise<void> {
    await vscode.window.showTextDocument(this.add(name, text), { preview: true });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? "This page is gone. Ask for it again.";
  }

  dispose(): void {
    this.registration.dispose();
  }
}
