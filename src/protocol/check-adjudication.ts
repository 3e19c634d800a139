/**
 * The host's check of everything that comes out of the adjudication view, which shows hostile text (see `check.ts`).
 * The page's own check of what the host sends is `checkToAdjudicationPage.ts`.
 */
import * as v from "valibot";
import type { AdjudicationIntent, FromAdjudicationPage } from "./adjudication.ts";
import { PLAIN_ADJUDICATIONS } from "./adjudication.ts";
import type { Checked } from "./check.ts";
import { MAX_ID, MAX_TEXT } from "./limits.ts";

/** Highest span index. */
const MAX_SPAN = 100_000;

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_ID));
const text = v.pipe(v.string(), v.maxLength(MAX_TEXT));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const key = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(9));

const intent = v.variant("do", [
  v.strictObject({ do: v.picklist(["select", "accept", "reject", "clear"]), row: id }),
  v.strictObject({ do: v.literal("take"), row: id, key }),
  v.strictObject({
    do: v.literal("other"),
    row: id,
    value: v.exactOptional(v.pipe(text, v.minLength(1))),
  }),
  v.strictObject({ do: v.picklist(["reason", "draft"]), row: id, text }),
  v.strictObject({ do: v.literal("note"), text }),
  v.strictObject({
    do: v.literal("reveal"),
    row: id,
    column: id,
    span: v.pipe(v.number(), v.integer(), v.minValue(-1), v.maxValue(MAX_SPAN)),
  }),
  v.strictObject({ do: v.literal("go"), key: id }),
  v.strictObject({ do: v.picklist(PLAIN_ADJUDICATIONS) }),
]) satisfies v.GenericSchema<unknown, AdjudicationIntent>;

const fromPage = v.variant("type", [
  v.strictObject({ type: v.literal("viewLoaded") }),
  v.strictObject({
    type: v.literal("intent"),
    intent: count,
    ask: intent,
    conversation: v.exactOptional(id),
  }),
]) satisfies v.GenericSchema<unknown, FromAdjudicationPage>;

/** Checks one message from the adjudication view. Never throws; a problem never repeats a value that was sent. */
export function checkFromAdjudicationPage(message: unknown): Checked<FromAdjudicationPage> {
  const result = v.safeParse(fromPage, message, { abortEarly: true });
  if (result.success) return { ok: true, message: result.output };
  const issue = result.issues[0];
  const place = (v.getDotPath(issue) ?? "message").slice(0, 60);
  const problem = `${place}: ${issue.kind} ${issue.type}`;
  const asked = v.safeParse(v.looseObject({ intent: count }), message);
  return asked.success ? { ok: false, problem, intent: asked.output.intent } : { ok: false, problem };
}
