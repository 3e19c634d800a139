/** `valuemark gold …`: versions of a corpus's gold set. */
import { parseArgs } from "node:util";
import { TaxonomyError } from "../core/taxonomy/problem.ts";
import { GoldUnreadable } from "../store/gold-store.ts";
import { EXIT, UsageError, type Command } from "./command.ts";
import { MAKE_USAGE, makeGoldVersion } from "./gold-make.ts";
import { checkGold, diffVersions, listGold } from "./gold-read.ts";
import { restoreGold } from "./gold-restore.ts";
import { fileErrorLine } from "./source-file.ts";

export const gold: Command = {
  name: "gold",
  summary: "Make, list, check and compare gold sets",
  usage: [
    ...MAKE_USAGE,
    "",
    "valuemark gold list [--json] FOLDER|FILE",
    "valuemark gold check FOLDER|FILE [VERSION…]      reads everything and compares the hashes",
    "valuemark gold diff [--json] FOLDER|FILE OLD NEW  what was added, removed, decided otherwise",
    "valuemark gold restore --out FOLDER [--conversations FILE] EXPORT",
    "  EXPORT: of `valuemark export --format jsonl --judgements`. FILE: the conversations in the new project; without",
    "  it the corpus has the name it had, which fits if the file is at the same place in the project",
    "",
    "FOLDER: a project's folder, with .valuemark in it; FILE: one conversation file. A project with several corpora",
    "needs --corpus NAME, the name of the corpus's folder in .valuemark. Versions are never overwritten.",
    "Exit code 0 when all went well, else 1.",
  ].join("\n"),
  async run(args, io) {
    const [verb = "", ...rest] = args;
    const flags = parsed(rest);
    const { place, more } = flags;
    const read = { place, json: flags.json, ...(flags.corpus === undefined ? {} : { corpus: flags.corpus }) };
    try {
      switch (verb) {
        case "make": {
          if (flags.rule === undefined)
            throw new UsageError("Say what is gold: --rule adjudicated, or --rule 2of3.");
          if (more.length > 0) throw new UsageError("Name one folder or file.");
          return await makeGoldVersion({ ...flags, rule: flags.rule }, io);
        }
        case "list":
          return await listGold(read, io);
        case "check":
          return await checkGold(read, more, io);
        case "diff":
          return await diffVersions(read, more, io);
        case "restore":
          return await restoreGold(flags, io);
        default:
          throw new UsageError(
            verb === ""
              ? "Say what to do: make, list, check, diff or restore."
              : `There is no "gold ${verb}".`,
          );
      }
    } catch (error) {
      if (error instanceof UsageError) throw error;
      const isTold =
        error instanceof GoldUnreadable || error instanceof TaxonomyError || error instanceof RangeError;
      io.note(isTold ? error.message : fileErrorLine(place, error).reason);
      return EXIT.failed;
    }
  },
};

function parsed(args: readonly string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const options = {
    rule: text,
    level: text,
    evidence: text,
    kinds: text,
    sample: text,
    name: text,
    by: text,
    licence: text,
    taxonomy: text,
    seed: text,
    corpus: text,
    out: text,
    conversations: text,
    source: { ...text, multiple: true },
    "dry-run": flag,
    json: flag,
  } as const;
  let found;
  try {
    found = parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : "These arguments can't be read.");
  }
  const [place, ...more] = found.positionals;
  if (place === undefined) throw new UsageError("Name a folder or a file.");
  const { "dry-run": dryRun = false, json = false, source = [], ...values } = found.values;
  return { ...values, place, more, dryRun, json, source };
}
