import type * as vscode from "vscode";
import type { CallMode } from "../../core/extraction/prompt/purpose.ts";
import { setting } from "../settings.ts";

/** The settings of a model run, as they stand now. */
export interface ClaudeSettings {
  readonly model: string;
  readonly endpoint: string;
  readonly calls: CallMode;
  /** US dollars; undefined = no limit. */
  readonly budget: number | undefined;
  readonly concurrency: number;
  readonly maxOutputTokens: number;
  readonly redact: boolean;
  readonly redactNames: readonly string[];
  readonly sendToolText: boolean;
  readonly promptFile: string;
  readonly prices: unknown;
}

export function claudeSettings(scope?: vscode.Uri): ClaudeSettings {
  const budget = setting("claude.budget", scope);
  return {
    model: setting("claude.model", scope).trim(),
    endpoint: setting("claude.endpoint", scope),
    calls: setting("claude.calls", scope),
    budget: budget > 0 ? budget : undefined,
    concurrency: setting("claude.concurrency", scope),
    maxOutputTokens: setting("claude.maxOutputTokens", scope),
    redact: setting("claude.redact", scope),
    redactNames: setting("claude.redactNames", scope),
    sendToolText: setting("claude.sendToolText", scope),
    promptFile: setting("claude.promptFile", scope).trim(),
    prices: setting("claude.prices", scope),
  };
}
