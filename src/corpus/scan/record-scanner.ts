/** Reads from a record's bytes what an index keeps of it, without parsing the record. */
import { idHashOf } from "../../core/conversation/id-hash.ts";
import type { RecordShape } from "../../core/formats/record-shape.ts";
import { JsonCursor, OPEN_LIST, OPEN_OBJECT, OTHER, QUOTE } from "./json-cursor.ts";
import { decodeString, hasBackslash, Words } from "./keys.ts";
import { FOUND } from "./scan-layout.ts";
import type { Structure } from "./structure.ts";

/** A piece of the structure's memory; `from` -1: there is none. */
interface Piece {
  from: number;
  to: number;
}

const NONE = -1;
const BLOCK_KEYS = new Words(["text"]);

/** Field by field what the last `scan` found; addresses are of the structure's memory. */
export class RecordScanner extends JsonCursor {
  /** It is no record of the shape. */
  broken = false;
  /** Holds a `\u` escape. */
  escapes = false;
  turns = 0;
  /** The list of messages with its brackets. */
  readonly messages: Piece = { from: NONE, to: NONE };
  /** The first text of a user that is not empty, without its quotes. */
  readonly firstText: Piece = { from: NONE, to: NONE };

  /** For each level of the path to the messages: the key that leads on; then, on the first, those of the id. */
  readonly #keys: readonly Words[];
  readonly #messageKeys: Words;
  readonly #userRoles: Words;
  readonly #ids: (Piece & { isNumber: boolean })[];
  #level = 0;
  #isUser = false;
  readonly #messageText: Piece = { from: NONE, to: NONE };
  readonly #block: Piece = { from: NONE, to: NONE };

  constructor(structure: Structure, shape: RecordShape) {
    super(structure);
    this.#keys = shape.messages.map((key, level) => new Words(level === 0 ? [key, ...shape.idKeys] : [key]));
    this.#messageKeys = new Words([shape.role, shape.text]);
    this.#userRoles = new Words(shape.userRoles);
    this.#ids = shape.idKeys.map(() => ({ from: NONE, to: NONE, isNumber: false }));
  }

  /**
   * Scans the record at `[start, end)` of the structure's memory. The result is in the fields until the next scan.
   */
  scan(start: number, end: number): void {
    this.#forgetMessages();
    for (const id of this.#ids) id.from = NONE;
    this.#level = 0;
    this.begin(start, end);
    const sound =
      this.peek() === OPEN_OBJECT && this.object(this.#recordMember) && this.atEnd() && this.escapesAreSound;
    this.escapes = (this.structure.found & FOUND.unicodeEscape) !== 0;
    // A list of messages without any is no conversation.
    this.broken = !sound || this.messages.from === NONE || this.turns === 0;
    if (this.broken) this.turns = 0;
  }

  /** `idHash48` of the id of the record last scanned; undefined when it has none. */
  idHash(utf8: boolean): number | undefined {
    for (const id of this.#ids) {
      if (id.from === NONE) continue;
      // Most ids stand in the file as they are.
      if (!id.isNumber && utf8 && !hasBackslash(this.bytes, id.from, id.to))
        return this.structure.idHash(id.from, id.to);
      const text = this.#textOf(id);
      if (text !== undefined) return idHashOf(text);
    }
    return undefined;
  }

  /** The id of the record last scanned, as the reader gives it. */
  id(): string | undefined {
    for (const id of this.#ids) {
      if (id.from === NONE) continue;
      const text = this.#textOf(id);
      if (text !== undefined) return text;
    }
    return undefined;
  }

  #textOf({ from, to, isNumber }: Piece & { isNumber: boolean }): string | undefined {
    if (!isNumber) return decodeString(this.bytes, from, to);
    const value = Number(this.structure.bytes.toString("latin1", from, to));
    return Number.isFinite(value) ? String(value) : undefined;
  }

  #forgetMessages(): void {
    this.turns = 0;
    this.messages.from = NONE;
    this.firstText.from = NONE;
  }

  /** A member of the record, or of an object on the way to the messages. The last of equal keys wins. */
  readonly #recordMember = (): boolean => {
    const level = this.#level;
    const found = this.#keys[level]?.find(this.bytes, this.from, this.to) ?? -1;
    if (found === -1) return this.skip();
    if (found > 0) return this.#readId(found - 1);
    this.#forgetMessages();
    const kind = this.peek();
    if (level === this.#keys.length - 1) return kind === OPEN_LIST ? this.#readMessages() : this.skip();
    if (kind !== OPEN_OBJECT) return this.skip();
    this.#level++;
    const sound = this.object(this.#recordMember);
    this.#level = level;
    return sound;
  };

  #readId(place: number): boolean {
    const id = this.#ids[place];
    if (id === undefined) return false;
    id.from = NONE;
    const kind = this.peek();
    if (kind === QUOTE) {
      if (!this.string()) return false;
      if (this.from === this.to) return true;
    } else if (kind === OTHER) {
      if (!this.scalar()) return false;
      if (!this.isNumber) return true;
    } else return this.skip();
    id.from = this.from;
    id.to = this.to;
    id.isNumber = kind === OTHER;
    return true;
  }

  #readMessages(): boolean {
    const from = this.nextAddress;
    if (!this.list(this.#message)) return false;
    this.messages.from = from;
    this.messages.to = this.last;
    return true;
  }

  readonly #message = (): boolean => {
    this.turns++;
    if (this.firstText.from !== NONE || this.peek() !== OPEN_OBJECT) return this.skip();
    this.#isUser = false;
    this.#messageText.from = NONE;
    if (!this.object(this.#messageMember)) return false;
    if (this.#isUser && this.#messageText.from !== NONE) {
      this.firstText.from = this.#messageText.from;
      this.firstText.to = this.#messageText.to;
    }
    return true;
  };

  readonly #messageMember = (): boolean => {
    const found = this.#messageKeys.find(this.bytes, this.from, this.to);
    if (found === -1) return this.skip();
    if (found === 0) {
      this.#isUser = false;
      if (this.peek() !== QUOTE) return this.skip();
      if (!this.string()) return false;
      this.#isUser = this.#userRoles.find(this.bytes, this.from, this.to) !== -1;
      return true;
    }
    this.#messageText.from = NONE;
    const kind = this.peek();
    if (kind === QUOTE) return this.#readText(this.#messageText);
    return kind === OPEN_LIST ? this.list(this.#textBlock) : this.skip();
  };

  /** The string that stands next, unless it is empty. */
  #readText(into: Piece): boolean {
    if (!this.string()) return false;
    into.from = this.from === this.to ? NONE : this.from;
    into.to = this.to;
    return true;
  }

  readonly #textBlock = (): boolean => {
    if (this.peek() !== OPEN_OBJECT) return this.skip();
    this.#block.from = NONE;
    if (!this.object(this.#blockMember)) return false;
    if (this.#messageText.from === NONE && this.#block.from !== NONE) {
      this.#messageText.from = this.#block.from;
      this.#messageText.to = this.#block.to;
    }
    return true;
  };

  readonly #blockMember = (): boolean => {
    if (BLOCK_KEYS.find(this.bytes, this.from, this.to) === -1) return this.skip();
    this.#block.from = NONE;
    return this.peek() === QUOTE ? this.#readText(this.#block) : this.skip();
  };
}
