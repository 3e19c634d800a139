/** What the page shows of one conversation under adjudication. Pure: what was said in, plain data out. */
import type { Conversation } from "../../core/conversation/model.ts";
import type { Span } from "../../core/conversation/span.ts";
import type { AnnotationKind, ConversationRef, Label } from "../../core/extraction/annotation.ts";
import { ANNOTATION_KINDS, isSingleKind } from "../../core/extraction/annotation.ts";
import {
  answerLabel,
  QUESTION_TITLES,
  RESPONSE_TYPE_ENTRIES,
  SUBJECTIVITY_ENTRIES,
} from "../../core/extraction/codebook.ts";
import type { AdjudicationState, Decision } from "../../core/review/adjudicate.ts";
import { foldAdjudication } from "../../core/review/adjudicate.ts";
import type { AdjudicationOverview, DecidedRow } from "../../core/review/adjudicated.ts";
import { agreeingColumns, layDecisions } from "../../core/review/adjudicated.ts";
import type { AlignColumn, AlignedCell, AlignedRow } from "../../core/review/align-labels.ts";
import { alignLabels } from "../../core/review/align-labels.ts";
import type { ReviewLabel } from "../../core/review/fold.ts";
import { foldConversation } from "../../core/review/fold.ts";
import type { Taxonomy } from "../../core/taxonomy/taxonomy.ts";
import type {
  AdjudicatedConversation,
  AdjudicationGroup,
  AdjudicationRow,
  CellView,
  ColumnHead,
  DecisionView,
} from "../../protocol/adjudication.ts";
import type { EvidenceView, OptionView } from "../../protocol/review.ts";
import { ancestorsOf, colourOf } from "../review/colour.ts";
import type { SaidOf } from "./messages.ts";

const MAX_QUOTE = 400;
/** Columns that a number key takes. */
const MAX_KEYS = 9;
const ROLE_NAMES = { system: "System", user: "User", assistant: "Assistant", tool: "Tool" } as const;
const TITLES: Readonly<Record<"aiValue" | "humanValue", string>> = {
  aiValue: "AI values",
  humanValue: "Human values",
};
const OPTIONS: Readonly<Record<AnnotationKind, readonly OptionView[]>> = {
  aiValue: [],
  humanValue: [],
  responseType: RESPONSE_TYPE_ENTRIES,
  subjectivity: SUBJECTIVITY_ENTRIES,
  task: [],
};

/** The state of one conversation under adjudication. */
export interface Case {
  readonly conversation: ConversationRef;
  readonly columns: readonly AlignColumn[];
  readonly state: AdjudicationState;
  readonly overview: AdjudicationOverview;
}

/** `own`: the current adjudicator's events, which may be newer than those in `said`. */
export function caseOf(
  conversation: ConversationRef,
  said: SaidOf,
  own: { readonly adjudicator: string; readonly events: AdjudicationEvents } | undefined,
  taxonomy: Taxonomy,
  withExtractor: boolean,
): Case {
  const { hash } = conversation;
  const raters = said.raters.map(({ rater, events }): AlignColumn => ({
    name: rater,
    source: "rater",
    state: foldConversation(said.suggestions, events, hash),
  }));
  const { run } = said;
  const extractor: AlignColumn[] =
    withExtractor && run
      ? [
          {
            name: run.model ?? (run.extractor === "local" ? "local word patterns" : run.extractor),
            source: "extractor",
            state: foldConversation(
              said.suggestions.filter((one) => one.run === run.id),
              [],
              hash,
            ),
          },
        ]
      : [];
  const others = said.adjudicators.filter(({ adjudicator }) => adjudicator !== own?.adjudicator);
  const state = foldAdjudication([...others, ...(own ? [own] : [])], hash);
  const columns = [...raters, ...extractor];
  return { conversation, columns, state, overview: layDecisions(alignLabels(columns, taxonomy), state) };
}

type AdjudicationEvents = Parameters<typeof foldAdjudication>[0][number]["events"];

