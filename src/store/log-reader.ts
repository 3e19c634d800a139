/**
 * Reads one rater's judgement file, and from then on only what is new in it. The file may grow by other
 * processes and be replaced or rewritten by git or an editor at any time; it is never changed here.
 */
import type { JudgementEvent } from "../core/review/judgement.ts";
import { formatEvent, parseEvent } from "../core/review/validate.ts";
import { FileMark } from "./file-mark.ts";
import type { FileHandlePort, FileSystemPort } from "./file-system.ts";
import { LineSplitter } from "./line-splitter.ts";
import type { Line } from "./line-splitter.ts";

/** A line that gave no event. The line stays in the file; nothing here is fatal. */
export interface LogProblem {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly kind:
    | "torn" // the last line has no end and isn't an event: a write cut short, or one under way in another window
    | "bad" // not an event: cut short before a crash, or edited
    | "encoding" // not UTF-8
    | "long" // beyond the limit
    | "conflict" // a merge conflict marker
    | "newer" // written by a newer version: kept and skipped
    | "unknownKind" // likewise
    | "rater" // an event of another rater in this rater's file
    | "sameId"; // other content under an id that stood above: the first counts
  /** Names fields, never their content. */
  readonly reason: string;
}

/** What a read found. After `reloaded`, everything known from before is void. */
export interface LogChange {
  readonly added: readonly JudgementEvent[];
  readonly reloaded: boolean;
  /** Events known before that the replaced file no longer has; of an indexed log only those after the index count. */
  readonly missing: number;
}

const MAX_LINE_BYTES = 4 << 20;
/** Some 800 events: what comes between two chunks takes some ms at most. */
const CHUNK_BYTES = 1 << 18;
const MIN_CHUNK_BYTES = 1 << 12;
const CONFLICT = /^(?:<{7}|\|{7}|={7}|>{7})(?: |$)/;
const REASONS = { encoding: "not UTF-8", long: `line is longer than ${MAX_LINE_BYTES} bytes` } as const;

/** What a line says; undefined for an empty one. `previous`: as of `parseEvent`. */
export function readLine(
  line: Line,
  at: Pick<LogProblem, "file" | "line">,
  previous?: JudgementEvent,
): { readonly event: JudgementEvent } | { readonly problem: LogProblem } | undefined {
  if (line.type !== "text") return { problem: { ...at, kind: line.type, reason: REASONS[line.type] } };
  if (line.text === "") return undefined;
  const parsed = parseEvent(line.text, previous);
  switch (parsed.status) {
    case "event":
      return { event: parsed.event };
    case "newer":
      return { problem: { ...at, kind: "newer", reason: `written by a newer version (v ${parsed.v})` } };
    case "unknownKind":
      return { problem: { ...at, kind: "unknownKind", reason: "an event of unknown kind" } };
    case "bad":
      return {
        problem: CONFLICT.test(line.text)
          ? { ...at, kind: "conflict", reason: "merge conflict marker" }
          : { ...at, kind: "bad", reason: parsed.reason },
      };
  }
}

export function otherRater(at: Pick<LogProblem, "file" | "line">): LogProblem {
  return { ...at, kind: "rater", reason: "an event of another rater" };
}

/** How far somebody else has read the file: an index of it, up to the end of a line. */
export interface ReadBefore {
  readonly mark: FileMark;
  readonly lines: number;
  readonly problems: readonly LogProblem[];
  /** The event with the greatest id. */
  readonly greatest: JudgementEvent;
}

export class LogReader {
  events: JudgementEvent[] = [];
  /** The event with the greatest id. */
  greatest: JudgementEvent | undefined;
  readonly #file: string;
  readonly #rater: string;
  readonly #fs: FileSystemPort;
  #mark = new FileMark();
  #splitter = new LineSplitter(MAX_LINE_BYTES);
  #problems: LogProblem[] = [];
  #torn: LogProblem | undefined;
  #lines = 0;
  /** How many of `events` were told. */
  #told = 0;
  /** The events before a reload that wasn't told yet. */
  #before: JudgementEvent[] | undefined;
  /** Built when the first id out of order comes: most files never need it. */
  #byId: Map<string, JudgementEvent> | undefined;

  /** The greatest id that stands before the events here; undefined: these are all. */
  #indexed: string | undefined;
  /** An id came that isn't greater: whether it stood before can't be told from here. */
  #isOdd = false;

  /** `before`: goes on where that ends; `events` then are those after it. */
  constructor(file: string, rater: string, fs: FileSystemPort, before?: ReadBefore) {
    this.#file = file;
    this.#rater = rater;
    this.#fs = fs;
    if (!before) return;
    this.#mark = before.mark;
    this.#lines = before.lines;
    this.#problems = [...before.problems];
    this.greatest = before.greatest;
    this.#indexed = before.greatest.id;
  }

