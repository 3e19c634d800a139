/** Field checks for events read from disk. Each throws `Malformed` with the field's name, never with its content. */
import type { Span } from "../conversation/span.ts";
import type { ConversationRef, Label } from "../extraction/annotation.ts";
import { ANNOTATION_KINDS } from "../extraction/annotation.ts";
import { isEventId } from "./event-id.ts";

/** Why a line isn't an event. */
export class Malformed extends Error {}

export type Fields = Record<string, unknown>;

/** Limits in UTF-16 code units, resp. items. Far beyond what a person makes; they bound memory and time. */
export const LIMITS = {
  line: 1 << 20,
  id: 512,
  value: 2_000,
  text: 100_000,
  quote: 100_000,
  spans: 1_000,
  settles: 2_000,
} as const;

const AT = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const HASH = /^[0-9A-Za-z_-]{1,128}$/;

/** A "__proto__" key makes an object unfit: nothing of ours writes one. */
export function isFields(value: unknown): value is Fields {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !Object.hasOwn(value, "__proto__")
  );
}

export function checkText(value: unknown, field: string, max: number, min = 1): string {
  if (typeof value !== "string") throw new Malformed(`${field} is not a string`);
  if (value.length < min) throw new Malformed(`${field} is empty`);
  if (value.length > max) throw new Malformed(`${field} is longer than ${max}`);
  return value;
}

export function checkEventId(value: unknown, field: string): string {
  if (typeof value !== "string" || !isEventId(value)) throw new Malformed(`${field} is not a ULID`);
  return value;
}

/** ISO 8601, UTC, ms. */
export function checkTime(value: unknown, field: string): string {
  if (typeof value !== "string" || !AT.test(value)) throw new Malformed(`${field} is not a UTC time`);
  return value;
}

export function checkFlag(value: unknown, field: string): boolean {
  if (typeof value !== "boolean") throw new Malformed(`${field} is not true or false`);
  return value;
}

export function checkConversation(value: unknown): ConversationRef {
  if (!isFields(value)) throw new Malformed("conversation is not an object");
  return {
    id: checkText(value["id"], "conversation.id", LIMITS.id),
    hash: checkHash(value["hash"], "conversation.hash"),
  };
}

function checkHash(value: unknown, field: string): string {
  if (typeof value !== "string" || !HASH.test(value)) throw new Malformed(`${field} is not a hash`);
  return value;
}

export function checkLabel(value: unknown): Label {
  if (!isFields(value)) throw new Malformed("label is not an object");
  const kind = ANNOTATION_KINDS.find((known) => known === value["kind"]);
  if (kind === undefined) throw new Malformed("label.kind is unknown");
  const label = { kind, value: checkText(value["value"], "label.value", LIMITS.value) };
  const node = value["node"];
  if (node === undefined) return label;
  return { ...label, node: node === null ? null : checkText(node, "label.node", LIMITS.id) };
}

export function checkSpans(value: unknown): readonly Span[] {
  if (!Array.isArray(value)) throw new Malformed("spans is not a list");
  if (value.length > LIMITS.spans) throw new Malformed(`spans has more than ${LIMITS.spans} items`);
  return value.map(checkSpan);
}

/** Ids of events that an adjudicator's decision settles. */
export function checkSettles(value: unknown): void {
  if (!Array.isArray(value)) throw new Malformed("settles is not a list");
  if (value.length > LIMITS.settles) throw new Malformed(`settles has more than ${LIMITS.settles} items`);
  for (const id of value) checkEventId(id, "settles");
}

function checkSpan(value: unknown): Span {
  if (!isFields(value)) throw new Malformed("a span is not an object");
  const start = checkIndex(value["start"], "span.start");
  const end = checkIndex(value["end"], "span.end");
  const quote = checkText(value["quote"], "span.quote", LIMITS.quote, 0);
  if (end < start) throw new Malformed("span.end is before span.start");
  if (quote.length !== end - start) throw new Malformed("span.quote is not as long as its span");
  return {
    turn: checkIndex(value["turn"], "span.turn"),
    block: checkIndex(value["block"], "span.block"),
    start,
    end,
    quote,
    hash: checkHash(value["hash"], "span.hash"),
  };
}

function checkIndex(value: unknown, field: string): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) {
    throw new Malformed(`${field} is not an index`);
  }
  return value;
}
