import type * as vscode from "vscode";
import type { ReviewState } from "../../core/review/fold.ts";
import type { Taxonomy } from "../../core/taxonomy/taxonomy.ts";
import type { Desk } from "../review/desk.ts";
import type { Review } from "../review/review.ts";
import { watchListOf } from "../review/watch-list.ts";
import { setting } from "../settings.ts";
import type { Drawing } from "./decorator.ts";
import { marksOf, type Mark } from "./marks.ts";

interface Kept {
  readonly state: ReviewState;
  readonly taxonomy: Taxonomy;
  readonly watched: readonly string[];
  readonly marks: readonly Mark[];
}

/** The marks of each review, made once per state: decorations, hovers, cursor and problems all ask for them. */
export class MarkCache {
  private readonly kept = new WeakMap<Review, Kept>();

  constructor(
    private readonly desk: Desk,
    private readonly taxonomy: () => Taxonomy,
  ) {}

  of(uri: vscode.Uri): readonly Mark[] {
    const review = this.desk.peek(uri);
    if (!review) return [];
    const { state, page } = review;
    const taxonomy = this.taxonomy();
    const watched = setting("watchList");
    const kept = this.kept.get(review);
    if (kept?.state === state && kept.taxonomy === taxonomy && same(kept.watched, watched)) return kept.marks;
    const marks = marksOf(state.labels, page.transcript, taxonomy, watchListOf(watched));
    this.kept.set(review, { state, taxonomy, watched, marks });
    return marks;
  }

  drawing(uri: vscode.Uri): Drawing | undefined {
    const review = this.desk.peek(uri);
    return review && { transcript: review.page.transcript, marks: this.of(uri), selected: review.selected };
  }
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((entry, index) => entry === b[index]);
}
