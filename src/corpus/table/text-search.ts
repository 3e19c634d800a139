/** Full-text search of one text: what is known of each row, a sieve over its bytes, and the proof in what was said. */
import { saidIn } from "../../core/table/cells.ts";
import { foldCase } from "../../core/table/fold.ts";
import { rawNeedle } from "../../core/table/needle.ts";
import type { RowReading } from "../corpus.ts";
import { type Answer, NO, RowBits, UNKNOWN } from "./row-bits.ts";

/** A row's bytes as Latin-1, made once however many texts are looked for. */
export class RawRow {
  private text: string | undefined;
  private escapes: boolean | undefined;

  /** `mayEscape`: the index says so, or doesn't know. */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly mayEscape: boolean,
  ) {}

  get latin1(): string {
    this.text ??= Buffer.from(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length).toString("latin1");
    return this.text;
  }

  get hasEscapes(): boolean {
    this.escapes ??= this.mayEscape && this.latin1.includes("\\u");
    return this.escapes;
  }
}

export class TextSearch {
  private readonly bits = new RowBits();
  readonly folded: string;
  private readonly needle;

  constructor(text: string) {
    this.folded = foldCase(text);
    this.needle = rawNeedle(text);
  }

  peek(row: number): Answer {
    return this.bits.get(row);
  }

  /** NO when the bytes can't hold the text, whatever JSON may do to it; else UNKNOWN. */
  sieve(row: number, raw: RawRow): Answer {
    if (this.needle === undefined) return UNKNOWN;
    const { plain, escaped, derived } = this.needle;
    if ((raw.hasEscapes ? escaped : plain).test(raw.latin1)) return UNKNOWN;
    if (derived?.(raw.latin1) === true) return UNKNOWN;
    this.bits.set(row, false);
    return NO;
  }

  learn(row: number, reading: RowReading): Answer {
    let found = false;
    if (reading.type === "conversation")
      for (const text of saidIn(reading.conversation)) {
        if (!foldCase(text).includes(this.folded)) continue;
        found = true;
        break;
      }
    this.bits.set(row, found);
    return this.bits.get(row);
  }
}

/** The searches of this session: going back to an earlier one costs nothing. */
export class TextSearches {
  private readonly kept = new Map<string, TextSearch>();

  of(text: string): TextSearch {
    const folded = foldCase(text);
    const known = this.kept.get(folded) ?? new TextSearch(text);
    this.kept.delete(folded);
    this.kept.set(folded, known);
    // Two bits a row each.
    for (const [oldest] of this.kept) {
      if (this.kept.size <= 16) break;
      this.kept.delete(oldest);
    }
    return known;
  }
}
