import * as vscode from "vscode";
import { comparableLines } from "../../core/extraction/compare.ts";
import type { RunRecord } from "../../core/extraction/extractor.ts";
import type { Taxonomy } from "../../core/taxonomy/taxonomy.ts";
import { Cancelled, UserError } from "../errors.ts";
import { withoutIcons } from "../plain.ts";
import type { Review, SuggestionSet } from "../review/review.ts";
import type { Pages } from "./pages.ts";

/** A run in a few words, for lists and titles. */
export function runTitle(run: RunRecord): string {
  if (run.extractor === "local") return `Local extractor ${run.extractorVersion}`;
  const prompt = run.promptVersion === undefined ? "" : ` · prompt ${run.promptVersion}`;
  return `${run.model ?? run.extractor}${prompt}`;
}

function detailOf(run: RunRecord): string {
  const when = run.startedAt === undefined ? "deterministic" : run.startedAt.slice(0, 16).replace("T", " ");
  return [run.extractor, when, run.promptHash?.slice(0, 8)].filter((part) => part !== undefined).join(" · ");
}

async function pick(sets: readonly SuggestionSet[], title: string, current?: string): Promise<SuggestionSet> {
  const items = sets.map((set) => ({
    label: withoutIcons(runTitle(set.run)),
    description: set.run.id === current ? "on show" : "",
    detail: `${detailOf(set.run)} · ${set.suggestions.length} labels`,
    set,
  }));
  const choice = await vscode.window.showQuickPick(items, { title });
  if (!choice) throw new Cancelled();
  return choice.set;
}

/** Chooses which run's suggestions the transcript and the panel show. */
export async function chooseRun(review: Review): Promise<void> {
  if (review.sets.length === 0) throw new UserError("No run has labelled this conversation yet.");
  review.chosenRun = (await pick(review.sets, "Run on show", review.shown?.run.id)).run.id;
}

/** Shows where two runs differ on a conversation, in the editor's own diff. */
export async function compareRuns(review: Review, taxonomy: Taxonomy, pages: Pages): Promise<void> {
  if (review.sets.length < 2) {
    throw new UserError(
      "Two runs on this conversation are needed. Suggest labels with another model or prompt first.",
    );
  }
  const left = await pick(review.sets, "Compare: first run", review.shown?.run.id);
  const others = review.sets.filter((set) => set !== left);
  const right = others.length === 1 && others[0] ? others[0] : await pick(others, "Compare: second run");
  const page = (set: SuggestionSet): vscode.Uri =>
    pages.add(
      `${runTitle(set.run).replace(/[^\w. -]+/g, "_")}.txt`,
      comparableLines(set.suggestions, taxonomy),
    );
  const title = `${runTitle(left.run)} ↔ ${runTitle(right.run)}`;
  await vscode.commands.executeCommand("vscode.diff", page(left), page(right), title, { preview: true });
}
