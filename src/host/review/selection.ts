import * as vscode from "vscode";
import { makeSpan } from "../../core/conversation/spanMake.ts";
import type { Span } from "../../core/conversation/span.ts";
import type { ReviewLabel } from "../../core/review/fold.ts";
import { toRange } from "../transcript/structure.ts";
import type { Review } from "./review.ts";

/** The visible editor that shows a review's transcript; the active one first. */
export function editorOf(review: Review): vscode.TextEditor | undefined {
  const shows = (editor: vscode.TextEditor | undefined): boolean =>
    editor?.document.uri.toString() === review.uri.toString();
  const active = vscode.window.activeTextEditor;
  return shows(active) ? active : vscode.window.visibleTextEditors.find(shows);
}

/** The words selected in the transcript as spans: one per block touched, headers left out; empty when none are. */
export function selectedSpans(review: Review): Span[] {
  const editor = editorOf(review);
  if (!editor) return [];
  const { document } = editor;
  const spans: Span[] = [];
  for (const selection of editor.selections) {
    if (selection.isEmpty) continue;
    const pieces = review.page.transcript.fromDocument(
      document.offsetAt(selection.start),
      document.offsetAt(selection.end),
    );
    for (const piece of pieces) {
      const span = makeSpan(review.page.conversation, piece.turn, piece.block, piece.start, piece.end, {
        trim: true,
      });
      if (span.end > span.start) spans.push(span);
    }
  }
  return spans;
}

/** Scrolls the transcript to a label's evidence. With `place`, the cursor goes there too. */
export function revealSpan(review: Review, row: ReviewLabel, index: number, place: boolean): boolean {
  const span = row.spans[index];
  return span !== undefined && revealRange(review, span, place);
}

/** The same for any passage of the conversation. */
export function revealRange(review: Review, span: Span, place = false): boolean {
  const position = review.page.transcript.toDocument(span);
  const editor = editorOf(review);
  if (!position || !editor) return false;
  const range = toRange(editor.document, position);
  if (place) editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  return true;
}

/** The turns (0-based) that the transcript's selection touches. */
export function selectedTurns(review: Review): number[] {
  return [...new Set(selectedSpans(review).map((span) => span.turn))].sort((a, b) => a - b);
}
