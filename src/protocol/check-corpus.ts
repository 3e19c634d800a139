/**
 * The host's check of everything that comes out of the corpus editor's page, which shows hostile text (see
 * `check.ts`). The page's own check of what the host sends is `checkToCorpusPage.ts`.
 */
import * as v from "valibot";
import type { ColumnId } from "../core/table/table.ts";
import type { Checked } from "./check.ts";
import type { FromCorpusPage, CorpusIntent } from "./corpus.ts";
import { MAX_ID, MAX_TEXT } from "./limits.ts";

/** Most rows that one window may ask for. */
export const MAX_WINDOW = 1000;
/** Most columns on show, sort keys, or facets at once. */
export const MAX_COLUMNS = 200;

const PLAIN_COLUMNS: Readonly<Record<Exclude<ColumnId, `meta:${string}`>, true>> = {
  row: true,
  id: true,
  words: true,
  turns: true,
  size: true,
  part: true,
  status: true,
  judged: true,
  labels: true,
  raters: true,
  warnings: true,
  problem: true,
};

/** True for a column that can exist: a known name, or `meta:` and a path. */
export function isColumnId(value: unknown): value is ColumnId {
  if (typeof value !== "string" || value.length > MAX_ID) return false;
  return Object.hasOwn(PLAIN_COLUMNS, value) || (value.startsWith("meta:") && value.length > "meta:".length);
}

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const column = v.custom<ColumnId>(isColumnId);
const columns = v.pipe(v.array(column), v.maxLength(MAX_COLUMNS));
const sortKey = v.strictObject({ column, descending: v.boolean() });

const intent = v.variant("do", [
  v.strictObject({
    do: v.literal("rows"),
    generation: count,
    from: count,
    count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_WINDOW)),
  }),
  v.strictObject({ do: v.literal("query"), text: v.pipe(v.string(), v.maxLength(MAX_TEXT)) }),
  v.strictObject({ do: v.literal("sort"), sort: v.pipe(v.array(sortKey), v.maxLength(MAX_COLUMNS)) }),
  v.strictObject({ do: v.picklist(["columns", "facets"]), columns }),
  v.strictObject({ do: v.literal("open"), generation: count, at: count, preview: v.boolean() }),
  v.strictObject({
    do: v.literal("useSample"),
    name: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_ID))),
  }),
  v.strictObject({ do: v.picklist(["cancel", "resume", "sample", "showProblems"]) }),
]) satisfies v.GenericSchema<unknown, CorpusIntent>;

const fromPage = v.variant("type", [
  v.strictObject({ type: v.literal("viewLoaded") }),
  v.strictObject({ type: v.literal("intent"), intent: count, ask: intent }),
]) satisfies v.GenericSchema<unknown, FromCorpusPage>;

/** Checks one message from the corpus editor's page. Never throws; a problem never repeats a value that was sent. */
export function checkFromCorpusPage(message: unknown): Checked<FromCorpusPage> {
  const result = v.safeParse(fromPage, message, { abortEarly: true });
  if (result.success) return { ok: true, message: result.output };
  const issue = result.issues[0];
  const place = (v.getDotPath(issue) ?? "message").slice(0, 60);
  const problem = `${place}: ${issue.kind} ${issue.type}`;
  const asked = v.safeParse(v.looseObject({ intent: count }), message);
  return asked.success ? { ok: false, problem, intent: asked.output.intent } : { ok: false, problem };
}
