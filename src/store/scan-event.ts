/**
 * A fast reading of judgement lines in the form in which this product writes them: checks a line and finds what the state
 * of a conversation depends on, straight from the bytes and without making an event of it. It knows one order of fields and
 * no escapes; of any other line it says so, and `parseEvent` has the word. Whatever it accepts `parseEvent` accepts, with
 * the same content (property-tested).
 */
import { ANNOTATION_KINDS } from "../core/extraction/annotation.ts";
import { LIMITS } from "../core/review/event-checks.ts";
import type { JudgementKind } from "../core/review/judgement.ts";
import { JUDGEMENT_KINDS } from "../core/review/judgement.ts";

const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const [CLOSE, OPEN_LIST, CLOSE_LIST] = [125, 91, 93];

const FIELDS = ["target", "from", "run", "text", "on", "label", "spans", "settles"] as const;
type Field = (typeof FIELDS)[number];
const BIT = new Map(FIELDS.map((field, at) => [field, 1 << at] as const));
const bits = (...fields: readonly Field[]): number =>
  fields.reduce((sum, field) => sum | (BIT.get(field) ?? 0), 0);

/** What each kind must have. */
const NEEDED: Readonly<Record<JudgementKind, number>> = {
  confirm: bits("target"),
  correct: bits("target", "label"),
  reject: bits("target"),
  add: bits("label", "spans"),
  retract: bits("target"),
  flag: bits("on"),
  comment: bits("text"),
  done: 0,
  skip: 0,
};

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const ZERO = 48;
/** A 0 stands for any digit. */
const TIME = bytesOf("0000-00-00T00:00:00.000Z");
const HEAD = bytesOf('{"v":1,"id":"');
const AT = bytesOf('","at":"');
const HASH = bytesOf('","hash":"');
const ASSIST = bytesOf('"},"assist":"');
const KIND = bytesOf('","kind":"');
const NULL = bytesOf("null");
const [TRUE, FALSE] = [bytesOf("true"), bytesOf("false")];
const ASSISTS = ["suggested", "blind"].map(bytesOf);
const KINDS = JUDGEMENT_KINDS.map((kind) => ({ kind, bytes: bytesOf(kind) }));
const LABEL_KINDS = ANNOTATION_KINDS.map(bytesOf);
const LABEL_HEAD = bytesOf('{"kind":"');
const LABEL_VALUE = bytesOf('","value":');
const LABEL_NODE = bytesOf(',"node":');
const SPAN = ['{"turn":', ',"block":', ',"start":', ',"end":', ',"quote":', ',"hash":"'].map(bytesOf);
const KEYS = FIELDS.map((field) => ({ field, bytes: bytesOf(`"${field}":`), bit: BIT.get(field) ?? 0 }));

const ULID_CHARS = classOf("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
const HASH_CHARS = classOf("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-");

function classOf(chars: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const byte of bytesOf(chars)) table[byte] = 1;
  return table;
}

export class EventScanner {
  kind: JudgementKind = "done";
  /** Places in the bytes given to `scan`: of the id (26 bytes), the conversation's id and hash, the target. */
  idAt = 0;
  conversationAt = 0;
  conversationEnd = 0;
  hashAt = 0;
  hashEnd = 0;
  targetAt = 0;
  targetEnd = 0;
  on = false;
  /** The conversation is that of the line scanned before. */
  isSame = false;
  /** From after the time to the hash's end, as it was in the line before; and the id's bytes in it. */
  #before = new Uint8Array(0);
  #idLength = 0;
  readonly #rater: Uint8Array;
  #bytes: Uint8Array = HEAD;
  /** Of the latest string and number: UTF-16 code units, value. */
  #units = 0;
  #number = 0;

  constructor(rater: string) {
    this.#rater = bytesOf(`","rater":${JSON.stringify(rater)},"conversation":{"id":`);
  }

