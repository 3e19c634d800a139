/** Reading and writing one judgement event as one line of JSON. Lines come from disk and are not trusted. */
import {
  LIMITS,
  Malformed,
  checkConversation,
  checkEventId,
  checkFlag,
  checkLabel,
  checkSpans,
  checkText,
  checkTime,
  isFields,
} from "./event-checks.ts";
import type { Fields } from "./event-checks.ts";
import type { JudgementEvent, JudgementKind } from "./judgement.ts";
import { JUDGEMENT_KINDS } from "./judgement.ts";

export const EVENT_VERSION = 1;

export type ParsedEvent =
  | { readonly status: "event"; readonly event: JudgementEvent }
  /** Written by a newer version of the product: keep the line, skip it. */
  | { readonly status: "newer"; readonly raw: string; readonly v: number }
  /** An event kind of this version that we don't know: keep the line, skip it. */
  | { readonly status: "unknownKind"; readonly raw: string }
  /** `reason` names the field, never its content. */
  | { readonly status: "bad"; readonly reason: string };

/**
 * `line`: without its line break. Never throws. The event is built anew from known fields: further fields stay
 * on disk only, and a "__proto__" key reaches nothing.
 */
export function parseEvent(line: string): ParsedEvent {
  if (line.length > LIMITS.line) return { status: "bad", reason: `line is longer than ${LIMITS.line}` };
  let fields: unknown;
  try {
    fields = JSON.parse(line);
  } catch {
    return { status: "bad", reason: "not JSON" };
  }
  try {
    if (!isFields(fields)) return { status: "bad", reason: "not a JSON object" };
    const v = fields["v"];
    if (typeof v !== "number" || !Number.isSafeInteger(v) || v < 1)
      return { status: "bad", reason: "v is not a version" };
    if (v > EVENT_VERSION) return { status: "newer", raw: line, v };
    const kind = JUDGEMENT_KINDS.find((known) => known === fields["kind"]);
    if (kind !== undefined) return { status: "event", event: readEvent(kind, fields) };
    checkText(fields["kind"], "kind", LIMITS.id);
    return { status: "unknownKind", raw: line };
  } catch (error) {
    if (error instanceof Malformed) return { status: "bad", reason: error.message };
    throw error;
  }
}

/** One line of JSON without the line break; no raw line break can stand in it. */
export function formatEvent(event: JudgementEvent): string {
  return JSON.stringify(event);
}

function readEvent(kind: JudgementKind, fields: Fields): JudgementEvent {
  const assist = fields["assist"];
  if (assist !== "blind" && assist !== "suggested") throw new Malformed("assist is unknown");
  const base = {
    v: EVENT_VERSION,
    id: checkEventId(fields["id"], "id"),
    at: checkTime(fields["at"], "at"),
    rater: checkText(fields["rater"], "rater", LIMITS.id),
    conversation: checkConversation(fields["conversation"]),
    assist,
  } as const;
  const target = (): string => checkText(fields["target"], "target", LIMITS.id);
  switch (kind) {
    case "confirm":
    case "reject":
      return { ...base, kind, target: target(), ...provenance(fields) };
    case "correct": {
      const spans = fields["spans"] === undefined ? {} : { spans: checkSpans(fields["spans"]) };
      return {
        ...base,
        kind,
        target: target(),
        label: checkLabel(fields["label"]),
        ...spans,
        ...provenance(fields),
      };
    }
    case "add":
      return { ...base, kind, label: checkLabel(fields["label"]), spans: checkSpans(fields["spans"]) };
    case "retract":
      return { ...base, kind, target: checkEventId(fields["target"], "target") };
    case "done":
    case "skip":
      return { ...base, kind };
    case "flag":
      return { ...base, kind, on: checkFlag(fields["on"], "on") };
    case "comment": {
      const text = checkText(fields["text"], "text", LIMITS.text, 0);
      return { ...base, kind, text, ...(fields["target"] === undefined ? {} : { target: target() }) };
    }
  }
}

function provenance(fields: Fields): { from?: string; run?: string } {
  return {
    ...(fields["from"] === undefined ? {} : { from: checkText(fields["from"], "from", LIMITS.id) }),
    ...(fields["run"] === undefined ? {} : { run: checkText(fields["run"], "run", LIMITS.id) }),
  };
}
