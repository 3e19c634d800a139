import { ulid } from "ulid";
import * as vscode from "vscode";
import { openJudgementLog } from "../../store/judgement-log.ts";
import { Disposables } from "../disposables.ts";
import type { OpenedFile } from "../library/opened-file.ts";
import { showWarning } from "../plain.ts";
import { raterName } from "../review/rater.ts";
import type { RaterRecord } from "../review/rater-record.ts";
import { onSettings } from "../settings.ts";
import { DiskRecord } from "./disk-record.ts";
import { locationOf, type Location } from "./location.ts";
import type { SuggestionLibrary } from "./suggestion-sets.ts";
import { storageProblem } from "./storage-problem.ts";
import { unwritableRecord } from "./unwritable-record.ts";

const MAX_LOGGED = 50;

/** The records of the current rater, one per source file, opened when first asked for. */
export class Records implements vscode.Disposable {
  private readonly opened = new Map<string, Promise<RaterRecord>>();
  private readonly atHand = new Map<string, RaterRecord>();
  private readonly disposables = new Disposables();
  private readonly changed = new vscode.EventEmitter<void>();
  /** Another rater, another folder, or events from elsewhere. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly suggestions: SuggestionLibrary,
    private readonly log: vscode.LogOutputChannel,
    /** Of the cache, for indexes of long logs. */
    private readonly indexFolder: string,
  ) {
    this.disposables.add(this.changed);
    this.disposables.add(onSettings(["rater", "storageFolder"], () => this.changed.fire()));
  }

  get rater(): string | undefined {
    return raterName();
  }

  /** Undefined while no rater is named. Rejects when an existing record can't be read. */
  async of(file: OpenedFile): Promise<RaterRecord | undefined> {
    const { rater } = this;
    if (rater === undefined) return undefined;
    const location = locationOf(file);
    const key = keyOf(file, rater, location);
    const known = this.opened.get(key);
    if (known) return known;
    const opening = this.open(file, rater);
    this.opened.set(key, opening);
    opening.then(
      (record) => this.atHand.set(key, record),
      () => this.opened.delete(key),
    );
    return opening;
  }

  /** The record, if it is at hand. */
  peek(file: OpenedFile): RaterRecord | undefined {
    const { rater } = this;
    return rater === undefined ? undefined : this.atHand.get(keyOf(file, rater, locationOf(file)));
  }

  dispose(): void {
    this.disposables.dispose();
    for (const record of this.atHand.values()) record.dispose();
  }

  private async open(source: OpenedFile, rater: string): Promise<RaterRecord> {
    const suggestions = await this.suggestions.of(source);
    if (!suggestions) return unwritableRecord(rater);
    const { paths } = suggestions;
    const log = await openJudgementLog(paths.judgements(rater), {
      rater,
      clock: () => Date.now(),
      newId: (time) => ulid(time),
      indexFolder: this.indexFolder,
    }).catch((error: unknown) => {
      throw storageProblem(error, suggestions.projectFolder);
    });
    for (const { line, reason } of log.problems.slice(0, MAX_LOGGED)) {
      this.log.warn(`${paths.judgements(rater)}, line ${line}: ${reason}`);
    }
    if (log.problems.length > 0) {
      const count = log.problems.length === 1 ? "1 line" : `${log.problems.length} lines`;
      void showWarning(
        `${count} of ${rater}'s judgements could not be read and are left as they are. The log says which.`,
        "Show Log",
      ).then((choice) => choice !== undefined && this.log.show());
    }
    const record = new DiskRecord(rater, log, suggestions);
    this.disposables.add(record.onDidChange(() => this.changed.fire()));
    return record;
  }
}

function keyOf(file: OpenedFile, rater: string, location: Location | undefined): string {
  return JSON.stringify([rater, location?.root ?? "", file.uri.toString()]);
}
