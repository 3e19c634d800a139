/**
 * Walks JSON over its structure: values are consumed one by one, and what is not asked for is skipped without being
 * looked at. Everything is checked on the way as JSON.parse would (and with the reader's two leniencies), except for
 * the bytes within strings. Iterative wherever the data could nest.
 */
import { FOUND, LAYOUT, WINDOW } from "./scan-layout.ts";
import { scalarAt } from "./scalar.ts";
import type { Structure } from "./structure.ts";

/** As `MAX_DEPTH` of core/formats/json-parse.ts: what nests deeper is not read. */
const MAX_DEPTH = 256;
const FIRST = LAYOUT.positions / 4;

export const QUOTE = 34;
export const OPEN_LIST = 91;
export const OPEN_OBJECT = 123;
const COMMA = 44;
const COLON = 58;
const CLOSE_LIST = 93;
const CLOSE_OBJECT = 125;

/** What kind of value stands next. Strings and brackets are told by their first byte. */
export const OTHER = 1;
export const NOTHING = 0;

/** What may come next in a bracket; ordered so that ranges can be asked for. */
const AWAIT = { value: 0, valueOrEnd: 1, key: 2, keyOrEnd: 3, colon: 4, commaOrEnd: 5 } as const;

export class JsonCursor {
  /** Address behind what has been consumed. */
  last = 0;
  /** The string or the scalar consumed last: its bytes, for a string without the quotes. */
  from = 0;
  to = 0;
  protected bytes: Uint8Array;
  #words: Uint32Array;
  #end = 0;
  /** Address of the next structural byte; -1 at the end. */
  #next = -1;
  #place = FIRST;
  #filled = FIRST;
  #indexed = 0;
  #depth = 0;
  readonly #open = new Uint8Array(MAX_DEPTH + 1);

  constructor(protected readonly structure: Structure) {
    this.bytes = structure.bytes;
    this.#words = structure.words;
  }

  /** Begins with the value at `[start, end)` of the structure's memory. */
  begin(start: number, end: number): void {
    this.bytes = this.structure.bytes;
    this.#words = this.structure.words;
    this.structure.reset();
    this.last = start;
    this.#end = end;
    this.#indexed = start;
    this.#place = FIRST;
    this.#filled = FIRST;
    this.#depth = 0;
    this.#advance();
  }

  /** Address of the next structural byte, the first byte of a string or bracket that `peek` told of; -1 at the end. */
  get nextAddress(): number {
    return this.#next;
  }

  /** No escape was wrong in what has been looked at so far. */
  get escapesAreSound(): boolean {
    return (this.structure.found & FOUND.badEscape) === 0;
  }

  /** Nothing but white space is left. */
  atEnd(): boolean {
    return this.#next === -1 && this.#skipSpace(this.#end) === this.#end;
  }

  /** The first byte of the next value if that is a string or a bracket, OTHER for a scalar, NOTHING for none. */
  peek(): number {
    const limit = this.#next === -1 ? this.#end : this.#next;
    const at = this.#skipSpace(limit);
    if (at < limit) return OTHER;
    return this.#next === -1 ? NOTHING : (this.bytes[at] ?? NOTHING);
  }

