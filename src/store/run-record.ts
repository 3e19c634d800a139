/** Reading a run's record from disk. */
import * as v from "valibot";
import type { RunRecord } from "../core/extraction/extractor.ts";

const Text = v.pipe(v.string(), v.minLength(1), v.maxLength(512));
const Optional = v.exactOptional(Text);
const RunShape = v.looseObject({
  v: v.literal(1),
  id: Text,
  extractor: Text,
  extractorVersion: Text,
  model: Optional,
  promptVersion: Optional,
  promptHash: Optional,
  taxonomy: v.object({ id: Text, hash: Text }),
  settings: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
  startedAt: Optional,
  finishedAt: Optional,
});

export type ParsedRun =
  { readonly status: "ok"; readonly record: RunRecord } | { readonly status: "bad"; readonly reason: string };

/** Never throws; `reason` names the field, never its content. Fields that we don't know are kept. */
export function parseRunRecord(text: string): ParsedRun {
  let fields: unknown;
  try {
    fields = JSON.parse(text);
  } catch {
    return { status: "bad", reason: "the run's record is not JSON" };
  }
  const parsed = v.safeParse(RunShape, fields);
  if (parsed.success) return { status: "ok", record: parsed.output };
  const newer =
    typeof fields === "object" &&
    fields !== null &&
    "v" in fields &&
    typeof fields.v === "number" &&
    fields.v > 1;
  if (newer) return { status: "bad", reason: "the run's record was written by a newer version" };
  return {
    status: "bad",
    reason: `the run's record: bad field ${(v.getDotPath(parsed.issues[0]) ?? "").slice(0, 100)}`,
  };
}
