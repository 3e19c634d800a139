/** `valuemark inspect FILE…`: the outline of every conversation, and every error, as JSON lines. */
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { Conversation } from "../core/conversation/model.ts";
import { FormatError, type OpenOptions, type ReadItem } from "../core/formats/format.ts";
import { openConversations } from "../core/formats/open-file.ts";
import { FORMATS, listFormats } from "../core/formats/registry.ts";
import { EXIT, UsageError, type Command, type CommandIo } from "./command.ts";
import { parseMapping } from "./mapping-option.ts";

export const inspect: Command = {
  name: "inspect",
  summary: "Show what conversations a file holds, one JSON line each",
  usage: [
    "valuemark inspect [--as FORMAT | --map JSON] [--notes] FILE…",
    "",
    "Prints one JSON line for each conversation:",
    "  {file, format, index, id, position, turns: [{role, blocks: [{type, chars}]}], metadata: [keys]}",
    "and one for each row or file that can't be read: {file, line, reason}.",
    "Exit code 0 when every file gave at least one conversation, else 1.",
    "",
    "  --as FORMAT  skip detection and read as this format",
    "  --map JSON   read JSON of any shape by a mapping of paths, such as",
    '               {"messages":"data.messages","role":"who","text":"said","roles":{"me":"user"}}',
    "  --notes      add what a reader should know of each reading",
    "",
    `Formats: ${listFormats()
      .map(({ id }) => id)
      .join(", ")}`,
  ].join("\n"),
  async run(args, io) {
    const { files, options, notes } = parse(args);
    let complete = true;
    for (const file of files) complete = (await inspectFile(file, options, notes, io)) > 0 && complete;
    return complete ? EXIT.ok : EXIT.failed;
  },
};

function parse(args: readonly string[]): { files: string[]; options: OpenOptions; notes: boolean } {
  const { values, positionals } = parsed(args);
  if (positionals.length === 0) throw new UsageError("No file is named.");
  if (values.as !== undefined && values.map !== undefined)
    throw new UsageError("Give --as or --map, not both.");
  if (values.as !== undefined && !FORMATS.some(({ id }) => id === values.as)) {
    throw new UsageError(`There is no format "${values.as}".`);
  }
  const options: OpenOptions = {
    ...(values.as === undefined ? {} : { format: values.as }),
    ...(values.map === undefined ? {} : { mapping: parseMapping(values.map) }),
  };
  return { files: positionals, options, notes: values.notes ?? false };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { as: { type: "string" }, map: { type: "string" }, notes: { type: "boolean" } },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : "These arguments can't be read.");
  }
}

/** Prints a file's lines and gives the number of its conversations. */
async function inspectFile(
  file: string,
  options: OpenOptions,
  notes: boolean,
  io: CommandIo,
): Promise<number> {
  let count = 0;
  try {
    const bytes = await readFile(file);
    for (const item of openConversations({ name: file, bytes }, options).items) {
      await io.line(JSON.stringify(outline(file, item, count, notes)));
      if (item.type === "conversation") count++;
    }
  } catch (error) {
    const line = error instanceof FormatError ? (error.line ?? null) : null;
    await io.line(JSON.stringify({ file, line, reason: reasonOf(error) }));
  }
  return count;
}

function outline(file: string, item: ReadItem, index: number, notes: boolean) {
  if (item.type === "error") {
    const { line, part, reason } = item.error;
    return { file, line: line ?? null, ...(part === undefined ? {} : { part }), reason };
  }
  const { conversation } = item;
  return {
    file,
    format: conversation.format,
    index,
    id: conversation.id,
    position: conversation.position,
    turns: conversation.turns.map(outlineTurn),
    metadata: Object.keys(conversation.metadata),
    ...(notes ? { notes: conversation.notes } : {}),
  };
}

function outlineTurn({ role, blocks }: Conversation["turns"][number]) {
  return { role, blocks: blocks.map(({ type, text }) => ({ type, chars: text.length })) };
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
