/**
 * Several raters' labels of one conversation side by side: the same label with overlapping evidence is one row. Pure;
 * the result doesn't depend on the order in which events were read.
 */
import type { Span } from "../conversation/span.ts";
import type { AnnotationKind, Label } from "../extraction/annotation.ts";
import { ANNOTATION_KINDS, isSingleKind } from "../extraction/annotation.ts";
import { foldKey } from "../taxonomy/fold.ts";
import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import { sameEvidence, unionOfSpans } from "./evidence.ts";
import type { ReviewLabel, ReviewState } from "./fold.ts";

/** What one rater, or a run of an extractor, says. */
export interface AlignColumn {
  readonly name: string;
  /** An extractor's labels stand in rows that raters gave; they never make a row and never count as a voice. */
  readonly source: "rater" | "extractor";
  /** Of an extractor: the fold of its suggestions without any event. */
  readonly state: ReviewState;
}

/**
 * given: the row's label with this evidence. elsewhere: the same label on other evidence. other: another label for what
 * the row is about (a single choice; a correction of the suggestion that others kept). rejected: saw it and said no.
 * none: rated without it. missing: not rated in this kind.
 */
export type CellState = "given" | "elsewhere" | "other" | "rejected" | "none" | "missing";

export interface AlignedCell {
  readonly state: CellState;
  /** Of "given", "elsewhere", "other" and "rejected"; in the order of the state. */
  readonly labels: readonly ReviewLabel[];
}

/** unanimous: all of two or more raters. single: one rater rated it at all. */
export type RowAgreement = "unanimous" | "majority" | "tie" | "minority" | "single";

export interface AlignedRow {
  /** Id of the earliest judgement that gave it: stays the same while that one holds. */
  readonly id: string;
  readonly kind: AnnotationKind;
  readonly label: Label;
  /** All passages that those who gave it named, in the order of the text. */
  readonly spans: readonly Span[];
  /** By column. */
  readonly cells: readonly AlignedCell[];
  /** Ids of the judgements that gave it, sorted: what a decision on the row settles. */
  readonly events: readonly string[];
  /** Raters who gave it (here or elsewhere in the conversation), and raters who rated the kind. */
  readonly given: number;
  readonly rated: number;
  readonly agreement: RowAgreement;
}

/** Whether this rater rated the conversation in this kind. An empty list of a rated kind says "none". */
export function isRated(state: ReviewState, kind: AnnotationKind): boolean {
  if (state.status === "skipped") return false;
  if (isSingleKind(kind)) return state.single[kind].answer !== undefined;
  return (
    state.status === "done" ||
    state.labels.some((label) => label.label.kind === kind && label.state !== "suggested")
  );
}

export function agreementOf(given: number, rated: number): RowAgreement {
  if (rated < 2) return "single";
  if (given === rated) return "unanimous";
  return 2 * given === rated ? "tie" : 2 * given > rated ? "majority" : "minority";
}

interface Entry {
  readonly column: number;
  readonly label: ReviewLabel;
  readonly key: string;
}

/**
 * Rows by kind, then by place in the text. Two labels are the same if one taxonomy node stands for both, or if their
 * names are the same but for case, accents and punctuation. Of the same label with separate evidence each passage is a
 * row; a label without evidence stands in the first of them. Kinds with one answer are one row, whose label is what
 * most raters say (of equals: the earliest).
 */
export function alignLabels(columns: readonly AlignColumn[], taxonomy: Taxonomy): AlignedRow[] {
  const keyOf = labelKeys(columns, taxonomy);
  return ANNOTATION_KINDS.flatMap((kind) => {
    const entries = columns.flatMap((column, at) =>
      held(column, kind).map((label): Entry => ({ column: at, label, key: keyOf(label.label) })),
    );
    const said = entries.filter(({ column }) => columns[column]?.source === "rater");
    const groups = isSingleKind(kind) ? leadingAnswer(said) : groupsOf(said);
    return groups
      .map((group) => rowOf(kind, group, entries, columns, keyOf))
      .sort(isSingleKind(kind) ? () => 0 : byPlace);
  });
}

function held({ source, state }: AlignColumn, kind: AnnotationKind): readonly ReviewLabel[] {
  if (source === "rater" && !isRated(state, kind)) return [];
  if (source === "rater" && isSingleKind(kind)) {
    const { answer } = state.single[kind];
    return answer ? [answer] : [];
  }
  return state.labels.filter(
    (label) =>
      label.label.kind === kind &&
      label.state !== "rejected" &&
      (source === "extractor" || label.state !== "suggested"),
  );
}