  /** Whether `events` are only those after what was read before. False for good once the file was replaced. */
  get goesOn(): boolean {
    return this.#indexed !== undefined;
  }

  get problems(): readonly LogProblem[] {
    return this.#torn ? [...this.#problems, this.#torn] : this.#problems;
  }

  /**
   * Reads what is new. Deletes from `expected` every event id that it meets in a whole new line. Throws the
   * file system's errors; a missing file is an empty one.
   */
  async read(expected?: Set<string>): Promise<LogChange> {
    const stat = await this.#fs.stat(this.#file);
    if (!stat) {
      if (this.#mark.position > 0) this.#reset();
    } else if (!this.#mark.isUnchanged(stat)) {
      const handle = await this.#fs.open(this.#file, "r");
      try {
        await this.#readOn(handle, expected);
        if (this.#isOdd) {
          this.#reset();
          await this.#readOn(handle, expected);
        }
      } finally {
        await handle.close();
      }
    }
    return this.#report();
  }

  async #readOn(handle: FileHandlePort, expected?: Set<string>): Promise<void> {
    const stat = await handle.stat();
    if (!(await this.#mark.isPrefixOf(handle, stat))) this.#reset();
    const left = stat.size - this.#mark.position;
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, Math.max(MIN_CHUNK_BYTES, left)));
    for (;;) {
      const length = await handle.read(chunk, this.#mark.position);
      if (length === 0) break;
      const bytes = chunk.subarray(0, length);
      this.#mark.advance(bytes);
      this.#splitter.push(bytes, (line) => this.#take(line, ++this.#lines, expected));
    }
    this.#takeTail();
    this.#mark.settle(stat);
  }

  /** What wasn't told yet, also when a read before this one broke off half-way. */
  #report(): LogChange {
    const added = this.events.slice(this.#told);
    this.#told = this.events.length;
    const before = this.#before;
    this.#before = undefined;
    if (!before) return { added, reloaded: false, missing: 0 };
    const kept = new Set(this.events.map((event) => event.id));
    return { added, reloaded: true, missing: before.filter((event) => !kept.has(event.id)).length };
  }

  #reset(): void {
    this.#before ??= this.events;
    this.#told = 0;
    this.events = [];
    this.greatest = undefined;
    this.#mark = new FileMark();
    this.#splitter = new LineSplitter(MAX_LINE_BYTES);
    this.#problems = [];
    this.#torn = undefined;
    this.#lines = 0;
    this.#byId = undefined;
    this.#indexed = undefined;
    this.#isOdd = false;
  }

  #take(line: Line, number: number, expected?: Set<string>): void {
    const problem = this.#problemOf(line, number, expected);
    if (problem) this.#problems.push(problem);
  }

  /** An event whose line lacks only its end counts; anything else without an end may yet become one. */
  #takeTail(): void {
    const line = this.#splitter.peek();
    const problem = line && this.#problemOf(line, this.#lines + 1);
    if (problem?.kind === "bad" || problem?.kind === "encoding") {
      this.#torn = {
        ...problem,
        kind: "torn",
        reason: `the last line is cut short (${this.#splitter.pending} bytes)`,
      };
    } else this.#torn = problem;
  }

  #problemOf(line: Line, number: number, expected?: Set<string>): LogProblem | undefined {
    const at = { file: this.#file, line: number };
    const read = readLine(line, at, this.events.at(-1));
    if (read === undefined || "problem" in read) return read?.problem;
    const problem = this.#accept(read.event, at);
    if (!problem) expected?.delete(read.event.id);
    return problem;
  }

  #accept(event: JudgementEvent, at: Pick<LogProblem, "file" | "line">): LogProblem | undefined {
    if (event.rater !== this.#rater) return otherRater(at);
    if (this.#indexed !== undefined && event.id <= this.#indexed) this.#isOdd = true;
    if (this.greatest !== undefined && event.id <= this.greatest.id) {
      const known = event.id === this.greatest.id ? this.greatest : this.#index().get(event.id);
      if (known) {
        const same = formatEvent(known) === formatEvent(event);
        return same
          ? undefined
          : { ...at, kind: "sameId", reason: "other content under an id that stands above" };
      }
    } else this.greatest = event;
    this.events.push(event);
    this.#byId?.set(event.id, event);
    return undefined;
  }

  #index(): Map<string, JudgementEvent> {
    this.#byId ??= new Map(this.events.map((event) => [event.id, event]));
    return this.#byId;
  }
}
