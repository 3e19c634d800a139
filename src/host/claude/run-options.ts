import { readFile } from "node:fs/promises";
import type { TaskOptions } from "../../core/extraction/engine/label-task.ts";
import { parsePromptDocument } from "../../core/extraction/prompt/document.ts";
import { shortlistOf } from "../../core/extraction/prompt/outline.ts";
import { DEFAULT_PROMPT, promptHash, type PromptTemplate } from "../../core/extraction/prompt/template.ts";
import type { RunRecord } from "../../core/extraction/extractor.ts";
import type { Taxonomy } from "../../core/taxonomy/taxonomy.ts";
import { UserError, messageOf } from "../errors.ts";
import type { ClaudeSettings } from "./settings.ts";

/** Which conversations of a file, by index; `turns` limits one conversation to some of its turns (0-based). */
export interface Scope {
  readonly indexes: readonly number[];
  readonly turns?: readonly number[];
}

/** The prompt in use: our own, or that of the setting. Throws `UserError` naming line and fault. */
export async function promptInUse(file: string): Promise<PromptTemplate> {
  if (file === "") return DEFAULT_PROMPT;
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new UserError(`The prompt file of valuemark.claude.promptFile can't be read: ${messageOf(error)}`);
  });
  const parsed = parsePromptDocument(text);
  if (parsed.ok) return parsed.template;
  const [first] = parsed.problems;
  throw new UserError(
    `The prompt file can't be used. Line ${first?.line ?? 1}: ${first?.message ?? "it is empty"}. “Show Prompt and Codebook” gives the form.`,
  );
}

/** What a run asks of the model, out of settings that stay the same for all its sittings. */
export function taskOptions(
  run: string,
  model: string,
  settings: ClaudeSettings,
  prompt: PromptTemplate,
  taxonomy: Taxonomy,
): TaskOptions {
  return {
    run,
    model,
    maxTokens: settings.maxOutputTokens,
    mode: settings.calls,
    prompt,
    taxonomy,
    shortlist: shortlistOf(taxonomy),
    shown: { thinking: settings.sendToolText, tools: settings.sendToolText },
    redaction: settings.redact ? { names: settings.redactNames } : false,
  };
}

const EXTRACTOR_VERSION = "1";

/** The run's record. Its settings are all that is needed to go on with it after a restart. */
export function runRecordOf(
  options: TaskOptions,
  source: {
    readonly extractor: string;
    readonly startedAt: string;
    readonly scope: Scope;
    readonly of: number;
    /** "calls", "batches", or the batch service whose request files are written. */
    readonly by: string;
  },
): RunRecord {
  const { scope } = source;
  return {
    v: 1,
    id: options.run,
    extractor: source.extractor,
    extractorVersion: EXTRACTOR_VERSION,
    model: options.model,
    promptVersion: options.prompt.version,
    promptHash: promptHash(options.prompt),
    taxonomy: { id: options.taxonomy.source.id, hash: options.taxonomy.hash },
    settings: {
      by: source.by,
      calls: options.mode,
      maxOutputTokens: options.maxTokens,
      redacted: options.redaction !== false,
      toolText: options.shown?.tools === true,
      conversations: scope.indexes.length,
      scope: scope.indexes.length === source.of ? "all" : JSON.stringify(scope.indexes),
      ...(scope.turns ? { turns: JSON.stringify(scope.turns) } : {}),
    },
    startedAt: source.startedAt,
  };
}

/** The scope of an earlier run, out of its record. */
export function scopeOf(run: RunRecord, conversations: number): Scope {
  const all = Array.from({ length: conversations }, (_, index) => index);
  const { scope, turns } = run.settings;
  const indexes = typeof scope === "string" && scope !== "all" ? numbersIn(scope) : all;
  return {
    indexes: indexes.filter((index) => index < conversations),
    ...(typeof turns === "string" ? { turns: numbersIn(turns) } : {}),
  };
}

function numbersIn(json: string): number[] {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value)
      ? value.filter((each): each is number => Number.isSafeInteger(each) && each >= 0)
      : [];
  } catch {
    return [];
  }
}
