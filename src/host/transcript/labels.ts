import * as vscode from "vscode";
import { TRANSCRIPT_SCHEME } from "../ids.ts";
import { onReviewState, type Desk } from "../review/desk.ts";
import { onSettings, setting } from "../settings.ts";
import type { TranscriptDocuments } from "./documents.ts";
import type { Mark } from "./marks.ts";

/**
 * The names of values in the transcript, as inlay hints. Unlike a decoration's `after` text they are part of the
 * line's layout: long lines wrap around them and nothing is pushed out of sight.
 */
export function registerLabels(
  desk: Desk,
  documents: TranscriptDocuments,
  marksOf: (uri: vscode.Uri) => readonly Mark[],
): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changed,
    onSettings(["labels.placement", "labels.rejected"], () => changed.fire()),
    onReviewState(desk, () => changed.fire()),
    vscode.languages.registerInlayHintsProvider(
      { scheme: TRANSCRIPT_SCHEME },
      {
        onDidChangeInlayHints: changed.event,
        async provideInlayHints(document, range) {
          const placement = setting("labels.placement");
          if (placement === "off") return [];
          // The document may be there before its review is.
          await desk.review(document.uri);
          const { transcript } = await documents.page(document.uri);
          if (document.getText().length !== transcript.text.length) return [];
          const [from, to] = [document.offsetAt(range.start), document.offsetAt(range.end)];
          const rejected = setting("labels.rejected");
          return marksOf(document.uri)
            .filter((mark) => mark.end >= from && mark.end <= to && (rejected || mark.style !== "rejected"))
            .map((mark) => hint(document, mark, placement));
        },
      },
    ),
  );
}

function hint(document: vscode.TextDocument, mark: Mark, placement: "span" | "line"): vscode.InlayHint {
  const end = document.positionAt(mark.end);
  const position = placement === "span" ? end : document.lineAt(end.line).range.end;
  const inlay = new vscode.InlayHint(
    position,
    mark.text,
    mark.warning ? vscode.InlayHintKind.Parameter : vscode.InlayHintKind.Type,
  );
  inlay.paddingLeft = true;
  inlay.paddingRight = placement === "span";
  return inlay;
}
