/** A corpus of one JSONL file with the plainest index there is, so that what stands on corpora is measured alone. */
import { type FileHandle, open } from "node:fs/promises";
import { idHashOf } from "../../src/core/conversation/id-hash.ts";
import { parseJson } from "../../src/core/formats/json-parse.ts";
import { openaiChat } from "../../src/core/formats/openai-chat.ts";
import type { Corpus, CorpusProgress, RowReading } from "../../src/corpus/corpus.ts";
import { ROW } from "../../src/corpus/row-table.ts";

const BLOCK = 2 ** 20;

/** Every line is one chat of OpenAI's shape, with ids "c-<row>" and without `\u` escapes; all of it is indexed at once. */
export async function openJsonl(file: string): Promise<Corpus> {
  const handle = await open(file);
  const ends = await findLines(handle);
  const start = (row: number): number => (row === 0 ? 0 : (ends[row - 1] ?? 0));
  const rows = ends.length;
  const size = ends.at(-1) ?? 0;
  const progress: CorpusProgress = {
    phase: "ready",
    what: "",
    done: size,
    of: size,
    rows,
    indexedRows: rows,
  };
  const parse = (row: number, bytes: Uint8Array): RowReading => {
    const parsed = parseJson(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString());
    if (!parsed.ok) return { type: "error", error: { row, reason: "not JSON" } };
    const [item] = [...openaiChat.read([{ row, value: parsed.value }])];
    return item ?? { type: "error", error: { row, reason: "nothing" } };
  };
  return {
    format: { id: "openai-chat", title: "Chat" },
    parts: [{ name: "bench.jsonl", firstRow: 0, rows, access: "in place", notes: [] }],
    problems: [],
    progress,
    table: {
      rows,
      indexedRows: rows,
      start,
      end: (row) => ends[row] ?? 0,
      flags: () => ROW.indexed,
      turns: (row) => 2 + (row % 9),
      idHash: (row) => idHashOf(`c-${row}`),
      contentHash: () => 0,
    },
    async read(row) {
      const bytes = new Uint8Array((ends[row] ?? 0) - start(row));
      await handle.read(bytes, 0, bytes.length, start(row));
      return parse(row, bytes);
    },
    parse,
    idOf: (_row, own) => own,
    async scan(from, to, visit, signal) {
      const buffer = Buffer.allocUnsafe(BLOCK);
      for (let row = from; row < to;) {
        signal.throwIfAborted();
        const first = start(row);
        let last = row + 1;
        while (last < to && (ends[last] ?? 0) - first <= BLOCK) last++;
        const length = (ends[last - 1] ?? 0) - first;
        const bytes = length <= BLOCK ? buffer : Buffer.allocUnsafe(length);
        await handle.read(bytes, 0, length, first);
        for (; row < last; row++)
          visit(row, bytes.subarray(start(row) - first, (ends[row] ?? 0) - first - 1));
      }
    },
    index: () => Promise.resolve(),
    close: () => handle.close(),
  };
}

async function findLines(handle: FileHandle): Promise<number[]> {
  const ends: number[] = [];
  const buffer = Buffer.allocUnsafe(BLOCK);
  for (let offset = 0; ;) {
    const { bytesRead } = await handle.read(buffer, 0, BLOCK, offset);
    if (bytesRead === 0) return ends;
    const block = buffer.subarray(0, bytesRead);
    for (let at = block.indexOf(10); at >= 0; at = block.indexOf(10, at + 1)) ends.push(offset + at + 1);
    offset += bytesRead;
  }
}
