/** Reads a judgement file into a `LogIndex`: every line once, in slices, straight from the bytes wherever possible. */
import { isUtf8 } from "node:buffer";
import type { JudgementEvent } from "../core/review/judgement.ts";
import { PACE_WINDOW } from "../core/review/pace.ts";
import { FileMark } from "./file-mark.ts";
import type { FileHandlePort, FileSystemPort } from "./file-system.ts";
import type { LightEvent } from "./index-builder.ts";
import { IndexBuilder, lightOf, runsOf } from "./index-builder.ts";
import type { Line } from "./line-splitter.ts";
import { LogIndex } from "./log-index.ts";
import type { LogProblem, ReadBefore } from "./log-reader.ts";
import { otherRater, readLine } from "./log-reader.ts";
import { EventScanner } from "./scan-event.ts";

/** Some 1,600 events; takes 3 to 4 ms. */
const CHUNK_BYTES = 1 << 19;
const MAX_LINE_BYTES = 4 << 20;
const NEWLINE = 10;
/** Judgements remembered for the pace, as in `pace.ts`. */
const RECENT = 4_096;

export interface IndexedLog extends ReadBefore {
  readonly index: LogIndex;
  /** Judgements of the latest 20 minutes in it. */
  readonly recent: readonly JudgementEvent[];
}

/**
 * undefined: there is no file, no event in it, a line beyond 4 MB, or ids are out of order (a merge of two machines' logs),
 * where lines depend on lines far away: read it with `LogReader`. A last line without an end isn't read. Throws the file
 * system's errors.
 */
export async function indexLog(
  file: string,
  rater: string,
  fs: FileSystemPort,
): Promise<IndexedLog | undefined> {
  if (!(await fs.stat(file))) return undefined;
  const handle = await fs.open(file, "r");
  try {
    return await new Indexing(file, rater, handle).run();
  } finally {
    await handle.close();
  }
}

class Indexing {
  readonly #file: string;
  readonly #rater: string;
  readonly #handle: FileHandlePort;
  readonly #scanner: EventScanner;
  readonly #mark = new FileMark();
  readonly #problems: LogProblem[] = [];
  readonly #builder = new IndexBuilder();
  #lines = 0;
  /** Offsets and lengths of the latest judgements' lines, in a ring. */
  readonly #recent = new Float64Array(2 * RECENT);
  #judgements = 0;
  #greatest: { readonly start: number; readonly length: number } | undefined;
  #greatestId = "";
  /** The scanner's line before isn't the one before. */
  #isElsewhere = true;
  #isOdd = false;
  constructor(file: string, rater: string, handle: FileHandlePort) {
    this.#file = file;
    this.#rater = rater;
    this.#handle = handle;
    this.#scanner = new EventScanner(rater);
  }

