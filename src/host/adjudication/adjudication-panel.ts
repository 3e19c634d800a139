import type * as vscode from "vscode";
import type { AdjudicationFocus, ToAdjudicationPage } from "../../protocol/adjudication.ts";
import { answer } from "../../protocol/channel.ts";
import { checkFromAdjudicationPage } from "../../protocol/check-adjudication.ts";
import { Disposables } from "../disposables.ts";
import { Cancelled, messageOf } from "../errors.ts";
import { fillWebview } from "../webview-page.ts";
import type { AdjudicationService } from "./adjudication-service.ts";
import type { AdjudicationPorts } from "./ports.ts";

/** One tab of the adjudication view: the service's state in, messages of the page out. */
export class AdjudicationPanel implements vscode.Disposable {
  private readonly parts = new Disposables();
  private loaded = false;
  /** Starts at the clock, so that a restored page takes the first snapshot of a new host for the newer one. */
  private revision = Date.now();
  private waitingFocus: AdjudicationFocus | undefined;

  constructor(
    readonly panel: vscode.WebviewPanel,
    readonly service: AdjudicationService,
    ports: AdjudicationPorts,
    extensionUri: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.parts.add(panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message)));
    this.parts.add(panel.onDidChangeViewState(() => this.update()));
    this.parts.add(ports.onDidChange(() => void service.look()));
    fillWebview(panel.webview, extensionUri, "adjudication", "Adjudication");
  }

  focus(target: AdjudicationFocus): void {
    this.panel.reveal();
    if (this.loaded) void this.post({ type: "focus", target });
    else this.waitingFocus = target;
  }

  update(): void {
    if (!this.loaded || !this.panel.visible) return;
    this.revision += 1;
    void this.post({ type: "snapshot", snapshot: { revision: this.revision, ...this.service.snapshot() } });
  }

  dispose(): void {
    this.parts.dispose();
    void this.service.dispose();
  }

  private async receive(message: unknown): Promise<void> {
    const checked = checkFromAdjudicationPage(message);
    if (!checked.ok) {
      this.log.warn(`a message of the adjudication view was refused: ${checked.problem}`);
      if (checked.intent !== undefined) {
        const error = "The page asked for something unknown.";
        await this.post({ type: "reply", intent: checked.intent, error });
      }
      return;
    }
    const asked = checked.message;
    if (asked.type === "viewLoaded") {
      this.loaded = true;
      this.update();
      if (this.waitingFocus) void this.post({ type: "focus", target: this.waitingFocus });
      this.waitingFocus = undefined;
      return;
    }
    const { conversation } = asked;
    await answer(
      asked,
      async (ask) => {
        try {
          await this.service.carryOut(ask, conversation);
        } catch (error) {
          if (!(error instanceof Cancelled)) throw error;
        }
      },
      (reply) => this.post(reply),
      (error) => {
        this.log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
        return messageOf(error);
      },
    );
  }

  private async post(message: ToAdjudicationPage): Promise<void> {
    await this.panel.webview.postMessage(message);
  }
}
