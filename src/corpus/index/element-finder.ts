/** First pass over a JSON list of any size: where its elements begin. Stops at the first fault between them. */
import { LAYOUT, WINDOW } from "../scan/scan-layout.ts";
import type { Structure } from "../scan/structure.ts";
import { borrowStructure, returnStructure } from "../scan/structure-pool.ts";
import type { GrowingRowTable } from "./growing-table.ts";

const QUOTE = 34;
const COMMA = 44;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
/** Far deeper than what is read as a conversation. */
const MAX_DEPTH = 1_000_000;

/** What the list itself (not something within an element) is waiting for. */
type Expecting =
  | "list"
  | "first element"
  | "element"
  /** Within a number or a word, which ends at a comma or at the list's end. */
  | "end of scalar"
  | "comma"
  /** The list has ended. */
  | "nothing";

export class ElementFinder {
  /** Why there are no more rows after these, although the file may go on. */
  fault: string | undefined;
  /** Nothing that follows can change anything. */
  done = false;
  readonly #structure: Structure = borrowStructure();
  #expecting: Expecting;
  #inString = false;
  /** Brackets that are open within the list. */
  #open = new Uint8Array(64);
  #depth = 0;
  /** Where the list's last element ends at the latest. */
  #end: number;

  /**
   * The bytes will begin at `from`, with the list's `[` or, if `resumed`, with an element. `tail`: text may follow the
   * list's end.
   */
  constructor(
    readonly table: GrowingRowTable,
    from: number,
    resumed: boolean,
    readonly tail: boolean,
  ) {
    this.#structure.reset();
    this.#end = from;
    this.#expecting = resumed ? "element" : "list";
  }

  /** The next bytes of the file, which stand at `position` in it. */
  take(bytes: Uint8Array, position: number): void {
    for (let at = 0; at < bytes.length && !this.done; at += WINDOW) {
      const window = bytes.subarray(at, at + WINDOW);
      this.#structure.bytes.set(window, LAYOUT.data);
      this.#window(LAYOUT.data + window.length, position + at - LAYOUT.data);
    }
  }

  /** The file ends. */
  end(): void {
    if (!this.done && this.#expecting !== "nothing") {
      this.fault = "The list has no closing ]: the file may have been cut off.";
      // An element that may have been cut off is no row.
      if (this.#depth > 0 || this.#inString || this.#expecting === "end of scalar") this.#dropLast();
    }
    this.table.finish(this.#end);
  }

  /** To be called when no more bytes come, whatever the reason. */
  release(): void {
    returnStructure(this.#structure);
  }

  #dropLast(): void {
    const last = this.table.begun - 1;
    this.#end = this.table.begunStart(last);
    this.table.truncate(last);
  }

  /** `base`: what must be added to an address to get the offset in the file. */
  #window(end: number, base: number): void {
    const { bytes, words } = this.#structure;
    const count = this.#structure.index(LAYOUT.data, end);
    let seen: number = LAYOUT.data;
    const first = LAYOUT.positions / 4;
    for (let i = first; i < first + count; i++) {
      const at = words[i] ?? 0;
      const byte = bytes[at] ?? 0;
      if (this.#inString) {
        this.#inString = false;
        if (this.#depth === 0) this.#closed(at + 1 + base);
      } else if (this.#depth > 0) {
        if (byte === QUOTE) this.#inString = true;
        else if (byte === OPEN_OBJECT || byte === OPEN_LIST) this.#push(byte);
        else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) this.#pop(byte, at + 1 + base);
      } else {
        this.#gap(seen, at, base);
        if (!this.done) this.#between(byte, at + base);
      }
      if (this.done) return;
      seen = at + 1;
    }
    if (!this.#inString && this.#depth === 0) this.#gap(seen, end, base);
  }

  /** Bytes of the list itself without structure: white space, or a number or word. */
  #gap(from: number, to: number, base: number): void {
    if (this.#expecting === "end of scalar") return;
    const { bytes } = this.#structure;
    let at = from;
    while (at < to && isSpace(bytes[at])) at++;
    if (at === to) return;
    if (this.#expecting === "element" || this.#expecting === "first element") {
      this.table.begin(at + base);
      this.#expecting = "end of scalar";
    } else this.#unexpected();
  }

  /** A structural byte of the list itself. */
  #between(byte: number, offset: number): void {
    switch (this.#expecting) {
      case "list":
        if (byte === OPEN_LIST) this.#expecting = "first element";
        else this.#unexpected();
        return;
      case "first element":
      case "element":
        if (byte === CLOSE_LIST && this.#expecting === "first element") return this.#finished(offset);
        // A comma before the end is forgiven.
        if (byte === CLOSE_LIST && this.table.begun > 0) return this.#finished(this.#end);
        if (byte !== QUOTE && byte !== OPEN_OBJECT && byte !== OPEN_LIST) return this.#unexpected();
        this.table.begin(offset);
        if (byte === QUOTE) this.#inString = true;
        else this.#push(byte);
        return;
      case "end of scalar":
        if (byte !== COMMA && byte !== CLOSE_LIST) {
          this.#dropLast();
          return this.#unexpected();
        }
        this.#closed(offset);
        break;
      case "comma":
        break;
      case "nothing":
        return this.#unexpected();
    }
    if (byte === COMMA) this.#expecting = "element";
    else if (byte === CLOSE_LIST) this.#finished(this.#end);
    else this.#unexpected();
  }

  #closed(offset: number): void {
    this.#expecting = "comma";
    this.#end = offset;
  }

  #push(bracket: number): void {
    if (this.#depth === MAX_DEPTH) return this.#broken();
    if (this.#depth === this.#open.length) {
      const larger = new Uint8Array(2 * this.#open.length);
      larger.set(this.#open);
      this.#open = larger;
    }
    this.#open[this.#depth++] = bracket;
  }

  #pop(bracket: number, offset: number): void {
    // A closing bracket is two code points behind its opening one.
    if (this.#open[--this.#depth] !== bracket - 2) this.#broken();
    else if (this.#depth === 0) this.#closed(offset);
  }

  #broken(): void {
    this.#dropLast();
    this.fault = "The brackets of this element do not match. Nothing after it could be read.";
    this.done = true;
  }

  #finished(end: number): void {
    this.#end = end;
    this.#expecting = "nothing";
    this.done = this.tail;
  }

  #unexpected(): void {
    this.fault =
      this.#expecting === "nothing"
        ? "There is more text after the list's closing ], which was left out."
        : this.#expecting === "list"
          ? "There is no list here."
          : "Something stands here that does not belong between the elements of a list. Nothing after it could be read.";
    this.done = true;
  }
}

function isSpace(byte: number | undefined): boolean {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9;
}
