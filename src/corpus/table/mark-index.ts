/** Joins what raters and runs have said of conversations to the rows of a corpus. */
import { hashConversation } from "../../core/conversation/hash.ts";
import { idHashOf } from "../../core/conversation/id-hash.ts";
import type { Cell } from "../../core/table/query-evaluate.ts";
import type { QueryColumn } from "../../core/table/query.ts";
import type { ConversationMarks } from "../../core/table/table.ts";
import type { RowReading } from "../corpus.ts";
import { ROW } from "../row-table.ts";
import type { TableRows } from "./table-rows.ts";

/** Up to so many marked rows are checked against the text before a filter takes them. */
export const EXACT_LIMIT = 5_000;

interface Joined {
  readonly mark: ConversationMarks;
  /** undefined: not looked at; false: the mark is about another text, or another conversation. */
  applies?: boolean;
}

export const MARK_COLUMNS: ReadonlySet<QueryColumn> = new Set<QueryColumn>([
  "status",
  "judged",
  "labels",
  "raters",
  "warnings",
  "flagged",
]);

/** Columns whose values hold only for rows that the index has been at. */
export function needsIndex(column: QueryColumn): boolean {
  return MARK_COLUMNS.has(column) || column === "turns" || column === "id" || column === "problem";
}

/** What a rater of a blind sample must not see. */
export const BLIND_COLUMNS: ReadonlySet<QueryColumn> = new Set<QueryColumn>(["labels", "raters", "warnings"]);

export class MarkIndex {
  private readonly marks = new Map<string, ConversationMarks>();
  private readonly byRow = new Map<number, Joined>();
  private readonly rowsOf = new Map<string, number[]>();
  /** Ids that were looked for in the rows `[0, joinedTo)`. */
  private readonly sought = new IdFilter();
  private joinedTo = 0;
  private generation = 0;
  /** Ids that were looked for nowhere yet. */
  private fresh = new IdFilter();

  constructor(private readonly rows: TableRows) {}

  get size(): number {
    return this.marks.size;
  }

  /** Marked rows so far. */
  get joinedRows(): IterableIterator<number> {
    return this.byRow.keys();
  }

  set(marks: readonly ConversationMarks[], replace: boolean): void {
    if (replace) {
      this.marks.clear();
      this.rejoin();
    }
    for (const mark of marks) {
      const isNew = !this.marks.has(mark.id);
      this.marks.set(mark.id, mark);
      for (const row of this.rowsOfId(mark.id)) this.byRow.set(row, { mark });
      if (isNew) this.fresh.add(mark.id);
    }
  }

  /** Looks for all of them anew: rows have other ids than before. */
  rejoin(): void {
    this.byRow.clear();
    this.rowsOf.clear();
    this.sought.clear();
    this.fresh = new IdFilter();
    for (const id of this.marks.keys()) this.fresh.add(id);
    this.joinedTo = 0;
    this.generation++;
  }

  /** Whether rows below `frontier` remain to be looked through. */
  needsJoin(frontier: number): boolean {
    return this.fresh.size > 0 || (this.sought.size > 0 && this.joinedTo < frontier);
  }

  /** Looks through the rows below `frontier`; `over` and `rest` as in `slicedSort`. All rows there must be indexed. */
  async join(frontier: number, over: () => boolean, rest: () => Promise<void>): Promise<void> {
    while (this.needsJoin(frontier)) {
      const ids = this.fresh.size > 0 ? this.fresh : this.sought;
      const isFresh = ids === this.fresh;
      if (isFresh) this.fresh = new IdFilter();
      const [from, to] = isFresh ? [0, this.joinedTo] : [this.joinedTo, frontier];
      const { generation } = this;
      for (let row = from; row < to; row++) {
        this.look(ids, row);
        if ((row & 1_023) !== 0 || !over()) continue;
        await rest();
        // All marks were replaced meanwhile: everything starts anew.
        if (generation !== this.generation) break;
      }
      if (generation !== this.generation) continue;
      if (isFresh) this.sought.takeAll(ids);
      else this.joinedTo = frontier;
    }
    if (this.sought.size === 0) this.joinedTo = frontier;
  }

  private look(ids: IdFilter, row: number): void {
    const flags = this.rows.flags(row);
    if ((flags & ROW.noId) !== 0 || this.rows.idHash(row) === 0) {
      if (!ids.hasRowIds) return;
      const id = this.rows.idOf(row, `row-${row}`);
      if (this.marks.has(id)) this.connect(row, id);
      return;
    }
    const isRepeated = (flags & ROW.duplicateId) !== 0;
    for (const { id, own } of ids.with(this.rows.idHash(row))) {
      // Of rows with the same id the first has the id itself, and the others have it with a number.
      if (isRepeated ? this.rows.idOf(row, own) === id : own === id) this.connect(row, id);
    }
  }

