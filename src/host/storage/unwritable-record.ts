import * as vscode from "vscode";
import { ReviewSummary } from "../../core/review/summary.ts";
import { UserError } from "../errors.ts";
import type { RaterRecord } from "../review/rater-record.ts";

/** For a file that is on no disk: it can be viewed; a judgement says what to do. */
export function unwritableRecord(rater: string): RaterRecord {
  const refuse = (): Promise<never> =>
    Promise.reject(
      new UserError(
        "This file is not on a disk, so there is no place beside it for judgements. Set valuemark.storageFolder to a folder on this machine.",
      ),
    );
  return {
    rater,
    summary: new ReviewSummary(),
    eventsOf: () => [],
    identityOf: (conversation) => conversation,
    mayHaveTouched: () => false,
    saveSuggestions: refuse,
    append: refuse,
    onDidChange: () => new vscode.Disposable(() => undefined),
    dispose: () => undefined,
  };
}
