import * as vscode from "vscode";
import { PALETTE } from "../../protocol/palette.ts";
import type { CategoryColour } from "../../protocol/review.ts";
import type { Mark, MarkStyle } from "./marks.ts";

const CATEGORIES: readonly CategoryColour[] = [
  "practical",
  "epistemic",
  "social",
  "protective",
  "personal",
  "none",
];
const STYLES: readonly MarkStyle[] = ["suggested", "confirmed", "rejected", "added"];

/** All decoration types of the transcript. Made once per theme or settings change, never per update. */
export class DecorationTypes implements vscode.Disposable {
  private readonly marks = new Map<string, vscode.TextEditorDecorationType>();
  /** Put at a mark's start only: evidence over many lines has one icon. */
  private readonly gutters = new Map<string, vscode.TextEditorDecorationType>();
  readonly warning = vscode.window.createTextEditorDecorationType({
    textDecoration: "underline wavy 1px",
    overviewRulerColor: new vscode.ThemeColor("editorWarning.foreground"),
    overviewRulerLane: vscode.OverviewRulerLane.Right,
  });
  readonly selected = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor("editor.selectionHighlightBackground"),
    outline: "1px solid",
    outlineColor: new vscode.ThemeColor("focusBorder"),
  });
  readonly turnHeader = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    fontWeight: "bold",
    backgroundColor: new vscode.ThemeColor("editorGroupHeader.tabsBackground"),
    borderColor: new vscode.ThemeColor("contrastBorder"),
  });
  readonly blockHeader = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    color: new vscode.ThemeColor("descriptionForeground"),
  });
  readonly head = vscode.window.createTextEditorDecorationType({
    color: new vscode.ThemeColor("descriptionForeground"),
  });
  readonly aside = vscode.window.createTextEditorDecorationType({ opacity: "0.8" });

  constructor() {
    for (const category of CATEGORIES) {
      for (const style of STYLES) {
        this.marks.set(typeKey({ category, style }), markType(category, style));
        this.gutters.set(typeKey({ category, style }), gutterType(category, style));
      }
    }
  }

  /** Sets the decorations of every type that marks have, the unused ones to none. */
  apply(editor: vscode.TextEditor, marks: readonly Mark[], rangeOf: (mark: Mark) => vscode.Range): void {
    const byType = new Map<string, vscode.Range[]>();
    for (const mark of marks) {
      const ranges = byType.get(typeKey(mark)) ?? [];
      ranges.push(rangeOf(mark));
      byType.set(typeKey(mark), ranges);
    }
    for (const [key, type] of this.marks) editor.setDecorations(type, byType.get(key) ?? []);
    for (const [key, type] of this.gutters) {
      editor.setDecorations(
        type,
        (byType.get(key) ?? []).map(({ start }) => new vscode.Range(start, start)),
      );
    }
  }

  dispose(): void {
    for (const type of [...this.marks.values(), ...this.gutters.values()]) type.dispose();
    for (const type of [
      this.warning,
      this.selected,
      this.turnHeader,
      this.blockHeader,
      this.head,
      this.aside,
    ])
      type.dispose();
  }
}

function typeKey({ category, style }: Pick<Mark, "category" | "style">): string {
  return `${category}/${style}`;
}

/** Gutter icons are images and can't use theme colours. */
function gutterType(category: CategoryColour, style: MarkStyle): vscode.TextEditorDecorationType {
  const icon = (theme: "dark" | "light"): vscode.ThemableDecorationRenderOptions => ({
    gutterIconPath: gutterIcon(PALETTE[theme][category], style),
    gutterIconSize: "70%",
  });
  return create({ dark: icon("dark"), light: icon("light") });
}

function markType(category: CategoryColour, style: MarkStyle): vscode.TextEditorDecorationType {
  const colour = new vscode.ThemeColor(`valuemark.${category}`);
  const tint = new vscode.ThemeColor(`valuemark.${category}Background`);
  const common: vscode.DecorationRenderOptions = {
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    overviewRulerColor: colour,
    overviewRulerLane: vscode.OverviewRulerLane.Center,
    borderColor: colour,
  };
  switch (style) {
    case "suggested":
      return create({ ...common, backgroundColor: tint, borderStyle: "dashed", borderWidth: "0 0 1px 0" });
    case "confirmed":
      return create({ ...common, backgroundColor: tint, borderStyle: "solid", borderWidth: "0 0 2px 0" });
    case "added":
      return create({ ...common, backgroundColor: tint, borderStyle: "solid", borderWidth: "0 0 4px 0" });
    case "rejected":
      return create({ ...common, opacity: "0.6", textDecoration: "line-through", borderStyle: "none" });
  }
}

function create(options: vscode.DecorationRenderOptions): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType(options);
}

/** Told apart by shape as well as by colour: ring, dot, dot with a bar, cross. */
function gutterIcon(colour: string, style: MarkStyle): vscode.Uri {
  const shapes: Readonly<Record<MarkStyle, string>> = {
    suggested: `<circle cx="8" cy="8" r="4" fill="none" stroke="${colour}" stroke-width="2"/>`,
    confirmed: `<circle cx="8" cy="8" r="5" fill="${colour}"/>`,
    added: `<path d="M7 3h2v4h4v2H9v4H7V9H3V7h4z" fill="${colour}"/>`,
    rejected: `<path d="M4 4l8 8M12 4l-8 8" stroke="${colour}" stroke-width="2" fill="none"/>`,
  };
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16">${shapes[style]}</svg>`;
  return vscode.Uri.parse(`data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`);
}
