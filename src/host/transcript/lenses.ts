import * as vscode from "vscode";
import { onReviewState, type Desk } from "../review/desk.ts";
import { TRANSCRIPT_SCHEME } from "../ids.ts";
import { onSettings, setting } from "../settings.ts";

/** A line above each turn with its number of values. Off by setting. */
export function registerLenses(desk: Desk): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changed,
    onSettings(["codeLens"], () => changed.fire()),
    onReviewState(desk, () => changed.fire()),
    vscode.languages.registerCodeLensProvider(
      { scheme: TRANSCRIPT_SCHEME },
      {
        onDidChangeCodeLenses: changed.event,
        provideCodeLenses(document) {
          const review = desk.peek(document.uri);
          if (!review || !setting("codeLens")) return [];
          return review.page.transcript.turns.flatMap((turn) => {
            const rows = review.rows.filter((row) => row.spans.some((span) => span.turn === turn.turn));
            if (rows.length === 0) return [];
            const waiting = rows.filter((row) => row.state === "suggested").length;
            const values = rows.length === 1 ? "1 value" : `${rows.length} values`;
            const range = new vscode.Range(turn.startLine, 0, turn.startLine, 0);
            const title = waiting === 0 ? `${values}, all judged` : `${values}, ${waiting} to judge`;
            return [new vscode.CodeLens(range, { title, command: "valuemark.showReview" })];
          });
        },
      },
    ),
  );
}
