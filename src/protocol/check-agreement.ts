/**
 * The host's check of everything that comes out of the agreement editor's page, which shows hostile text (see
 * `check.ts`). The page's own check of what the host sends is `checkToAgreementPage.ts`.
 */
import * as v from "valibot";
import { AGREEMENT_KINDS } from "../core/agreement/collect.ts";
import type { AgreementIntent, FromAgreementPage } from "./agreement.ts";
import { FRAME_CHOICES, SET_DISTANCE_CHOICES } from "./agreement.ts";
import type { Checked } from "./check.ts";
import { MAX_ID } from "./limits.ts";

/** Most rows that one window may ask for. */
export const MAX_ROWS = 500;
/** Most raters in a rule. */
const MAX_RATERS = 1000;
/** Longest table to copy or save, and longest picture in base64, in UTF-16 code units. */
export const MAX_DATA = 32 * 2 ** 20;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_ID));
const votes = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_RATERS));
const data = v.pipe(v.string(), v.maxLength(MAX_DATA));
const conversation = v.strictObject({ id, hash: id });

const choices = v.strictObject({
  kind: v.picklist(AGREEMENT_KINDS),
  level: v.picklist([0, 1, 2, 3]),
  distance: v.picklist(SET_DISTANCE_CHOICES),
  frame: v.picklist(FRAME_CHOICES),
  seed: v.pipe(v.number(), v.safeInteger()),
});

const rule = v.variant("type", [
  v.strictObject({ type: v.literal("adjudicated") }),
  v.strictObject({ type: v.literal("votes"), k: votes, of: votes }),
]);

const intent = v.variant("do", [
  v.strictObject({ do: v.literal("choose"), choices }),
  v.strictObject({
    do: v.literal("rows"),
    generation: count,
    from: count,
    count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_ROWS)),
  }),
  v.strictObject({ do: v.literal("open"), conversation, label: v.exactOptional(id) }),
  v.strictObject({ do: v.literal("adjudicate"), conversation: v.exactOptional(conversation) }),
  v.strictObject({ do: v.literal("goldRule"), rule }),
  v.strictObject({
    do: v.literal("goldFrame"),
    sample: v.pipe(v.string(), v.maxLength(MAX_ID)),
    licence: v.pipe(v.string(), v.maxLength(MAX_ID)),
  }),
  v.strictObject({ do: v.literal("makeGold"), name: id }),
  v.strictObject({ do: v.literal("exportGold"), version: id, format: id }),
  v.strictObject({ do: v.literal("copy"), text: data }),
  v.strictObject({
    do: v.literal("save"),
    name: id,
    type: v.picklist(["tsv", "csv", "svg", "png"]),
    data,
  }),
  v.strictObject({ do: v.picklist(["cancel", "compute", "previewCard", "setRater", "showProblems"]) }),
]) satisfies v.GenericSchema<unknown, AgreementIntent>;

const fromPage = v.variant("type", [
  v.strictObject({ type: v.literal("viewLoaded") }),
  v.strictObject({ type: v.literal("intent"), intent: count, ask: intent }),
]) satisfies v.GenericSchema<unknown, FromAgreementPage>;

/** Checks one message from the agreement editor's page. Never throws; a problem never repeats a value that was sent. */
export function checkFromAgreementPage(message: unknown): Checked<FromAgreementPage> {
  const result = v.safeParse(fromPage, message, { abortEarly: true });
  if (result.success) return { ok: true, message: result.output };
  const issue = result.issues[0];
  const place = (v.getDotPath(issue) ?? "message").slice(0, 60);
  const problem = `${place}: ${issue.kind} ${issue.type}`;
  const asked = v.safeParse(v.looseObject({ intent: count }), message);
  return asked.success ? { ok: false, problem, intent: asked.output.intent } : { ok: false, problem };
}
