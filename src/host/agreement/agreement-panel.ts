import * as vscode from "vscode";
import type { AgreementIntent, ToAgreementPage } from "../../protocol/agreement.ts";
import { answer } from "../../protocol/channel.ts";
import { checkFromAgreementPage } from "../../protocol/check-agreement.ts";
import { Disposables } from "../disposables.ts";
import { Cancelled, messageOf } from "../errors.ts";
import { fillWebview } from "../webview-page.ts";
import type { AgreementService } from "./agreement-service.ts";
import type { AgreementPorts } from "./ports.ts";

/** Snapshots at most so often, in ms: sections of small corpora come within a few of them. */
const QUIET_MS = 60;

/** One tab of the agreement editor: the service's state in, messages of the page out. */
export class AgreementPanel implements vscode.Disposable {
  private readonly parts = new Disposables();
  private loaded = false;
  private timer: NodeJS.Timeout | undefined;
  /** Starts at the clock, so that a restored page takes the first snapshot of a new host for the newer one. */
  private revision = Date.now();
  private waitingFocus: "summary" | "disagreements" | "gold" | undefined;

  constructor(
    readonly panel: vscode.WebviewPanel,
    private readonly service: AgreementService,
    private readonly ports: AgreementPorts,
    extensionUri: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.parts.add(panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message)));
    this.parts.add(panel.onDidChangeViewState(() => this.update()));
    this.parts.add(ports.onDidChange(() => void service.look()));
    fillWebview(panel.webview, extensionUri, "agreement", "Agreement & gold");
  }

  focus(target: "summary" | "disagreements" | "gold"): void {
    if (this.loaded) void this.post({ type: "focus", target });
    else this.waitingFocus = target;
  }

  /** Reads the files anew; what is shown stays until the new figures are there. */
  refresh(): void {
    void this.service.start();
  }

  /** Sends a snapshot soon. */
  update(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      if (!this.loaded || !this.panel.visible) return;
      this.revision += 1;
      void this.post({ type: "snapshot", snapshot: { revision: this.revision, ...this.service.snapshot() } });
    }, QUIET_MS);
  }

  progress(tasks: Extract<ToAgreementPage, { type: "progress" }>["tasks"]): void {
    if (this.loaded && this.panel.visible) void this.post({ type: "progress", tasks });
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.parts.dispose();
    void this.service.dispose();
  }

  private async receive(message: unknown): Promise<void> {
    const checked = checkFromAgreementPage(message);
    if (!checked.ok) {
      this.log.warn(`a message of the agreement editor was refused: ${checked.problem}`);
      if (checked.intent !== undefined) {
        await this.post({
          type: "reply",
          intent: checked.intent,
          error: "The page asked for something unknown.",
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
        this.log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
        return messageOf(error);
      },
    );
  }

  private async carryOut(ask: AgreementIntent): Promise<void> {
    const { service, ports } = this;
    switch (ask.do) {
      case "choose":
        return service.choose(ask.choices);
      case "rows": {
        const { generation, from, count } = ask;
        const rows = await service.rows(generation, from, count);
        return this.post({ type: "rows", generation, rows });
      }
      case "open":
        await service.mustSee();
        return ports.openConversation(service.corpus, ask.conversation, ask.label);
      case "adjudicate":
        await service.mustSee();
        return ports.adjudicate(service.corpus, ask.conversation);
      case "cancel":
        return service.cancel();
      case "compute":
        return service.start();
      case "goldRule":
        return service.chooseRule(ask.rule);
      case "goldFrame":
        return service.chooseFrame({ sample: ask.sample, licence: ask.licence });
      case "makeGold": {
        const folder = await service.makeGold(ask.name);
        void vscode.window.showInformationMessage(`Gold set “${ask.name}” is in ${folder}.`);
        return;
      }
      case "exportGold":
        await service.mustSee();
        return ports.gold?.exportVersion(service.corpus, ask.version, ask.format);
      case "previewCard":
        await service.mustSee();
        return service.previewCard();
      case "copy":
        await vscode.env.clipboard.writeText(ask.text);
        return;
      case "save":
        return save(ask);
      case "setRater":
        return ports.setRater();
      case "showProblems":
        for (const { file, line, reason } of service.problems)
          this.log.warn(`${file}${line > 0 ? `, line ${line}` : ""}: ${reason}`);
        return this.log.show();
    }
  }

  private async post(message: ToAgreementPage): Promise<void> {
    await this.panel.webview.postMessage(message);
  }
}

const FILTERS = {
  tsv: { "Tab-separated values": ["tsv"] },
  csv: { "Comma-separated values": ["csv"] },
  svg: { "SVG picture": ["svg"] },
  png: { "PNG picture": ["png"] },
} as const;

/** Asks where, and writes there. */
async function save({ name, type, data }: Extract<AgreementIntent, { do: "save" }>): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  // The name comes from the page: nothing but letters, digits and hyphens makes a path.
  const file = `${name.replace(/[^a-z0-9-]+/gi, "-").slice(0, 80)}.${type}`;
  const target = await vscode.window.showSaveDialog({
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, file) } : {}),
    filters: Object.fromEntries(Object.entries(FILTERS[type]).map(([title, ends]) => [title, [...ends]])),
  });
  if (!target) throw new Cancelled();
  const bytes = type === "png" ? Buffer.from(data, "base64") : Buffer.from(data, "utf8");
  await vscode.workspace.fs.writeFile(target, bytes);
}