export interface ViewInput {
  readonly key: string;
  readonly title: string;
  /** Absent when the source no longer has it: quotes are shown all the same. */
  readonly text: Conversation | undefined;
  readonly adjudicator: string | undefined;
  readonly taxonomy: Taxonomy;
  readonly isWatched: (label: Label) => boolean;
  readonly selected: string | undefined;
  readonly drafts: AdjudicatedConversation["drafts"];
  readonly frames: ReadonlyMap<string, NonNullable<ColumnHead["assist"]>>;
  readonly undo: string | undefined;
  readonly redo: string | undefined;
}

export function adjudicatedConversation(found: Case, input: ViewInput): AdjudicatedConversation {
  const { overview, state, columns } = found;
  const groups = groupsOf(found, input);
  return {
    key: input.key,
    id: found.conversation.id,
    title: input.title,
    columns: columns.map((column, at) => headOf(column, at, input)),
    groups,
    ...(input.selected === undefined ? {} : { selectedRow: input.selected }),
    rows: overview.rows.length,
    decided: overview.rows.length - overview.open,
    disputed: overview.disputed,
    status: state.status,
    note: state.note,
    ...(input.undo === undefined ? {} : { undo: input.undo }),
    ...(input.redo === undefined ? {} : { redo: input.redo }),
    notes: notesOf(found, input),
    drafts: input.drafts,
  };
}

/** Ids of the rows in the order in which they are shown. */
export function rowIds({ groups }: Pick<AdjudicatedConversation, "groups">): string[] {
  return groups.flatMap(({ rows }) => rows.map(({ id }) => id));
}

function headOf({ name, source, state }: AlignColumn, at: number, input: ViewInput): ColumnHead {
  const assist = input.frames.get(name);
  return {
    id: `${source}:${name}`,
    title: name,
    source,
    ...(source === "rater" ? { status: state.status } : {}),
    ...(source === "rater" && assist ? { assist } : {}),
    ...(source === "rater" && at < MAX_KEYS ? { key: at + 1 } : {}),
    own: source === "rater" && name === input.adjudicator,
  };
}

function groupsOf({ overview, columns }: Case, input: ViewInput): AdjudicationGroup[] {
  return ANNOTATION_KINDS.flatMap((kind): AdjudicationGroup[] => {
    const rows = [
      ...overview.rows.filter(({ row }) => row.kind === kind).map((one) => rowView(one, columns, input)),
      ...overview.added
        .filter(({ label }) => label?.kind === kind)
        .map((decision) => aloneView(decision, kind, "added", columns, input)),
      ...overview.detached
        .filter(({ label }) => label?.kind === kind)
        .map((decision) => aloneView(decision, kind, "detached", columns, input)),
    ];
    if (rows.length === 0) return [];
    return [
      {
        kind,
        title: isSingleKind(kind) ? QUESTION_TITLES[kind] : TITLES[kind],
        rows,
        options: OPTIONS[kind],
      },
    ];
  });
}

function rowView(
  { row, decision, newSince }: DecidedRow,
  columns: readonly AlignColumn[],
  input: ViewInput,
): AdjudicationRow {
  return {
    id: row.id,
    kind: row.kind,
    ...labelView(row.label, input),
    cells: row.cells.map((cell, at) => cellView(cell, row, columns[at], input)),
    given: row.given,
    rated: row.rated,
    agreement: row.agreement,
    ...(decision ? { decision: decisionView(decision, row, newSince.length > 0, columns) } : {}),
    origin: "raters",
    warning: input.isWatched(row.label),
  };
}

/** A decision without a row of the raters'. */
function aloneView(
  decision: Decision,
  kind: AnnotationKind,
  origin: "added" | "detached",
  columns: readonly AlignColumn[],
  input: ViewInput,
): AdjudicationRow {
  const label = decision.label ?? { kind, value: "" };
  return {
    id: decision.eventId,
    kind,
    ...labelView(label, input),
    cells: columns.map(() => ({ state: "none", evidence: [] })),
    given: 0,
    rated: 0,
    agreement: "single",
    decision: decisionView(decision, undefined, false, columns),
    origin,
    warning: input.isWatched(label),
  };
}

