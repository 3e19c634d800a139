/** Inspect logs as JSON (https://inspect.aisi.org.uk/eval-logs.html): a whole log, or a sample taken out of one. */
import type { JsonObject, JsonValue } from "../conversation/model.ts";
import { ConversationIds, counted } from "./conversation-ids.ts";
import type { ReadItem, Recognition, RecordFormat, SourceRecord } from "./format.ts";
import { logFacts, looksLikeSample, readSample } from "./inspect-sample.ts";
import { get, getFilled, getList, getObject, getString, isList } from "./json-access.ts";

export const inspectJson: RecordFormat = {
  kind: "record",
  id: "inspect-json",
  title: "Inspect log (JSON)",
  unit: "row",
  recognise,
  read,
};

function isLog(value: JsonValue): boolean {
  const spec = getObject(value, "eval");
  const rest = ["status", "plan", "samples", "results"].some((key) => get(value, key) !== undefined);
  return spec !== undefined && getString(spec, "task") !== undefined && rest;
}

function recognise(sample: readonly SourceRecord[]): Recognition {
  if (sample.length === 0) return { score: 0, reason: "no records" };
  const logs = sample.filter(({ value }) => isLog(value)).length;
  if (logs > 0)
    return { score: (0.97 * logs) / sample.length, reason: "has an Inspect log's eval, status and samples" };
  const samples = sample.filter(({ value }) => looksLikeSample(value)).length;
  if (samples === 0)
    return { score: 0, reason: "no Inspect log or sample: eval, or id with epoch and messages, is missing" };
  return {
    score: (0.9 * samples) / sample.length,
    reason: `${samples} of ${counted(sample.length, "record")} are Inspect samples with an id, an epoch and messages`,
  };
}

function* read(records: Iterable<SourceRecord>): Generator<ReadItem> {
  const ids = new ConversationIds();
  for (const record of records) {
    const at = { row: record.row, ...(record.line === undefined ? {} : { line: record.line }) };
    if (isLog(record.value)) {
      yield* readLog(record.value, at, ids);
      continue;
    }
    const known = looksLikeSample(record.value)
      ? readSample(record.value, {}, { format: "inspect-json", position: at }, ids)
      : "not an Inspect log or sample";
    if (typeof known === "string") yield { type: "error", error: { ...at, reason: known } };
    else yield { type: "conversation", conversation: known };
  }
}

type Place = { readonly row: number; readonly line?: number };

function* readLog(log: JsonValue, at: Place, ids: ConversationIds): Generator<ReadItem> {
  const samples = getList(log, "samples");
  if (samples.length === 0) yield { type: "error", error: { ...at, reason: noSamples(log) } };
  const facts: JsonObject = logFacts(log);
  for (const [index, sample] of samples.entries()) {
    const part = `sample ${index}`;
    const read = readSample(sample, facts, { format: "inspect-json", position: { ...at, part } }, ids);
    if (typeof read === "string") yield { type: "error", error: { ...at, part, reason: read } };
    else yield { type: "conversation", conversation: read };
  }
}

const STATUSES: ReadonlySet<string> = new Set(["started", "success", "cancelled", "error"]);

/** Why a log without samples has nothing to read. Names the status only if it is one of Inspect's own. */
export function noSamples(log: JsonValue): string {
  const status = getFilled(log, "status");
  const known = status !== undefined && STATUSES.has(status) ? status : "unknown";
  const header = isList(get(log, "samples")) ? "" : " It may be a log's header alone.";
  return `this Inspect log holds no samples (status: ${known}), so there is no conversation to read.${header}`;
}
