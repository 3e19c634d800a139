/** `valuemark extract --local FILE…`: labels every conversation and prints them as JSON lines. */
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { Conversation } from "../core/conversation/model.ts";
import type { Extractor, Proposal } from "../core/extraction/extractor.ts";
import { localExtractor } from "../core/extraction/local/extractor.ts";
import { openConversations } from "../core/formats/open-file.ts";
import type { Taxonomy } from "../core/taxonomy/taxonomy.ts";
import { valuemarkCore } from "../core/taxonomy/valuemark-core.ts";
import { EXIT, UsageError, type Command, type CommandIo } from "./command.ts";
import {
  fileErrorLine,
  FORMAT_USAGE,
  formatList,
  openOptions,
  rowErrorLine,
  type FormatFlags,
} from "./source-file.ts";

export const extract: Command = {
  name: "extract",
  summary: "Label every conversation of a file, one JSON line each",
  usage: [
    "valuemark extract --local [--as FORMAT | --map JSON] FILE…",
    "",
    "Prints one JSON line for each conversation:",
    "  {file, index, id, annotations: [{kind, value, node, path, spans: [{turn, block, start, end, quote}],",
    "   rule, score, rationale?}], abstained?}",
    "and one for each row or file that can't be read: {file, line, reason}.",
    "`path` names the category, the cluster and the value; offsets are UTF-16 code units of a block's text.",
    "Exit code 0 when every file gave at least one conversation, else 1.",
    "",
    `  --local      ${localExtractor.disclosure}`,
    ...FORMAT_USAGE,
    "",
    formatList(),
  ].join("\n"),
  async run(args, io) {
    const { files, flags } = parse(args);
    const options = openOptions(flags);
    const taxonomy = valuemarkCore();
    let complete = true;
    for (const file of files) {
      let count = 0;
      try {
        const bytes = await readFile(file);
        for (const item of openConversations({ name: file, bytes }, options).items) {
          if (item.type === "error") await io.line(JSON.stringify(rowErrorLine(file, item.error)));
          else await label(file, count++, item.conversation, localExtractor, taxonomy, io);
        }
      } catch (error) {
        await io.line(JSON.stringify(fileErrorLine(file, error)));
        complete = false;
      }
      complete = count > 0 && complete;
    }
    return complete ? EXIT.ok : EXIT.failed;
  },
};

async function label(
  file: string,
  index: number,
  conversation: Conversation,
  extractor: Extractor,
  taxonomy: Taxonomy,
  io: CommandIo,
): Promise<void> {
  const { proposals, abstained } = await extractor.extract(conversation, taxonomy);
  const annotations = proposals.map((proposal) => annotation(proposal, taxonomy));
  const line = {
    file,
    index,
    id: conversation.id,
    annotations,
    ...(abstained === undefined ? {} : { abstained }),
  };
  await io.line(JSON.stringify(line));
}

function annotation({ label, spans, rule, score, rationale }: Proposal, taxonomy: Taxonomy) {
  const { kind, value, node } = label;
  return {
    kind,
    value,
    node: node ?? null,
    path: node === undefined || node === null ? [] : taxonomy.pathOf(node).map(({ name }) => name),
    spans: spans.map(({ turn, block, start, end, quote }) => ({ turn, block, start, end, quote })),
    ...(rule === undefined ? {} : { rule }),
    ...(score === undefined ? {} : { score }),
    ...(rationale === undefined ? {} : { rationale }),
  };
}

function parse(args: readonly string[]): { files: string[]; flags: FormatFlags } {
  const { values, positionals } = parsed(args);
  if (values.local !== true) throw new UsageError("Say which extractor is to run: --local.");
  if (positionals.length === 0) throw new UsageError("No file is named.");
  return { files: positionals, flags: values };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { local: { type: "boolean" }, as: { type: "string" }, map: { type: "string" } },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : "These arguments can't be read.");
  }
}
