import * as vscode from "vscode";
import { answer } from "../../protocol/channel.ts";
import { checkFromPanel } from "../../protocol/check.ts";
import type { FocusTarget, Intent, PanelSnapshot, ToPanel } from "../../protocol/review.ts";
import { Cancelled, messageOf } from "../errors.ts";
import { REVIEW_VIEW_TYPE } from "../ids.ts";
import { fillWebview, tabIcon } from "../webview-page.ts";

export interface PanelHost {
  /** The state to show now; the panel adds the revision. */
  snapshot(): Omit<PanelSnapshot, "revision">;
  /** Carries an intent out. `conversation` is the key of the one that was on show when it was asked. */
  carryOut(ask: Intent, conversation: string | undefined): void | Promise<void>;
}

const WAS_OPEN = "reviewPanelOpen";

/** The review panel: at most one, beside the transcript, restored with the window. */
export class ReviewPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private loaded = false;
  /** Starts at the clock, so that a restored page takes the first snapshot of a new host for the newer one. */
  private revision = Date.now();
  private waitingFocus: FocusTarget | undefined;
  private readonly serializer: vscode.Disposable;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly host: PanelHost,
    private readonly memory: vscode.Memento,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.serializer = vscode.window.registerWebviewPanelSerializer(REVIEW_VIEW_TYPE, {
      deserializeWebviewPanel: async (panel) => this.adopt(panel),
    });
  }

  get isVisible(): boolean {
    return this.panel?.visible ?? false;
  }

  get isActive(): boolean {
    return this.panel?.active ?? false;
  }

  get column(): vscode.ViewColumn | undefined {
    return this.panel?.viewColumn;
  }

  /** Opens the panel, or brings it to the front. */
  show(preserveFocus: boolean): void {
    if (this.panel) {
      this.panel.reveal(undefined, preserveFocus);
      return;
    }
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus };
    this.adopt(vscode.window.createWebviewPanel(REVIEW_VIEW_TYPE, "Review", column));
  }

  /** Brings the panel to the front without taking the keyboard, out of the transcript's group if it is in there. */
  showBesideTranscript(): void {
    const column = vscode.window.activeTextEditor?.viewColumn;
    if (this.panel && column !== undefined && this.panel.viewColumn === column)
      this.panel.reveal(vscode.ViewColumn.Beside, true);
    else this.show(true);
  }

  /** When the extension host died, VS Code closed the panel without asking; a rater who had it open gets it back. */
  restoreLost(): void {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    // VS Code puts a prefix before the view type.
    const isOpen = tabs.some(
      ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(REVIEW_VIEW_TYPE),
    );
    if (!isOpen && this.memory.get<boolean>(WAS_OPEN)) this.show(true);
  }

  /** Sends a complete snapshot to a loaded panel; a hidden one asks for it when it comes back. */
  update(): void {
    if (!this.panel || !this.loaded) return;
    this.revision += 1;
    void this.post({ type: "snapshot", snapshot: { revision: this.revision, ...this.host.snapshot() } });
  }

  /** Moves the keyboard to a part of the panel, once it is there. */
  focus(target: FocusTarget): void {
    this.show(false);
    if (this.loaded) void this.post({ type: "focus", target });
    else this.waitingFocus = target;
  }

  dispose(): void {
    this.serializer.dispose();
    // The window goes and takes the panel with it; closed from here it would not come back.
    this.panel = undefined;
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel?.dispose();
    this.panel = panel;
    void this.memory.update(WAS_OPEN, true);
    this.loaded = false;
    const { webview } = panel;
    panel.iconPath = tabIcon(this.extensionUri);
    webview.onDidReceiveMessage((message: unknown) => this.receive(message));
    panel.onDidChangeViewState(() => this.update());
    panel.onDidDispose(() => {
      if (this.panel !== panel) return;
      this.panel = undefined;
      void this.memory.update(WAS_OPEN, false);
    });
    fillWebview(webview, this.extensionUri, "review", "Review");
  }

  private async receive(message: unknown): Promise<void> {
    const checked = checkFromPanel(message);
    if (!checked.ok) {
      this.log.warn(`a message of the review panel was refused: ${checked.problem}`);
      if (checked.intent !== undefined) {
        await this.post({
          type: "reply",
          intent: checked.intent,
          error: "The panel asked for something unknown.",
        });
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
          await this.host.carryOut(ask, conversation);
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

  private async post(message: ToPanel): Promise<void> {
    await this.panel?.webview.postMessage(message);
  }
}
