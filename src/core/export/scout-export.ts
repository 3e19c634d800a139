/**
 * Validation cases of Inspect Scout (https://meridianlabs-ai.github.io/inspect_scout/validation.html), one file of JSON
 * Lines for each kind: `{id, target}` for single answers, `{id, labels: {name: true | false}}` for values. Its ids are
 * those of transcripts; ours are the conversations'.
 */
import type { AnnotationKind } from "../extraction/annotation.ts";
import type { ExportFile } from "./export-source.ts";
import type { LabelNames } from "./label-names.ts";
import { labelNames } from "./label-names.ts";
import type { GoldManifest } from "./manifest.ts";
import type { Prepared, PreparedDecision, PreparedItem } from "./prepare.ts";

const SINGLE = { responseType: "response_type", subjectivity: "subjectivity", task: "task" } as const;
const VALUES = { aiValue: "ai_values", humanValue: "human_values" } as const;

/** Kinds without a gold label have no file: there is nothing to validate, and Scout wants a target or labels in a case. */
export async function* scoutFiles(
  prepared: Prepared,
  { counts }: Pick<GoldManifest, "counts">,
): AsyncGenerator<ExportFile> {
  const names = await labelNames(prepared);
  const has = (kind: AnnotationKind): boolean =>
    counts.kinds.some((one) => one.kind === kind && one.labels > 0);
  for (const kind of ["aiValue", "humanValue"] as const) {
    const known = names.of(kind);
    if (has(kind) && known.length > 0)
      yield { path: `${VALUES[kind]}.jsonl`, chunks: valueCases(prepared, kind, known, names) };
  }
  if (has("aiValue")) yield { path: "ai_categories.jsonl", chunks: categoryCases(prepared) };
  for (const kind of ["responseType", "subjectivity", "task"] as const)
    if (has(kind)) yield { path: `${SINGLE[kind]}.jsonl`, chunks: singleCases(prepared, kind) };
  yield { path: "left_out.jsonl", chunks: leftOut(prepared) };
}

/** Scout takes a comma in an id, or brackets around it, for a list of ids; a list of one id says it is one. */
function caseId(id: string): string | readonly string[] {
  return /,|^\s*\[/u.test(id) ? [id] : id;
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

async function* decidedOf(
  prepared: Prepared,
  kind: AnnotationKind,
): AsyncGenerator<{ readonly item: PreparedItem; readonly decision: PreparedDecision }> {
  for await (const item of prepared.items()) {
    const decision = item.decisions.find((one) => one.kind === kind);
    if (decision && decision.undecided === undefined && decision.withheld === 0) yield { item, decision };
  }
}

/** Every case has every label: Scout makes a table of them, in which a missing one would be neither true nor false. */
async function* valueCases(
  prepared: Prepared,
  kind: AnnotationKind,
  known: readonly string[],
  names: LabelNames,
): AsyncGenerator<string> {
  for await (const { item, decision } of decidedOf(prepared, kind)) {
    const given = new Set(decision.labels.map(({ label }) => names.nameOf(label)));
    yield line({
      id: caseId(item.id),
      labels: Object.fromEntries(known.map((name) => [name, given.has(name)])),
    });
  }
}

/** By the top of each value's path; values without one are in none. */
async function* categoryCases(prepared: Prepared): AsyncGenerator<string> {
  const known = new Set<string>();
  for await (const { decision } of decidedOf(prepared, "aiValue"))
    for (const { path } of decision.labels) if (path[0] !== undefined) known.add(path[0]);
  if (known.size === 0) return;
  const categories = [...known].sort();
  for await (const { item, decision } of decidedOf(prepared, "aiValue")) {
    const given = new Set(decision.labels.map(({ path }) => path[0]));
    const labels = Object.fromEntries(categories.map((name) => [name, given.has(name)]));
    yield line({ id: caseId(item.id), labels });
  }
}

async function* singleCases(prepared: Prepared, kind: AnnotationKind): AsyncGenerator<string> {
  for await (const { item, decision } of decidedOf(prepared, kind)) {
    const target = decision.labels[0]?.label.value;
    if (target !== undefined) yield line({ id: caseId(item.id), target });
  }
}

/** No validation file: what is in none of them, and why. */
async function* leftOut(prepared: Prepared): AsyncGenerator<string> {
  for await (const { id, decisions } of prepared.items()) {
    for (const { kind, undecided, withheld } of decisions) {
      if (undecided !== undefined) yield line({ id, kind, because: undecided });
      else if (withheld > 0) yield line({ id, kind, because: "withheld" });
    }
  }
}
