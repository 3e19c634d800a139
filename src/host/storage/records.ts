import * as path from "node:path";
import { ulid } from "ulid";
import * as vscode from "vscode";
import { CODEBOOK_VERSION } from "../../core/extraction/codebook.ts";
import { openJudgementLog } from "../../store/judgement-log.ts";
import { PROJECT_FOLDER, corpusKeyOfFile, corpusPaths } from "../../store/paths.ts";
import { ensureProject, updateProject } from "../../store/project.ts";
import { openSuggestions } from "../../store/suggestions-store.ts";
import { Disposables } from "../disposables.ts";
import type { OpenedFile } from "../library/library.ts";
import { raterName } from "../review/rater.ts";
import type { RaterRecord } from "../review/rater-record.ts";
import { onSettings } from "../settings.ts";
import { DiskRecord } from "./disk-record.ts";
import { locationOf, type Location } from "./location.ts";
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

  constructor(private readonly log: vscode.LogOutputChannel) {
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
    const opening = location ? this.open(location, rater) : Promise.resolve(unwritableRecord(rater));
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

  private async open({ root, file }: Location, rater: string): Promise<RaterRecord> {
    const folder = path.join(root, PROJECT_FOLDER);
    const paths = corpusPaths(folder, corpusKeyOfFile(root, file));
    const log = await openJudgementLog(paths.judgements(rater), {
      rater,
      clock: () => Date.now(),
      newId: (time) => ulid(time),
    });
    const suggestions = await openSuggestions(paths);
    for (const { line, reason } of log.problems.slice(0, MAX_LOGGED)) {
      this.log.warn(`${paths.judgements(rater)}, line ${line}: ${reason}`);
    }
    for (const { run, line, reason } of suggestions.problems.slice(0, MAX_LOGGED)) {
      this.log.warn(`${paths.suggestions(run)}, line ${line}: ${reason}`);
    }
    if (log.problems.length > 0) {
      const count = log.problems.length === 1 ? "1 line" : `${log.problems.length} lines`;
      void vscode.window
        .showWarningMessage(
          `${count} of ${rater}'s judgements could not be read and are left as they are. The log says which.`,
          "Show Log",
        )
        .then((choice) => choice !== undefined && this.log.show());
    }
    const record = new DiskRecord(rater, log, suggestions, () => this.prepare(folder));
    this.disposables.add(record.onDidChange(() => this.changed.fire()));
    return record;
  }

  /**
   * Before the first write into a project: its file and git's attributes. What is written is the same for every
   * rater, so that two clones that both begin a project merge without conflict; who the raters are, the judgement
   * files tell.
   */
  private async prepare(folder: string): Promise<void> {
    const project = await ensureProject(folder);
    if (project.codebook === undefined) await updateProject(folder, { codebook: CODEBOOK_VERSION });
  }
}

function keyOf(file: OpenedFile, rater: string, location: Location | undefined): string {
  return JSON.stringify([rater, location?.root ?? "", file.uri.toString()]);
}
