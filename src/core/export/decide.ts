/** What a gold rule makes of one conversation. Pure. */
import { versionKey } from "../agreement/collect.ts";
import { keyOfLabel } from "../agreement/label-key.ts";
import type { AnnotationKind, Label } from "../extraction/annotation.ts";
import { isSingleKind } from "../extraction/annotation.ts";
import type { Level, Taxonomy } from "../taxonomy/taxonomy.ts";
import type {
  AdjudicatedConversation,
  EvidenceMerge,
  GoldDecision,
  GoldInput,
  GoldItem,
  GoldLabel,
  GoldRule,
  UndecidedReason,
} from "./gold.ts";
import type { GoldPlace } from "./gold-frame.ts";
import { mergeEvidence } from "./merge-evidence.ts";
import type { GivenLabel, RaterLabels } from "./rater-labels.ts";
import { commonFrame, raterLabels } from "./rater-labels.ts";
import type { SharedLists } from "./shared-lists.ts";

type VotesRule = Extract<GoldRule, { type: "votes" }>;

/** What each rater says of the conversation; those who skipped it, or whose suggestions are lost, are left out. */
export function readPlace(
  { item: { conversation }, events }: GoldPlace,
  suggestions: GoldInput["suggestions"],
): RaterLabels[] {
  const own = suggestions.get(versionKey(conversation)) ?? [];
  return events.flatMap(({ rater, events: judged }) => {
    const labels = raterLabels(rater, judged, own, conversation.hash);
    return labels ? [labels] : [];
  });
}

/** One decision for each of `kinds`, in their order. */
export function decideConversation(
  place: GoldPlace,
  kinds: readonly AnnotationKind[],
  input: Pick<GoldInput, "rule" | "taxonomy" | "suggestions" | "adjudicated">,
  shared: SharedLists,
): Pick<GoldItem, "decisions" | "ratings"> {
  const { rule, taxonomy } = input;
  const raters = readPlace(place, input.suggestions);
  const adjudicated = input.adjudicated?.get(versionKey(place.item.conversation));
  const decisions = kinds.map((kind) => {
    const level = rule.type === "votes" ? (rule.level ?? 0) : 0;
    const tally = tallyOf(raters, kind, level, taxonomy, shared);
    return rule.type === "votes" ? byVotes(tally, rule) : byAdjudicator(tally, adjudicated, taxonomy);
  });
  const ratings = raters
    .filter((one) => kinds.some((kind) => one.of(kind) !== undefined))
    .map(({ rater, frame, isDone }) => ({ rater, frame, done: isDone }));
  return { decisions, ratings };
}

/** What raters gave of one kind, aligned. */
interface Tally {
  readonly kind: AnnotationKind;
  readonly base: Pick<GoldDecision, "kind" | "raters" | "none" | "frame">;
  /** By key, in order of votes, then of name. */
  readonly labels: readonly Candidate[];
}

interface Candidate {
  readonly key: string;
  readonly label: Label;
  readonly votes: readonly string[];
  /** Of each rater in `votes`: all evidence of all their labels that are this one. */
  readonly given: readonly (readonly GivenLabel[])[];
}

function tallyOf(
  raters: readonly RaterLabels[],
  kind: AnnotationKind,
  level: Level,
  taxonomy: Taxonomy,
  shared: SharedLists,
): Tally {
  const rated = raters.flatMap((one) => {
    const labels = one.of(kind);
    return labels ? [{ ...one, labels }] : [];
  });
  const byKey = new Map<string, Map<string, GivenLabel[]>>();
  for (const { rater, labels } of rated) {
    for (const label of labels) {
      const key = goldKey(label.label, level, taxonomy);
      const votes = byKey.get(key) ?? new Map<string, GivenLabel[]>();
      byKey.set(key, votes);
      votes.set(rater, [...(votes.get(rater) ?? []), label]);
    }
  }
  const labels = [...byKey].map(([key, votes]): Candidate => ({
    key,
    label: labelOfKey(key, kind, [...votes.values()].flat(), taxonomy),
    votes: shared.of([...votes.keys()]),
    given: [...votes.values()],
  }));
  labels.sort((a, b) => b.votes.length - a.votes.length || compare(a.label.value, b.label.value));
  const frame = commonFrame(rated.map((one) => one.frame));
  return {
    kind,
    labels,
    base: {
      kind,
      raters: shared.of(rated.map(({ rater }) => rater)),
      none: shared.of(rated.filter((one) => one.isDone && one.labels.length === 0).map(({ rater }) => rater)),
      ...(frame === undefined ? {} : { frame }),
    },
  };
}

