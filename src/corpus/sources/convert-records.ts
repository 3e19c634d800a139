/** Copies of conversations, one a line, for files whose records aren't one conversation each. */
import { readFile } from "node:fs/promises";
import {
  FormatError,
  type OpenOptions,
  type ReadItem,
  type RecordFormat,
  type RowError,
} from "../../core/formats/format.ts";
import { openConversations } from "../../core/formats/open-file.ts";
import { readRow } from "../../core/formats/read-records.ts";
import { parseRow } from "../../core/formats/read-row.ts";
import { conversationLine, namelessLine } from "../../core/formats/valuemark-conversation.ts";
import { MAX_KEPT_ERRORS, type CacheEntry, type CopyRecord } from "./cache-entry.ts";
import { CopyWriter } from "./copy-writer.ts";
import type { CorpusLimits } from "./corpus-limits.ts";
import type { FileFacts } from "./file-facts.ts";
import { Slice } from "./slice.ts";

export const CONVERSATIONS = "conversations";
const FILE = "conversations.jsonl";

/** Receives what reading yields, and makes a copy of it that counts once it is whole. */
export class ConversationCopy {
  private readonly errors: RowError[] = [];
  private errorCount = 0;
  private conversations = 0;

  private constructor(
    private readonly entry: CacheEntry,
    private readonly writer: CopyWriter,
  ) {}

  /** Runs `fill` and finishes the copy; when it throws, nothing is left. Throws a `FormatError` for no conversation. */
  static async make(
    entry: CacheEntry,
    source: FileFacts,
    limits: CorpusLimits,
    fill: (copy: ConversationCopy) => Promise<{ readonly id: string; readonly title: string }>,
  ): Promise<CopyRecord> {
    await entry.drop(CONVERSATIONS);
    const writer = await CopyWriter.begin(entry.path(FILE), limits.freeDiskBytes);
    const copy = new ConversationCopy(entry, writer);
    try {
      const format = await fill(copy);
      return await copy.finish(source, format);
    } catch (error) {
      await writer.discard();
      throw error;
    }
  }

  /** Mostly needs no waiting. */
  add(item: ReadItem): Promise<void> | undefined {
    if (item.type === "error") {
      this.errorCount++;
      if (this.errors.length < MAX_KEPT_ERRORS) this.errors.push(item.error);
      return undefined;
    }
    if (item.conversation.turns.length === 0) {
      return this.add({
        type: "error",
        error: { ...item.conversation.position, reason: "This conversation holds no messages." },
      });
    }
    const { conversation } = item;
    const { row, part } = conversation.position;
    // An id that was only made of the row's number is left to the corpus, which numbers rows over all its files.
    const isMade = part === undefined && row === this.conversations && conversation.id === `row-${row}`;
    this.conversations++;
    return this.writer.line(isMade ? namelessLine(conversation) : conversationLine(conversation));
  }

  private async finish(
    source: FileFacts,
    format: { readonly id: string; readonly title: string },
  ): Promise<CopyRecord> {
    const [first] = this.errors;
    if (this.conversations === 0) {
      const why = first === undefined ? "" : ` The first row: ${first.reason}`;
      throw new FormatError("no-conversations", `This file holds no conversation that can be read.${why}`);
    }
    await this.writer.commit();
    await this.entry.writeErrors(CONVERSATIONS, this.errors);
    const left = this.errorCount - this.errors.length;
    const record: CopyRecord = {
      source,
      file: FILE,
      bytes: this.writer.bytes,
      format: { id: format.id, title: format.title },
      notes: left > 0 ? [`${left} more rows could not be read`] : [],
    };
    await this.entry.keep(CONVERSATIONS, record);
    return record;
  }
}

/** Reads row by row with a format that reads each by itself; holds one row at a time. */
export async function addRecords(
  copy: ConversationCopy,
  rows: (visit: (row: number, bytes: Uint8Array) => Promise<void>) => Promise<void>,
  format: RecordFormat,
): Promise<void> {
  await rows(async (row, bytes) => {
    const parsed = parseRow(bytes, row);
    if ("error" in parsed) return copy.add({ type: "error", error: parsed.error });
    for (const item of readRow(format, parsed.record)) await copy.add(item);
  });
}

/** Reads a file as a whole. Throws a `FormatError` for what can't be opened, or is too large for that. */
export async function addWhole(
  copy: ConversationCopy,
  source: { readonly path: string; readonly name: string; readonly size: number },
  options: OpenOptions,
  limits: CorpusLimits,
  signal: AbortSignal,
): Promise<{ readonly id: string; readonly title: string }> {
  if (source.size > limits.wholeFileBytes) {
    throw new FormatError(
      "limit",
      `This file has ${Math.ceil(source.size / 2 ** 20)} MiB and can only be read whole, which is done up to ${Math.floor(limits.wholeFileBytes / 2 ** 20)} MiB. ` +
        "Split it, or convert it to JSON Lines (one conversation a line).",
    );
  }
  const bytes = await readFile(source.path, { signal });
  const reading = openConversations({ name: source.name, bytes }, options);
  const slice = new Slice(signal);
  for (const item of reading.items) {
    await copy.add(item);
    if (slice.over) await slice.rest();
  }
  return reading.format;
}
