/** What the host and the worker that reads a corpus's marks say to each other. */
import type { ConversationMarks } from "../../core/table/table.ts";

export interface MarksToRead {
  /** The `.valuemark` folder, and the corpus's key in it. */
  readonly projectFolder: string;
  readonly key: string;
  readonly rater: string | undefined;
  readonly watchList: readonly string[];
}

export type FromMarksWorker =
  | { readonly type: "marks"; readonly marks: readonly ConversationMarks[] }
  | { readonly type: "done" }
  | { readonly type: "failed"; readonly message: string };
