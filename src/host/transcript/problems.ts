import * as vscode from "vscode";
import { TRANSCRIPT_SCHEME } from "../ids.ts";
import type { Desk } from "../review/desk.ts";
import type { Library } from "../library/library.ts";
import type { OpenedFile } from "../library/opened-file.ts";
import type { Mark } from "./marks.ts";
import { toRange } from "./structure.ts";

/** Above this the Problems panel is no help; the rest is named in one entry. */
const MAX_ROWS = 200;

/** Fills the Problems panel: rows of a file that could not be read, and values on the watch list. */
export function registerProblems(
  library: Library,
  desk: Desk,
  marksOf: (uri: vscode.Uri) => readonly Mark[],
): vscode.Disposable {
  const rows = vscode.languages.createDiagnosticCollection("valuemark.rows");
  const values = vscode.languages.createDiagnosticCollection("valuemark.values");
  const showValues = (): void => {
    for (const document of vscode.workspace.textDocuments) {
      const review = desk.peek(document.uri);
      if (!review) continue;
      values.set(
        document.uri,
        marksOf(document.uri)
          .filter((mark) => mark.warning)
          .map((mark) => warning(document, mark)),
      );
    }
  };
  return vscode.Disposable.from(
    rows,
    values,
    library.onDidRead((file) => rows.set(file.uri, rowProblems(file))),
    desk.onDidChange(showValues),
    // The review is there before its document, and after a change of the file the document's text comes last.
    vscode.workspace.onDidOpenTextDocument((document) => isTranscript(document) && showValues()),
    vscode.workspace.onDidChangeTextDocument(({ document }) => isTranscript(document) && showValues()),
    vscode.workspace.onDidCloseTextDocument((document) => values.delete(document.uri)),
  );
}

function isTranscript({ uri }: vscode.TextDocument): boolean {
  return uri.scheme === TRANSCRIPT_SCHEME;
}

function warning(document: vscode.TextDocument, mark: Mark): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    toRange(document, mark),
    `Value on the watch list: ${mark.text.replace(/^⚠ /u, "")}`,
    vscode.DiagnosticSeverity.Warning,
  );
  diagnostic.source = "Valuemark";
  diagnostic.code = "watch-list";
  return diagnostic;
}

function rowProblems(file: OpenedFile): vscode.Diagnostic[] {
  const shown = file.errors.slice(0, MAX_ROWS).map((error) => {
    const line = Math.max(0, (error.line ?? error.row + 1) - 1);
    const part = error.part === undefined ? "" : ` (${error.part})`;
    return rowProblem(line, `Row ${error.row + 1}${part} was not opened: ${error.reason}`);
  });
  const left = file.errors.length - shown.length;
  return left > 0 ? [...shown, rowProblem(0, `${left} more rows were not opened.`)] : shown;
}

function rowProblem(line: number, message: string): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    new vscode.Range(line, 0, line, 0),
    message,
    vscode.DiagnosticSeverity.Error,
  );
  diagnostic.source = "Valuemark";
  diagnostic.code = "row";
  return diagnostic;
}
