import type { Label } from "../../core/extraction/annotation.ts";
import type { Taxonomy } from "../../core/taxonomy/taxonomy.ts";
import type { PanelSnapshot, SavingView } from "../../protocol/review.ts";
import type { OpenedFile } from "../library/opened-file.ts";
import type { Desk } from "./desk.ts";
import type { RaterRecord } from "./rater-record.ts";
import { conversationView } from "./snapshot.ts";

export interface PanelState {
  readonly desk: Pick<Desk, "current" | "problem" | "loading">;
  readonly saving: SavingView;
  readonly rater: string | undefined;
  /** The rater's part of the sample in use on a file. */
  queueOf(file: OpenedFile): { readonly done: number; readonly of: number } | undefined;
  /** The record, if it is at hand. */
  recordOf(file: OpenedFile): RaterRecord | undefined;
  readonly taxonomy: Taxonomy;
  readonly isWatched: (label: Label) => boolean;
}

/** What the review panel shows now. */
export function panelSnapshot(state: PanelState): Omit<PanelSnapshot, "revision"> {
  const { current, problem, loading } = state.desk;
  const base = { saving: state.saving, ...(state.rater === undefined ? {} : { rater: state.rater }) };
  if (loading !== undefined) return { ...base, screen: { type: "loading", what: loading } };
  if (!current)
    return {
      ...base,
      screen: problem === undefined ? { type: "empty" } : { type: "error", message: problem },
    };
  const { file, index, conversation } = current.page;
  const view = conversationView({
    key: current.key,
    file: { name: file.name, format: file.format.title, conversations: file.count },
    index,
    conversation,
    state: current.state,
    extraction: current.extractionView,
    runs: current.runs,
    selected: current.selected,
    drafts: current.drafts,
    taxonomy: state.taxonomy,
    isWatched: state.isWatched,
  });
  const done = state.recordOf(file)?.summary.totals().done ?? 0;
  return {
    ...base,
    screen: { type: "conversation", conversation: view },
    progress: state.queueOf(file) ?? { done, of: file.count },
  };
}
