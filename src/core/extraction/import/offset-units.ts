/**
 * Offsets count in the units of the program that wrote them: UTF-16 code units (JavaScript) or code points (Python),
 * and with CR LF as two characters or, after a browser's form field, as one.
 */
export const OFFSET_READINGS = ["codePoints", "utf16", "codePointsLf", "utf16Lf"] as const;
export type OffsetReading = (typeof OFFSET_READINGS)[number];

/** True when all readings of offsets in this text are the same. */
export function isPlainText(text: string): boolean {
  return !/[\uD800-\uDFFF]|\r\n/.test(text);
}

/** Converts offsets in one text to UTF-16 code units; remembers the way, so that ascending or few offsets are cheap. */
export class OffsetText {
  readonly text: string;
  readonly plain: boolean;
  readonly #maps = new Map<OffsetReading, Int32Array>();

  constructor(text: string) {
    this.text = text;
    this.plain = isPlainText(text);
  }

  /** `text.slice` of the range as `[start, end)` in UTF-16 units; undefined when it is no range of this text. */
  range(start: number, end: number, reading: OffsetReading): readonly [number, number] | undefined {
    if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end <= start)
      return undefined;
    const from = this.#unit(start, reading);
    const to = this.#unit(end, reading);
    return from === undefined || to === undefined ? undefined : [from, to];
  }

  #unit(offset: number, reading: OffsetReading): number | undefined {
    if (this.plain || reading === "utf16") return offset <= this.text.length ? offset : undefined;
    let map = this.#maps.get(reading);
    if (map === undefined) {
      map = mapOf(this.text, reading);
      this.#maps.set(reading, map);
    }
    return map[offset];
  }
}

/** UTF-16 offset of every counted character, and of the end. */
function mapOf(text: string, reading: OffsetReading): Int32Array {
  const wide = reading === "codePoints" || reading === "codePointsLf";
  const oneBreak = reading === "codePointsLf" || reading === "utf16Lf";
  const starts: number[] = [];
  for (let at = 0; at < text.length;) {
    starts.push(at);
    if (oneBreak && text[at] === "\r" && text[at + 1] === "\n") at += 2;
    else at += wide && (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  starts.push(text.length);
  return Int32Array.from(starts);
}

/** White space apart, do two texts say the same? Tools trim and unwrap what they quote. */
export function sameWords(a: string, b: string): boolean {
  return a === b || squeezed(a) === squeezed(b);
}

export function squeezed(text: string): string {
  return text.replace(/\\n/gu, " ").replace(/\s+/gu, " ").trim();
}

const WORD = /[\p{L}\p{N}\p{M}]/u;
const HALF = /[\uD800-\uDFFF]/u;

/** True when a range neither cuts a word or a surrogate pair nor begins or ends with white space. */
export function isCleanCut(text: string, start: number, end: number): boolean {
  const cuts = (at: number): boolean => {
    const before = text[at - 1] ?? " ";
    const after = text[at] ?? " ";
    return (WORD.test(before) && WORD.test(after)) || (/[\uD800-\uDBFF]/.test(before) && HALF.test(after));
  };
  return !cuts(start) && !cuts(end) && text.slice(start, end).trim().length === end - start;
}

/** How the offsets of a file are to be read. */
export interface UnitVote {
  /** The readings that most ranges speak for; several where the file doesn't tell them apart, all where it says nothing. */
  readonly readings: readonly OffsetReading[];
  /** Ranges for which the readings differ: those that speak for each. */
  readonly votes: Readonly<Record<OffsetReading, number>>;
}

/** Gathers what the ranges of a file say of their units. */
export class UnitBallot {
  readonly #quoted = new Map<OffsetReading, number>();
  readonly #clean = new Map<OffsetReading, number>();

  /** Looks at one range; those that all readings agree on say nothing. */
  add(text: OffsetText, start: number, end: number, quote: string | undefined): void {
    if (text.plain) return;
    const ranges = OFFSET_READINGS.map((reading) => ({ reading, range: text.range(start, end, reading) }));
    if (new Set(ranges.map(({ range }) => range?.join())).size === 1) return;
    for (const { reading, range } of ranges) {
      if (range === undefined) continue;
      const slice = text.text.slice(...range);
      if (quote !== undefined) {
        if (sameWords(slice, quote)) this.#quoted.set(reading, (this.#quoted.get(reading) ?? 0) + 1);
      } else if (isCleanCut(text.text, ...range))
        this.#clean.set(reading, (this.#clean.get(reading) ?? 0) + 1);
    }
  }

  /** Quotes decide; without any, the readings that cut fewest words. */
  result(): UnitVote {
    const counted = this.#quoted.size > 0 ? this.#quoted : this.#clean;
    const votes = {
      codePoints: counted.get("codePoints") ?? 0,
      utf16: counted.get("utf16") ?? 0,
      codePointsLf: counted.get("codePointsLf") ?? 0,
      utf16Lf: counted.get("utf16Lf") ?? 0,
    };
    const most = Math.max(...Object.values(votes));
    return { readings: OFFSET_READINGS.filter((reading) => votes[reading] === most), votes };
  }
}
