/** Reading and writing the record of a gold set's version. What comes from disk is not trusted. Pure. */
import * as v from "valibot";
import { AGREEMENT_KINDS } from "../agreement/collect.ts";
import { ANNOTATION_KINDS } from "../extraction/annotation.ts";
import type { RunRecord } from "../extraction/extractor.ts";
import { parseSample } from "../sampling/sample-file.ts";
import { EVIDENCE_MERGES, UNDECIDED, checkRule } from "./gold.ts";
import type { GoldManifest, SampleHead } from "./manifest.ts";
import { MAX_VERSION_NAME } from "./manifest.ts";

/** Longest record that is read, in UTF-16 code units. */
export const MAX_MANIFEST_TEXT = 16 << 20;

const Text = (max: number) => v.pipe(v.string(), v.maxLength(max));
const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(512));
const Long = Text(10_000);
const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Level = v.picklist([0, 1, 2, 3]);
const Kind = v.picklist(ANNOTATION_KINDS);
const Flag = v.boolean();

const Rule = v.variant("type", [
  v.object({ type: v.literal("adjudicated") }),
  v.object({
    type: v.literal("votes"),
    k: Count,
    of: Count,
    level: v.exactOptional(Level),
    evidence: v.exactOptional(v.picklist(EVIDENCE_MERGES)),
  }),
]);

const EstimateShape = v.object({
  estimator: Long,
  value: v.nullable(v.number()),
  reason: v.exactOptional(Long),
  n: v.object({ units: Count, raters: Count, values: Count }),
  design: Long,
  interval: v.exactOptional(
    v.object({
      lower: v.number(),
      upper: v.number(),
      level: v.number(),
      method: Long,
      standardError: v.exactOptional(v.number()),
    }),
  ),
});

const Run = v.looseObject({
  v: v.literal(1),
  id: Name,
  extractor: Name,
  extractorVersion: Name,
  model: v.exactOptional(Name),
  promptVersion: v.exactOptional(Name),
  promptHash: v.exactOptional(Name),
  taxonomy: v.object({ id: Name, hash: Name }),
  settings: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
  startedAt: v.exactOptional(Name),
  finishedAt: v.exactOptional(Name),
});

const KindCountsShape = v.object({
  kind: Kind,
  decided: Count,
  empty: Count,
  labels: Count,
  undecided: Count,
  reasons: v.array(v.object({ reason: v.picklist(UNDECIDED), count: Count })),
  blind: Count,
  assisted: Count,
  mixed: Count,
});

const ManifestShape = v.object({
  v: v.literal(1),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_VERSION_NAME)),
  madeAt: v.pipe(v.string(), v.isoTimestamp()),
  madeBy: Text(512),
  tool: v.object({ name: v.literal("valuemark"), version: Name }),
  corpus: v.object({ key: Name, files: v.pipe(v.array(Text(4_096)), v.maxLength(10_000)) }),
  licence: Text(500),
  rule: Rule,
  kinds: v.pipe(v.array(Kind), v.minLength(1), v.maxLength(ANNOTATION_KINDS.length)),
  taxonomy: v.object({
    id: Name,
    hash: Name,
    title: Long,
    version: Long,
    licence: Long,
    attribution: Long,
  }),
  codebook: v.object({ version: Name, hash: Name }),
  sample: v.exactOptional(v.unknown()),
  outside: Count,
  raters: v.pipe(
    v.array(
      v.object({
        name: Name,
        rated: Count,
        blind: Count,
        assisted: Count,
        mixed: Count,
        unfinished: Count,
      }),
    ),
    v.maxLength(10_000),
  ),
  adjudication: v.exactOptional(
    v.object({
      adjudicators: v.array(v.object({ name: Name, decisions: Count, isRater: Flag })),
      decisions: Count,
      changed: Count,
    }),
  ),
  runs: v.pipe(v.array(Run), v.maxLength(10_000)),
  counts: v.object({
    conversations: Count,
    decided: Count,
    undecided: Count,
    labels: Count,
    otherVersions: Count,
    kinds: v.array(KindCountsShape),
  }),
  agreement: v.pipe(
    v.array(
      v.object({
        kind: v.picklist(AGREEMENT_KINDS),
        level: v.nullable(Level),
        alpha: EstimateShape,
        blind: v.exactOptional(EstimateShape),
      }),
    ),
    v.maxLength(100),
  ),
  hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
});

const HeadShape = v.looseObject({
  frame: v.looseObject({ idsGiven: Flag }),
  items: Count,
  traps: Count,
  weights: v.object({ least: v.number(), most: v.number() }),
});

export type ParsedManifest =
  | { readonly ok: true; readonly manifest: GoldManifest }
  /** `reason` names the field, never its content. */
  | { readonly ok: false; readonly reason: string };

/** Ends with a line break. */
export function formatManifest(manifest: GoldManifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Never throws. Fields beyond the schema are dropped. */
export function parseManifest(text: string): ParsedManifest {
  if (text.length > MAX_MANIFEST_TEXT) return bad("it is too long");
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return bad(
      /^(?:<{7}|>{7}|={7})/m.test(text) ? "it has conflict markers of a git merge" : "it is not JSON",
    );
  }
  return checkManifest(found);
}

/** The same of parsed JSON. */
export function checkManifest(found: unknown): ParsedManifest {
  if (
    typeof found === "object" &&
    found !== null &&
    "v" in found &&
    typeof found.v === "number" &&
    found.v > 1
  )
    return bad("it was written by a newer version of Valuemark");
  try {
    const parsed = v.safeParse(ManifestShape, found, { abortEarly: true });
    if (!parsed.success) {
      const path = v.getDotPath(parsed.issues[0]);
      return bad(path === null ? "it is not the record of a gold set" : `bad field: ${path.slice(0, 100)}`);
    }
    const { sample, ...rest } = parsed.output;
    checkRule(rest.rule);
    if (sample === undefined) return { ok: true, manifest: rest };
    const head = checkHead(sample);
    if (head === undefined) return bad("bad field: sample");
    return { ok: true, manifest: { ...rest, sample: head } };
  } catch {
    return bad("it can't be checked");
  }
}

/** A run's record; undefined if it is none. */
export function checkRun(found: unknown): RunRecord | undefined {
  const parsed = v.safeParse(Run, found);
  return parsed.success ? parsed.output : undefined;
}

/** By the reader of sample files, so that there is one definition of what a design is. */
function checkHead(found: unknown): SampleHead | undefined {
  const own = v.safeParse(HeadShape, found);
  if (!own.success) return undefined;
  const { items, traps, weights, frame, ...rest } = own.output;
  const { idsGiven, ...plain } = frame;
  const parsed = parseSample(JSON.stringify({ ...rest, frame: plain, items: [] }));
  if (!parsed.ok) return undefined;
  const { items: _none, ...sample } = parsed.sample;
  return { ...sample, frame: { ...sample.frame, idsGiven }, items, traps, weights };
}

function bad(reason: string): ParsedManifest {
  return { ok: false, reason };
}
