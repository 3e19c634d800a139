/** Reading and writing one judgement event as one line of JSON. Lines come from disk and are not trusted. */
import {
  LIMITS,
  Malformed,
  checkConversation,
  checkEventId,
  checkFlag,
  checkLabel,
  checkSettles,
  checkSpans,
  checkText,
  checkTime,
  isFields,
} from "./event-checks.ts";
import type { Fields } from "./event-checks.ts";
import type { ConversationRef } from "../extraction/annotation.ts";
import type { JudgementEvent } from "./judgement.ts";
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
 * `line`: without its line break. Never throws. Fields beyond the schema stay in the event as found; an object
 * of the schema with a "__proto__" key is refused. `previous`: an event read before; if the conversation is the
 * same, the events share it, which saves memory and time in a long log.
 */
export function parseEvent(line: string, previous?: JudgementEvent): ParsedEvent {
  if (line.length > LIMITS.line) return { status: "bad", reason: `line is longer than ${LIMITS.line}` };
  let found: unknown;
  try {
    found = JSON.parse(line);
  } catch {
    return { status: "bad", reason: "not JSON" };
  }
  try {
    if (!isFields(found)) return { status: "bad", reason: "not a JSON object" };
    const { v, kind } = found;
    if (typeof v !== "number" || !Number.isSafeInteger(v) || v < 1) {
      return { status: "bad", reason: "v is not a version" };
    }
    if (v > EVENT_VERSION) return { status: "newer", raw: line, v };
    if (!KINDS.has(checkText(kind, "kind", LIMITS.id))) return { status: "unknownKind", raw: line };
    const event: unknown = found;
    checkEvent(event, previous);
    return { status: "event", event };
  } catch (error) {
    if (error instanceof Malformed) return { status: "bad", reason: error.message };
    throw error;
  }
}

/** One line of JSON without the line break; no raw line break can stand in it. */
export function formatEvent(event: JudgementEvent): string {
  return JSON.stringify(event);
}

const KINDS: ReadonlySet<string> = new Set(JUDGEMENT_KINDS);

/** Throws `Malformed`. Checks in place: building every event anew would double the time to open a long log. */
function checkEvent(event: unknown, previous: JudgementEvent | undefined): asserts event is JudgementEvent {
  if (!isFields(event)) throw new Malformed("not a JSON object");
  checkEventId(event["id"], "id");
  checkTime(event["at"], "at");
  if (event["rater"] === previous?.rater && previous) event["rater"] = previous.rater;
  else checkText(event["rater"], "rater", LIMITS.id);
  const { conversation, assist } = event;
  if (previous && isSame(conversation, previous.conversation)) event["conversation"] = previous.conversation;
  else checkConversation(conversation);
  if (assist !== "blind" && assist !== "suggested") throw new Malformed("assist is unknown");
  switch (event["kind"]) {
    case "confirm":
      checkText(event["target"], "target", LIMITS.id);
      if (event["label"] !== undefined) checkLabel(event["label"]);
      if (event["spans"] !== undefined) checkSpans(event["spans"]);
      checkProvenance(event);
      break;
    case "reject":
      checkText(event["target"], "target", LIMITS.id);
      checkProvenance(event);
      break;
    case "correct":
      checkText(event["target"], "target", LIMITS.id);
      checkLabel(event["label"]);
      if (event["spans"] !== undefined) checkSpans(event["spans"]);
      checkProvenance(event);
      break;
    case "add":
      checkLabel(event["label"]);
      checkSpans(event["spans"]);
      if (event["settles"] !== undefined) checkSettles(event["settles"]);
      break;
    case "retract":
      checkEventId(event["target"], "target");
      break;
    case "flag":
      checkFlag(event["on"], "on");
      break;
    case "comment":
      checkText(event["text"], "text", LIMITS.text, 0);
      if (event["target"] !== undefined) checkText(event["target"], "target", LIMITS.id);
      break;
    case "done":
    case "skip":
      break;
    default:
      throw new Malformed("kind is unknown");
  }
}

function isSame(found: unknown, known: ConversationRef): boolean {
  return isFields(found) && found["id"] === known.id && found["hash"] === known.hash;
}

function checkProvenance(event: Fields): void {
  if (event["from"] !== undefined) checkText(event["from"], "from", LIMITS.id);
  if (event["run"] !== undefined) checkText(event["run"], "run", LIMITS.id);
  if (event["settles"] !== undefined) checkSettles(event["settles"]);
}
