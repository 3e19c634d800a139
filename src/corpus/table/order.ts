/** Sorting a view's rows by the values of columns. Rows without a value come last, whichever way the sort goes. */
import type { SortKey } from "../../core/table/table.ts";
import { CODE, type ColumnStore, sortPrefix, sortable } from "./column-store.ts";
import type { PassParts } from "./passes.ts";
import { MARK_COLUMNS } from "./mark-index.ts";
import { countingUp, eachPlace } from "./row-list.ts";
import { slicedSort } from "./sliced-sort.ts";

/** Values of different kinds don't mix: numbers before yes and no, those before texts. */
const KIND = { number: 0, flag: 1, text: 2, missing: 3 } as const;

/** What rows are compared by, place by place. */
interface Keys {
  readonly kinds: Uint8Array;
  readonly values: Float64Array;
  readonly sign: 1 | -1;
}

/**
 * The rows (in rising order) in the order of the sort; equal ones stay in the order of the corpus. What columns don't
 * hold yet counts as missing: fill them first. Rejects when aborted.
 */
export async function ordered(
  rows: Uint32Array,
  sort: readonly SortKey[],
  parts: PassParts,
  signal: AbortSignal,
): Promise<Uint32Array<ArrayBuffer>> {
  const keys: Keys[] = [];
  for (const { column, descending } of sort) {
    const store = parts.columns.store(column);
    const filled =
      store === undefined
        ? await cellKeys(rows, column, parts, signal)
        : await storeKeys(rows, store, parts, signal);
    keys.push({ ...filled, sign: descending ? -1 : 1 });
  }
  const places = countingUp(rows.length);
  const { pace } = parts;
  await slicedSort(
    places,
    (a, b) => compare(keys, a, b),
    () => pace.over,
    () => pace.rest(signal),
  );
  const toRow = (at: number): void => void (places[at] = rows[places[at] ?? 0] ?? 0);
  await eachPlace(places.length, toRow, pace, signal);
  return places;
}

function compare(keys: readonly Keys[], a: number, b: number): number {
  for (const { kinds, values, sign } of keys) {
    const left = kinds[a] ?? KIND.missing;
    const right = kinds[b] ?? KIND.missing;
    if (left !== right)
      return left === KIND.missing ? 1 : right === KIND.missing ? -1 : (left - right) * sign;
    const difference = (values[a] ?? 0) - (values[b] ?? 0);
    if (difference !== 0) return difference * sign;
  }
  return a - b;
}

type Filled = Omit<Keys, "sign">;

async function storeKeys(
  rows: Uint32Array,
  store: ColumnStore,
  { pace }: PassParts,
  signal: AbortSignal,
): Promise<Filled> {
  const ranks = await ranksOf(
    store.texts.size,
    (number) => store.texts.text(number),
    store.beyond > 0,
    () => pace.over,
    () => pace.rest(signal),
  );
  const kinds = new Uint8Array(rows.length);
  const values = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0;
    const code = store.code(row);
    if (code === CODE.number) values[at] = store.number(row);
    else if (code === CODE.yes || code === CODE.no) {
      kinds[at] = KIND.flag;
      values[at] = code === CODE.yes ? 1 : 0;
    } else if (code === CODE.beyond) {
      kinds[at] = KIND.text;
      values[at] = store.number(row);
    } else if (code >= CODE.firstText) {
      kinds[at] = KIND.text;
      values[at] = ranks[code - CODE.firstText] ?? 0;
    } else kinds[at] = KIND.missing;
    if ((at & 4_095) === 0 && pace.over) await pace.rest(signal);
  }
  return { kinds, values };
}

/** Places of texts among each other, whatever their case; by their first characters alone where others are cut too. */
async function ranksOf(
  count: number,
  text: (number: number) => string,
  isCut: boolean,
  over: () => boolean,
  rest: () => Promise<void>,
): Promise<Float64Array> {
  const ranks = new Float64Array(count);
  const folded: string[] = [];
  for (let number = 0; number < count; number++) {
    if (isCut) ranks[number] = sortPrefix(text(number));
    else folded.push(sortable(text(number)));
    if ((number & 1_023) === 0 && over()) await rest();
  }
  if (isCut) return ranks;
  const numbers = countingUp(count);
  const byText = (a: number, b: number): number => {
    const [left = "", right = ""] = [folded[a], folded[b]];
    return left < right ? -1 : left > right ? 1 : 0;
  };
  await slicedSort(numbers, byText, over, rest);
  let rank = 0;
  for (let at = 0; at < count; at++) {
    const number = numbers[at] ?? 0;
    if (at > 0 && byText(numbers[at - 1] ?? 0, number) !== 0) rank++;
    ranks[number] = rank;
    if ((at & 1_023) === 0 && over()) await rest();
  }
  return ranks;
}

const STATUS_ORDER: ReadonlyMap<string, number> = new Map([
  ["open", 0],
  ["skipped", 1],
  ["done", 2],
]);

async function cellKeys(
  rows: Uint32Array,
  column: SortKey["column"],
  { columns, marks, pace }: PassParts,
  signal: AbortSignal,
): Promise<Filled> {
  const kinds = new Uint8Array(rows.length);
  const values = new Float64Array(rows.length);
  const texts: string[] = [];
  const numbers = new Map<string, number>();
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0;
    const cell = MARK_COLUMNS.has(column) ? marks.shown(row, column) : columns.indexed(row, column);
    if (cell === undefined || cell === null) kinds[at] = KIND.missing;
    else if (typeof cell === "number") values[at] = cell;
    else if (column === "status") values[at] = STATUS_ORDER.get(String(cell)) ?? 0;
    else if (typeof cell === "boolean") {
      kinds[at] = KIND.flag;
      values[at] = cell ? 1 : 0;
    } else {
      const text = typeof cell === "string" ? cell : cell.join(", ");
      let number = numbers.get(text);
      if (number === undefined) {
        number = texts.push(text) - 1;
        numbers.set(text, number);
      }
      kinds[at] = KIND.text;
      values[at] = number;
    }
    if ((at & 1_023) === 0 && pace.over) await pace.rest(signal);
  }
  if (texts.length > 0) {
    const ranks = await ranksOf(
      texts.length,
      (n) => texts[n] ?? "",
      false,
      () => pace.over,
      () => pace.rest(signal),
    );
    for (let at = 0; at < rows.length; at++)
      if (kinds[at] === KIND.text) values[at] = ranks[values[at] ?? 0] ?? 0;
  }
  return { kinds, values };
}
