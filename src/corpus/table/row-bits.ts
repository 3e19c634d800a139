/** Answers per row in two bits: not known, no, yes. 2.5 MB for ten million rows; grows with the corpus. */

export const NO = 0;
export const YES = 1;
export const UNKNOWN = 2;
export type Answer = typeof NO | typeof YES | typeof UNKNOWN;

export function answerOf(value: boolean | undefined): Answer {
  return value === undefined ? UNKNOWN : value ? YES : NO;
}

export class RowBits {
  private known = new Uint8Array(1 << 13);
  private yes = new Uint8Array(1 << 13);

  get(row: number): Answer {
    const bit = 1 << (row & 7);
    const at = row >>> 3;
    if (((this.known[at] ?? 0) & bit) === 0) return UNKNOWN;
    return ((this.yes[at] ?? 0) & bit) === 0 ? NO : YES;
  }

  set(row: number, value: boolean): void {
    const at = row >>> 3;
    if (at >= this.known.length) {
      this.known = grown(this.known, at + 1);
      this.yes = grown(this.yes, at + 1);
    }
    const bit = 1 << (row & 7);
    this.known[at] = (this.known[at] ?? 0) | bit;
    this.yes[at] = value ? (this.yes[at] ?? 0) | bit : (this.yes[at] ?? 0) & ~bit;
  }
}

function grown(bytes: Uint8Array<ArrayBuffer>, atLeast: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(atLeast, bytes.length * 2));
  larger.set(bytes);
  return larger;
}
