/** All formats, in the order in which a tie between them is decided: the more particular first. */
import { alpaca } from "./alpaca.ts";
import { anthropicMessages } from "./anthropic-messages.ts";
import { arenaBattle } from "./arena-battle.ts";
import { bestEffort } from "./best-effort.ts";
import { chatgptExport } from "./chatgpt-export.ts";
import { claudeCode } from "./claude-code.ts";
import { claudeExport } from "./claude-export.ts";
import type { ArchiveFormat, Format, RecordFormat, TextFormat } from "./format.ts";
import { gemini } from "./gemini.ts";
import { hhRlhf } from "./hh-rlhf.ts";
import { inspectEval } from "./inspect-eval.ts";
import { inspectJson } from "./inspect-json.ts";
import { lmsys } from "./lmsys.ts";
import { mtBench } from "./mt-bench.ts";
import { openAssistant } from "./openassistant.ts";
import { openaiChat } from "./openai-chat.ts";
import { preferencePairs } from "./preference-pairs.ts";
import { promptResponse } from "./prompt-response.ts";
import { sharegpt } from "./sharegpt.ts";
import { transcript } from "./transcript.ts";
import { valuemarkConversation } from "./valuemark-conversation.ts";

export const FORMATS: readonly Format[] = [
  inspectEval,
  valuemarkConversation,
  inspectJson,
  claudeCode,
  chatgptExport,
  claudeExport,
  openAssistant,
  anthropicMessages,
  openaiChat,
  gemini,
  sharegpt,
  lmsys,
  arenaBattle,
  mtBench,
  hhRlhf,
  preferencePairs,
  alpaca,
  promptResponse,
  bestEffort,
  transcript,
];

export const RECORD_FORMATS: readonly RecordFormat[] = FORMATS.filter((format) => format.kind === "record");
export const TEXT_FORMATS: readonly TextFormat[] = FORMATS.filter((format) => format.kind === "text");
export const ARCHIVE_FORMATS: readonly ArchiveFormat[] = FORMATS.filter(
  (format) => format.kind === "archive",
);

/** Ids and titles for an "Open as…" list. */
export function listFormats(): readonly { readonly id: string; readonly title: string }[] {
  return FORMATS.map(({ id, title }) => ({ id, title }));
}

/** The format with this id, if there is one. */
export function findFormat(id: string): Format | undefined {
  return FORMATS.find((format) => format.id === id);
}
