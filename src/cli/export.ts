/** `valuemark export`: a version of a gold set in a format of other tools, or of our own with everything in it. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import type { Conversation } from "../core/conversation/model.ts";
import type { BundleRecords } from "../core/export/bundle.ts";
import { EXPORT_FORMATS, type ExportFormatId } from "../core/export/export-formats.ts";
import { exportGold } from "../core/export/export-gold.ts";
import type { ExportOptions } from "../core/export/export-options.ts";
import { DEFAULT_OPTIONS, TEXT_CHOICES } from "../core/export/export-options.ts";
import type { ExportSource } from "../core/export/export-source.ts";
import type { GoldManifest } from "../core/export/manifest.ts";
import { openConversations } from "../core/formats/open-file.ts";
import { TaxonomyError } from "../core/taxonomy/problem.ts";
import { valuemarkCore } from "../core/taxonomy/valuemark-core.ts";
import { readCorpusRecords } from "../store/corpus-records.ts";
import { GoldStore, GoldUnreadable } from "../store/gold-store.ts";
import type { CorpusPaths } from "../store/paths.ts";
import { ExportFolderInUse, writeExport } from "../store/write-export.ts";
import { EXIT, UsageError, type Command, type CommandIo } from "./command.ts";
import { versionOf } from "./gold-read.ts";
import { oneCorpus } from "./one-corpus.ts";
import { progressNotes } from "./progress.ts";
import { fileErrorLine, openOptions } from "./source-file.ts";
import { readTaxonomyFile } from "./taxonomy-file.ts";

export const exportCommand: Command = {
  name: "export",
  summary: "Export a gold set for other tools, or to publish it",
  usage: [
    "valuemark export --format FORMAT --out FOLDER [options] FOLDER|FILE",
    "",
    "Writes into a new or an empty folder; nothing is overwritten. The formats, field by field: docs/exports.md.",
    ...EXPORT_FORMATS.map(({ id, what }) => `  ${id.padEnd(13)} ${what}`),
    "",
    "  --version NAME        of the gold set; the newest if absent",
    "  --text HOW            none: offsets only; quotes: the evidence in its words; full: whole conversations, which",
    "                        needs --conversations. quotes if absent",
    "  --conversations FILE  the conversation file, to take texts from",
    "  --as FORMAT           its format, if it is not to be detected",
    "  --redact              take out what redaction finds (docs/privacy.md); needs --conversations unless --text none",
    "  --redact-name NAME    take out this name, too; may be repeated",
    "  --floor N             withhold labels that fewer than N conversations have; 1 (none) if absent",
    "  --pseudonyms          rater 1, rater 2 … in place of names",
    "  --judgements          jsonl only: all raters' judgements, suggestions, runs and samples, so that",
    "                        `valuemark gold restore` gives another workspace the same",
    "  --taxonomy F          CSV or JSON, for the path of each value; the built-in one if absent",
    "  --corpus NAME         the corpus's folder in .valuemark, where a project has several",
    "Exit code 0 when all went well, else 1.",
  ].join("\n"),
  async run(args, io) {
    const flags = parse(args);
    let at = flags.place;
    try {
      const paths = await oneCorpus(flags.place, flags.corpus);
      const store = new GoldStore(paths);
      const manifest = await wantedVersion(store, flags.version);
      at = flags.taxonomy ?? flags.place;
      const taxonomy =
        flags.taxonomy === undefined ? valuemarkCore() : await readTaxonomyFile(flags.taxonomy);
      if (taxonomy.hash !== manifest.taxonomy.hash)
        io.note(
          "The taxonomy is not the one that the gold set was made with: paths may be missing. Name it with --taxonomy.",
        );
      at = flags.conversations ?? flags.place;
      const texts = flags.conversations === undefined ? undefined : await readTexts(flags, store, manifest);
      at = flags.out;
      const source = sourceOf(store, manifest, taxonomy, texts, io);
      return await write(source, flags, paths, io);
    } catch (error) {
      if (error instanceof UsageError) throw error;
      const isTold =
        error instanceof GoldUnreadable ||
        error instanceof TaxonomyError ||
        error instanceof ExportFolderInUse ||
        error instanceof RangeError;
      io.note(`${at}: ${isTold ? error.message : fileErrorLine(at, error).reason}`);
      return EXIT.failed;
    }
  },
};

async function wantedVersion(store: GoldStore, name: string | undefined): Promise<GoldManifest> {
  if (name !== undefined) return versionOf(store, name);
  const newest = (await store.list()).versions.at(-1);
  if (!newest) throw new UsageError("There is no gold set here. Make one with `valuemark gold make`.");
  return newest;
}

/** The conversations of the gold set, by id. */
async function readTexts(
  { conversations = "", as }: Flags,
  store: GoldStore,
  manifest: GoldManifest,
): Promise<ReadonlyMap<string, Conversation>> {
  const wanted = new Set<string>();
  for await (const { conversation } of store.items(manifest)) wanted.add(conversation.id);
  const found = new Map<string, Conversation>();
  const bytes = await readFile(conversations);
  const opened = openConversations(
    { name: conversations, bytes },
    openOptions(as === undefined ? {} : { as }),
  );
  for (const item of opened.items) {
    if (item.type !== "conversation" || !wanted.has(item.conversation.id)) continue;
    if (!found.has(item.conversation.id)) found.set(item.conversation.id, item.conversation);
  }
  return found;
}

