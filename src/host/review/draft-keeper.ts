import type { DraftsView } from "../../protocol/review.ts";

/** What is typed but not saved, by the review's key. Survives reload and crash. */
export interface DraftKeeper {
  /** Resolves when the drafts of an earlier window are read. */
  readonly ready: Promise<void>;
  get(key: string): DraftsView;
  /** Keeps a draft; undefined or "" drops it. */
  set(key: string, field: keyof DraftsView, text: string | undefined): void;
  /** Resolves when all of it is on the disk. */
  flush(): Promise<void>;
}
