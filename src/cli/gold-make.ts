/** `valuemark gold make`: a new version of a corpus's gold set. */
import path from "node:path";
import { userInfo } from "node:os";
import type { BuiltGold } from "../core/export/build-gold.ts";
import { buildGold, nextVersionName } from "../core/export/build-gold.ts";
import type { EvidenceMerge, GoldRule } from "../core/export/gold.ts";
import { EVIDENCE_MERGES, UNDECIDED_TITLES, ruleInWords } from "../core/export/gold.ts";
import type { GoldManifest } from "../core/export/manifest.ts";
import { MAX_VERSION_NAME } from "../core/export/manifest.ts";
import type { AnnotationKind } from "../core/extraction/annotation.ts";
import { ANNOTATION_KINDS } from "../core/extraction/annotation.ts";
import type { Level } from "../core/taxonomy/taxonomy.ts";
import { valuemarkCore } from "../core/taxonomy/valuemark-core.ts";
import { readCorpusRecords } from "../store/corpus-records.ts";
import { GoldExists, GoldStore } from "../store/gold-store.ts";
import { EXIT, UsageError, type CommandIo } from "./command.ts";
import { oneCorpus } from "./one-corpus.ts";
import { progressNotes } from "./progress.ts";
import { readTaxonomyFile } from "./taxonomy-file.ts";
import { TOOL_VERSION } from "./tool-version.ts";

export interface MakeFlags {
  readonly place: string;
  readonly corpus?: string;
  readonly rule: string;
  readonly level?: string;
  readonly evidence?: string;
  readonly kinds?: string;
  readonly sample?: string;
  readonly name?: string;
  readonly by?: string;
  readonly licence?: string;
  readonly taxonomy?: string;
  readonly seed?: string;
  readonly source: readonly string[];
  readonly dryRun: boolean;
}

export const MAKE_USAGE: readonly string[] = [
  "valuemark gold make --rule RULE [options] FOLDER|FILE",
  "  --rule RULE      adjudicated, or KofN such as 2of3: at least K raters gave it, of at least N who rated",
  "  --level N        of values, for KofN: 0 (values), 1, 2 (clusters), 3 (categories); 0 if absent",
  `  --evidence HOW   for KofN: ${EVIDENCE_MERGES.join(" or ")} of the evidence of those who gave the label; union if absent`,
  `  --kinds LIST     of ${ANNOTATION_KINDS.join(",")}; all if absent`,
  "  --sample NAME    only this sample's conversations, with its weights; all judged ones if absent",
  "  --name NAME      of the version; v1, v2 … if absent",
  "  --by NAME        who makes it; the user's name on this machine if absent",
  '  --licence TEXT   of the conversations; "unknown" if absent',
  "  --source FILE    the conversations' file as the record is to name it; may be repeated",
  "  --taxonomy F     CSV or JSON; the built-in one if absent",
  "  --seed N         of the intervals' resampling; 1 if absent",
  "  --dry-run        tell what would be in it; write nothing",
];

export async function makeGoldVersion(flags: MakeFlags, io: CommandIo): Promise<number> {
  const rule = ruleOf(flags);
  const kinds = kindsOf(flags.kinds);
  const seed = Number(flags.seed ?? "1");
  if (!Number.isSafeInteger(seed)) throw new UsageError("--seed is a whole number.");
  const paths = await oneCorpus(flags.place, flags.corpus);
  const taxonomy = flags.taxonomy === undefined ? valuemarkCore() : await readTaxonomyFile(flags.taxonomy);
  const records = await readCorpusRecords(paths);
  for (const { file, line, reason } of records.problems)
    io.note(`${file}${line > 0 ? `:${line}` : ""}: ${reason}`);
  const sample = records.samples.find(({ name }) => name === flags.sample);
  if (flags.sample !== undefined && !sample) throw new UsageError(`There is no sample "${flags.sample}".`);
  const store = new GoldStore(paths);
  const { versions, problems } = await store.list();
  for (const { folder, reason } of problems) io.note(`gold/${folder}: ${reason}`);
  const name = versionName(
    flags.name ?? nextVersionName([...versions.map((one) => one.name), ...problems.map((one) => one.folder)]),
  );
  const building = buildGold({
    ...records,
    taxonomy,
    rule,
    ...(kinds ? { kinds } : {}),
    ...(sample ? { sample } : {}),
    name,
    madeAt: new Date().toISOString(),
    madeBy: flags.by ?? userName(),
    toolVersion: TOOL_VERSION,
    corpus: { key: path.basename(paths.folder), files: sourceFiles(flags) },
    ...(flags.licence === undefined ? {} : { licence: flags.licence }),
    seed,
  });
  const built = run(building, io);
  for (const line of goldLines(built.manifest)) await io.line(line);
  if (flags.dryRun) return EXIT.ok;
  try {
    await io.line(`Written: ${await store.create(built.manifest, built.set.items)}`);
  } catch (error) {
    if (!(error instanceof GoldExists)) throw error;
    io.note(error.message);
    return EXIT.failed;
  }
  return EXIT.ok;
}