  /** Consumes a string; false if there is no whole one. */
  string(): boolean {
    this.from = this.#next + 1;
    this.#advance();
    if (this.#next === -1) return false;
    this.to = this.#next;
    this.#consume();
    return true;
  }

  /** Consumes a scalar; false if it is none that JSON knows. */
  scalar(): boolean {
    const limit = this.#next === -1 ? this.#end : this.#next;
    this.from = this.#skipSpace(limit);
    let to = limit;
    while (to > this.from && isSpace(this.bytes[to - 1])) to--;
    this.to = to;
    this.last = limit;
    return scalarAt(this.bytes, this.from, to) !== "fault";
  }

  /** The scalar consumed last is a number. */
  get isNumber(): boolean {
    return scalarAt(this.bytes, this.from, this.to) === "number";
  }

  /**
   * Consumes the object that stands next. `member` is called with `from` and `to` at each key, and must consume the
   * value; false from it, or a fault, ends all.
   */
  object(member: () => boolean): boolean {
    if (!this.#enter()) return false;
    if (this.#isNext(CLOSE_OBJECT)) return this.#leave();
    for (;;) {
      if (!this.#key() || !member()) return false;
      if (this.#isNext(CLOSE_OBJECT)) return this.#leave();
      if (!this.#isNext(COMMA)) return false;
      this.#consume();
    }
  }

  /** Consumes the list that stands next; `element` must consume each value. */
  list(element: () => boolean): boolean {
    if (!this.#enter()) return false;
    if (this.#isNext(CLOSE_LIST)) return this.#leave();
    for (;;) {
      if (!element()) return false;
      if (this.#isNext(CLOSE_LIST)) return this.#leave();
      if (!this.#isNext(COMMA)) return false;
      this.#consume();
    }
  }

  /** Consumes any value. */
  skip(): boolean {
    const kind = this.peek();
    if (kind === QUOTE) return this.string();
    if (kind === OTHER) return this.scalar();
    return (kind === OPEN_OBJECT || kind === OPEN_LIST) && this.#skipBracket();
  }

  /**
   * Consumes the object or list that stands next. Most of all structure is met here, so this is one loop over local
   * variables, with what may come next as a state.
   */
  #skipBracket(): boolean {
    const { bytes } = this;
    const open = this.#open;
    const words = this.#words;
    const base = this.#depth;
    let place = this.#place;
    let filled = this.#filled;
    let depth = base;
    let last = this.last;
    let state: number = AWAIT.value;
    let at = this.#next;
    for (;;) {
      const byte = bytes[at];
      if (at !== last && !(at === last + 1 && bytes[last] === 32)) {
        const scalar = skipSpace(bytes, last, at);
        if (scalar < at) {
          if (state > AWAIT.valueOrEnd || !isScalar(bytes, scalar, at)) return false;
          state = AWAIT.commaOrEnd;
        }
      }
      last = at + 1;
      if (byte === QUOTE) {
        if (state > AWAIT.keyOrEnd) return false;
        if (place === filled) {
          if (!this.#fill()) return false;
          place = FIRST;
          filled = this.#filled;
        }
        last = (words[place++] ?? 0) + 1;
        state = state > AWAIT.valueOrEnd ? AWAIT.colon : AWAIT.commaOrEnd;
      } else if (byte === COLON) {
        if (state !== AWAIT.colon) return false;
        state = AWAIT.value;
      } else if (byte === COMMA) {
        if (state !== AWAIT.commaOrEnd) return false;
        state = open[depth] === OPEN_OBJECT ? AWAIT.key : AWAIT.value;
      } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        if (state > AWAIT.valueOrEnd || depth === MAX_DEPTH) return false;
        open[++depth] = byte;
        state = byte === OPEN_OBJECT ? AWAIT.keyOrEnd : AWAIT.valueOrEnd;
      } else {
        // A closing bracket is two code points behind its opening one.
        if (open[depth] !== (byte ?? 0) - 2) return false;
        if (state !== AWAIT.commaOrEnd && state !== AWAIT.keyOrEnd && state !== AWAIT.valueOrEnd)
          return false;
        state = AWAIT.commaOrEnd;
        if (--depth === base) {
          this.last = last;
          this.#place = place;
          this.#advance();
          return true;
        }
      }
      if (place === filled) {
        if (!this.#fill()) return false;
        place = FIRST;
        filled = this.#filled;
      }
      at = words[place++] ?? 0;
    }
  }

  #enter(): boolean {
    if (++this.#depth > MAX_DEPTH) return false;
    this.#consume();
    return true;
  }

  #leave(): true {
    this.#depth--;
    this.#consume();
    return true;
  }

  /** A key and its colon. */
  #key(): boolean {
    if (!this.#isNext(QUOTE) || !this.string() || !this.#isNext(COLON)) return false;
    this.#consume();
    return true;
  }

  /** Whether nothing but white space is before the next structural byte, and that is `byte`. */
  #isNext(byte: number): boolean {
    const next = this.#next;
    return next !== -1 && this.bytes[next] === byte && (next === this.last || this.#skipSpace(next) === next);
  }

  #consume(): void {
    this.last = this.#next + 1;
    this.#advance();
  }

  #skipSpace(limit: number): number {
    return skipSpace(this.bytes, this.last, limit);
  }

  #advance(): void {
    this.#next = this.#take();
  }

  /** The address of the next structural byte, -1 at the end. */
  #take(): number {
    if (this.#place === this.#filled && !this.#fill()) return -1;
    return this.#words[this.#place++] ?? -1;
  }

  /** Looks further ahead; false at the end. */
  #fill(): boolean {
    while (this.#indexed < this.#end) {
      const to = Math.min(this.#end, this.#indexed + WINDOW);
      this.#filled = FIRST + this.structure.index(this.#indexed, to);
      this.#place = FIRST;
      this.#indexed = to;
      if (this.#filled > FIRST) return true;
    }
    return false;
  }
}

function skipSpace(bytes: Uint8Array, from: number, limit: number): number {
  let at = from;
  while (at < limit && isSpace(bytes[at])) at++;
  return at;
}

/** Whether `[from, to)` is a scalar and white space behind it. */
function isScalar(bytes: Uint8Array, from: number, to: number): boolean {
  let end = to;
  while (end > from && isSpace(bytes[end - 1])) end--;
  return scalarAt(bytes, from, end) !== "fault";
}

function isSpace(byte: number | undefined): boolean {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9;
}
