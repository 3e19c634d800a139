/** Carries out a plan on an opened corpus: frame from its table, draw, then the drawn rows' ids and hashes. */
import type { ConversationRef } from "../../core/extraction/annotation.ts";
import { makeSample } from "../../core/sampling/make-sample.ts";
import type { Made, PlantedTrap, SamplePlan } from "../../core/sampling/make-sample.ts";
import type { StratifyBy } from "../../core/sampling/sample.ts";
import type { Trap } from "../../core/sampling/traps.ts";
import type { ColumnId } from "../../core/table/table.ts";
import type { FrameColumn, FrameData } from "../../corpus/table/corpus-table.ts";
import { UserError, messageOf } from "../errors.ts";
import type { DrawJob, DrawOutcome } from "./draw-job.ts";
import type { SamplePorts, SampleSource } from "./ports.ts";
import { columnFor } from "./table-frame.ts";
import type { FrameNeeds } from "./table-frame.ts";

/** Rows read in one go. */
const CHUNK = 200;

export interface DrawTools {
  readonly ports: Pick<SamplePorts, "taxonomy" | "scores" | "labelBasis">;
  readonly drawOff: (job: DrawJob, signal: AbortSignal) => Promise<DrawOutcome>;
  readonly signal: AbortSignal;
  /** `done` of `of` in words and as a share. */
  readonly progress: (what: string, done: number, of: number) => void;
}

/** Strata with their sizes, by size. Throws a `UserError` when the field doesn't make strata. */
export async function strataSizes(
  source: SampleSource,
  of: Pick<SamplePlan, "query" | "ids">,
  by: StratifyBy,
  tools: DrawTools,
): Promise<readonly { readonly name: string; readonly size: number }[]> {
  const { job } = await jobOf(source, of, by, undefined, { type: "strata" }, tools);
  const outcome = await tools.drawOff(job, tools.signal);
  if (outcome.type === "strata") return outcome.strata;
  throw new UserError(outcome.type === "problem" ? sentence(outcome.problem) : "There are no strata.");
}

/**
 * Draws by a plan; nothing is written. A plan that is drawn again keeps its `basis`. Throws a `UserError` when the plan
 * can't be carried out on this corpus, or what the signal's reason is.
 */
export async function drawPlan(source: SampleSource, plan: SamplePlan, tools: DrawTools): Promise<Made> {
  const { design, seed } = plan;
  const by = design.type === "stratified" ? design.by : undefined;
  const scored = design.type === "weighted" ? design.by : undefined;
  const { job, notes, basis } = await jobOf(source, plan, by, scored, { type: "draw", design, seed }, tools);
  tools.progress("Drawing", 0, 1);
  const outcome = await tools.drawOff(job, tools.signal);
  if (outcome.type !== "drawn")
    throw new UserError(outcome.type === "problem" ? sentence(outcome.problem) : "Nothing was drawn.");
  const kept = plan.basis ?? basis;
  try {
    const made = await makeSample(
      { rows: outcome.rows },
      outcome.drawn,
      { ...plan, ...(kept === undefined ? {} : { basis: kept }) },
      (rows) => identify(source, rows, tools),
    );
    return { ...made, notes: [...notes, ...made.notes] };
  } catch (error) {
    if (error instanceof RangeError) throw new UserError(sentence(error.message));
    throw error;
  }
}

/** Finds the traps' conversations. Throws a `UserError` when some are not in the corpus. */
export async function plantTraps(
  source: SampleSource,
  traps: readonly Trap[],
  tools: DrawTools,
): Promise<readonly PlantedTrap[]> {
  if (traps.length === 0) return [];
  const rows = [...(await source.table.resolve(traps.map(({ id }) => id)))];
  const found = rows.filter((row) => row >= 0);
  const refs = await identify(source, found, tools);
  const byId = new Map(refs.flatMap((ref) => (ref ? [[ref.id, ref] as const] : [])));
  const missing = traps.filter(({ id }) => !byId.has(id)).length;
  if (missing > 0)
    throw new UserError(
      `${missing} of ${traps.length} trap conversations are not in this corpus, or can't be read. Correct their ids in the list of traps.`,
    );
  return traps.flatMap(({ id, answer }) => {
    const conversation = byId.get(id);
    return conversation ? [{ conversation, answer }] : [];
  });
}