function run(building: ReturnType<typeof buildGold>, io: CommandIo): BuiltGold {
  const tell = progressNotes(io, "Conversations decided");
  for (;;) {
    const step = building.next();
    if (step.done === true) return step.value;
    tell(step.value.done, step.value.of);
  }
}

function ruleOf({ rule, level, evidence }: MakeFlags): GoldRule {
  if (rule === "adjudicated") {
    if (level !== undefined || evidence !== undefined)
      throw new UsageError("--level and --evidence go with a rule such as 2of3.");
    return { type: "adjudicated" };
  }
  const found = /^(\d{1,4})\s*of\s*(\d{1,4})$/.exec(rule);
  if (!found) throw new UsageError("--rule is adjudicated, or a number of raters such as 2of3.");
  const [k, of] = [Number(found[1]), Number(found[2])];
  if (k < 1 || k > of) throw new UsageError("--rule KofN: K is from 1 to N.");
  const known = ([0, 1, 2, 3] as const).find((one) => String(one) === (level ?? "0"));
  if (known === undefined) throw new UsageError("--level is 0, 1, 2 or 3.");
  const merge = EVIDENCE_MERGES.find((one) => one === (evidence ?? "union"));
  if (merge === undefined) throw new UsageError(`--evidence is ${EVIDENCE_MERGES.join(" or ")}.`);
  const atLevel: { level: Level; evidence: EvidenceMerge } = { level: known, evidence: merge };
  return { type: "votes", k, of, ...atLevel };
}

function kindsOf(list: string | undefined): readonly AnnotationKind[] | undefined {
  if (list === undefined) return undefined;
  const asked = list.split(",").map((one) => one.trim());
  const unknown = asked.find((one) => !ANNOTATION_KINDS.some((kind) => kind === one));
  if (unknown !== undefined) throw new UsageError(`--kinds are of ${ANNOTATION_KINDS.join(", ")}.`);
  return ANNOTATION_KINDS.filter((kind) => asked.includes(kind));
}

function versionName(name: string): string {
  if (name.trim() === "" || name.length > MAX_VERSION_NAME)
    throw new UsageError(`--name has 1 to ${MAX_VERSION_NAME} characters.`);
  return name;
}

/** As the maker named them; a place that is a file names itself. */
function sourceFiles({ source, place }: MakeFlags): readonly string[] {
  if (source.length > 0) return source;
  return path.extname(place) === "" ? [] : [path.basename(place)];
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "unknown";
  }
}

/** For people. */
export function goldLines({ name, rule, counts, hash, sample, outside }: GoldManifest): string[] {
  const { conversations, decided, undecided, labels, kinds } = counts;
  return [
    `Gold set ${name}: ${ruleInWords(rule)}`,
    `${conversations} conversations, ${labels} labels; ${decided} wholly decided, ${undecided} not at all; hash ${hash}`,
    ...(sample && sample.traps > 0 ? [`${sample.traps} planted items are left out`] : []),
    ...(outside === 0 ? [] : [`${outside} judged conversations are not in the sample, and not in the set`]),
    ...kinds.map(({ kind, decided: taken, empty, labels: given, undecided: open, reasons }) => {
      const why = reasons.map(({ reason, count }) => `${count} ${UNDECIDED_TITLES[reason]}`).join(", ");
      return `  ${kind}: ${taken} decided (${empty} with none), ${given} labels; ${open} undecided${why === "" ? "" : ` (${why})`}`;
    }),
  ];
}
