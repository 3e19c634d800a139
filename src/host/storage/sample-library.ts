import * as vscode from "vscode";
import { SampleStore, type SampleListing } from "../../store/sample-store.ts";
import type { OpenedFile } from "../library/opened-file.ts";
import type { SuggestionLibrary } from "./suggestion-sets.ts";

interface Watched {
  readonly store: SampleStore;
  readonly stop: () => void;
}

/** The samples of source files: one store each, watched from when it is first asked for. */
export class SampleLibrary implements vscode.Disposable {
  private readonly opened = new Map<string, Watched>();
  private readonly changed = new vscode.EventEmitter<void>();
  /** A sample was drawn, or came or went by other ways (git). */
  readonly onDidChange = this.changed.event;

  constructor(private readonly suggestions: SuggestionLibrary) {}

  /** Undefined for a file that is on no disk while no storage folder is set. */
  async of(file: Pick<OpenedFile, "uri">): Promise<SampleStore | undefined> {
    const paths = (await this.suggestions.of(file))?.paths;
    if (!paths) return undefined;
    const known = this.opened.get(paths.folder);
    if (known) return known.store;
    const store = new SampleStore(paths);
    this.opened.set(paths.folder, { store, stop: store.watch(() => this.changed.fire()) });
    return store;
  }

  /** Empty for a file that is on no disk. Rejects when the folder can't be read. */
  async listing(file: Pick<OpenedFile, "uri">): Promise<SampleListing> {
    return (await (await this.of(file))?.list()) ?? { samples: [], problems: [] };
  }

  /** Says that this window has written a sample. */
  touch(): void {
    this.changed.fire();
  }

  dispose(): void {
    for (const { stop } of this.opened.values()) stop();
    this.changed.dispose();
  }
}
