/** `valuemark agreement FOLDER|FILE`: how well several raters agree, from their judgement files. */
import { parseArgs } from "node:util";
import { AGREEMENT_KINDS, collectRatings, type AgreementKind } from "../core/agreement/collect.ts";
import { SET_DISTANCES } from "../core/agreement/set-distance.ts";
import { TaxonomyError } from "../core/taxonomy/problem.ts";
import type { Level } from "../core/taxonomy/taxonomy.ts";
import { valuemarkCore } from "../core/taxonomy/valuemark-core.ts";
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
    "valuemark agreement [--kind KIND] [--level N] [--distance NAME] [--seed N] [--taxonomy F] [--json] FOLDER|FILE",
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
      for (const paths of corpora) if (await tell(paths, { ...flags, taxonomy }, json, io)) told++;
      if (corpora.length === 0) io.note("There are no judgements here.");
      return told > 0 ? EXIT.ok : EXIT.failed;
    } catch (error) {
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
  options: ReportOptions,
  json: boolean,
  io: CommandIo,
): Promise<boolean> {
  const { corpus, raters, suggestions, problems } = await readJudgements(paths);
  for (const { file, line, reason } of problems) io.note(`${file}${line > 0 ? `:${line}` : ""}: ${reason}`);
  if (raters.length === 0) return false;
  const report = agreementReport(collectRatings(raters, suggestions, options), options);
  if (json) await io.line(JSON.stringify({ corpus, ...report }));
  else for (const line of [`Corpus ${corpus}`, ...reportLines(report), ""]) await io.line(line);
  return report.alpha.value !== null;
}

interface Flags extends Omit<ReportOptions, "taxonomy"> {
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
    taxonomyFile: values.taxonomy,
    json: values.json ?? false,
  };
}

function oneOf<T extends string | number>(name: string, given: string, known: readonly T[]): T {
  const found = known.find((one) => String(one) === given);
  if (found === undefined) throw new UsageError(`--${name} is one of ${known.join(", ")}.`);
  return found;
}

function seedOf(given: string): number {
  const seed = Number(given);
  if (given.trim() === "" || !Number.isSafeInteger(seed)) throw new UsageError("--seed is a whole number.");
  return seed;
}

function parsed(args: readonly string[]) {
  const text = { type: "string" } as const;
  const options = { kind: text, level: text, distance: text, seed: text, taxonomy: text };
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
