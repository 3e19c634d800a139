/** What commands that open conversation files share: the format options, and errors as output lines. */
import { FormatError, type OpenOptions, type RowError } from "../core/formats/format.ts";
import { FORMATS, listFormats } from "../core/formats/registry.ts";
import { UsageError } from "./command.ts";
import { parseMapping } from "./mapping-option.ts";

export interface FormatFlags {
  readonly as?: string;
  readonly map?: string;
}

/** Lines of a command's usage for `--as` and `--map`. */
export const FORMAT_USAGE: readonly string[] = [
  "  --as FORMAT  skip detection and read as this format",
  "  --map JSON   read JSON of any shape by a mapping of paths, such as",
  '               {"messages":"data.messages","role":"who","text":"said","roles":{"me":"user"}}',
];

/** The last line of such a usage. */
export function formatList(): string {
  return `Formats: ${listFormats()
    .map(({ id }) => id)
    .join(", ")}`;
}

/** Throws `UsageError` for both flags at once, an unknown format, or a mapping that makes no sense. */
export function openOptions(flags: FormatFlags): OpenOptions {
  if (flags.as !== undefined && flags.map !== undefined)
    throw new UsageError("Give --as or --map, not both.");
  if (flags.as !== undefined && !FORMATS.some(({ id }) => id === flags.as)) {
    throw new UsageError(`There is no format "${flags.as}".`);
  }
  return {
    ...(flags.as === undefined ? {} : { format: flags.as }),
    ...(flags.map === undefined ? {} : { mapping: parseMapping(flags.map) }),
  };
}

/** The output line for a row that can't be read. */
export function rowErrorLine(file: string, { line, part, reason }: RowError) {
  return { file, line: line ?? null, ...(part === undefined ? {} : { part }), reason };
}

/** The output line for a file that can't be read. */
export function fileErrorLine(file: string, error: unknown) {
  const line = error instanceof FormatError ? (error.line ?? null) : null;
  return { file, line, reason: reasonOf(error) };
}

function reasonOf(error: unknown): string {
  if (error instanceof FormatError) return error.message;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return "There is no such file.";
  if (code === "EISDIR") return "This is a folder. Name the files in it.";
  if (code === "EACCES" || code === "EPERM") return "There is no permission to read this file.";
  if (code === "ERR_FS_FILE_TOO_LARGE")
    return "This file is larger than 2 GiB. Split it, or open it as a corpus.";
  // Anything else is a fault of ours: its message might quote the data, so only its kind is shown.
  return `This file could not be read (${typeof code === "string" ? code : error instanceof Error ? error.name : "unknown fault"}).`;
}
