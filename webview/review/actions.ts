/** What the panel's parts may ask for. The parts know nothing of messages, ids or the store. */
import type { Intent } from "../../src/protocol/review.ts";
import type { DraftField } from "./drafts.ts";

export interface Actions {
  /** Sends an intent for the conversation on show. */
  readonly ask: (intent: Intent) => void;
  /** Selects at once, and tells the host. */
  readonly select: (row: string) => void;
  readonly setExpanded: (row: string, expanded: boolean) => void;
  /** Remembers typed text at once, and tells the host 300 ms after the last key. */
  readonly typed: (field: DraftField, text: string) => void;
  /** Saves a field's text: a note, or the task as an answer. Nothing is sent if nothing changed. */
  readonly save: (field: DraftField, text: string) => void;
  readonly dismissProblem: () => void;
  readonly openKeys: () => void;
  /** Leaves a field or group for the selected row. */
  readonly leave: () => void;
}
