/** What one rater says of one conversation, kind by kind. The same reading as `collectRatings`, all kinds in one fold. Pure. */
import type { Frame } from "../agreement/extractor-accuracy.ts";
import type { Span } from "../conversation/span.ts";
import type { AnnotationKind, Label, Suggestion } from "../extraction/annotation.ts";
import { isSingleKind } from "../extraction/annotation.ts";
import type { ReviewState } from "../review/fold.ts";
import { foldConversation } from "../review/fold.ts";
import type { JudgementEvent } from "../review/judgement.ts";

export interface GivenLabel {
  readonly label: Label;
  readonly spans: readonly Span[];
}

export interface RaterLabels {
  readonly rater: string;
  readonly frame: Frame;
  readonly isDone: boolean;
  /** undefined: not rated in this kind. Empty: rated, and nothing of it found. */
  of(kind: AnnotationKind): readonly GivenLabel[] | undefined;
}

/**
 * `events`: of one rater on one version of a conversation. undefined: skipped, or a judgement names a suggestion that
 * isn't there, so that nobody can tell what was said.
 */
export function raterLabels(
  rater: string,
  events: readonly JudgementEvent[],
  suggestions: readonly Suggestion[],
  hash: string,
): RaterLabels | undefined {
  const state = foldConversation(suggestions, events, hash);
  const isLost = state.unresolved.some(
    ({ kind }) => kind === "confirm" || kind === "correct" || kind === "reject",
  );
  if (state.status === "skipped" || isLost) return undefined;
  return {
    rater,
    frame: frameOf(events),
    isDone: state.status === "done",
    of: (kind) => given(state, kind),
  };
}

function given(state: ReviewState, kind: AnnotationKind): readonly GivenLabel[] | undefined {
  if (isSingleKind(kind)) {
    const { answer } = state.single[kind];
    return answer && [answer];
  }
  const own = state.labels.filter(
    ({ label, state: stands }) => label.kind === kind && stands !== "suggested",
  );
  if (state.status !== "done" && own.length === 0) return undefined;
  return own.filter(({ state: stands }) => stands !== "rejected");
}

/** By all judgements made in the conversation, also those taken back: what was once seen was seen. */
function frameOf(events: readonly JudgementEvent[]): Frame {
  let [blind, suggested] = [false, false];
  for (const { kind, assist } of events) {
    if (kind === "flag" || kind === "comment") continue;
    if (assist === "blind") blind = true;
    else suggested = true;
  }
  return blind && suggested ? "mixed" : blind ? "blind" : "assisted";
}

/** What several raters saw, taken together; undefined for none. */
export function commonFrame(frames: readonly Frame[]): Frame | undefined {
  const [first] = frames;
  return frames.every((frame) => frame === first) ? first : "mixed";
}
