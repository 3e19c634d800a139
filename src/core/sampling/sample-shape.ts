/** The shape of a sample file. What comes from disk, or from git, is not trusted. */
import * as v from "valibot";
import { MAX_ITEMS } from "./draw.ts";
import { MAX_STRATA } from "./frame.ts";
import type { SampleItem } from "./sample.ts";
import { MAX_STRATUM_NAME } from "./strata.ts";
import { MAX_TRAPS, TrapAnswerShape } from "./traps.ts";

/** UTF-16 code units. */
export const MAX_NAME = 100;
export const MAX_RATERS = 200;

const Text = (max: number) => v.pipe(v.string(), v.maxLength(max));
const Filled = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max));
const Whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Size = v.pipe(Whole, v.minValue(1), v.maxValue(MAX_ITEMS));
const Hex48 = v.pipe(v.string(), v.regex(/^[0-9a-f]{12}$/));
const MAX_ID = 512;
const Id = Filled(MAX_ID);
const Rater = Filled(MAX_NAME);
const Raters = v.pipe(
  v.array(Rater),
  v.maxLength(MAX_RATERS),
  v.check((names) => new Set(names).size === names.length, "a rater is named twice"),
);

/** Keys are names of strata, which come from data: own keys only, and every one of them, "__proto__" too. */
const Sizes = v.pipe(
  v.custom<object>((value) => typeof value === "object" && value !== null && !Array.isArray(value)),
  v.check((sizes) => Object.keys(sizes).length <= MAX_STRATA, "too many strata"),
  v.check(
    (sizes) =>
      Object.entries(sizes).every(
        ([name, size]) => name.length <= MAX_STRATUM_NAME && Number.isSafeInteger(size) && size >= 0,
      ),
    "a stratum's size is no whole number",
  ),
  v.transform((sizes): { readonly [stratum: string]: number } => Object.fromEntries(Object.entries(sizes))),
);

const StratifyByShape = v.variant("type", [
  v.object({ type: v.literal("field"), path: Filled(500) }),
  v.object({ type: v.picklist(["category", "warning", "model"]) }),
  v.object({ type: v.literal("length"), bounds: v.pipe(v.array(Size), v.minLength(1), v.maxLength(20)) }),
]);

const DesignShape = v.variant("type", [
  v.object({ type: v.literal("simple"), size: Size }),
  v.object({
    type: v.literal("stratified"),
    by: StratifyByShape,
    allocation: v.variant("type", [
      v.object({ type: v.picklist(["proportional", "equal"]), size: Size }),
      v.object({ type: v.literal("given"), sizes: Sizes }),
    ]),
  }),
  v.object({ type: v.literal("weighted"), by: v.picklist(["uncertainty", "disagreement"]), size: Size }),
  v.object({ type: v.literal("all") }),
]);

const HASH = /^[0-9A-Za-z_-]{1,128}$/;

export const ItemShape = v.object({
  id: Id,
  hash: v.pipe(v.string(), v.regex(HASH)),
  probability: v.pipe(v.number(), v.gtValue(0), v.maxValue(1)),
  stratum: v.exactOptional(Text(MAX_STRATUM_NAME)),
  raters: v.exactOptional(v.pipe(Raters, v.minLength(1))),
  trap: v.exactOptional(TrapAnswerShape),
});

export const SampleShape = v.object({
  v: v.literal(1),
  name: Filled(MAX_NAME),
  drawnAt: v.pipe(v.string(), v.isoTimestamp()),
  drawnBy: Text(MAX_NAME),
  seed: v.pipe(v.number(), v.safeInteger()),
  design: DesignShape,
  frame: v.object({
    rows: Whole,
    query: Text(10_000),
    ids: v.exactOptional(v.pipe(v.array(Id), v.maxLength(MAX_ITEMS))),
    fingerprint: Hex48,
    values: v.exactOptional(Hex48),
    basis: v.exactOptional(Text(1_000)),
  }),
  blind: v.boolean(),
  raters: Raters,
  overlap: v.exactOptional(
    v.object({
      shared: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
      each: v.pipe(Whole, v.minValue(1), v.maxValue(MAX_RATERS)),
    }),
  ),
  /** Each is checked by itself: most are plain, and a schema takes ten times as long for a plain one. */
  items: v.pipe(v.array(v.unknown()), v.maxLength(MAX_ITEMS + MAX_TRAPS)),
});

/** Whether `value` is an item as `ItemShape` would give it, by a quick look; false for some that are one. */
export function isPlainItem(value: unknown): value is SampleItem {
  if (typeof value !== "object" || value === null) return false;
  let fields = 3;
  if (!("id" in value && "hash" in value && "probability" in value)) return false;
  const { id, hash, probability } = value;
  if (typeof id !== "string" || id.length === 0 || id.length > MAX_ID) return false;
  if (typeof hash !== "string" || !HASH.test(hash)) return false;
  if (typeof probability !== "number" || !(probability > 0 && probability <= 1)) return false;
  if ("stratum" in value) {
    fields++;
    if (typeof value.stratum !== "string" || value.stratum.length > MAX_STRATUM_NAME) return false;
  }
  if ("raters" in value) {
    fields++;
    const { raters } = value;
    if (!Array.isArray(raters) || raters.length === 0 || raters.length > MAX_RATERS) return false;
    if (!raters.every((name) => typeof name === "string" && name.length > 0 && name.length <= MAX_NAME))
      return false;
    if (raters.length > 1 && new Set(raters).size < raters.length) return false;
  }
  return Object.keys(value).length === fields;
}
