/** `valuemark inspect FILE…`: the outline of every conversation, and every error, as JSON lines. */
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { Conversation } from "../core/conversation/model.ts";
import type { OpenOptions, ReadItem } from "../core/formats/format.ts";
import { openConversations } from "../core/formats/open-file.ts";
import { EXIT, UsageError, type Command, type CommandIo } from "./command.ts";
import { fileErrorLine, FORMAT_USAGE, formatList, openOptions, rowErrorLine } from "./source-file.ts";

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
    ...FORMAT_USAGE,
    "  --notes      add what a reader should know of each reading",
    "",
    formatList(),
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
  const options = openOptions(values);
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
    await io.line(JSON.stringify(fileErrorLine(file, error)));
  }
  return count;
}

function outline(file: string, item: ReadItem, index: number, notes: boolean) {
  if (item.type === "error") return rowErrorLine(file, item.error);
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
