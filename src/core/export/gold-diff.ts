/** What changed from one version of a gold set to another. Pure. */
import type { AnnotationKind, ConversationRef, Label } from "../extraction/annotation.ts";
import type { GoldDecision, GoldItem, UndecidedReason } from "./gold.ts";
import { classKey } from "./gold-counts.ts";

export interface DecisionChange {
  readonly kind: AnnotationKind;
  readonly added: readonly Label[];
  readonly removed: readonly Label[];
  /** Kept, but with other evidence. */
  readonly evidence: readonly Label[];
  /** Undecided in one of them: why, or null for decided. */
  readonly undecided?: {
    readonly before: UndecidedReason | null;
    readonly after: UndecidedReason | null;
  };
}

export interface GoldDiff {
  /** Conversations of one version only, by id. */
  readonly added: readonly ConversationRef[];
  readonly removed: readonly ConversationRef[];
  /** The text is another one. What was decided is compared all the same. */
  readonly otherText: readonly { readonly id: string; readonly before: string; readonly after: string }[];
  readonly changed: readonly {
    readonly conversation: ConversationRef;
    readonly changes: readonly DecisionChange[];
  }[];
  readonly same: number;
}

/** Votes, raters and reasons are no part of the comparison: only what is gold is. In the order of `after`. */
export function diffGold(before: Iterable<GoldItem>, after: Iterable<GoldItem>): GoldDiff {
  const old = new Map<string, GoldItem[]>();
  for (const item of before) {
    const known = old.get(item.conversation.id);
    if (known) known.push(item);
    else old.set(item.conversation.id, [item]);
  }
  const added: ConversationRef[] = [];
  const otherText: { id: string; before: string; after: string }[] = [];
  const changed: GoldDiff["changed"][number][] = [];
  let same = 0;
  for (const item of after) {
    const { id, hash } = item.conversation;
    const versions = old.get(id) ?? [];
    // The same text if it is there, else any text of this id that isn't taken yet.
    const at = Math.max(
      0,
      versions.findIndex(({ conversation }) => conversation.hash === hash),
    );
    const [match] = versions.splice(at, 1);
    if (!match) {
      added.push(item.conversation);
      continue;
    }
    if (match.conversation.hash !== hash)
      otherText.push({ id, before: match.conversation.hash, after: hash });
    const changes = changesOf(match, item);
    if (changes.length > 0) changed.push({ conversation: item.conversation, changes });
    else same++;
  }
  const removed = [...old.values()].flat().map(({ conversation }) => conversation);
  return { added, removed, otherText, changed, same };
}

function changesOf(before: GoldItem, after: GoldItem): DecisionChange[] {
  const kinds = new Set([...before.decisions, ...after.decisions].map(({ kind }) => kind));
  return [...kinds].flatMap((kind) => {
    const change = changeOf(
      kind,
      before.decisions.find((one) => one.kind === kind),
      after.decisions.find((one) => one.kind === kind),
    );
    return change ? [change] : [];
  });
}

/** A kind that a version doesn't ask for is undecided there. */
function changeOf(
  kind: AnnotationKind,
  before: GoldDecision | undefined,
  after: GoldDecision | undefined,
): DecisionChange | undefined {
  const [old, now] = [byKey(before), byKey(after)];
  const [was, is] = [openness(before), openness(after)];
  const added = [...now].filter(([key]) => !old.has(key)).map(([, { label }]) => label);
  const removed = [...old].filter(([key]) => !now.has(key)).map(([, { label }]) => label);
  const evidence = [...now].flatMap(([key, { label, spans }]) => {
    const known = old.get(key);
    return known && JSON.stringify(known.spans.map(placeOf)) !== JSON.stringify(spans.map(placeOf))
      ? [label]
      : [];
  });
  if (was === is && added.length + removed.length + evidence.length === 0) return undefined;
  return { kind, added, removed, evidence, ...(was === is ? {} : { undecided: { before: was, after: is } }) };
}

function byKey(decision: GoldDecision | undefined) {
  return new Map((decision?.labels ?? []).map((one) => [classKey(one.label), one] as const));
}

function openness(decision: GoldDecision | undefined): UndecidedReason | null {
  return decision ? (decision.undecided ?? null) : "notRated";
}

function placeOf({ turn, block, start, end, hash }: GoldDecision["labels"][number]["spans"][number]) {
  return [turn, block, start, end, hash];
}