async function jobOf(
  source: SampleSource,
  { query, ids }: Pick<SamplePlan, "query" | "ids">,
  by: StratifyBy | undefined,
  scored: "uncertainty" | "disagreement" | undefined,
  task: DrawJob["task"],
  tools: DrawTools,
): Promise<{ readonly job: DrawJob; readonly notes: readonly string[]; readonly basis?: string }> {
  const { table, file } = source;
  const column = by ? columnFor(by, table.state.available) : undefined;
  if (by && column === undefined) throw new UserError("This corpus has no field that names the model.");
  tools.progress("Reading the fields", 0, 1);
  const data = await frameData(source, column ? [column] : [], ids ? "" : query);
  if (!data.complete)
    throw new UserError(
      "The corpus is still being read, so a sample now would be one of its beginning only. Draw again when it is ready.",
    );
  const notes: string[] = [];
  const only = ids ? await table.resolve(ids) : undefined;
  const lost = only?.reduce((sum, row) => sum + (row < 0 ? 1 : 0), 0) ?? 0;
  if (lost > 0) notes.push(`${lost} of ${ids?.length ?? 0} ids are not in this corpus.`);
  const scores = scored ? await tools.ports.scores(file, scored, tools.signal) : undefined;
  const labelled = by?.type === "category" || by?.type === "warning";
  const basis = scores?.basis ?? (labelled ? await tools.ports.labelBasis(file) : undefined);
  const needs: FrameNeeds = {
    ...(by && column
      ? { stratify: { by, column, ...(by.type === "category" ? categories(data, tools) : {}) } }
      : {}),
    ...(scores
      ? { scores: { rows: await table.resolve(scores.ids), values: Float64Array.from(scores.scores) } }
      : {}),
  };
  return {
    job: { data, needs, task, ...(only ? { only } : {}) },
    notes,
    ...(basis === undefined ? {} : { basis }),
  };
}

async function frameData(
  source: SampleSource,
  columns: readonly ColumnId[],
  query: string,
): Promise<FrameData> {
  try {
    return await source.table.frame(columns, query);
  } catch (error) {
    // The table's own errors are for people.
    throw new UserError(messageOf(error));
  }
}

function categories(
  data: FrameData,
  { ports }: DrawTools,
): { readonly categories: readonly (string | undefined)[] } {
  const taxonomy = ports.taxonomy();
  const ids = new Map<string, string>();
  for (const node of taxonomy.nodes) {
    const name = node.name.toLowerCase();
    // Values come before clusters of the same name: labels are values.
    if (!ids.has(name) || node.level === 0) ids.set(name, node.id);
  }
  const lists = data.columns.find(
    (column): column is Extract<FrameColumn, { readonly type: "lists" }> => column.type === "lists",
  );
  const categoryOf = (label: string): string | undefined => {
    const id = ids.get(label.toLowerCase());
    return id === undefined ? undefined : taxonomy.categoryOf(id)?.name;
  };
  return { categories: lists?.values.map(categoryOf) ?? [] };
}

/** In order of `rows`; undefined for those that can't be read. */
async function identify(
  { table }: SampleSource,
  rows: readonly number[],
  { signal, progress }: DrawTools,
): Promise<readonly (ConversationRef | undefined)[]> {
  const known = new Map<number, ConversationRef>();
  for (let from = 0; from < rows.length; from += CHUNK) {
    signal.throwIfAborted();
    progress("Reading the conversations drawn", from, rows.length);
    for (const { row, id, hash, error } of await table.identify(rows.slice(from, from + CHUNK)))
      if (error === undefined && id !== "") known.set(row, { id, hash });
  }
  return rows.map((row) => known.get(row));
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}
