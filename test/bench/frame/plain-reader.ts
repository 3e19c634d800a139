/** Reading JSONL in the plainest fast way there is in Node: what the index is compared with. */
import { open } from "node:fs/promises";
import { jsonlRecords } from "../../../src/core/formats/jsonl-records.ts";
import type { SourceRecord } from "../../../src/core/formats/format.ts";

const BLOCK = 1_048_576;
const NEWLINE = 10;

/** Gives each line, decoded. Blocks are read as large as for the index, and no line is copied before it is decoded. */
export async function eachLine(path: string, visit: (line: string) => void): Promise<void> {
  const handle = await open(path);
  let buffer = Buffer.alloc(BLOCK);
  let held = 0;
  for (;;) {
    if (held === buffer.length) buffer = Buffer.concat([buffer, Buffer.alloc(buffer.length)]);
    const { bytesRead } = await handle.read(buffer, held, buffer.length - held);
    if (bytesRead === 0) break;
    const bytes = buffer.subarray(0, held + bytesRead);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE, held); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      visit(bytes.toString("utf8", start, end));
      start = end + 1;
    }
    bytes.copy(buffer, 0, start);
    held = bytes.length - start;
  }
  if (held > 0) visit(buffer.toString("utf8", 0, held));
  await handle.close();
}

export function firstUserText(
  messages: readonly { readonly role: string; readonly content: string }[],
): string | undefined {
  return messages.find(({ role }) => role === "user")?.content;
}

/** The first records, from which a format tells its shape. */
export async function sampleRecords(path: string): Promise<SourceRecord[]> {
  const handle = await open(path);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(BLOCK), 0, BLOCK, 0);
  await handle.close();
  const bytes = buffer.subarray(0, bytesRead);
  const items = [...jsonlRecords(bytes.subarray(0, bytes.lastIndexOf(NEWLINE) + 1))];
  return items.flatMap((item) => (item.type === "record" ? [item.record] : [])).slice(0, 20);
}
