/**
 * Our own JSON Lines: a version of a gold set, and if wished all that it was made from, so that another workspace gets
 * the same judgements and the same figures. Every line is an object with a `type`. Lines are not trusted. Pure.
 */
import type { Conversation } from "../conversation/model.ts";
import type { RunRecord } from "../extraction/extractor.ts";
import type { ConversationRef, Suggestion } from "../extraction/annotation.ts";
import type { JudgementEvent } from "../review/judgement.ts";
import type { Sample } from "../sampling/sample.ts";
import { formatSample } from "../sampling/sample-file.ts";
import { hashConversation } from "../conversation/hash.ts";
import type { ExportOptions } from "./export-options.ts";
import { isLossless } from "./export-options.ts";
import type { ExportSource } from "./export-source.ts";
import type { GoldItem } from "./gold.ts";
import { formatGoldItem } from "./gold-lines.ts";
import type { Prepared } from "./prepare.ts";
import { pseudonymsOf, shownManifest } from "./pseudonyms.ts";

export const BUNDLE_VERSION = 1;

/** Logs of raters and of adjudicators are kept apart. */
export const LOG_KINDS = ["judgements", "adjudications"] as const;
export type LogKind = (typeof LOG_KINDS)[number];

export interface RunResult {
  readonly conversation: ConversationRef;
  readonly suggestions: readonly Suggestion[];
  readonly abstained?: string;
}

/** All that a corpus's folder holds besides gold sets. Nothing of it is left out or changed. */
export interface BundleRecords {
  readonly runs: readonly RunRecord[];
  results(run: string): AsyncIterable<RunResult> | Iterable<RunResult>;
  readonly samples: readonly Sample[];
  readonly logs: readonly {
    readonly log: LogKind;
    readonly rater: string;
    readonly events: Iterable<JudgementEvent>;
  }[];
}

/**
 * The lines, each with its end. With `records` (all judgements, suggestions, runs and samples) the options must be
 * lossless, else a RangeError: those records can't be redacted, thinned or renamed without becoming others.
 */
export async function* bundleLines(
  source: ExportSource,
  prepared: Prepared,
  options: ExportOptions,
  records?: BundleRecords,
): AsyncGenerator<string> {
  if (records && !isLossless(options))
    throw new RangeError(
      "judgements can only be exported as they are: without redaction, floor and pseudonyms, and with at least the quotes",
    );
  const { manifest } = source;
  const nameOf = pseudonymsOf(manifest, options.pseudonyms);
  const lossless = isLossless(options);
  yield line("gold", {
    v: BUNDLE_VERSION,
    lossless,
    judgements: records !== undefined,
    text: options.text,
    redacted: options.redact,
    floor: options.floor,
    manifest: shownManifest(manifest, nameOf, options),
  });
  if (lossless) yield* plainItems(source, prepared, options);
  else yield* preparedItems(prepared);
  if (records) yield* recordLines(records);
  yield line("end", {});
}

async function* plainItems(
  source: ExportSource,
  { texts }: Prepared,
  { text }: ExportOptions,
): AsyncGenerator<string> {
  texts.missing = 0;
  for await (const item of source.items()) {
    if (text === "full") {
      const found = await source.conversation?.(item.conversation);
      if (found && hashConversation(found) === item.conversation.hash)
        yield line("conversation", conversationOf(found));
      else texts.missing++;
    }
    yield itemLine(item);
  }
}

async function* preparedItems(prepared: Prepared): AsyncGenerator<string> {
  for await (const { conversation, ...item } of prepared.items()) {
    if (conversation) yield line("conversation", conversationOf(conversation));
    yield line("preparedItem", item);
  }
}

async function* recordLines(records: BundleRecords): AsyncGenerator<string> {
  for (const sample of records.samples) yield `{"type":"sample","sample":${oneLine(formatSample(sample))}}\n`;
  for (const run of records.runs) {
    yield line("run", { run });
    for await (const { conversation, suggestions, abstained } of records.results(run.id)) {
      const bare = suggestions.map(({ run: _run, conversation: _conversation, ...rest }) => rest);
      yield line("suggestions", {
        run: run.id,
        result: { v: 1, conversation, ...(abstained === undefined ? {} : { abstained }), suggestions: bare },
      });
    }
  }
  for (const { log, rater, events } of records.logs) {
    yield line("log", { log, rater });
    for (const event of events) yield line("event", { log, event });
  }
}

/** The item's own text stays as `formatGoldItem` writes it, so that its hash can be checked from the line. */
function itemLine(item: GoldItem): string {
  return `{"type":"item","item":${formatGoldItem(item)}}\n`;
}

function line(type: string, fields: object): string {
  return `${JSON.stringify({ type, ...fields })}\n`;
}

/** JSON has no raw line break within a string, so that all line breaks are between its parts. */
function oneLine(json: string): string {
  return json.replaceAll(/\r?\n\s*/g, "");
}

/** What a reader of the conversation needs; what the source says besides its turns is not ours to publish. */
function conversationOf({ id, title, format, position, turns, notes }: Conversation) {
  return { conversation: { id, title, format, position, turns, metadata: {}, notes } };
}
