import * as vscode from "vscode";
import type { RunRecord } from "../../core/extraction/extractor.ts";
import type { ReviewLabel } from "../../core/review/fold.ts";
import type { Taxonomy } from "../../core/taxonomy/taxonomy.ts";
import type { Desk } from "../review/desk.ts";
import { originOf } from "../review/snapshot.ts";
import { ancestorsOf } from "../review/colour.ts";
import { TRANSCRIPT_SCHEME, type CommandId } from "../ids.ts";
import { toRange } from "./structure.ts";
import type { Mark } from "./marks.ts";

/** The commands that a hover may run; nothing else in it is trusted. */
const ALLOWED: readonly CommandId[] = [
  "valuemark.confirm",
  "valuemark.correct",
  "valuemark.reject",
  "valuemark.retract",
  "valuemark.showReview",
];

const STATES = {
  suggested: "suggested",
  confirmed: "confirmed by you",
  corrected: "corrected by you",
  rejected: "rejected by you",
  added: "added by you",
} as const;

/** Hovers over marked words: every label that stands on them, its definition, who says so, and what can be done. */
export function registerHover(
  desk: Desk,
  marksOf: (uri: vscode.Uri) => readonly Mark[],
  taxonomy: () => Taxonomy,
): vscode.Disposable {
  return vscode.languages.registerHoverProvider(
    { scheme: TRANSCRIPT_SCHEME },
    {
      provideHover(document, position) {
        const review = desk.peek(document.uri);
        if (!review) return undefined;
        const offset = document.offsetAt(position);
        const marks = marksOf(document.uri).filter((mark) => mark.start <= offset && offset <= mark.end);
        const ids = [...new Set(marks.map((mark) => mark.annotation))];
        const cards = ids.flatMap((id) => {
          const row = review.rows.find((each) => each.id === id);
          return row ? [card(row, taxonomy(), review.runs)] : [];
        });
        const innermost = marks.reduce<Mark | undefined>(
          (best, mark) => (best && best.end - best.start <= mark.end - mark.start ? best : mark),
          undefined,
        );
        return innermost && new vscode.Hover(cards, toRange(document, innermost));
      },
    },
  );
}

/** Everything that comes from data goes in through `asMarkdown`. */
function card(row: ReviewLabel, taxonomy: Taxonomy, runs: readonly RunRecord[]): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.isTrusted = { enabledCommands: ALLOWED };
  text.appendMarkdown("**").appendMarkdown(asMarkdown(row.label.value)).appendMarkdown("** — ");
  text
    .appendMarkdown(row.label.kind === "humanValue" ? "human value, " : "")
    .appendMarkdown(STATES[row.state]);
  if (row.original)
    text.appendMarkdown(" (was ").appendMarkdown(asMarkdown(row.original.value)).appendMarkdown(")");
  const path = ancestorsOf(taxonomy, row.label.node).map((node) => node.name);
  text
    .appendMarkdown("\n\n")
    .appendMarkdown(asMarkdown(path.length > 0 ? path.join(" › ") : "not in the taxonomy"));
  const definition = row.label.node ? taxonomy.get(row.label.node)?.definition : undefined;
  if (definition) text.appendMarkdown("\n\n").appendMarkdown(asMarkdown(definition));
  const { source } = row;
  if (source.type === "suggestion") {
    const { suggestion } = source;
    text
      .appendMarkdown("\n\n*")
      .appendMarkdown(asMarkdown(originOf(suggestion, runs)))
      .appendMarkdown("*");
    if (suggestion.rationale) text.appendMarkdown(": ").appendMarkdown(asMarkdown(suggestion.rationale));
  }
  text.appendMarkdown(`\n\n${actions(row).join(" · ")}`);
  return text;
}

function actions(row: ReviewLabel): string[] {
  const link = (id: CommandId, title: string): string =>
    `[${title}](command:${id}?${encodeURIComponent(JSON.stringify([row.id]))})`;
  const judge = [
    link("valuemark.confirm", "Confirm (c)"),
    link("valuemark.correct", "Correct… (e)"),
    link("valuemark.reject", "Reject (x)"),
  ];
  return row.state === "suggested" ? judge : [...judge, link("valuemark.retract", "Take back")];
}

/**
 * Text as Markdown that reads as this text and is nothing else: no link, no emphasis, no markup. `appendText` would
 * do, but makes every space a non-breaking one, so that longer texts break in the middle of words.
 */
function asMarkdown(text: string): string {
  return text
    .replace(/\s+/gu, " ")
    .trim()
    .replace(/[!-/:-@[-`{-~]/g, "\\$&");
}
