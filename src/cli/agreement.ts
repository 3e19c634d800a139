/** `valuemark agreement FOLDER|FILE`: how well several raters agree, from their judgement files. */
import { parseArgs } from "node:util";
import {
  AGREEMENT_KINDS,
  collectFolded,
  foldRatings,
  type AgreementKind,
} from "../core/agreement/collect.ts";
import { SET_DISTANCES } from "../core/agreement/set-distance.ts";
import { TaxonomyError } from "../core/taxonomy/problem.ts";
import type { Level } from "../core/taxonomy/taxonomy.ts";
import { valuemarkCore } from "../core/taxonomy/valuemark-core.ts";
import { readLengths, readRun, readSample } from "./agreement-data.ts";
import { sectionLines } from "./agreement-lines.ts";
import { sectionReports, SECTIONS, type Section } from "./agreement-sections.ts";
import { agreementReport, reportLines, type ReportOptions } from "./agreement-report.ts";
import { EXIT, UsageError, type Command, type CommandIo } from "./command.ts";
import { findCorpora, readJudgements } from "./judgement-files.ts";
import { fileErrorLine } from "./source-file.ts";
import { readTaxonomyFile } from "./taxonomy-file.ts";

const LEVELS: readonly Level[] = [0, 1, 2, 3];
const DISTANCES = [...SET_DISTANCES, "taxonomy"] as const;

export const agreement: Command = {
  name: "agreement",
  summary: "Tell how well several raters agree",
  usage: [
    "valuemark agreement [--kind KIND] [--level N] [--distance NAME] [--figures LIST] [--sample NAME] [--run ID]",
    "                    [--seed N] [--taxonomy F] [--json] FOLDER|FILE",
    "",
    "FOLDER: a project's folder, with .valuemark in it; each corpus is told by itself. FILE: one conversation file.",
    "Prints Krippendorff's α with its interval and n, each rater's counts, and for each label prevalence, positive",
    "agreement, κ and AC1; says which judgements were made with suggestions in view. With --json one JSON line a corpus.",
    "A conversation counts as rated when the rater marked it done or judged a label of this kind; else it is missing.",
    "Exit code 0 when α could be told for at least one corpus, else 1.",
    "",
    `  --kind KIND      ${AGREEMENT_KINDS.join(", ")}; aiValue if absent`,
    "  --level N        0 (values), 1 or 2 (clusters), 3 (categories); 0 if absent",
    `  --distance NAME  between sets of values: ${DISTANCES.join(", ")}; masi if absent`,
    "  --figures LIST   more figures, with commas between, or all:",
    `                   ${SECTIONS.join(", ")}`,
    "  --sample NAME    weights of that sample, and its trap items; traps and prevalence need it",
    "  --run ID         the extractor's run to hold against the raters; the latest if absent",
    "  --seed N         of resampling; 1 if absent",
    "  --taxonomy F     CSV or JSON; the built-in one if absent",
    "  --json           JSON lines instead of text",
  ].join("\n"),
  async run(args, io) {
    const { place, taxonomyFile, json, ...flags } = parse(args);
    let at = place;
    try {
      const corpora = await findCorpora(place);
      at = taxonomyFile ?? place;
      const taxonomy = taxonomyFile === undefined ? valuemarkCore() : await readTaxonomyFile(taxonomyFile);
      at = place;
      let told = 0;
      for (const paths of corpora) if (await tell(paths, { ...flags, taxonomy }, place, json, io)) told++;
      if (corpora.length === 0) io.note("There are no judgements here.");
      return told > 0 ? EXIT.ok : EXIT.failed;
    } catch (error) {
      if (error instanceof UsageError) throw error;
      const { reason } =
        error instanceof TaxonomyError ? { reason: error.message } : fileErrorLine(at, error);
      io.note(`${at}: ${reason}`);
      return EXIT.failed;
    }
  },
};

/** Whether α could be told. */
async function tell(
  paths: Parameters<typeof readJudgements>[0],
  options: ReportOptions & Asked,
  place: string,
  json: boolean,
  io: CommandIo,
): Promise<boolean> {
  const { corpus, raters, suggestions, problems } = await readJudgements(paths);
  for (const { file, line, reason } of problems) io.note(`${file}${line > 0 ? `:${line}` : ""}: ${reason}`);
  if (raters.length === 0) return false;
  const folded = foldRatings(raters, suggestions);
  const report = agreementReport(collectFolded(folded, options), options);
  const sample = options.sample === undefined ? undefined : await readSample(paths, options.sample);
  const run = options.figures.some((section) => NEED_RUN.has(section))
    ? await readRun(paths, options.run)
    : undefined;
  const lengths = options.figures.includes("spans") ? await readLengths(place) : undefined;
  const data = {
    raters,
    suggestions,
    folded,
    options,
    ...(sample && { sample }),
    ...(run && { run }),
    ...(lengths && { lengths }),
  };
  const figures = sectionReports(data, options.figures);
  if (json) await io.line(JSON.stringify({ corpus, ...report, ...(figures.length > 0 ? { figures } : {}) }));
  else
    for (const line of [`Corpus ${corpus}`, ...reportLines(report), ...sectionLines(figures), ""])
      await io.line(line);
  return report.alpha.value !== null;
}

const NEED_RUN: ReadonlySet<Section> = new Set([
  "extractor",
  "confusion",
  "calibration",
  "prevalence",
  "anchoring",
]);

interface Asked {
  readonly figures: readonly Section[];
  readonly sample?: string;
  readonly run?: string;
}

interface Flags extends Omit<ReportOptions, "taxonomy">, Asked {
  readonly place: string;
  readonly taxonomyFile: string | undefined;
  readonly json: boolean;
}

function parse(args: readonly string[]): Flags {
  const { values, positionals } = parsed(args);
  const [place, ...more] = positionals;
  if (place === undefined || more.length > 0) throw new UsageError("Name one folder or file.");
  return {
    place,
    kind: oneOf<AgreementKind>("kind", values.kind ?? "aiValue", AGREEMENT_KINDS),
    level: oneOf<Level>("level", values.level ?? "0", LEVELS),
    distance: oneOf("distance", values.distance ?? "masi", DISTANCES),
    seed: seedOf(values.seed ?? "1"),
    figures: figuresOf(values.figures),
    ...(values.sample === undefined ? {} : { sample: values.sample }),
    ...(values.run === undefined ? {} : { run: values.run }),
    taxonomyFile: values.taxonomy,
    json: values.json ?? false,
  };
}

function oneOf<T extends string | number>(name: string, given: string, known: readonly T[]): T {
  const found = known.find((one) => String(one) === given);
  if (found === undefined) throw new UsageError(`--${name} is one of ${known.join(", ")}.`);
  return found;
}

function figuresOf(given: string | undefined): readonly Section[] {
  if (given === undefined) return [];
  if (given === "all") return SECTIONS;
  return given.split(",").map((name) => oneOf<Section>("figures", name.trim(), SECTIONS));
}

function seedOf(given: string): number {
  const seed = Number(given);
  if (given.trim() === "" || !Number.isSafeInteger(seed)) throw new UsageError("--seed is a whole number.");
  return seed;
}

function parsed(args: readonly string[]) {
  const text = { type: "string" } as const;
  const options = {
    kind: text,
    level: text,
    distance: text,
    seed: text,
    taxonomy: text,
    figures: text,
    sample: text,
    run: text,
  };
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...options, json: { type: "boolean" } },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : "These arguments can't be read.");
  }
}