/** A name that a node of this conversation bears means that node, if only one does. */
function labelKeys(columns: readonly AlignColumn[], taxonomy: Taxonomy): (label: Label) => string {
  const nodes = new Map<string, Set<string>>();
  for (const { state } of columns) {
    for (const { label } of state.labels) {
      const name = label.node ? taxonomy.get(label.node)?.name : undefined;
      if (!label.node || name === undefined) continue;
      const known = nodes.get(foldKey(name)) ?? new Set();
      nodes.set(foldKey(name), known.add(label.node));
    }
  }
  return ({ node, value }) => {
    if (node) return `node ${node}`;
    const [only, ...more] = nodes.get(foldKey(value)) ?? [];
    return only !== undefined && more.length === 0 ? `node ${only}` : `name ${foldKey(value) || value}`;
  };
}

function byKey(entries: readonly Entry[]): Entry[][] {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) groups.set(entry.key, [...(groups.get(entry.key) ?? []), entry]);
  return [...groups.values()];
}

/** Connected by key and overlapping evidence. */
function groupsOf(entries: readonly Entry[]): Entry[][] {
  return byKey(entries).flatMap((same) => {
    let groups: Entry[][] = [];
    for (const entry of same.filter(({ label }) => label.spans.length > 0)) {
      const touching = groups.filter((group) =>
        group.some((one) => sameEvidence(one.label.spans, entry.label.spans)),
      );
      groups = [...groups.filter((group) => !touching.includes(group)), [...touching.flat(), entry]];
    }
    const placeless = same.filter(({ label }) => label.spans.length === 0);
    // Of passages that begin at the same place the one given first, whatever the order of the columns.
    const [first] = groups.toSorted(
      (a, b) => comparePlaces(spansOf(a), spansOf(b)) || (idOf(a) < idOf(b) ? -1 : 1),
    );
    if (first) first.push(...placeless);
    else if (placeless.length > 0) groups.push(placeless);
    return groups;
  });
}

function leadingAnswer(entries: readonly Entry[]): Entry[][] {
  const [lead] = byKey(entries).sort((a, b) => b.length - a.length || (idOf(a) < idOf(b) ? -1 : 1));
  return lead ? [lead] : [];
}

function rowOf(
  kind: AnnotationKind,
  group: readonly Entry[],
  entries: readonly Entry[],
  columns: readonly AlignColumn[],
  keyOf: (label: Label) => string,
): AlignedRow {
  const lead = group.toSorted((a, b) => (eventOf(a) < eventOf(b) ? -1 : 1))[0] ?? group[0];
  if (!lead) throw new RangeError("a row without labels");
  const annotations = new Set(group.map(({ label }) => label.id));
  const cells = columns.map(({ source, state }, at): AlignedCell => {
    const own = entries.filter(({ column }) => column === at);
    const given = source === "rater" ? group.filter(({ column }) => column === at) : atPlace(own, group);
    if (given.length > 0) return cellOf("given", given);
    const elsewhere = own.filter(({ key }) => key === lead.key);
    if (elsewhere.length > 0) return cellOf("elsewhere", elsewhere);
    const other = own.filter(({ label }) => isSingleKind(kind) || annotations.has(label.id));
    if (other.length > 0) return cellOf("other", other);
    if (source === "rater" && !isRated(state, kind)) return { state: "missing", labels: [] };
    const rejected = state.labels.filter(
      (label) =>
        label.state === "rejected" &&
        label.label.kind === kind &&
        (annotations.has(label.id) || keyOf(label.label) === lead.key),
    );
    return { state: rejected.length > 0 ? "rejected" : "none", labels: rejected };
  });
  const voices = cells.filter((_, at) => columns[at]?.source === "rater");
  const given = voices.filter(({ state }) => state === "given" || state === "elsewhere").length;
  const rated = voices.filter(({ state }) => state !== "missing").length;
  return {
    id: eventOf(lead),
    kind,
    label: lead.label.label,
    spans: spansOf(group),
    cells,
    events: [...new Set(group.map(eventOf))].sort(),
    given,
    rated,
    agreement: agreementOf(given, rated),
  };
}

/** Of an extractor's labels those that would stand in the row. */
function atPlace(own: readonly Entry[], group: readonly Entry[]): readonly Entry[] {
  const spans = spansOf(group);
  return own.filter(
    ({ key, label }) =>
      key === group[0]?.key &&
      (spans.length === 0 || label.spans.length === 0 || sameEvidence(label.spans, spans)),
  );
}

function cellOf(state: CellState, entries: readonly Entry[]): AlignedCell {
  return { state, labels: entries.map(({ label }) => label) };
}

function eventOf({ label }: Entry): string {
  return label.eventId ?? label.id;
}

function idOf(group: readonly Entry[]): string {
  return group.map(eventOf).sort()[0] ?? "";
}

function spansOf(group: readonly Entry[]): Span[] {
  return unionOfSpans(group.map(({ label }) => label.spans));
}

function byPlace(a: AlignedRow, b: AlignedRow): number {
  return comparePlaces(a.spans, b.spans) || (a.id < b.id ? -1 : 1);
}

/** Rows without evidence last. */
function comparePlaces([a]: readonly Span[], [b]: readonly Span[]): number {
  if (!a || !b) return a ? -1 : b ? 1 : 0;
  return a.turn - b.turn || a.block - b.block || a.start - b.start;
}
