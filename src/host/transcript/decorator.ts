import * as vscode from "vscode";
import type { Transcript } from "../../core/conversation/render.ts";
import { Disposables } from "../disposables.ts";
import { TRANSCRIPT_SCHEME } from "../ids.ts";
import { onSettings, setting } from "../settings.ts";
import { DecorationTypes } from "./decoration-types.ts";
import type { Mark } from "./marks.ts";
import { toRange } from "./structure.ts";

/** What the decorator draws in one transcript. */
export interface Drawing {
  readonly transcript: Transcript;
  readonly marks: readonly Mark[];
  /** Annotation whose evidence stands out. */
  readonly selected: string | undefined;
}

/** Gathers the events of one keystroke into one update. */
const DEBOUNCE_MS = 16;

/** Keeps the decorations of the visible transcripts up to date. */
export class TranscriptDecorator implements vscode.Disposable {
  private readonly disposables = new Disposables();
  private types = new DecorationTypes();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly drawingOf: (uri: vscode.Uri) => Drawing | undefined) {
    this.disposables.add(vscode.window.onDidChangeVisibleTextEditors(() => this.update()));
    this.disposables.add(
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document.uri.scheme === TRANSCRIPT_SCHEME) this.update();
      }),
    );
    this.disposables.add(vscode.window.onDidChangeActiveColorTheme(() => this.renew()));
    this.disposables.add(onSettings(["labels.rejected"], () => this.renew()));
  }

  /** Draws soon; many calls become one drawing. */
  update(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.draw();
    }, DEBOUNCE_MS);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.disposables.dispose();
    this.types.dispose();
  }

  private renew(): void {
    this.types.dispose();
    this.types = new DecorationTypes();
    this.update();
  }

  private draw(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document.uri.scheme !== TRANSCRIPT_SCHEME) continue;
      const drawing = this.drawingOf(editor.document.uri);
      if (drawing && fits(editor.document, drawing.transcript)) this.drawIn(editor, drawing);
    }
  }

  private drawIn(editor: vscode.TextEditor, { transcript, marks, selected }: Drawing): void {
    const { document } = editor;
    const showRejected = setting("labels.rejected");
    const shown = marks.filter((mark) => showRejected || mark.style !== "rejected");
    const ranges = (chosen: readonly Mark[]): vscode.Range[] => chosen.map((mark) => toRange(document, mark));
    this.types.apply(editor, shown, (mark) => toRange(document, mark));
    editor.setDecorations(this.types.warning, ranges(shown.filter((mark) => mark.warning)));
    editor.setDecorations(this.types.selected, ranges(marks.filter((mark) => mark.annotation === selected)));
    editor.setDecorations(
      this.types.turnHeader,
      transcript.turns.map((turn) => toRange(document, turn.header)),
    );
    editor.setDecorations(
      this.types.blockHeader,
      transcript.blocks.flatMap((block) => (block.header ? [toRange(document, block.header)] : [])),
    );
    editor.setDecorations(this.types.head, [
      toRange(document, { start: 0, end: transcript.turns[0]?.start ?? transcript.text.length }),
    ]);
    editor.setDecorations(
      this.types.aside,
      transcript.blocks.filter((block) => block.type !== "text").map((block) => toRange(document, block)),
    );
  }
}

/** The document may lag behind after its file changed; marks in the wrong place are worse than none. */
function fits(document: vscode.TextDocument, transcript: Transcript): boolean {
  return document.lineCount === transcript.lines && document.getText().length === transcript.text.length;
}
