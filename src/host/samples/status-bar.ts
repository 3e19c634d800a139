import * as vscode from "vscode";
import { withoutIcons } from "../plain.ts";
import type { SampleSession } from "./session.ts";
import { statusDetail, statusText } from "./texts.ts";

/** Rater, done of total and pace of the sample in use; a click goes to the next open item. */
export class SampleStatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(
    "valuemark.sample",
    vscode.StatusBarAlignment.Left,
    51,
  );
  private readonly listening: vscode.Disposable;

  constructor(private readonly session: SampleSession) {
    this.item.name = "Valuemark Sample";
    this.item.command = "valuemark.nextInQueue";
    this.listening = session.onDidChange(() => this.update());
    this.update();
  }

  dispose(): void {
    this.listening.dispose();
    this.item.dispose();
  }

  private update(): void {
    const queue = this.session.active?.queue;
    if (!queue || queue.counts.total === 0) {
      this.item.hide();
      return;
    }
    const pace = this.session.pace();
    const icon = queue.counts.open === 0 ? "$(pass)" : queue.sample.blind ? "$(eye-closed)" : "$(checklist)";
    this.item.text = `${icon} ${withoutIcons(statusText(queue.rater, queue.counts, pace))}`;
    this.item.tooltip = statusDetail(queue, pace);
    this.item.show();
  }
}