  private connect(row: number, id: string): void {
    const mark = this.marks.get(id);
    if (mark === undefined) return;
    const rows = this.rowsOf.get(id);
    if (rows?.includes(row) === true) return;
    // More than one row only where hashes collide; the text decides.
    if (rows === undefined) this.rowsOf.set(id, [row]);
    else rows.push(row);
    this.byRow.set(row, { mark });
  }

  /** The rows of an id by its hash: one, or none, or several whose real ids must be read. */
  rowsOfId(id: string): readonly number[] {
    return this.rowsOf.get(id) ?? NONE;
  }

  /** Compares a row's marks with its text, if it has any. */
  check(row: number, reading: RowReading): void {
    const joined = this.byRow.get(row);
    if (joined === undefined || joined.applies !== undefined) return;
    joined.applies =
      reading.type === "conversation" &&
      this.rows.idOf(row, reading.conversation.id) === joined.mark.id &&
      hashConversation(reading.conversation) === joined.mark.hash;
  }

  /** The marks of a row that has been read, also of one that the index has not been at. */
  markOfRead(row: number, reading: RowReading): ConversationMarks | undefined {
    this.check(row, reading);
    if (this.byRow.has(row) || reading.type !== "conversation") return this.markOf(row);
    const mark = this.marks.get(this.rows.idOf(row, reading.conversation.id));
    return mark !== undefined && hashConversation(reading.conversation) === mark.hash ? mark : undefined;
  }

  /** A row's value in one of `MARK_COLUMNS`. undefined: the text must be compared first. */
  cell(row: number, column: QueryColumn): Cell {
    const joined = this.byRow.get(row);
    if (joined === undefined || joined.applies === false) return cellOf(undefined, column);
    if (joined.applies === undefined && this.byRow.size <= EXACT_LIMIT) return undefined;
    return cellOf(joined.mark, column);
  }

  /** The same for showing and sorting: what was not compared yet counts as applying. */
  shown(row: number, column: QueryColumn): Exclude<Cell, undefined> {
    return cellOf(this.markOf(row), column) ?? null;
  }

  /** The marks that apply to a row, as far as known. */
  markOf(row: number): ConversationMarks | undefined {
    const joined = this.byRow.get(row);
    return joined === undefined || joined.applies === false ? undefined : joined.mark;
  }
}

function cellOf(mark: ConversationMarks | undefined, column: QueryColumn): Cell {
  switch (column) {
    case "status":
      return mark?.status ?? "open";
    case "flagged":
      return mark?.flagged ?? false;
    case "judged":
      return mark?.judged ?? 0;
    case "warnings":
      return mark?.warnings ?? 0;
    case "labels":
      return mark === undefined || mark.labels.length === 0 ? null : mark.labels;
    case "raters":
      return mark === undefined || mark.raters.length === 0 ? null : mark.raters;
    default:
      return null;
  }
}

/** An id under which judgements are kept, and the id that its row may have of itself. */
interface Sought {
  readonly id: string;
  readonly own: string;
}

/** Ids by their hash, behind a filter of bits, because nearly every row has none of them. */
class IdFilter {
  private readonly ids = new Map<number, Sought[]>();
  private readonly bits = new Uint8Array(1 << 16);
  /** Some look like those of rows without an id of their own. */
  hasRowIds = false;

  get size(): number {
    return this.ids.size;
  }

  add(id: string): void {
    // A row whose id repeats an earlier one has the hash of the id without its number.
    for (const own of new Set([id, id.replace(/~\d+$/, "")])) this.put(idHashOf(own), { id, own });
    this.hasRowIds ||= /^row-\d/.test(id);
  }

  with(hash: number): readonly Sought[] {
    const bit = hash % (this.bits.length * 8);
    if (((this.bits[bit >>> 3] ?? 0) & (1 << (bit & 7))) === 0) return NONE;
    return this.ids.get(hash) ?? NONE;
  }

  takeAll(other: IdFilter): void {
    for (const [hash, all] of other.ids) for (const each of all) this.put(hash, each);
    this.hasRowIds ||= other.hasRowIds;
  }

  clear(): void {
    this.ids.clear();
    this.bits.fill(0);
    this.hasRowIds = false;
  }

  private put(hash: number, sought: Sought): void {
    const known = this.ids.get(hash);
    if (known === undefined) this.ids.set(hash, [sought]);
    else known.push(sought);
    const bit = hash % (this.bits.length * 8);
    this.bits[bit >>> 3] = (this.bits[bit >>> 3] ?? 0) | (1 << (bit & 7));
  }
}

const NONE: readonly never[] = [];