function labelView(label: Label, { taxonomy }: ViewInput) {
  const definition =
    (label.node ? taxonomy.get(label.node)?.definition : undefined) ??
    OPTIONS[label.kind].find(({ value }) => value === label.value)?.definition;
  return {
    label: nameOf(label),
    path: ancestorsOf(taxonomy, label.node).map(({ name }) => name),
    category: colourOf(taxonomy, label.node),
    ...(definition === undefined ? {} : { definition }),
  };
}

function nameOf({ kind, value }: Label): string {
  return isSingleKind(kind) ? answerLabel(kind, value) : value;
}

function cellView(
  cell: AlignedCell,
  row: AlignedRow,
  column: AlignColumn | undefined,
  input: ViewInput,
): CellView {
  const [first] = cell.labels;
  const names = [...new Set(cell.labels.map(({ label }) => nameOf(label)))];
  const isOwn = names.length === 1 && names[0] === nameOf(row.label);
  const suggestion = first?.source.type === "suggestion" ? first.source.suggestion : undefined;
  const notes = cell.labels.flatMap(({ note }) => (note === undefined ? [] : [note]));
  return {
    state: cell.state,
    ...(cell.labels.length > 0 && !isOwn ? { label: names.join(", ") } : {}),
    evidence: evidenceOf(cell.labels, input.text),
    ...(notes.length > 0 ? { note: notes.join(" · ") } : {}),
    ...(column?.source === "extractor" && suggestion?.score !== undefined ? { score: suggestion.score } : {}),
  };
}

/** The spans of a cell in the order of its evidence: what `reveal` counts. */
export function spansOfCell({ labels }: AlignedCell): Span[] {
  return labels.flatMap(({ spans }) => spans);
}

function evidenceOf(labels: readonly ReviewLabel[], text: Conversation | undefined): EvidenceView[] {
  const placed = labels
    .flatMap(({ spans }) => spans)
    .map((span, at): EvidenceView => {
      const role = text?.turns[span.turn]?.role;
      return {
        span: at,
        quote: shorten(span.quote),
        turn: span.turn + 1,
        ...(role ? { role: ROLE_NAMES[role] } : {}),
      };
    });
  const lost = labels.flatMap(({ unanchored }) => unanchored ?? []);
  return [...placed, ...lost.map((quote) => ({ span: -1, quote: shorten(quote) }))];
}

function shorten(text: string): string {
  return text.length > MAX_QUOTE ? `${text.slice(0, MAX_QUOTE - 1)}…` : text;
}

function decisionView(
  decision: Decision,
  row: AlignedRow | undefined,
  outdated: boolean,
  columns: readonly AlignColumn[],
): DecisionView {
  const label = decision.label ?? row?.label;
  return {
    verdict: decision.verdict,
    label: label ? nameOf(label) : "",
    by: decision.adjudicator,
    overrules: [...new Set(decision.overrules.map(({ adjudicator }) => adjudicator))],
    outdated,
    agreesWith: row
      ? agreeingColumns(row, decision).flatMap((at) => {
          const column = columns[at];
          return column ? [`${column.source}:${column.name}`] : [];
        })
      : [],
    ...(decision.reason === undefined ? {} : { reason: decision.reason }),
  };
}

function notesOf({ columns, overview, state }: Case, { adjudicator, text }: ViewInput): string[] {
  const open = columns
    .filter((one) => one.source === "rater" && one.state.status === "open")
    .map(({ name }) => name);
  const skipped = columns
    .filter((one) => one.source === "rater" && one.state.status === "skipped")
    .map(({ name }) => name);
  const isRater = columns.some((one) => one.source === "rater" && one.name === adjudicator);
  const by = state.statusBy;
  return [
    ...(text
      ? []
      : [
          "The source no longer has this conversation in this version: quotes can't be shown in the transcript.",
        ]),
    ...(isRater ? ["You rated this conversation yourself; the gold set's record says so."] : []),
    ...(open.length > 0 ? [`Not marked done by ${open.join(", ")}: labels may still be missing.`] : []),
    ...(skipped.length > 0 ? [`Skipped by ${skipped.join(", ")}.`] : []),
    ...(by && by.adjudicator !== adjudicator ? [`Marked ${state.status} by ${by.adjudicator}.`] : []),
    ...(overview.detached.length > 0
      ? ["Some decisions are on what no rater says any more. They hold until you clear them."]
      : []),
  ];
}
