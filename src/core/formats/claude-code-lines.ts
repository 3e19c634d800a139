/** The lines of a Claude Code session file: what each is, and to which session and thread it belongs. */
import type { JsonObject, JsonValue } from "../conversation/model.ts";
import type { SourceRecord } from "./format.ts";
import { get, getFilled, getId, getObject, getString, isList, isObject } from "./json-access.ts";

export interface Line {
  readonly record: SourceRecord;
  readonly value: JsonObject;
  readonly type: string;
  /** user, assistant: speech. meta: a user line that the program wrote. link: anything else in the chain. */
  readonly kind: "user" | "assistant" | "meta" | "link";
  readonly uuid: string;
  readonly parent: string | undefined;
  /** A compact boundary's, or a compact summary's, place in the thread when `parent` is empty. */
  readonly continues: boolean;
  readonly session: string;
  /** undefined: the main thread; "": a sidechain that names no agent. */
  readonly sidechain: string | undefined;
  /** Content holds at least one tool_result. */
  readonly answersTool: boolean;
}

export interface Misread {
  readonly reason: string;
  /** The line's place in the chain, so that what follows is still reached. */
  readonly line?: Line;
}

const SPEAKERS: ReadonlySet<string> = new Set(["user", "assistant"]);

/** Line types that tell about a session without being part of the talk. */
export const SIDE_TYPES: ReadonlySet<string> = new Set([
  "summary",
  "system",
  "result",
  "progress",
  "attachment",
  "queue-operation",
  "file-history-snapshot",
  "custom-title",
  "ai-title",
  "agent-name",
  "last-prompt",
  "tag",
  "pr-link",
  "stream_event",
  "worktree-state",
]);

/** Whether a record is a line of a session: speech with a session's marks, or one of the known side types. */
export function looksLikeLine(value: JsonValue): "speech" | "side" | undefined {
  const type = getString(value, "type");
  if (type === undefined) return undefined;
  const marks = ["sessionId", "session_id", "parentUuid", "isSidechain", "parent_tool_use_id"];
  const marked = isObject(value) && marks.some((key) => Object.hasOwn(value, key));
  if (SPEAKERS.has(type)) return marked && get(value, "message") !== undefined ? "speech" : undefined;
  if (!SIDE_TYPES.has(type)) return undefined;
  return marked || getString(value, "leafUuid") !== undefined || getObject(value, "snapshot") !== undefined
    ? "side"
    : undefined;
}

/** Classifies a record; what is not a usable line comes back as a `Misread`. */
export function readLine(record: SourceRecord): Line | Misread {
  const { value } = record;
  if (!isObject(value))
    return { reason: "this line is not an object, so not a line of a Claude Code session" };
  const type = getFilled(value, "type");
  if (type === undefined)
    return { reason: "this line has no type, so it is not a line of a Claude Code session" };
  const base = {
    record,
    value,
    type,
    uuid: getId(value, "uuid") ?? `row ${record.row}`,
    parent: getId(value, "parentUuid") ?? getId(value, "logicalParentUuid"),
    session: getId(value, "sessionId") ?? getId(value, "session_id") ?? "",
    sidechain: sidechainOf(value),
    continues: get(value, "isCompactSummary") === true || getString(value, "subtype") === "compact_boundary",
    answersTool: false,
  };
  if (!SPEAKERS.has(type)) return { ...base, kind: "link" };
  const message = get(value, "message");
  const content = get(message, "content");
  if (typeof content !== "string" && !isList(content)) {
    const what = isObject(message) ? "its message has no content" : "its message is not an object";
    return { reason: `this ${type} line can't be read: ${what}`, line: { ...base, kind: "link" } };
  }
  if (type === "assistant") return { ...base, kind: "assistant" };
  const answersTool = isList(content) && content.some((block) => getString(block, "type") === "tool_result");
  return { ...base, kind: get(value, "isMeta") === true ? "meta" : "user", answersTool };
}

function sidechainOf(value: JsonObject): string | undefined {
  const caller = getFilled(value, "parent_tool_use_id");
  if (get(value, "isSidechain") !== true && caller === undefined) return undefined;
  return getFilled(value, "agentId") ?? caller ?? "";
}
