/**
 * Claude Code session files (JSONL, one event a line; the format is undocumented). Main threads and sidechains
 * (subagents) are conversations of their own; rewinds branch by `parentUuid`. Also reads the lines of
 * `--output-format stream-json`.
 */
import type { JsonObject } from "../conversation/model.ts";
import { type Line, looksLikeLine, readLine } from "./claude-code-lines.ts";
import { type Session, sessionFacts, toConversation } from "./claude-code-session.ts";
import { stepsOf, type Thread, threadsOf } from "./claude-code-threads.ts";
import { ConversationIds, counted } from "./conversation-ids.ts";
import type { ReadItem, Recognition, RecordFormat, SourceRecord } from "./format.ts";
import { get, prettyJson } from "./json-access.ts";

export const claudeCode: RecordFormat = {
  kind: "record",
  id: "claude-code",
  title: "Claude Code session",
  unit: "file",
  recognise,
  read,
};

function recognise(sample: readonly SourceRecord[]): Recognition {
  if (sample.length === 0) return { score: 0, reason: "no records" };
  const kinds = sample.map(({ value }) => looksLikeLine(value));
  const speech = kinds.filter((kind) => kind === "speech").length;
  const lines = kinds.filter((kind) => kind !== undefined).length;
  if (lines === 0) return { score: 0, reason: "no lines with the marks of a Claude Code session" };
  const share = lines / sample.length;
  const reason = `${lines} of ${counted(sample.length, "line")} have the marks of a Claude Code session`;
  // A few damaged lines don't make a session file something else.
  const certainty = share >= 0.5 ? 1 : share;
  return { score: (speech > 0 ? 0.95 : 0.7) * certainty, reason };
}

function* read(records: Iterable<SourceRecord>): Generator<ReadItem> {
  const lines: Line[] = [];
  for (const record of records) {
    const line = readLine(record);
    if (!("reason" in line)) lines.push(line);
    else {
      if (line.line !== undefined) lines.push(line.line);
      const at = record.line === undefined ? {} : { line: record.line };
      yield { type: "error", error: { row: record.row, ...at, reason: line.reason } };
    }
  }
  const kept = withoutRepeats(lines);
  const session: Session = { facts: sessionFacts(kept), repeats: lines.length - kept.length };
  const ids = new ConversationIds();
  // Lines without a session (summaries, snapshots) form no thread of speech.
  for (const thread of threadsOf(kept)) yield* readThread(thread, session, ids);
}

function* readThread(thread: Thread, session: Session, ids: ConversationIds): Generator<ReadItem> {
  const steps = stepsOf(thread);
  const last = thread.lines.findLast((line) => line.kind === "user" || line.kind === "assistant");
  for (const path of steps.paths) {
    const chosen = path.nodes.flatMap((index) => steps.steps[index] ?? []);
    const latest = last !== undefined && chosen.at(-1)?.lines.includes(last) === true;
    const branch = { steps: chosen, path, latest, branches: steps.paths.length };
    yield { type: "conversation", conversation: toConversation(branch, thread, steps, session, ids) };
  }
}

/** Resuming a session may copy lines into the file a second time; copies say the same under the same uuid. */
function withoutRepeats(lines: readonly Line[]): Line[] {
  const seen = new Map<string, JsonObject>();
  return lines.filter((line) => {
    const before = seen.get(line.uuid);
    if (before === undefined) {
      seen.set(line.uuid, line.value);
      return true;
    }
    return prettyJson(get(before, "message") ?? null) !== prettyJson(get(line.value, "message") ?? null);
  });
}
