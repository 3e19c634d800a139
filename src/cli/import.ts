/** `valuemark import`: labels made elsewhere, checked against a conversation file and stored beside it. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import type { Conversation } from "../core/conversation/model.ts";
import { applyImport, dryRun, type ImportOutcome } from "../core/extraction/import/import-labels.ts";
import { guessMapping, type MappingGuess } from "../core/extraction/import/guess-mapping.ts";
import type { ImportReport } from "../core/extraction/import/import-report.ts";
import { LABEL_SOURCES, type LabelFile, type LabelSourceId } from "../core/extraction/import/label-row.ts";
import { completeMapping, type ImportMapping } from "../core/extraction/import/mapping.ts";
import { openLabels } from "../core/extraction/import/open-labels.ts";
import { reportMarkdown } from "../core/extraction/import/report-markdown.ts";
import { openConversations } from "../core/formats/open-file.ts";
import type { Taxonomy } from "../core/taxonomy/taxonomy.ts";
import { TaxonomyError } from "../core/taxonomy/problem.ts";
import { valuemarkCore } from "../core/taxonomy/valuemark-core.ts";
import { corpusKeyOfFile, corpusPaths, PROJECT_FOLDER } from "../store/paths.ts";
import { ensureProject, ProjectIsReadOnly } from "../store/project.ts";
import { openSuggestions } from "../store/suggestions-store.ts";
import { EXIT, UsageError, type Command, type CommandIo } from "./command.ts";
import { fileErrorLine, openOptions } from "./source-file.ts";
import { readTaxonomyFile } from "./taxonomy-file.ts";

/** Conversations written at a time. */
const CHUNK = 500;

export const importLabels: Command = {
  name: "import",
  summary: "Import labels that were made elsewhere",
  usage: [
    "valuemark import --labels LABELS --conversations FILE [--map JSON] [--out FOLDER] [--dry-run] [--markdown]",
    "",
    "LABELS: JSON Lines, JSON, CSV or TSV: columns of values, exports of Label Studio, Argilla and doccano, or our own",
    'suggestions. Prints what an import finds, as JSON lines: {type: "mapping" | "summary" | "annotator" | "bad-row" |',
    '"unmatched" | "ambiguous" | "unmapped-value" | "response-type" | "evidence" | "run", …}. Ids and columns, no text.',
    "Nothing is written without --out. Exit code 0 when at least one label was (or would be) imported, else 1.",
    "",
    "  --map JSON     parts of the mapping that are to be other than guessed, such as",
    '                 {"match":[{"by":"id","field":"conv"}],"fields":[{"field":"vals","kind":"aiValue","separator":";"}]}',
    `  --source NAME  skip detection: ${LABEL_SOURCES.join(", ")}`,
    "  --as FORMAT    format of the conversation file",
    "  --taxonomy F   CSV or JSON; the built-in one if absent",
    "  --out FOLDER   the project's folder: a run for each annotator goes to its .valuemark folder",
    "  --dry-run      write nothing, also with --out",
    "  --markdown     print the report for people instead",
  ].join("\n"),
  async run(args, io) {
    const flags = parse(args);
    let at = flags.labels;
    try {
      const labels = openLabels({ name: path.basename(at), bytes: await readFile(at) }, flags.source);
      at = flags.conversations;
      const conversations = readConversations(await readFile(at), at, flags.as);
      at = flags.taxonomy ?? "";
      const taxonomy =
        flags.taxonomy === undefined ? valuemarkCore() : await readTaxonomyFile(flags.taxonomy);
      return await importInto(labels, conversations, taxonomy, flags, io);
    } catch (error) {
      if (error instanceof UsageError) throw error;
      const isTold = error instanceof TaxonomyError || error instanceof ProjectIsReadOnly;
      await io.line(
        JSON.stringify(isTold ? { file: at, line: null, reason: error.message } : fileErrorLine(at, error)),
      );
      return EXIT.failed;
    }
  },
};

interface Flags {
  readonly labels: string;
  readonly conversations: string;
  readonly map?: unknown;
  readonly source?: LabelSourceId;
  readonly as?: string;
  readonly taxonomy?: string;
  readonly out?: string;
  readonly markdown: boolean;
}

function parse(args: readonly string[]): Flags {
  const { labels, conversations, map, source, as, taxonomy, out, ...rest } = parsed(args);
  if (labels === undefined) throw new UsageError("Say where the labels are: --labels FILE.");
  if (conversations === undefined) throw new UsageError("Say what was labelled: --conversations FILE.");
  const known = LABEL_SOURCES.find((id) => id === source);
  if (source !== undefined && known === undefined) throw new UsageError(`There is no source "${source}".`);
  const isDry = rest["dry-run"] === true;
  return {
    labels,
    conversations,
    ...(map === undefined ? {} : { map: parsedJson(map) }),
    ...(known === undefined ? {} : { source: known }),
    ...(as === undefined ? {} : { as }),
    ...(taxonomy === undefined ? {} : { taxonomy }),
    ...(out === undefined || isDry ? {} : { out }),
    markdown: rest.markdown ?? false,
  };
}

function parsed(args: readonly string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const options = {
    labels: text,
    conversations: text,
    map: text,
    source: text,
    as: text,
    taxonomy: text,
    out: text,
  };
  try {
    return parseArgs({ args: [...args], options: { ...options, "dry-run": flag, markdown: flag } }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : "These arguments can't be read.");
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError("--map is not valid JSON.");
  }
}

