/** What the panel shows of a review. Pure: a review in, plain data out. */
import type { Conversation } from "../../core/conversation/model.ts";
import type { Span } from "../../core/conversation/span.ts";
import type { Label, SingleKind, Suggestion } from "../../core/extraction/annotation.ts";
import {
  QUESTION_TITLES,
  RESPONSE_TYPE_ENTRIES,
  SUBJECTIVITY_ENTRIES,
  answerLabel,
} from "../../core/extraction/codebook.ts";
import type { RunRecord } from "../../core/extraction/extractor.ts";
import type { ReviewLabel, ReviewState } from "../../core/review/fold.ts";
import type { UndoStep } from "../../core/review/timeline.ts";
import type { Taxonomy } from "../../core/taxonomy/taxonomy.ts";
import type {
  ConversationView,
  DraftsView,
  EvidenceView,
  ExtractionView,
  OptionView,
  QuestionView,
  RowView,
} from "../../protocol/review.ts";
import { ancestorsOf, colourOf } from "./colour.ts";

export interface SnapshotInput {
  readonly key: string;
  readonly file: { readonly name: string; readonly format: string; readonly conversations: number };
  readonly index: number;
  readonly conversation: Conversation;
  readonly state: ReviewState;
  readonly extraction: ExtractionView;
  readonly selected: string | undefined;
  readonly drafts: DraftsView;
  readonly taxonomy: Taxonomy;
  readonly isWatched: (label: Label) => boolean;
  /** Records of the runs whose suggestions are among the labels. */
  readonly runs: readonly RunRecord[];
}

const MAX_QUOTE = 400;
const ROLE_NAMES = { system: "System", user: "User", assistant: "Assistant", tool: "Tool" } as const;
const QUESTIONS: readonly SingleKind[] = ["responseType", "subjectivity", "task"];

export function conversationView(input: SnapshotInput): ConversationView {
  const { conversation, state, file } = input;
  const suggestions = state.labels.filter((label) => label.source.type === "suggestion");
  return {
    key: input.key,
    id: conversation.id,
    title: conversation.title ?? conversation.id,
    file: file.name,
    format: file.format,
    index: input.index,
    of: file.conversations,
    turns: conversation.turns.length,
    notes: conversation.notes,
    rows: valueLabels(state).map((label) => rowView(label, input)),
    questions: QUESTIONS.map((kind) => questionView(kind, state, input.runs)),
    note: state.note,
    flagged: state.flagged,
    status: state.status,
    judged: suggestions.filter((label) => label.state !== "suggested").length,
    suggested: suggestions.length,
    stale: state.otherVersions.length,
    extraction: input.extraction,
    ...(state.undo ? { undo: stepText(state.undo, state) } : {}),
    ...(state.redo ? { redo: stepText(state.redo, state) } : {}),
    ...(input.selected === undefined ? {} : { selectedRow: input.selected }),
    drafts: input.drafts,
  };
}

/** The labels that have a row, in the panel's order: AI values, then human values, each in reading order. */
export function valueLabels(state: ReviewState): ReviewLabel[] {
  const ofKind = (kind: Label["kind"]): ReviewLabel[] =>
    state.labels
      .filter((label) => label.label.kind === kind)
      .sort((a, b) => compareSpans(a.spans[0], b.spans[0]));
  return [...ofKind("aiValue"), ...ofKind("humanValue")];
}

function compareSpans(a: Span | undefined, b: Span | undefined): number {
  if (!a || !b) return Number(!a) - Number(!b);
  return a.turn - b.turn || a.block - b.block || a.start - b.start;
}

function rowView(label: ReviewLabel, input: SnapshotInput): RowView {
  const { taxonomy } = input;
  const node = label.label.node ? taxonomy.get(label.label.node) : undefined;
  const suggestion = label.source.type === "suggestion" ? label.source.suggestion : undefined;
  return {
    id: label.id,
    kind: label.label.kind === "humanValue" ? "humanValue" : "aiValue",
    value: label.label.value,
    path: ancestorsOf(taxonomy, label.label.node).map((ancestor) => ancestor.name),
    category: colourOf(taxonomy, label.label.node),
    ...(node?.definition === undefined ? {} : { definition: node.definition }),
    state: label.state,
    ...(label.original ? { original: label.original.value } : {}),
    evidence: evidenceOf(label, input.conversation),
    ...(suggestion?.rationale === undefined ? {} : { rationale: suggestion.rationale }),
    origin: suggestion ? originOf(suggestion, input.runs) : "you",
    ...(suggestion?.score === undefined ? {} : { score: suggestion.score }),
    warning: label.state !== "rejected" && input.isWatched(label.label),
  };
}