  async run(): Promise<IndexedLog | undefined> {
    await this.#readAll();
    if (this.#isOdd || !this.#greatest) return undefined;
    await this.#settleSplit();
    const greatest = await this.#eventAt(this.#greatest.start, this.#greatest.length);
    if (!greatest) return undefined;
    return {
      index: new LogIndex(await this.#builder.tables()),
      mark: this.#mark,
      lines: this.#lines,
      problems: this.#problems,
      greatest,
      recent: await this.#recentEvents(),
    };
  }

  async #readAll(): Promise<void> {
    let chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    for (;;) {
      const position = this.#mark.position;
      const length = await this.#handle.read(chunk, position);
      if (length === 0) return;
      const end = chunk.subarray(0, length).lastIndexOf(NEWLINE) + 1;
      if (end === 0) {
        // A line longer than the chunk, or the last one without its end.
        if (length < chunk.length) return;
        if (chunk.length > MAX_LINE_BYTES) {
          this.#isOdd = true;
          return;
        }
        chunk = Buffer.allocUnsafe(2 * chunk.length);
        continue;
      }
      const bytes = chunk.subarray(0, end);
      this.#takeLines(bytes, position);
      if (this.#isOdd) return;
      this.#mark.advance(bytes);
    }
  }

  #takeLines(bytes: Buffer, position: number): void {
    const valid = isUtf8(bytes);
    for (let at = 0; at < bytes.length && !this.#isOdd;) {
      const next = bytes.indexOf(NEWLINE, at);
      this.#lines++;
      if (valid && this.#scanner.scan(bytes, at, next)) this.#takeScanned(bytes, at, next, position);
      else {
        // Whatever the line is, the scanner has seen its conversation, and the builder perhaps not.
        this.#isElsewhere = true;
        this.#takeText(bytes.subarray(at, next), position + at);
      }
      at = next + 1;
    }
  }

  #takeScanned(bytes: Buffer, start: number, end: number, position: number): void {
    const { kind, on, idAt, isSame, conversationAt, conversationEnd, hashAt, hashEnd, targetAt, targetEnd } =
      this.#scanner;
    const id = bytes.toString("latin1", idAt, idAt + 26);
    if (id <= this.#greatestId) {
      this.#isOdd = true;
      return;
    }
    this.#greatestId = id;
    if (!isSame || this.#isElsewhere) {
      const conversation = bytes.toString("utf8", conversationAt, conversationEnd);
      this.#builder.begin(conversation, bytes.toString("latin1", hashAt, hashEnd), position + start);
      this.#isElsewhere = false;
    }
    const target = targetEnd === 0 ? "" : bytes.toString("utf8", targetAt, targetEnd);
    this.#took({ id, kind, target, on }, position + start, end - start);
  }

  /** A line in another form than ours: with escapes, fields of a newer version, damage. */
  #takeText(bytes: Buffer, start: number): void {
    const at = { file: this.#file, line: this.#lines };
    const read = readLine(lineOf(bytes, this.#lines === 1), at);
    if (read === undefined) return;
    if ("problem" in read) {
      this.#problems.push(read.problem);
      return;
    }
    const { event } = read;
    if (event.rater !== this.#rater) {
      this.#problems.push(otherRater(at));
      return;
    }
    if (event.id <= this.#greatestId) {
      this.#isOdd = true;
      return;
    }
    this.#greatestId = event.id;
    this.#builder.begin(event.conversation.id, event.conversation.hash, start);
    this.#took(lightOf(event), start, bytes.length);
  }

  #took(event: LightEvent, start: number, length: number): void {
    this.#builder.add(event, start + length);
    this.#greatest = { start, length };
    const { kind } = event;
    if (kind !== "confirm" && kind !== "correct" && kind !== "reject" && kind !== "add") return;
    const place = 2 * (this.#judgements++ % RECENT);
    this.#recent[place] = start;
    this.#recent[place + 1] = length;
  }

  async #settleSplit(): Promise<void> {
    for (const entry of this.#builder.splitEntries()) {
      const events: LightEvent[] = [];
      for (const [start, length] of runsOf(entry)) {
        const bytes = await this.#bytesAt(start, length);
        for (const event of bytes ? eventsIn(bytes, this.#rater, entry.id) : []) {
          if (event.conversation.hash === entry.hash) events.push(lightOf(event));
        }
      }
      this.#builder.settle(entry, events);
    }
  }

  async #recentEvents(): Promise<JudgementEvent[]> {
    const events: JudgementEvent[] = [];
    const from = new Date(Date.parse(await this.#latestTime()) - PACE_WINDOW).toISOString();
    for (let back = 1; back <= Math.min(RECENT, this.#judgements); back++) {
      const place = 2 * ((this.#judgements - back) % RECENT);
      const event = await this.#eventAt(this.#recent[place] ?? 0, this.#recent[place + 1] ?? 0);
      if (!event || event.at <= from) break;
      events.push(event);
    }
    return events.reverse();
  }

  async #latestTime(): Promise<string> {
    const latest = this.#greatest && (await this.#eventAt(this.#greatest.start, this.#greatest.length));
    return latest?.at ?? new Date(0).toISOString();
  }

  async #eventAt(start: number, length: number): Promise<JudgementEvent | undefined> {
    const bytes = await this.#bytesAt(start, length);
    const read = bytes && readLine(lineOf(bytes, start === 0), { file: this.#file, line: 0 });
    return read && "event" in read ? read.event : undefined;
  }

  async #bytesAt(start: number, length: number): Promise<Buffer | undefined> {
    const bytes = Buffer.allocUnsafe(length);
    for (let read = 0; read < length;) {
      const more = await this.#handle.read(bytes.subarray(read), start + read);
      if (more === 0) return undefined;
      read += more;
    }
    return bytes;
  }
}

/** The events of a rater about a conversation that stand in these lines; whatever else is in them is passed over. */
export function eventsIn(bytes: Buffer, rater: string, conversationId: string): JudgementEvent[] {
  const events: JudgementEvent[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(NEWLINE, at);
    const next = end < 0 ? bytes.length : end;
    const read = readLine(lineOf(bytes.subarray(at, next), at === 0), { file: "", line: 0 }, events.at(-1));
    if (
      read &&
      "event" in read &&
      read.event.rater === rater &&
      read.event.conversation.id === conversationId
    )
      events.push(read.event);
    at = next + 1;
  }
  return events;
}

function lineOf(bytes: Buffer, isFirst: boolean): Line {
  if (bytes.length > MAX_LINE_BYTES) return { type: "long" };
  if (!isUtf8(bytes)) return { type: "encoding" };
  const text = bytes.toString("utf8");
  const plain = isFirst && text.startsWith("\ufeff") ? text.slice(1) : text;
  return { type: "text", text: plain.endsWith("\r") ? plain.slice(0, -1) : plain };
}
