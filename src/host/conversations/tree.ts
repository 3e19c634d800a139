import * as vscode from "vscode";
import type { RowError } from "../../core/formats/format.ts";
import { CONVERSATIONS_VIEW } from "../ids.ts";
import type { OpenedFile } from "../library/opened-file.ts";
import type { Desk, RecordOf } from "../review/desk.ts";
import type { RaterRecord } from "../review/rater-record.ts";
import { summaryOf } from "../review/review.ts";
import { firstWords } from "./first-words.ts";
import { STRETCH, childrenOf, type Node } from "./tree-node.ts";

/** The conversations of the current file with the rater's status of each. */
export class ConversationsView implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<Node>;
  private readonly listening: vscode.Disposable;
  private record: RaterRecord | undefined;
  private shown = "";

  constructor(
    private readonly desk: Desk,
    private readonly recordOf: RecordOf,
  ) {
    this.view = vscode.window.createTreeView(CONVERSATIONS_VIEW, {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    this.listening = desk.onDidChange(() => void this.update());
  }

  async getChildren(node?: Node): Promise<Node[]> {
    const file = node?.file ?? this.desk.current?.page.file;
    if (!file) return [];
    this.record = await this.recordOf(file).catch(() => undefined);
    if (node?.type === "stretch") return childrenOf(file, node.from, node.to);
    if (node?.type === "errors")
      return file.errors.slice(0, STRETCH).map((error) => ({ type: "error", file, error }));
    const errors: Node[] = file.errors.length > 0 ? [{ type: "errors", file }] : [];
    return [...(await childrenOf(file, 0, file.count)), ...errors];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    switch (node.type) {
      case "conversation":
        return this.conversationItem(node);
      case "unreadable":
        return unreadableItem(node.index, node.why);
      case "stretch":
        return new vscode.TreeItem(
          `${(node.from + 1).toLocaleString("en")} – ${node.to.toLocaleString("en")}`,
          vscode.TreeItemCollapsibleState.Collapsed,
        );
      case "errors": {
        const count = node.file.errors.length;
        const item = new vscode.TreeItem(
          count === 1 ? "1 row was not opened" : `${count.toLocaleString("en")} rows were not opened`,
          vscode.TreeItemCollapsibleState.Collapsed,
        );
        item.iconPath = new vscode.ThemeIcon("warning", new vscode.ThemeColor("list.warningForeground"));
        return item;
      }
      case "error":
        return errorItem(node.file, node.error);
    }
  }

  dispose(): void {
    this.listening.dispose();
    this.view.dispose();
    this.changed.dispose();
  }

  private async update(): Promise<void> {
    const { current } = this.desk;
    const file = current?.page.file;
    this.view.description = file?.name ?? "";
    const totals = file ? (await this.recordOf(file).catch(() => undefined))?.summary.totals() : undefined;
    this.view.message = file && totals ? `${totals.done} of ${file.count} done` : "";
    // Moving from label to label changes nothing here.
    const shown = JSON.stringify([current?.key, totals, file?.mtime, file?.count]);
    if (shown === this.shown) return;
    this.shown = shown;
    this.changed.fire(undefined);
  }

  private isCurrent(file: OpenedFile, index: number): boolean {
    const page = this.desk.current?.page;
    return page?.file === file && page.index === index;
  }

  private conversationItem({
    file,
    index,
    conversation,
  }: Extract<Node, { type: "conversation" }>): vscode.TreeItem {
    const item = new vscode.TreeItem(`${index + 1}  ${conversation.title ?? firstWords(conversation)}`);
    const summary = summaryOf(this.record, conversation);
    const status = summary.status;
    const turns = conversation.turns.length;
    item.description = [
      turns === 1 ? "1 turn" : `${turns} turns`,
      ...(summary.judged ? [`${summary.judged} judged`] : []),
    ].join(" · ");
    item.iconPath = summary.flagged
      ? new vscode.ThemeIcon("bookmark")
      : status === "done"
        ? new vscode.ThemeIcon("pass", new vscode.ThemeColor("testing.iconPassed"))
        : status === "skipped"
          ? new vscode.ThemeIcon("debug-step-over")
          : new vscode.ThemeIcon(this.isCurrent(file, index) ? "arrow-right" : "circle-large-outline");
    item.tooltip = `${conversation.id}\n${status}${summary.flagged ? ", flagged" : ""}`;
    item.accessibilityInformation = {
      label: `Conversation ${index + 1}, ${status}${summary.flagged ? ", flagged" : ""}`,
    };
    item.command = {
      command: "valuemark.pickConversation",
      title: "Open",
      arguments: [{ source: file.uri, index }],
    };
    return item;
  }
}

function unreadableItem(index: number, why: string): vscode.TreeItem {
  const item = new vscode.TreeItem(`${index + 1}  not readable`);
  item.description = why;
  item.tooltip = why;
  item.iconPath = new vscode.ThemeIcon("error");
  return item;
}

function errorItem(file: OpenedFile, error: RowError): vscode.TreeItem {
  const where = error.line === undefined ? `row ${error.row + 1}` : `line ${error.line}`;
  const item = new vscode.TreeItem(`${where}: ${error.reason}`);
  item.tooltip = error.reason;
  item.iconPath = new vscode.ThemeIcon("error");
  const at = Math.max(0, (error.line ?? 1) - 1);
  item.command = {
    command: "vscode.open",
    title: "Show the row",
    arguments: [file.uri, { selection: new vscode.Range(at, 0, at, 0) }],
  };
  return item;
}
