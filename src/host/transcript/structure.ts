import * as vscode from "vscode";
import type { DocumentRange } from "../../core/conversation/render.ts";
import { outline, type OutlineBlock, type OutlineTurn } from "../../core/conversation/outline.ts";
import { TRANSCRIPT_SCHEME } from "../ids.ts";
import type { TranscriptDocuments } from "./documents.ts";

/** Outline and folding of transcripts, by turn and by block. */
export function registerStructure(documents: TranscriptDocuments): vscode.Disposable {
  const selector = { scheme: TRANSCRIPT_SCHEME };
  return vscode.Disposable.from(
    vscode.languages.registerDocumentSymbolProvider(selector, {
      provideDocumentSymbols: async (document) => {
        const { transcript } = await documents.page(document.uri);
        return outline(transcript).map((turn) => turnSymbol(document, turn));
      },
    }),
    vscode.languages.registerFoldingRangeProvider(selector, {
      provideFoldingRanges: async (document) => {
        const { transcript } = await documents.page(document.uri);
        return outline(transcript).flatMap((turn) => [
          ...fold(turn),
          ...turn.blocks
            .filter((block) => block.startLine !== block.selection.endLine || block.type !== "text")
            .flatMap(fold),
        ]);
      },
    }),
  );
}

function fold(range: DocumentRange): vscode.FoldingRange[] {
  return range.endLine > range.startLine ? [new vscode.FoldingRange(range.startLine, range.endLine)] : [];
}

const ROLE_SYMBOLS = {
  system: vscode.SymbolKind.Namespace,
  user: vscode.SymbolKind.Interface,
  assistant: vscode.SymbolKind.Class,
  tool: vscode.SymbolKind.Function,
} as const;

function turnSymbol(document: vscode.TextDocument, turn: OutlineTurn): vscode.DocumentSymbol {
  const symbol = new vscode.DocumentSymbol(
    turn.label,
    turn.preview,
    ROLE_SYMBOLS[turn.role],
    toRange(document, turn),
    toRange(document, turn.selection),
  );
  // A turn of one text block has nothing to show inside.
  const parts = turn.blocks.length === 1 && turn.blocks[0]?.type === "text" ? [] : turn.blocks;
  symbol.children = parts.map((block) => blockSymbol(document, block));
  return symbol;
}

function blockSymbol(document: vscode.TextDocument, block: OutlineBlock): vscode.DocumentSymbol {
  return new vscode.DocumentSymbol(
    block.label,
    block.preview,
    block.type === "text" ? vscode.SymbolKind.String : vscode.SymbolKind.Object,
    toRange(document, block),
    toRange(document, block.selection),
  );
}

/** Document offsets (UTF-16) as an editor range. */
export function toRange(
  document: vscode.TextDocument,
  range: { readonly start: number; readonly end: number },
): vscode.Range {
  return new vscode.Range(document.positionAt(range.start), document.positionAt(range.end));
}