function sourceOf(
  store: GoldStore,
  manifest: GoldManifest,
  taxonomy: ExportSource["taxonomy"],
  texts: ReadonlyMap<string, Conversation> | undefined,
  io: CommandIo,
): ExportSource {
  const tell = progressNotes(io, "Conversations read");
  return {
    manifest,
    taxonomy,
    async *items() {
      let count = 0;
      for await (const item of store.items(manifest)) {
        yield item;
        tell(++count, manifest.counts.conversations);
      }
    },
    ...(texts ? { conversation: ({ id }) => texts.get(id) } : {}),
  };
}

async function write(
  source: ExportSource,
  { format, options, out, judgements }: Flags,
  paths: CorpusPaths,
  io: CommandIo,
): Promise<number> {
  const records = judgements ? await recordsOf(paths, io) : undefined;
  const made = await exportGold(source, { format, options, ...(records ? { records } : {}) });
  const written = await writeExport(out, made.files);
  for (const file of written) await io.line(`${path.join(out, file.path)}: ${file.bytes} bytes`);
  const { classes, labels } = made.prepared.withheld;
  if (classes > 0) io.note(`Withheld by the floor: ${labels} labels of ${classes} classes.`);
  const { missing } = made.prepared.texts;
  if (missing > 0)
    io.note(
      `${missing} conversations are not in the conversation file in the version that was judged: without their text.`,
    );
  return EXIT.ok;
}

async function recordsOf(paths: CorpusPaths, io: CommandIo): Promise<BundleRecords> {
  const records = await readCorpusRecords(paths);
  for (const { file, line, reason } of records.problems)
    io.note(`${file}${line > 0 ? `:${line}` : ""}: ${reason}; it is not exported`);
  return {
    ...records,
    logs: [
      ...records.raters.map(({ rater, events }) => ({ log: "judgements" as const, rater, events })),
      ...records.adjudicators.map(({ adjudicator, events }) => ({
        log: "adjudications" as const,
        rater: adjudicator,
        events,
      })),
    ],
  };
}

interface Flags {
  readonly place: string;
  readonly format: ExportFormatId;
  readonly out: string;
  readonly options: ExportOptions;
  readonly judgements: boolean;
  readonly version?: string;
  readonly conversations?: string;
  readonly as?: string;
  readonly taxonomy?: string;
  readonly corpus?: string;
}

function parse(args: readonly string[]): Flags {
  const { values, positionals } = parsed(args);
  const [place, ...more] = positionals;
  if (place === undefined || more.length > 0) throw new UsageError("Name one folder or file.");
  const { format, out, version, conversations, as, taxonomy, corpus, judgements = false } = values;
  const known = EXPORT_FORMATS.find(({ id }) => id === format);
  if (!known) throw new UsageError(`--format is one of ${EXPORT_FORMATS.map(({ id }) => id).join(", ")}.`);
  if (out === undefined) throw new UsageError("Say where to write to: --out FOLDER.");
  if (judgements && known.id !== "jsonl") throw new UsageError("--judgements goes with --format jsonl only.");
  const options = optionsOf(values);
  if ("needsText" in known && options.text !== "full")
    throw new UsageError(`${known.title} shows whole texts: --text full.`);
  if (conversations === undefined && (options.text === "full" || (options.redact && options.text !== "none")))
    throw new UsageError("This needs the texts: --conversations FILE.");
  return {
    place,
    format: known.id,
    out,
    options,
    judgements,
    ...(version === undefined ? {} : { version }),
    ...(conversations === undefined ? {} : { conversations }),
    ...(as === undefined ? {} : { as }),
    ...(taxonomy === undefined ? {} : { taxonomy }),
    ...(corpus === undefined ? {} : { corpus }),
  };
}

function optionsOf(values: ReturnType<typeof parsed>["values"]): ExportOptions {
  const text = TEXT_CHOICES.find((one) => one === (values.text ?? DEFAULT_OPTIONS.text));
  if (text === undefined) throw new UsageError(`--text is ${TEXT_CHOICES.join(", ")}.`);
  const floor = Number(values.floor ?? "1");
  if (!Number.isSafeInteger(floor) || floor < 1) throw new UsageError("--floor is a whole number from 1.");
  const names = values["redact-name"] ?? [];
  if (names.length > 0 && values.redact !== true) throw new UsageError("--redact-name goes with --redact.");
  return {
    text,
    redact: values.redact ?? false,
    ...(names.length > 0 ? { names } : {}),
    floor,
    pseudonyms: values.pseudonyms ?? false,
  };
}

function parsed(args: readonly string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const options = {
    format: text,
    out: text,
    version: text,
    text,
    conversations: text,
    as: text,
    redact: flag,
    "redact-name": { ...text, multiple: true },
    floor: text,
    pseudonyms: flag,
    judgements: flag,
    taxonomy: text,
    corpus: text,
  } as const;
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : "These arguments can't be read.");
  }
}
