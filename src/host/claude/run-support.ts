/** What the service's commands share: which run, which conversations, and how a cancel is heard. */
import * as vscode from "vscode";
import { hashText } from "../../core/conversation/hash.ts";
import { labelTasks, onlyTurns, type TaskOptions } from "../../core/extraction/engine/label-task.ts";
import type { TaskSource } from "../../core/extraction/engine/ports.ts";
import type { RunRecord } from "../../core/extraction/extractor.ts";
import { Cancelled, UserError } from "../errors.ts";
import type { OpenedFile } from "../library/opened-file.ts";
import { refOf } from "../review/review.ts";
import type { SuggestionSets } from "../storage/suggestion-sets.ts";
import type { Scope } from "./run-options.ts";
import type { ClaudeSettings } from "./settings.ts";

/** Whether a run goes through this extension, not through files for another service. */
export function isOwn(by: unknown): boolean {
  return by === "calls" || by === "batches";
}

/** The settings of an earlier run, so that its other conversations are asked the same. */
export function sameSettings(settings: ClaudeSettings, { settings: of }: RunRecord): ClaudeSettings {
  return {
    ...settings,
    calls: of["calls"] === "separate" ? "separate" : "one",
    redact: of["redacted"] !== false,
    sendToolText: of["toolText"] === true,
    maxOutputTokens: Number(of["maxOutputTokens"] ?? settings.maxOutputTokens),
  };
}

/** A run by Claude that has not come to its end. */
export async function pickOpenRun(
  sets: SuggestionSets,
  title: string,
  accept: (run: RunRecord) => boolean = () => true,
): Promise<RunRecord> {
  const open = sets.store.runs.filter(
    (run) => run.extractor === "claude" && run.finishedAt === undefined && accept(run),
  );
  if (open.length === 0) throw new UserError("No run on this file is open.");
  const items = open.reverse().map((run) => ({
    label: run.model ?? run.id,
    description: run.startedAt ?? "",
    detail: `${String(run.settings["conversations"] ?? "?")} conversations by ${String(run.settings["by"] ?? "calls")} · prompt ${run.promptVersion ?? "?"}`,
    run,
  }));
  const choice = await vscode.window.showQuickPick(items, { title });
  if (!choice) throw new Cancelled();
  return choice.run;
}

/** The tasks of a scope; with a signal, reading stops with `Cancelled`. */
export function tasksOf(
  file: OpenedFile,
  scope: Scope,
  options: TaskOptions,
  signal?: AbortSignal,
): TaskSource {
  const turns = scope.turns ? new Set(scope.turns) : undefined;
  return labelTasks(
    {
      total: scope.indexes.length,
      at: async (position) => {
        if (signal?.aborted) throw new Cancelled();
        const index = scope.indexes[position] ?? -1;
        const conversation = await file.conversation(index).catch((error: unknown) => {
          // A broken row of a corpus must not end the run.
          if (error instanceof UserError) return undefined;
          throw error;
        });
        if (!conversation) {
          const id = `row-${index}`;
          return { conversation, ref: { id, hash: hashText(id) } };
        }
        // Large files are planned while the editor is in use: each conversation yields to it first.
        await new Promise((resolve) => setImmediate(resolve));
        return {
          ref: refOf(conversation),
          conversation: turns ? onlyTurns(conversation, turns) : conversation,
        };
      },
    },
    options,
  );
}

export function signalOf(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

/** Work with a cancel button. Throws `Cancelled` when it was pressed, also if the work came to its end. */
export async function withCancel<T>(title: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (_progress, token) => {
      const result = await work(signalOf(token));
      if (token.isCancellationRequested) throw new Cancelled();
      return result;
    },
  );
}
