/**
 * Inspect's `.eval` logs: a zip with `header.json` and one member per sample and epoch, or, for large samples,
 * a folder of chunks per sample (inspect_ai's `log/_recorders/chunked/format.py`).
 */
import type { JsonObject, JsonValue } from "../conversation/model.ts";
import { ConversationIds } from "./conversation-ids.ts";
import { type Archive, type ArchiveFormat, FormatError, type ReadItem, type Recognition } from "./format.ts";
import { noSamples } from "./inspect-json.ts";
import { logFacts, readSample } from "./inspect-sample.ts";
import { isList, isObject, merge } from "./json-access.ts";
import { parseJson } from "./json-parse.ts";

export const inspectEval: ArchiveFormat = {
  kind: "archive",
  id: "inspect-eval",
  title: "Inspect log (.eval)",
  recognise,
  read,
};

/** The last is how the first version of the format named its header. */
const HEADERS = ["header.json", "_journal/start.json", "start.json"];
const WHOLE = /^samples\/.*_epoch_\d+\.json$/;
const SHELL = /^samples\/.*_epoch_\d+\/sample\.json$/;

function recognise(memberNames: readonly string[]): Recognition {
  const header = memberNames.some((name) => HEADERS.includes(name));
  const samples = memberNames.filter(isSampleName).length;
  if (header && samples > 0)
    return { score: 0.97, reason: `a log header and ${samples} samples of an Inspect log` };
  if (samples > 0)
    return { score: 0.85, reason: `${samples} samples named as in an Inspect log, but no header` };
  const journal = memberNames.some((name) => name.startsWith("_journal/"));
  if (header && journal) return { score: 0.9, reason: "an Inspect log's header and journal" };
  return { score: 0, reason: "no members named as in an Inspect log" };
}

/** More messages than this in one sample are a damaged file's names, not a talk. */
const MAX_ITEMS = 1_000_000;

function isSampleName(name: string): boolean {
  return name.length < 4096 && name.startsWith("samples/") && (SHELL.test(name) || WHOLE.test(name));
}

function* read(archive: Archive): Generator<ReadItem> {
  const ids = new ConversationIds();
  const header = yield* readHeader(archive);
  const log = logFacts(header);
  const samples = [...new Set(archive.names)].filter(isSampleName);
  if (samples.length === 0)
    yield { type: "error", error: { row: 0, reason: noSamples(merge(header, { samples: [] })) } };
  for (const [row, name] of samples.entries()) {
    const sample = SHELL.test(name) ? readChunked(archive, name) : member(archive, name);
    const made = sample.ok
      ? readSample(sample.value, log, { format: "inspect-eval", position: { row, part: name } }, ids)
      : sample.reason;
    if (typeof made === "string") yield { type: "error", error: { row, part: name, reason: made } };
    else if (!sample.ok || sample.notes.length === 0) yield { type: "conversation", conversation: made };
    else yield { type: "conversation", conversation: { ...made, notes: [...made.notes, ...sample.notes] } };
  }
}

/** The header, or what the journal wrote when the run started; damaged ones are told as errors. */
function* readHeader(archive: Archive): Generator<ReadItem, JsonObject> {
  for (const name of HEADERS) {
    if (!archive.names.includes(name)) continue;
    const header = member(archive, name);
    if (header.ok && isObject(header.value)) return header.value;
    const reason = header.ok ? "the log's header is not an object" : header.reason;
    yield { type: "error", error: { row: 0, part: name, reason } };
  }
  return {};
}

type Member =
  | { readonly ok: true; readonly value: JsonValue; readonly notes: readonly string[] }
  | { readonly ok: false; readonly reason: string };

function member(archive: Archive, name: string): Member {
  let text: string;
  try {
    text = archive.text(name);
  } catch (error) {
    return {
      ok: false,
      reason: error instanceof FormatError ? error.message : "this member of the zip can't be unpacked",
    };
  }
  const parsed = parseJson(text);
  return parsed.ok
    ? parsed
    : { ok: false, reason: `this member of the zip is not readable JSON: ${parsed.problem}` };
}

/** Puts a chunked sample together again as one object. Events are read only where they stand for messages. */
function readChunked(archive: Archive, name: string): Member {
  const shell = member(archive, name);
  if (!shell.ok || !isObject(shell.value)) return shell;
  const prefix = name.slice(0, -"sample.json".length);
  const notes = new Set(shell.notes);
  const sequence = (kind: string): JsonValue[] => {
    const folder = `${prefix}${kind}/`;
    const starts = archive.names.flatMap((each) => {
      const number = each.startsWith(folder) ? /^(\d{1,15})\.json$/.exec(each.slice(folder.length)) : null;
      return number === null ? [] : [Number(number[1])];
    });
    const items: JsonValue[] = [];
    for (const start of starts.sort((a, b) => a - b)) {
      const chunk = member(archive, `${folder}${start}.json`);
      const list = chunk.ok && isList(chunk.value) ? chunk.value : undefined;
      if (list === undefined || items.length > start)
        notes.add(`a chunk of the sample's ${kind} can't be read`);
      // Chunks are named by their first item: a gap keeps later items where the ranges expect them.
      while (items.length < start && start <= MAX_ITEMS) items.push(null);
      for (const item of list ?? []) items.push(item);
    }
    return items;
  };
  const attachments = Object.fromEntries(
    sequence("attachments").map((content, index) => [String(index), content]),
  );
  const metadata = archive.names.includes(`${prefix}metadata.json`)
    ? member(archive, `${prefix}metadata.json`)
    : undefined;
  if (metadata?.ok === false) notes.add("the sample's metadata can't be read");
  const messages = sequence("messages");
  const refs = Object.hasOwn(shell.value, "message_refs");
  const value = merge(shell.value, {
    events_data: { messages },
    attachments,
    metadata: metadata?.ok === true ? metadata.value : undefined,
    events: refs ? undefined : sequence("events"),
  });
  return { ok: true, value, notes: [...notes] };
}