function readConversations(bytes: Uint8Array, name: string, as: string | undefined): Conversation[] {
  const options = openOptions(as === undefined ? {} : { as });
  const conversations: Conversation[] = [];
  for (const item of openConversations({ name, bytes }, options).items)
    if (item.type === "conversation") conversations.push(item.conversation);
  return conversations;
}

async function importInto(
  labels: LabelFile,
  conversations: readonly Conversation[],
  taxonomy: Taxonomy,
  flags: Flags,
  io: CommandIo,
): Promise<number> {
  const guess = guessMapping(labels, { conversations, taxonomy });
  const mapping = mappingOf(guess, flags.map);
  if (flags.out !== undefined && !guess.sure && flags.map === undefined)
    throw new UsageError(
      "The mapping is not sure enough to write by it. Look at it with --dry-run and give --map.",
    );
  if (!flags.markdown) await io.line(JSON.stringify({ type: "mapping", ...guess, mapping }));
  if (flags.out === undefined) {
    const report = dryRun(labels, conversations, taxonomy, mapping);
    await tell(report, flags.markdown, io);
    return report.labels.imported > 0 ? EXIT.ok : EXIT.failed;
  }
  const outcome = applyImport(labels, conversations, taxonomy, mapping, new Date().toISOString());
  await tell(outcome.report, flags.markdown, io);
  await store(outcome, flags.out, flags.conversations, flags.markdown, io);
  return outcome.report.labels.imported > 0 ? EXIT.ok : EXIT.failed;
}

function mappingOf(guess: MappingGuess, given: unknown): ImportMapping {
  if (given === undefined) return guess.mapping;
  const parsedMapping = completeMapping(given, guess.mapping);
  if (!parsedMapping.ok) throw new UsageError(`--map does not fit: ${parsedMapping.reason}.`);
  return parsedMapping.mapping;
}

async function tell(report: ImportReport, markdown: boolean, io: CommandIo): Promise<void> {
  if (markdown) return io.line(reportMarkdown(report).trimEnd());
  const line = (type: string, fields: object): Promise<void> => io.line(JSON.stringify({ type, ...fields }));
  const { rows, labels, values, evidence } = report;
  await line("summary", {
    ...report.file,
    conversations: report.conversations,
    rows: { ...rows, bad: rows.bad.count, unmatched: rows.unmatched.count, ambiguous: rows.ambiguous.count },
    labels: { ...labels, conflicts: labels.conflicts.count },
    values: {
      byMethod: values.byMethod,
      unmapped: values.unmapped.count,
      unknownSubjectivity: values.unknownSubjectivity,
      cut: values.cut,
    },
    evidence: {
      total: evidence.total,
      byMethod: evidence.byMethod,
      notFound: evidence.notFound.count,
      approximate: evidence.approximate.count,
      ambiguous: evidence.ambiguous.count,
      disagreements: evidence.disagreements.count,
      units: evidence.units,
    },
    metadata: report.metadata,
  });
  for (const annotator of report.annotators) await line("annotator", annotator);
  for (const row of rows.bad.examples) await line("bad-row", row);
  for (const row of rows.unmatched.examples) await line("unmatched", row);
  for (const row of rows.ambiguous.examples) await line("ambiguous", row);
  for (const value of values.unmapped.most) await line("unmapped-value", value);
  for (const value of values.responseTypes.respelt) await line("response-type", value);
  for (const value of values.responseTypes.unknown) await line("response-type", { ...value, to: null });
  const findings = {
    notFound: evidence.notFound,
    approximate: evidence.approximate,
    ambiguous: evidence.ambiguous,
    disagreement: evidence.disagreements,
  };
  for (const [finding, { examples }] of Object.entries(findings))
    for (const example of examples) await line("evidence", { finding, ...example });
}

/** Writes each run and its suggestions; a run that is there already is left as it is. */
async function store(
  { runs }: ImportOutcome,
  out: string,
  conversations: string,
  quiet: boolean,
  io: CommandIo,
): Promise<void> {
  const folder = path.join(path.resolve(out), PROJECT_FOLDER);
  await ensureProject(folder);
  const paths = corpusPaths(folder, corpusKeyOfFile(path.resolve(out), path.resolve(conversations)));
  const suggestions = await openSuggestions(paths);
  for (const { run, results } of runs) {
    const { finishedAt, ...begun } = run;
    const known = suggestions.runs.find(({ id }) => id === run.id);
    // A run without its end was interrupted: what is missing is added.
    if (known === undefined) await suggestions.startRun(begun);
    const missing = results.filter(({ conversation }) => !suggestions.has(run.id, conversation));
    for (let from = 0; from < missing.length; from += CHUNK)
      await suggestions.append(run.id, missing.slice(from, from + CHUNK));
    if (known?.finishedAt === undefined && finishedAt !== undefined)
      await suggestions.finishRun(run.id, finishedAt);
    const count = missing.reduce((sum, result) => sum + result.suggestions.length, 0);
    const state = known?.finishedAt === undefined ? "stored" : "already there";
    const line = {
      type: "run",
      id: run.id,
      annotator: run.settings["annotator"],
      state,
      conversations: missing.length,
      labels: count,
      record: paths.run(run.id),
      suggestions: paths.suggestions(run.id),
    };
    if (quiet) io.note(`Run ${run.id}: ${state}, ${count} labels.`);
    else await io.line(JSON.stringify(line));
  }
}