function evidenceOf(label: ReviewLabel, conversation: Conversation): EvidenceView[] {
  const placed = label.spans.map((span, index): EvidenceView => {
    const turn = conversation.turns[span.turn];
    return {
      span: index,
      quote: shorten(span.quote),
      turn: span.turn + 1,
      ...(turn ? { role: ROLE_NAMES[turn.role] } : {}),
    };
  });
  return [...placed, ...(label.unanchored ?? []).map((quote) => ({ span: -1, quote: shorten(quote) }))];
}

function shorten(text: string): string {
  return text.length > MAX_QUOTE ? `${text.slice(0, MAX_QUOTE - 1)}…` : text;
}

/** Who proposed a suggestion: "local word patterns · hedge.uncertain", "claude-… · explicit". */
export function originOf(suggestion: Suggestion, runs: readonly RunRecord[]): string {
  const run = runs.find(({ id }) => id === suggestion.run);
  const who =
    run === undefined
      ? suggestion.run
      : run.extractor === "local"
        ? "local word patterns"
        : run.extractor === "import"
          ? `imported: ${String(run.settings["annotator"] ?? run.settings["file"] ?? "")}`
          : (run.model ?? run.extractor);
  const how = suggestion.explicit === undefined ? [] : [suggestion.explicit ? "explicit" : "implicit"];
  return [who, ...(suggestion.rule === undefined ? [] : [suggestion.rule]), ...how].join(" · ");
}

/** What the labels on show are, said wherever they are shown. The local extractor says it of itself. */
export function disclosureOf(run: RunRecord, local: string): string {
  if (run.extractor === "local") return local;
  if (run.extractor === "import")
    return `imported from ${String(run.settings["file"] ?? "a file")}; as they were there, not checked`;
  const prompt = `prompt ${run.promptVersion ?? "?"} (${run.promptHash?.slice(0, 8) ?? "?"})`;
  return `labels by ${run.model ?? run.extractor}, a language model, with ${prompt}; text was sent to it${run.settings["redacted"] === true ? ", redacted" : ""}`;
}

const OPTIONS: Readonly<Record<SingleKind, readonly OptionView[]>> = {
  responseType: RESPONSE_TYPE_ENTRIES,
  subjectivity: SUBJECTIVITY_ENTRIES,
  task: [],
};

function questionView(kind: SingleKind, state: ReviewState, runs: readonly RunRecord[]): QuestionView {
  const { answer, candidates } = state.single[kind];
  const options = OPTIONS[kind];
  const suggested = [...(answer ? [answer] : []), ...candidates].find(
    (label) => label.source.type === "suggestion",
  );
  const suggestion = suggested?.source.type === "suggestion" ? suggested.source.suggestion : undefined;
  return {
    kind,
    title: QUESTION_TITLES[kind],
    options,
    ...(answer ? { answer: answer.label.value } : {}),
    ...(suggestion && suggested
      ? {
          suggestion: {
            id: suggestion.id,
            value: suggestion.label.value,
            label: answerLabel(kind, suggestion.label.value),
            origin: originOf(suggestion, runs),
            ...(suggestion.rationale === undefined ? {} : { rationale: suggestion.rationale }),
            takeable: kind === "task" || options.some((option) => option.value === suggestion.label.value),
            state: suggested.state,
          },
        }
      : {}),
  };
}

const STEP_WORDS = {
  confirm: "confirm",
  correct: "correct",
  reject: "reject",
  add: "add",
  retract: "take-back",
  done: "done",
  skip: "skip",
  flag: "flag",
  comment: "note",
} as const;

function stepText(step: UndoStep, state: ReviewState): string {
  const about = state.labels.find((label) => label.id === step.target || label.id === step.eventId);
  const word = STEP_WORDS[step.kind];
  if (!about) return word;
  const { kind, value } = about.label;
  return `${word} ${kind === "aiValue" || kind === "humanValue" ? value : answerLabel(kind, value)}`;
}
