/** Writes the corpus of a bench run: JSONL of chats in OpenAI's shape, the same bytes for the same size. */
import { type FileHandle, open } from "node:fs/promises";
import { seededRandom } from "../../../src/core/agreement/random.ts";
import { inString, paragraphs } from "./chat-text.ts";

/** Bytes of the smallest and of the largest row, about; small ones are the most. */
const SMALLEST = 500;
const LARGEST = 20_000;
/** So that 2,000 MB have some 700,000 rows. */
const SKEW = 3.9;
const BLOCK = 4_194_304;
const PARAGRAPHS = 4_000;
/** Every so manyth row is written in ASCII only, and so manyth says what the searches look for. */
const ASCII_EVERY = 20;
const PLANTED_EVERY = 499;
const PLANTED = "On Intellectual HONESTY: Straße, 诚实. ";

const text = (value: string): Buffer => Buffer.from(value);
const PIECES = {
  user: text('{"role":"user","content":"'),
  assistant: text('{"role":"assistant","content":"'),
  next: text('"},'),
  last: text('"}]}\n'),
};

/** Fills `[0, length)` of a buffer that is given out whole. */
class Writer {
  readonly bytes = Buffer.alloc(BLOCK);
  length = 0;

  put(piece: Buffer): void {
    this.length += piece.copy(this.bytes, this.length);
  }
}

/** Writes about `megabytes` million bytes to `file`, and their beginning of `partMegabytes` to `partFile` as well. */
export async function generateCorpus(
  file: string,
  megabytes: number,
  partFile: string,
  partMegabytes: number,
): Promise<void> {
  const whole = await open(file, "wx");
  const part = partFile === file ? undefined : await open(partFile, "wx");
  let written = 0;
  for (const block of blocks(megabytes * 1e6)) {
    await whole.writeFile(block);
    if (part !== undefined && written < partMegabytes * 1e6) await part.writeFile(block);
    written += block.length;
  }
  await flushed(whole);
  if (part !== undefined) await flushed(part);
}

/** What is still on its way to the disk would disturb what is measured. */
async function flushed(handle: FileHandle): Promise<void> {
  await handle.datasync();
  await handle.close();
}

/** Whole rows; each block is valid until the next. */
function* blocks(bytes: number): Generator<Buffer> {
  const random = seededRandom(7);
  const pool = paragraphs(random, PARAGRAPHS);
  const planted = { utf8: inString(PLANTED), ascii: inString(PLANTED, true) };
  const writer = new Writer();
  let done = 0;
  for (let row = 0; done + writer.length < bytes; row++) {
    const size = SMALLEST * (LARGEST / SMALLEST) ** (random.uniform() ** SKEW);
    const writing = row % ASCII_EVERY === ASCII_EVERY - 1 ? "ascii" : "utf8";
    const start = writer.length;
    writer.put(text(head(row, random.uniform())));
    for (let turn = 0; ; turn++) {
      const isUser = turn % 2 === 0;
      writer.put(isUser ? PIECES.user : PIECES.assistant);
      if (turn === 1 && row % PLANTED_EVERY === 0) writer.put(planted[writing]);
      const count = isUser ? 1 : 1 + random.below(6);
      for (let n = 0; n < count; n++) writer.put(pool[writing][random.below(PARAGRAPHS)] ?? planted[writing]);
      if (!isUser && writer.length - start >= size) break;
      writer.put(PIECES.next);
    }
    writer.put(PIECES.last);
    if (writer.length < BLOCK - 4 * LARGEST) continue;
    yield writer.bytes.subarray(0, writer.length);
    done += writer.length;
    writer.length = 0;
  }
  yield writer.bytes.subarray(0, writer.length);
}

function head(row: number, chance: number): string {
  const usage = { input: Math.floor(chance * 900), output: Math.floor(chance * 4_000) };
  const created = new Date(1_738_400_000_000 + row * 864).toISOString();
  const fields = { id: `c-${row}`, model: `model-${row % 12}`, created, score: chance, usage };
  return `${JSON.stringify(fields).slice(0, -1)},"messages":[`;
}
