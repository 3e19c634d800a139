import * as vscode from "vscode";
import type { QueueItem, ReviewQueue } from "../../core/sampling/queue.ts";
import { firstWords } from "../conversations/first-words.ts";
import { Disposables } from "../disposables.ts";
import type { OpenedFile } from "../library/opened-file.ts";
import type { SamplePorts } from "./ports.ts";
import type { SampleSession } from "./session.ts";
import { QUEUE_VIEW } from "../ids.ts";
import { itemStatusText, progressText } from "./texts.ts";

/** Longest list under one node. */
const STRETCH = 100;
const ORDER = "queue:openFirst";
/** Context key: open items come first. */
const OPEN_FIRST = "valuemark.queueOpenFirst";

type Node =
  | {
      readonly type: "item";
      readonly item: QueueItem;
      readonly place: number | undefined;
      readonly words: string;
    }
  | { readonly type: "stretch"; readonly from: number; readonly to: number };

/**
 * The rater's items of the sample in use, in rating order or open ones first. Shows nothing of strata, traps and other
 * raters: raters look at it.
 */
export class QueueView implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly parts = new Disposables();
  private readonly view: vscode.TreeView<Node>;

  constructor(
    private readonly session: SampleSession,
    private readonly ports: Pick<SamplePorts, "currentConversation">,
    private readonly memory: vscode.Memento,
  ) {
    this.parts.add(this.changed);
    this.view = this.parts.add(
      vscode.window.createTreeView(QUEUE_VIEW, { treeDataProvider: this, showCollapseAll: true }),
    );
    this.parts.add(session.onDidChange(() => this.update()));
    void vscode.commands.executeCommand("setContext", OPEN_FIRST, this.isOpenFirst);
    this.update();
  }

  async setOpenFirst(on: boolean): Promise<void> {
    await this.memory.update(ORDER, on);
    void vscode.commands.executeCommand("setContext", OPEN_FIRST, this.isOpenFirst);
    this.changed.fire(undefined);
  }

  async getChildren(node?: Node): Promise<Node[]> {
    const { active } = this.session;
    if (!active?.queue || node?.type === "item") return [];
    const items = this.isOpenFirst ? active.queue.openFirst() : active.queue.items;
    if (node?.type === "stretch") return nodesOf(active.file, items.slice(node.from, node.to));
    if (items.length <= STRETCH) return nodesOf(active.file, items);
    let step = STRETCH;
    while (step * STRETCH < items.length) step *= STRETCH;
    const stretches: Node[] = [];
    for (let from = 0; from < items.length; from += step)
      stretches.push({ type: "stretch", from, to: Math.min(items.length, from + step) });
    return stretches;
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (node.type === "item") return this.itemOf(node);
    const { queue } = this.session.active ?? {};
    const item = new vscode.TreeItem(
      `${(node.from + 1).toLocaleString("en")} – ${node.to.toLocaleString("en")}`,
      vscode.TreeItemCollapsibleState.Collapsed,
    );
    item.description = stretchText(queue, this.isOpenFirst, node.from, node.to);
    return item;
  }

  dispose(): void {
    this.parts.dispose();
  }

  private get isOpenFirst(): boolean {
    return this.memory.get<boolean>(ORDER) ?? false;
  }

  private update(): void {
    const { active } = this.session;
    this.view.description = active ? `${active.name}${active.sample?.blind === true ? " · blind" : ""}` : "";
    this.view.message = messageFor(this.session);
    this.changed.fire(undefined);
  }

  private itemOf({ item, place, words }: Extract<Node, { type: "item" }>): vscode.TreeItem {
    const { active } = this.session;
    const isCurrent =
      active !== undefined && this.ports.currentConversation(active.file)?.id === item.conversation.id;
    const node = new vscode.TreeItem(`${item.position}  ${words}`);
    node.description = itemStatusText(item);
    node.iconPath = place === undefined ? new vscode.ThemeIcon("warning") : iconOf(item, isCurrent);
    node.tooltip = `${item.conversation.id}\n${itemStatusText(item)}`;
    node.accessibilityInformation = {
      label: `Item ${item.position}, ${itemStatusText(item)}${isCurrent ? ", on show" : ""}`,
    };
    if (place !== undefined && active)
      node.command = {
        command: "valuemark.pickConversation",
        title: "Open",
        arguments: [{ source: active.file.uri, index: place }],
      };
    return node;
  }
}

async function nodesOf(file: OpenedFile, items: readonly QueueItem[]): Promise<Node[]> {
  const places = await file.indexesOf(items.map(({ conversation }) => conversation.id));
  return Promise.all(
    items.map(async (item, at): Promise<Node> => {
      const place = places[at];
      return { type: "item", item, place, words: await wordsOf(file, place) };
    }),
  );
}

async function wordsOf(file: OpenedFile, place: number | undefined): Promise<string> {
  if (place === undefined) return "not in this corpus";
  try {
    const conversation = await file.conversation(place);
    return conversation.title ?? firstWords(conversation);
  } catch {
    return "not readable";
  }
}

function messageFor(session: SampleSession): string {
  const { active } = session;
  if (!active) return "";
  if (!active.sample)
    return `The file of the sample “${active.name}” is gone, or can't be read. The log says why.`;
  if (!active.queue) return "Set your rater name to see your items.";
  return progressText(active.queue, session.pace());
}

function stretchText(queue: ReviewQueue | undefined, openFirst: boolean, from: number, to: number): string {
  const items = (openFirst ? queue?.openFirst() : queue?.items)?.slice(from, to) ?? [];
  const open = items.filter(({ status }) => status === "open").length;
  return open === 0 ? "finished" : `${open.toLocaleString("en")} open`;
}

function iconOf({ status, flagged, judged }: QueueItem, isCurrent: boolean): vscode.ThemeIcon {
  if (isCurrent && status === "open") return new vscode.ThemeIcon("arrow-right");
  if (flagged) return new vscode.ThemeIcon("bookmark");
  if (status === "done") return new vscode.ThemeIcon("pass", new vscode.ThemeColor("testing.iconPassed"));
  if (status === "skipped") return new vscode.ThemeIcon("debug-step-over");
  return new vscode.ThemeIcon(judged > 0 ? "circle-filled" : "circle-large-outline");
}
