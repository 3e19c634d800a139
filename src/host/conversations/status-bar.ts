import * as vscode from "vscode";
import type { Desk, RecordOf } from "../review/desk.ts";

/** Rater, done of total, pace: shown while a conversation is open. */
export class ReviewStatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(
    "valuemark.status",
    vscode.StatusBarAlignment.Left,
    50,
  );
  private readonly listening: vscode.Disposable;

  constructor(
    private readonly desk: Desk,
    private readonly recordOf: RecordOf,
    /** A sample in use has an item of its own. */
    private readonly inSample: () => boolean,
  ) {
    this.item.name = "Valuemark";
    this.item.command = "valuemark.pickConversation";
    this.listening = desk.onDidChange(() => void this.update());
  }

  dispose(): void {
    this.listening.dispose();
    this.item.dispose();
  }

  async update(): Promise<void> {
    const file = this.desk.current?.page.file;
    if (!file || this.inSample()) {
      this.item.hide();
      return;
    }
    const record = await this.recordOf(file).catch(() => undefined);
    const totals = record?.summary.totals();
    const pace = Math.round(record?.summary.pace(Date.now()).perHour ?? 0);
    const done = `${(totals?.done ?? 0).toLocaleString("en")}/${file.count.toLocaleString("en")} done`;
    this.item.text = `$(checklist) ${record?.rater.replace(/\$\(/g, "$ (") ?? "no rater"} · ${done}${pace > 0 ? ` · ${pace}/h` : ""}`;
    this.item.tooltip = `${file.name}: ${totals?.judged ?? 0} labels judged, ${totals?.flagged ?? 0} flagged. Pace over the last 20 minutes.`;
    this.item.show();
  }
}