  /** `bytes` from `start` to `end`: one line of valid UTF-8 without its line break. False: not known to be an event. */
  scan(bytes: Uint8Array, start: number, end: number): boolean {
    if (end - start > LIMITS.line) return false;
    this.#bytes = bytes;
    this.idAt = this.#literal(start, HEAD);
    const from = this.#time(this.#literal(this.#ulid(this.idAt), AT));
    let at = this.#literal(from, this.#before);
    this.isSame = at > 0 && bytes[at] === QUOTE && this.#before.length > 0;
    if (this.isSame) {
      this.conversationAt = from + this.#rater.length + 1;
      this.conversationEnd = this.conversationAt + this.#idLength;
      this.hashAt = this.conversationEnd + HASH.length;
    } else at = this.#conversation(from);
    this.hashEnd = at;
    at = this.#literal(this.#word(this.#literal(at, ASSIST), ASSISTS), KIND);
    if (at < 0) return false;
    for (const { kind, bytes: word } of KINDS) {
      const after = this.#literal(at, word);
      if (after < 0 || bytes[after] !== QUOTE) continue;
      this.kind = kind;
      this.targetEnd = 0;
      return this.#fields(after + 1, end);
    }
    return false;
  }

  /** Rater and conversation; remembers them, as the next line nearly always has the same. */
  #conversation(from: number): number {
    let at = this.#literal(from, this.#rater);
    this.conversationAt = at + 1;
    // Back on the closing quote, which the next literal begins with.
    at = this.#string(at, LIMITS.id) - 1;
    this.conversationEnd = at;
    this.hashAt = this.#literal(at, HASH);
    const end = this.#hash(this.hashAt);
    if (end > 0 && this.#bytes[end] === QUOTE) {
      this.#before = this.#bytes.slice(from, end);
      this.#idLength = this.conversationEnd - this.conversationAt;
    }
    return end;
  }

  #fields(from: number, end: number): boolean {
    let at = from;
    let seen = 0;
    while (this.#bytes[at] === COMMA) {
      const key = KEYS.find(({ bytes }) => this.#literal(at + 1, bytes) > 0);
      if (!key || (seen & key.bit) !== 0) return false;
      seen |= key.bit;
      at = this.#value(key.field, at + 1 + key.bytes.length);
      if (at < 0) return false;
    }
    const needed = NEEDED[this.kind];
    return this.#bytes[at] === CLOSE && at + 1 === end && (seen & needed) === needed;
  }

  #value(field: Field, at: number): number {
    switch (field) {
      case "target": {
        const end = this.#string(at, LIMITS.id);
        this.targetAt = at + 1;
        this.targetEnd = end - 1;
        return this.kind === "retract" && this.#ulid(at + 1) !== end - 1 ? -1 : end;
      }
      case "from":
      case "run":
        return this.#string(at, LIMITS.id);
      case "text":
        return this.#string(at, LIMITS.text, 0);
      case "on":
        this.on = this.#literal(at, TRUE) > 0;
        return this.on ? at + TRUE.length : this.#literal(at, FALSE);
      case "label":
        return this.#label(at);
      case "spans":
        return this.#list(at, LIMITS.spans, (item) => this.#span(item));
      case "settles":
        return this.#list(at, LIMITS.settles, (item) => {
          if (this.#bytes[item] !== QUOTE) return -1;
          const end = this.#ulid(item + 1);
          return this.#bytes[end] === QUOTE ? end + 1 : -1;
        });
    }
  }

  #label(from: number): number {
    let at = this.#literal(this.#word(this.#literal(from, LABEL_HEAD), LABEL_KINDS), LABEL_VALUE);
    at = this.#string(at, LIMITS.value);
    const node = this.#literal(at, LABEL_NODE);
    if (node > 0)
      at = this.#bytes[node] === QUOTE ? this.#string(node, LIMITS.id) : this.#literal(node, NULL);
    return at > 0 && this.#bytes[at] === CLOSE ? at + 1 : -1;
  }

  #span(from: number): number {
    let at = from;
    let [start, end] = [0, 0];
    for (const [place, key] of SPAN.entries()) {
      at = this.#literal(at, key);
      if (at < 0) return -1;
      if (place < 4) at = this.#index(at);
      else if (place === 4) at = this.#string(at, LIMITS.quote, 0);
      else at = this.#hash(at);
      if (place === 2) start = this.#number;
      if (place === 3) end = this.#number;
      if (place === 4 && this.#units !== end - start) return -1;
    }
    return at > 0 && this.#bytes[at] === QUOTE && this.#bytes[at + 1] === CLOSE ? at + 2 : -1;
  }

  #list(from: number, most: number, item: (at: number) => number): number {
    if (this.#bytes[from] !== OPEN_LIST) return -1;
    if (this.#bytes[from + 1] === CLOSE_LIST) return from + 2;
    let at = from;
    for (let count = 1; count <= most; count++) {
      at = item(at + 1);
      if (at < 0) return -1;
      if (this.#bytes[at] === CLOSE_LIST) return at + 1;
      if (this.#bytes[at] !== COMMA) return -1;
    }
    return -1;
  }

  /** The place after `word`, or −1; also for a place that is none. */
  #literal(at: number, word: Uint8Array): number {
    if (at < 0) return -1;
    const bytes = this.#bytes;
    for (let place = 0; place < word.length; place++) if (bytes[at + place] !== word[place]) return -1;
    return at + word.length;
  }

  /** One of these words, with a quote after it. */
  #word(at: number, words: readonly Uint8Array[]): number {
    for (const word of words) {
      const end = this.#literal(at, word);
      if (end > 0 && this.#bytes[end] === QUOTE) return end;
    }
    return -1;
  }

  /** A string with its quotes: no escapes, no control characters, `min` to `max` bytes; that many code units at most. */
  #string(from: number, max: number, min = 1): number {
    const bytes = this.#bytes;
    if (from < 0 || bytes[from] !== QUOTE) return -1;
    let units = 0;
    for (let at = from + 1; ; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) {
        const length = at - from - 1;
        this.#units = units;
        return length >= min && length <= max ? at + 1 : -1;
      }
      if (byte < 32 || byte === BACKSLASH) return -1;
      // Continuation bytes add nothing; four-byte characters are two code units.
      if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1;
    }
  }

  #index(from: number): number {
    let at = from;
    let value = 0;
    for (; ; at++) {
      const digit = (this.#bytes[at] ?? 0) - 48;
      if (!(digit >= 0 && digit <= 9)) break;
      value = value * 10 + digit;
    }
    const length = at - from;
    if (length === 0 || length > 15 || (length > 1 && this.#bytes[from] === 48)) return -1;
    this.#number = value;
    return at;
  }

  #hash(from: number): number {
    if (from < 0) return -1;
    let at = from;
    while (HASH_CHARS[this.#bytes[at] ?? 0] === 1) at++;
    return at > from && at - from <= 128 ? at : -1;
  }

  #ulid(from: number): number {
    if (from < 0 || (this.#bytes[from] ?? 0) > 55) return -1;
    for (let at = from; at < from + 26; at++) if (ULID_CHARS[this.#bytes[at] ?? 0] !== 1) return -1;
    return from + 26;
  }

  /** `2026-01-02T03:04:05.678Z`, in the ranges that `checkTime` allows. */
  #time(from: number): number {
    if (from < 0) return -1;
    const bytes = this.#bytes;
    for (let place = 0; place < TIME.length; place++) {
      const wanted = TIME[place] ?? 0;
      const byte = bytes[from + place] ?? 0;
      if (wanted === ZERO ? byte < ZERO || byte > ZERO + 9 : byte !== wanted) return -1;
    }
    const month = this.#two(from + 5);
    const day = this.#two(from + 8);
    const inRange =
      month >= 1 &&
      month <= 12 &&
      day >= 1 &&
      day <= 31 &&
      this.#two(from + 11) <= 23 &&
      this.#two(from + 14) <= 59 &&
      this.#two(from + 17) <= 59;
    return inRange ? from + TIME.length : -1;
  }

  #two(at: number): number {
    return ((this.#bytes[at] ?? 0) - ZERO) * 10 + (this.#bytes[at + 1] ?? 0) - ZERO;
  }
}
