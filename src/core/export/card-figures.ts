/** What a data card says besides the record of the version: counted over the items as they are exported. Pure. */
import type { AnnotationKind, Label } from "../extraction/annotation.ts";
import { classKey } from "./gold-counts.ts";
import type { PreparedItem } from "./prepare.ts";

export interface ShownClass {
  readonly label: Label;
  /** Name of the category; undefined for free text and closed sets. */
  readonly category: string | undefined;
  /** Conversations that have it. */
  readonly count: number;
  /** Sum of their weights; the same as `count` where there are no weights. */
  readonly weighted: number;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Takes the items one by one. */
export class CardFigures {
  readonly #classes = new Map<AnnotationKind, Map<string, Writable<ShownClass>>>();
  /** By kind: the decided conversations, and the sum of their weights. */
  readonly #decided = new Map<AnnotationKind, { count: number; weighted: number }>();
  conversations = 0;

  add({ decisions, weight = 1 }: PreparedItem): void {
    this.conversations++;
    for (const { kind, undecided, labels } of decisions) {
      if (undecided !== undefined) continue;
      const decided = this.#decided.get(kind) ?? { count: 0, weighted: 0 };
      this.#decided.set(kind, decided);
      decided.count++;
      decided.weighted += weight;
      for (const { label, path } of labels) this.#count(kind, label, path[0], weight);
    }
  }

  decided(kind: AnnotationKind): { readonly count: number; readonly weighted: number } {
    return this.#decided.get(kind) ?? { count: 0, weighted: 0 };
  }

  /** The most frequent first. */
  classes(kind: AnnotationKind): ShownClass[] {
    return [...(this.#classes.get(kind)?.values() ?? [])].sort(
      (a, b) =>
        b.count - a.count || (a.label.value < b.label.value ? -1 : a.label.value > b.label.value ? 1 : 0),
    );
  }

  #count(kind: AnnotationKind, label: Label, category: string | undefined, weight: number): void {
    const classes = this.#classes.get(kind) ?? new Map<string, Writable<ShownClass>>();
    this.#classes.set(kind, classes);
    const key = classKey(label);
    const known = classes.get(key) ?? { label, category, count: 0, weighted: 0 };
    classes.set(key, known);
    known.count++;
    known.weighted += weight;
  }
}
