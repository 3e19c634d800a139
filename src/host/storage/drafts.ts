import * as vscode from "vscode";
import type { DraftsView } from "../../protocol/review.ts";
import type { DraftKeeper } from "../review/draft-keeper.ts";
import { Drafts as DraftFile } from "../../store/drafts.ts";
import { messageOf } from "../errors.ts";

/** Drafts in the workspace's storage folder: disposable, local, never beside the data. */
export class Drafts implements DraftKeeper, vscode.Disposable {
  private readonly file: DraftFile;
  /** Resolves when the drafts of an earlier window are read. */
  readonly ready: Promise<void>;

  constructor(folder: vscode.Uri, log: vscode.LogOutputChannel) {
    const onError = (error: unknown): void => log.warn(`drafts could not be kept: ${messageOf(error)}`);
    this.file = new DraftFile(vscode.Uri.joinPath(folder, "drafts.json").fsPath, { onError });
    this.ready = this.file.reload().catch(onError);
  }

  get(key: string): DraftsView {
    const value = this.file.get(key);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
    const field = (name: keyof DraftsView): DraftsView => {
      const text: unknown = Reflect.get(value, name);
      return typeof text === "string" ? { [name]: text } : {};
    };
    return { ...field("note"), ...field("task") };
  }

  set(key: string, field: keyof DraftsView, text: string | undefined): void {
    const others = Object.entries(this.get(key)).filter(([name]) => name !== field);
    const entries = text === undefined ? others : [...others, [field, text]];
    this.file.set(key, entries.length === 0 ? undefined : Object.fromEntries(entries));
  }

  flush(): Promise<void> {
    return this.file.flush();
  }

  dispose(): void {
    void this.flush().catch(() => undefined);
  }
}
