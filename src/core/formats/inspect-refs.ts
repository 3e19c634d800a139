/**
 * What Inspect stores once and refers to: attachments (`attachment://hash`, formerly `tc://hash`, in chunked
 * samples `attachment://index`) and pools of messages (`[start, end)` ranges).
 * Source: inspect_ai's `log/_condense.py` and `log/_pool.py`.
 */
import type { JsonObject, JsonValue } from "../conversation/model.ts";
import { get, getList, getObject, isList, merge } from "./json-access.ts";

const PROTOCOL = /^(?:attachment|tc):\/\//;
/** An attachment may be a reference itself; a circle ends here. */
const MAX_HOPS = 8;
const MAX_DEPTH = 100;
/** Ranges may overlap, so a few of them can ask for any number of messages. */
const MAX_MESSAGES = 200_000;

export interface Resolved {
  readonly value: JsonValue;
  /** References to attachments that are not there. */
  readonly missing: number;
}

/** A sample's attachments by hash, wherever its version keeps them. */
export function attachmentsOf(sample: JsonObject): JsonObject {
  return merge(
    getObject(getObject(sample, "transcript"), "content") ?? {},
    getObject(sample, "attachments") ?? {},
  );
}

/** Replaces every string that is a reference, at any depth up to 100; what isn't there stays as it is. */
export function resolveAttachments(value: JsonValue, attachments: JsonObject): Resolved {
  let missing = 0;
  const walk = (at: JsonValue, depth: number): JsonValue => {
    if (typeof at === "string") {
      const found = follow(at, attachments);
      if (found === undefined) missing++;
      return found ?? at;
    }
    if (typeof at !== "object" || at === null || depth >= MAX_DEPTH) return at;
    if (isList(at)) return at.map((item) => walk(item, depth + 1));
    return Object.fromEntries(Object.entries(at).map(([key, item]) => [key, walk(item, depth + 1)]));
  };
  return { value: walk(value, 0), missing };
}

function follow(text: string, attachments: JsonObject): JsonValue | undefined {
  let at: string = text;
  for (let hop = 0; hop < MAX_HOPS; hop++) {
    const protocol = PROTOCOL.exec(at);
    if (protocol === null) return at;
    const found = get(attachments, at.slice(protocol[0].length));
    if (typeof found !== "string") return found;
    at = found;
  }
  return undefined;
}

/** The messages that ranges stand for; undefined when the ranges are not ranges or ask for too much. */
export function expandRefs(refs: JsonValue | undefined, pool: readonly JsonValue[]): JsonValue[] | undefined {
  if (!isList(refs)) return undefined;
  const messages: JsonValue[] = [];
  for (const ref of refs) {
    const [start, end] = isList(ref) ? ref : [];
    if (typeof start !== "number" || typeof end !== "number" || start < 0 || end > pool.length)
      return undefined;
    if (messages.length + (end - start) > MAX_MESSAGES) return undefined;
    for (const message of pool.slice(start, end)) messages.push(message);
  }
  return messages;
}

/** The pool that a sample's ranges point into. */
export function messagePool(sample: JsonObject): readonly JsonValue[] {
  const pool = getList(getObject(sample, "events_data"), "messages");
  return pool.length > 0 ? pool : getList(sample, "message_pool");
}
