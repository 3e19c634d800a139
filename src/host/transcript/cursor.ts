import * as vscode from "vscode";
import { TRANSCRIPT_SCHEME } from "../ids.ts";
import type { Desk } from "../review/desk.ts";
import { markAt, type Mark } from "./marks.ts";

/** The cursor selects the label it stands on. Only when a person moved it, or revealing would select something else. */
export function followCursor(desk: Desk, marksOf: (uri: vscode.Uri) => readonly Mark[]): vscode.Disposable {
  return vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections, kind }) => {
    const { document } = textEditor;
    if (document.uri.scheme !== TRANSCRIPT_SCHEME || kind === undefined) return;
    const review = desk.peek(document.uri);
    const [selection] = selections;
    if (!review || !selection) return;
    const mark = markAt(marksOf(document.uri), document.offsetAt(selection.active));
    if (!mark || mark.annotation === review.selected) return;
    review.selected = mark.annotation;
    desk.touch(review);
  });
}
