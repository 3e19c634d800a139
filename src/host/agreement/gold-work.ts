/** Gold sets in the worker: what a rule would make, a version made, its card. No vscode. */
import { buildGold, goldInputOf, nextVersionName, type BuiltGold } from "../../core/export/build-gold.ts";
import { countGold as countSet } from "../../core/export/gold-counts.ts";
import type { GoldCounts } from "../../core/export/gold-counts.ts";
import { goldSteps, ruleInWords, UNDECIDED_TITLES } from "../../core/export/gold.ts";
import { previewCard } from "../../core/export/card-preview.ts";
import type { Sample } from "../../core/sampling/sample.ts";
import type { CorpusRecords } from "../../store/corpus-records.ts";
import { GoldStore } from "../../store/gold-store.ts";
import { corpusPaths } from "../../store/paths.ts";
import type { FigureSource } from "./figures/source.ts";
import type { AgreementAsk, FolderOfCorpus, AgreementNews, GoldAnswer, GoldToMake } from "./messages.ts";

export interface Known {
  readonly source: FigureSource;
  readonly records: CorpusRecords;
  readonly folder: FolderOfCorpus;
}

type Post = (message: AgreementNews) => void;

const PROGRESS_MS = 100;

export async function countGold(
  { source, records, folder }: Known,
  { rule, sample }: Extract<AgreementAsk, { do: "countGold" }>,
  post: Post,
): Promise<GoldAnswer> {
  const input = goldInputOf({
    raters: records.raters,
    adjudicators: records.adjudicators,
    suggestions: records.suggestions,
    taxonomy: source.taxonomy,
    rule,
    ...frameOf(records, sample),
  });
  const set = await inSteps(goldSteps(input), "Counting what would be gold", post);
  const { versions } = await new GoldStore(corpusPaths(folder.projectFolder, folder.key)).list();
  return {
    counts: viewOf(countSet(set)),
    versions: versions
      .map(({ name, madeAt, rule: made, counts }) => ({
        name,
        at: madeAt,
        rule: ruleInWords(made),
        conversations: counts.conversations - counts.undecided,
        labels: counts.labels,
      }))
      .reverse(),
    suggestedName: nextVersionName(versions.map(({ name }) => name)),
  };
}

/** Answers with the folder's path. Throws `GoldExists`. */
export async function makeGold(known: Known, gold: GoldToMake, post: Post): Promise<string> {
  const { manifest, set } = await built(known, gold, post);
  const { projectFolder, key } = known.folder;
  return new GoldStore(corpusPaths(projectFolder, key)).create(manifest, set.items);
}

/** The data card of what the rule would make, in Markdown. */
export async function goldCard(known: Known, gold: GoldToMake, post: Post): Promise<string> {
  return previewCard(await built(known, gold, post), known.source.taxonomy);
}

async function built({ source, records, folder }: Known, gold: GoldToMake, post: Post): Promise<BuiltGold> {
  const { rule, name, madeAt, madeBy, toolVersion, files, licence, sample } = gold;
  const steps = buildGold({
    raters: records.raters,
    adjudicators: records.adjudicators,
    suggestions: records.suggestions,
    runs: records.runs,
    taxonomy: source.taxonomy,
    rule,
    name,
    madeAt,
    madeBy,
    toolVersion,
    corpus: { key: folder.key, files },
    ...(licence === undefined ? {} : { licence }),
    ...frameOf(records, sample),
  });
  return inSteps(steps, "Making the gold set", post);
}

function frameOf({ samples }: CorpusRecords, name: string | undefined): { readonly sample?: Sample } {
  const sample = name === undefined ? undefined : samples.find((one) => one.name === name);
  return sample ? { sample } : {};
}

function viewOf({ conversations, undecided, labels, kinds }: GoldCounts): NonNullable<GoldAnswer["counts"]> {
  const reasons = new Map<string, number>();
  for (const kind of kinds)
    for (const { reason, count } of kind.reasons)
      reasons.set(`${TITLES[kind.kind]}: ${UNDECIDED_TITLES[reason]}`, count);
  return {
    conversations: conversations - undecided,
    labels,
    undecided,
    kinds: kinds.map(({ kind, decided, empty, labels: given, undecided: open }) => ({
      kind,
      decided,
      empty,
      labels: given,
      undecided: open,
    })),
    reasons: [...reasons].map(([what, count]) => ({ what, count })).sort((a, b) => b.count - a.count),
  };
}

const TITLES = {
  aiValue: "AI values",
  humanValue: "human values",
  responseType: "response type",
  task: "task",
  subjectivity: "subjectivity",
} as const;

/** Runs a generator to its end, telling progress and giving way as time passes. */
async function inSteps<T>(
  steps: Generator<{ readonly done: number; readonly of: number }, T>,
  what: string,
  post: Post,
): Promise<T> {
  let told = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - told < PROGRESS_MS) continue;
    post({ type: "progress", progress: { what, ...step.value } });
    await new Promise((resolve) => setImmediate(resolve));
    told = performance.now();
  }
}