/** What makes two labels of one kind the same in a gold set at this level. */
export function goldKey(label: Label, level: Level, taxonomy: Taxonomy): string {
  // Of closed sets only the very same answer counts; a task in free words is compared like a free value.
  const isClosed = label.kind === "responseType" || label.kind === "subjectivity";
  return isClosed ? label.value : keyOfLabel(label, level, taxonomy);
}

/** The node's own name; of free text the commonest spelling, of equally common ones the first in code-unit order. */
function labelOfKey(
  key: string,
  kind: AnnotationKind,
  given: readonly GivenLabel[],
  taxonomy: Taxonomy,
): Label {
  const node = isSingleKind(kind) ? undefined : taxonomy.get(key);
  if (node) return { kind, value: node.name, node: node.id };
  const counts = new Map<string, number>();
  for (const { label } of given) counts.set(label.value, (counts.get(label.value) ?? 0) + 1);
  const [value = ""] = [...counts].sort(([a, n], [b, m]) => m - n || compare(a, b))[0] ?? [];
  if (isSingleKind(kind)) return { kind, value };
  // A node that this taxonomy doesn't know stays, if all mean the same one.
  const nodes = new Set(given.map(({ label }) => label.node ?? null));
  const [only = null] = nodes;
  return { kind, value, node: nodes.size === 1 ? only : null };
}

function byVotes({ kind, base, labels }: Tally, rule: VotesRule): GoldDecision {
  const { k, of, evidence = "union" } = rule;
  const isIn = ({ votes }: Candidate): boolean => votes.length >= k;
  const why = undecidedBy(kind, base, labels.filter(isIn), k, of);
  // At the top of a single kind stands the one answer that wins; any other one lost to it.
  const taken = why ? [] : isSingleKind(kind) ? labels.slice(0, 1) : labels.filter(isIn);
  const left = labels.filter((one) => !taken.includes(one));
  return {
    ...base,
    ...(why ? { undecided: why } : {}),
    labels: taken.map((one) => goldLabel(one, evidence, k)),
    rejected: left.map(({ label, votes }) => ({ label, votes })),
  };
}

function undecidedBy(
  kind: AnnotationKind,
  { raters, none }: Tally["base"],
  enough: readonly Candidate[],
  k: number,
  of: number,
): UndecidedReason | undefined {
  if (raters.length === 0) return "notRated";
  if (raters.length < of) return "fewRaters";
  const [first, second] = enough;
  if (!first) return none.length >= k ? undefined : "noAgreement";
  if (isSingleKind(kind)) return second?.votes.length === first.votes.length ? "tie" : undefined;
  return none.length >= k ? "tie" : undefined;
}

function goldLabel({ label, votes, given }: Candidate, merge: EvidenceMerge, k: number): GoldLabel {
  const byRater = given.map((own) => own.flatMap(({ spans }) => spans));
  const spans = mergeEvidence(byRater, merge === "union" ? 1 : k);
  const isDisputed = spans.length === 0 && byRater.some((own) => own.length > 0);
  return { label, spans, votes, ...(isDisputed ? { disputedEvidence: true } : {}) };
}

function byAdjudicator(
  { kind, base, labels }: Tally,
  adjudicated: AdjudicatedConversation | undefined,
  taxonomy: Taxonomy,
): GoldDecision {
  const rejected = (but: ReadonlySet<string>): GoldDecision["rejected"] =>
    labels.filter(({ key }) => !but.has(key)).map(({ label, votes }) => ({ label, votes }));
  if (!adjudicated?.kinds.includes(kind))
    return { ...base, undecided: "notAdjudicated", labels: [], rejected: rejected(new Set()) };
  const decided = new Map<string, GoldLabel>();
  for (const { label, spans, reason } of adjudicated.labels) {
    if (label.kind !== kind) continue;
    const key = goldKey(label, 0, taxonomy);
    const votes = labels.find((one) => one.key === key)?.votes ?? [];
    if (!decided.has(key))
      decided.set(key, { label, spans, votes, ...(reason === undefined ? {} : { reason }) });
  }
  return {
    ...base,
    labels: [...decided.values()],
    rejected: rejected(new Set(decided.keys())),
    adjudicators: adjudicated.adjudicators.map(({ name }) => name),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
