/** One column's values for every row seen: 4 bytes a row, 8 more once there is a number, texts by their number. */
import { foldCase } from "../../core/table/fold.ts";
import type { Cell, Scalar } from "../../core/table/query-evaluate.ts";
import { type MemoryBudget, TextDictionary } from "./text-dictionary.ts";

/** Codes of a row; from `FIRST_TEXT` on, texts of the dictionary. */
export const CODE = { unknown: 0, missing: 1, number: 2, yes: 3, no: 4, beyond: 5, firstText: 6 } as const;

/** Between the items of a list, and at its start. */
const ITEM = "\u001f";

export class ColumnStore {
  private codes = new Uint32Array(1 << 12);
  private numbers: Float64Array | undefined;
  readonly texts: TextDictionary;
  /** Texts that found no room are known by their first characters only. */
  beyond = 0;

  constructor(budget: MemoryBudget) {
    this.texts = new TextDictionary(budget);
  }

  code(row: number): number {
    return this.codes[row] ?? CODE.unknown;
  }

  /** Of a row with `CODE.number`; of one with `CODE.beyond`, what it is sorted by. */
  number(row: number): number {
    return this.numbers?.[row] ?? 0;
  }

  set(row: number, cell: Exclude<Cell, undefined>): void {
    if (row >= this.codes.length) {
      const larger = new Uint32Array(Math.max(row + 1, this.codes.length * 2));
      larger.set(this.codes);
      this.codes = larger;
    }
    this.codes[row] = this.encode(row, cell);
  }

  /** Forgets which row has what; codes keep their meaning. */
  forgetRows(): void {
    this.codes.fill(CODE.unknown);
  }

  /** The value of a code; undefined where it is not kept (`unknown`, `beyond`). */
  cell(row: number): Cell {
    const code = this.code(row);
    return code === CODE.number ? this.number(row) : this.cellOf(code);
  }

  /** The same for codes that stand for one value. */
  cellOf(code: number): Cell {
    if (code === CODE.missing) return null;
    if (code === CODE.yes || code === CODE.no) return code === CODE.yes;
    if (code < CODE.firstText) return undefined;
    const text = this.texts.text(code - CODE.firstText);
    return text.startsWith(ITEM) ? text.slice(1).split(ITEM) : text;
  }

  private encode(row: number, cell: Exclude<Cell, undefined>): number {
    if (cell === null) return CODE.missing;
    if (typeof cell === "boolean") return cell ? CODE.yes : CODE.no;
    if (typeof cell === "number") {
      this.setNumber(row, cell);
      return CODE.number;
    }
    const text = typeof cell === "string" ? clean(cell) : ITEM + cell.map(itemText).join(ITEM);
    const number = this.texts.add(text);
    if (number >= 0) return number + CODE.firstText;
    this.beyond++;
    this.setNumber(row, sortPrefix(text));
    return CODE.beyond;
  }

  private setNumber(row: number, value: number): void {
    if (this.numbers === undefined || row >= this.numbers.length) {
      const larger = new Float64Array(Math.max(row + 1, this.codes.length, (this.numbers?.length ?? 0) * 2));
      if (this.numbers !== undefined) larger.set(this.numbers);
      this.numbers = larger;
    }
    this.numbers[row] = value;
  }
}

function clean(text: string): string {
  return text.includes(ITEM) ? text.replaceAll(ITEM, " ") : text;
}

function itemText(item: Scalar): string {
  return clean(String(item));
}

/** What texts are sorted by, in UTF-16 code units: letters whatever their case and marks. */
export function sortable(text: string): string {
  const folded = foldCase(text);
  // oxlint-disable-next-line no-control-regex -- all of ASCII is meant
  return /^[\u0000-\u007f]*$/.test(folded) ? folded : folded.normalize("NFD").replace(/\p{M}/gu, "");
}

/** The first three code units of it, as a number that sorts as they do. */
export function sortPrefix(text: string): number {
  const folded = sortable(text.slice(0, 16));
  let prefix = 0;
  for (let at = 0; at < 3; at++)
    prefix = prefix * 0x1_0000 + (at < folded.length ? folded.charCodeAt(at) : 0);
  return prefix;
}
