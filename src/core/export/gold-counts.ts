/** What is in a gold set, in numbers. Pure. */
import type { AnnotationKind, Label } from "../extraction/annotation.ts";
import type { GoldItem, GoldSet, UndecidedReason } from "./gold.ts";

export interface KindCounts {
  readonly kind: AnnotationKind;
  readonly decided: number;
  /** Of the decided ones, those with "none". */
  readonly empty: number;
  readonly labels: number;
  readonly undecided: number;
  readonly reasons: readonly { readonly reason: UndecidedReason; readonly count: number }[];
  /** Of the conversations that somebody rated, by what the raters saw. */
  readonly blind: number;
  readonly assisted: number;
  readonly mixed: number;
}

export interface GoldCounts {
  readonly conversations: number;
  /** Decided in every kind of the set that anybody rated them in, and in at least one. */
  readonly decided: number;
  /** Decided in no kind. */
  readonly undecided: number;
  readonly labels: number;
  readonly otherVersions: number;
  readonly kinds: readonly KindCounts[];
}

export function countGold({ kinds, items }: Pick<GoldSet, "kinds" | "items">): GoldCounts {
  const counters = kinds.map((kind) => new KindCounter(kind));
  let [decided, undecided, otherVersions] = [0, 0, 0];
  for (const item of items) {
    counters.forEach((counter, at) => counter.add(item, at));
    const some = item.decisions.some((one) => one.undecided === undefined);
    const open = item.decisions.some(
      ({ undecided: why }) => why !== undefined && why !== "notRated" && why !== "notAdjudicated",
    );
    if (!some) undecided++;
    else if (!open) decided++;
    if (item.otherVersions) otherVersions++;
  }
  const byKind = counters.map((counter) => counter.counts());
  const labels = byKind.reduce((sum, one) => sum + one.labels, 0);
  return { conversations: items.length, decided, undecided, labels, otherVersions, kinds: byKind };
}

class KindCounter {
  readonly #kind: AnnotationKind;
  readonly #reasons = new Map<UndecidedReason, number>();
  readonly #frames = { blind: 0, assisted: 0, mixed: 0 };
  #decided = 0;
  #empty = 0;
  #labels = 0;
  #undecided = 0;

  constructor(kind: AnnotationKind) {
    this.#kind = kind;
  }

  add({ decisions }: GoldItem, at: number): void {
    const decision = decisions[at];
    if (!decision) return;
    if (decision.frame) this.#frames[decision.frame]++;
    const { undecided, labels } = decision;
    if (undecided !== undefined) {
      this.#undecided++;
      this.#reasons.set(undecided, (this.#reasons.get(undecided) ?? 0) + 1);
      return;
    }
    this.#decided++;
    this.#labels += labels.length;
    if (labels.length === 0) this.#empty++;
  }

  counts(): KindCounts {
    const reasons = [...this.#reasons].map(([reason, count]) => ({ reason, count }));
    return {
      kind: this.#kind,
      decided: this.#decided,
      empty: this.#empty,
      labels: this.#labels,
      undecided: this.#undecided,
      reasons: reasons.sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1)),
      ...this.#frames,
    };
  }
}

export interface ClassCount {
  readonly label: Label;
  /** Conversations whose gold has it. */
  readonly count: number;
}

/** Of one kind, the most frequent first. Labels with the same node are one; others go by kind and text. */
export function classCounts(items: Iterable<GoldItem>, kind: AnnotationKind): ClassCount[] {
  const counts = new Map<string, { readonly label: Label; count: number }>();
  for (const { decisions } of items) {
    for (const { kind: asked, undecided, labels } of decisions) {
      if (asked !== kind || undecided !== undefined) continue;
      for (const { label } of labels) {
        const key = classKey(label);
        const known = counts.get(key);
        if (known) known.count++;
        else counts.set(key, { label, count: 1 });
      }
    }
  }
  return [...counts.values()].sort(
    (a, b) =>
      b.count - a.count || (a.label.value < b.label.value ? -1 : a.label.value > b.label.value ? 1 : 0),
  );
}

/** What makes two gold labels of a kind the same class. */
export function classKey({ kind, value, node }: Label): string {
  return node ? `${kind} node ${node}` : `${kind} text ${value.normalize("NFC").trim().toLowerCase()}`;
}
