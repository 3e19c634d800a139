/**
 * The host's check of everything that comes out of the review panel. A webview shows hostile text; should that text
 * ever get to run, what it can ask for is what a person can ask for, in sizes a person can type.
 */
import * as v from "valibot";
import { SINGLE_KINDS } from "../core/extraction/annotation.ts";
import { MAX_ID, MAX_TEXT } from "./limits.ts";
import type { FromPanel, Intent } from "./review.ts";

/** Highest span index. */
const MAX_SPAN = 100_000;

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_ID));
const text = v.pipe(v.string(), v.maxLength(MAX_TEXT));
const singleKind = v.picklist(SINGLE_KINDS);

const PLAIN = [
  "flag",
  "done",
  "skip",
  "reopen",
  "undo",
  "redo",
  "next",
  "previous",
  "extract",
  "openFile",
  "pickConversation",
  "setRater",
  "showTranscript",
  "editKeys",
] as const;

const intent = v.variant("do", [
  v.strictObject({ do: v.picklist(["confirm", "reject", "correct", "retract"]), row: id }),
  v.strictObject({ do: v.literal("select"), row: id }),
  v.strictObject({
    do: v.literal("reveal"),
    row: id,
    span: v.pipe(v.number(), v.integer(), v.minValue(-1), v.maxValue(MAX_SPAN)),
  }),
  v.strictObject({ do: v.literal("add"), kind: v.picklist(["aiValue", "humanValue"]) }),
  v.strictObject({ do: v.literal("answer"), kind: singleKind, value: v.pipe(text, v.minLength(1)) }),
  v.strictObject({ do: v.literal("clearAnswer"), kind: singleKind }),
  v.strictObject({ do: v.literal("note"), text }),
  v.strictObject({ do: v.literal("draft"), field: v.picklist(["note", "task"]), text }),
  v.strictObject({ do: v.picklist(PLAIN) }),
]) satisfies v.GenericSchema<unknown, Intent>;

const fromPanel = v.variant("type", [
  v.strictObject({ type: v.literal("viewLoaded") }),
  v.strictObject({
    type: v.literal("intent"),
    intent: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    ask: intent,
    conversation: v.exactOptional(id),
  }),
]) satisfies v.GenericSchema<unknown, FromPanel>;

export type Checked<T> =
  | { readonly ok: true; readonly message: T }
  /** `problem` names the place and the kind of fault, never the content. `intent` is set if it can be answered. */
  | { readonly ok: false; readonly problem: string; readonly intent?: number };

/** Checks one message from the panel. Never throws. */
export function checkFromPanel(message: unknown): Checked<FromPanel> {
  const result = v.safeParse(fromPanel, message, { abortEarly: true });
  if (result.success) return { ok: true, message: result.output };
  const issue = result.issues[0];
  const place = (v.getDotPath(issue) ?? "message").slice(0, 60);
  const problem = `${place}: ${issue.kind} ${issue.type}`;
  const asked = answerableId(message);
  return asked === undefined ? { ok: false, problem } : { ok: false, problem, intent: asked };
}

/** The id of a faulty intent, so that its asker gets its reply too. */
function answerableId(message: unknown): number | undefined {
  if (typeof message !== "object" || message === null || !("intent" in message)) return undefined;
  const { intent: number } = message;
  return typeof number === "number" && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}
