/** A query made ready to be asked of millions of rows: first in memory, then in a row's bytes, last in its parsed text. */
import { type Cell, testCell } from "../../core/table/query-evaluate.ts";
import { type Query, type QueryColumn, type ValueTest, leavesOf } from "../../core/table/query.ts";
import type { RowReading } from "../corpus.ts";
import { CODE, type ColumnStore } from "./column-store.ts";
import type { Columns } from "./columns.ts";
import { MARK_COLUMNS, type MarkIndex, needsIndex } from "./mark-index.ts";
import { type Answer, NO, RowBits, UNKNOWN, YES, answerOf } from "./row-bits.ts";
import type { RawRow, TextSearches } from "./text-search.ts";

/** One term. Each way of asking costs more than the one before it. */
interface Leaf {
  /** Dearer leaves are asked later. */
  readonly cost: number;
  peek(row: number): Answer;
  sieve?(row: number, raw: RawRow): Answer;
  learn(row: number, reading: RowReading): Answer;
}

type Node =
  | { readonly type: "constant"; readonly answer: Answer }
  | { readonly type: "leaf"; readonly leaf: Leaf }
  | { readonly type: "not"; readonly part: Node }
  | { readonly type: "and" | "or"; readonly parts: readonly Node[] };

export interface PlanParts {
  readonly columns: Columns;
  readonly marks: MarkIndex;
  readonly searches: TextSearches;
}

export class Plan {
  private readonly root: Node;
  /** The index must have been at a row before the query can be asked of it. */
  readonly needsIndex: boolean;
  readonly needsMarks: boolean;
  readonly needsIds: boolean;
  /** Rows must be read to answer. */
  readonly reads: boolean;

  constructor(
    readonly query: Query,
    private readonly parts: PlanParts,
  ) {
    const columns = [...leavesOf(query)].flatMap(({ leaf }) => (leaf.type === "term" ? [leaf.column] : []));
    this.needsMarks = columns.some((column) => MARK_COLUMNS.has(column));
    this.needsIds = columns.includes("id");
    this.needsIndex = columns.some(needsIndex);
    this.root = this.compile(query);
    this.reads = [...leavesOf(query)].some(
      ({ leaf }) => leaf.type === "text" || parts.columns.store(leaf.column) !== undefined,
    );
  }

  peek(row: number): Answer {
    return ask(this.root, row, undefined, undefined);
  }

  sieve(row: number, raw: RawRow): Answer {
    return ask(this.root, row, raw, undefined);
  }

  /** Never UNKNOWN. */
  learn(row: number, reading: RowReading): Answer {
    return ask(this.root, row, undefined, reading);
  }

  private compile(query: Query): Node {
    switch (query.type) {
      case "all":
        return { type: "constant", answer: YES };
      case "not":
        return { type: "not", part: this.compile(query.part) };
      case "and":
      case "or": {
        const parts = query.parts.map((part) => this.compile(part));
        return { type: query.type, parts: parts.sort((a, b) => costOf(a) - costOf(b)) };
      }
      case "text": {
        const search = this.parts.searches.of(query.text);
        return {
          type: "leaf",
          leaf: {
            cost: 2,
            peek: (row) => search.peek(row),
            sieve: (row, raw) => search.sieve(row, raw),
            learn: (row, reading) => search.learn(row, reading),
          },
        };
      }
      case "term":
        return { type: "leaf", leaf: this.leafOf(query.column, query.test) };
    }
  }

  private leafOf(column: QueryColumn, test: ValueTest): Leaf {
    const { columns, marks } = this.parts;
    const judge = (cell: Cell): Answer =>
      cell === undefined ? UNKNOWN : answerOf(testCell(column, test, cell));
    if (MARK_COLUMNS.has(column))
      return {
        cost: 1,
        peek: (row) => judge(marks.cell(row, column)),
        learn: (row, reading) => {
          marks.check(row, reading);
          return judge(marks.cell(row, column));
        },
      };
    const store = columns.store(column);
    if (store !== undefined) return storeLeaf(store, columns, column, judge);
    return {
      cost: 0,
      peek: (row) => judge(columns.indexed(row, column)),
      learn: (row, reading) => judge(columns.cellOf(row, column, reading) ?? null),
    };
  }
}

/** Asks each distinct text once; rows whose text found no room are remembered one by one. */
function storeLeaf(
  store: ColumnStore,
  columns: Columns,
  column: QueryColumn,
  judge: (cell: Cell) => Answer,
): Leaf {
  const byCode: Answer[] = [];
  const beyond = new RowBits();
  const peek = (row: number): Answer => {
    const code = store.code(row);
    if (code === CODE.unknown) return UNKNOWN;
    if (code === CODE.number) return judge(store.number(row));
    if (code === CODE.beyond) return beyond.get(row);
    let answer = byCode[code];
    if (answer === undefined) {
      answer = judge(store.cellOf(code));
      byCode[code] = answer;
    }
    return answer;
  };
  return {
    cost: 3,
    peek,
    learn: (row, reading) => {
      const known = peek(row);
      if (known !== UNKNOWN) return known;
      const answer = judge(columns.cellOf(row, column, reading) ?? null);
      beyond.set(row, answer === YES);
      return answer;
    },
  };
}

function costOf(node: Node): number {
  if (node.type === "leaf") return node.leaf.cost;
  if (node.type === "constant") return 0;
  return node.type === "not" ? costOf(node.part) : Math.max(...node.parts.map(costOf));
}

/** Kleene's logic; see `evaluate`. */
function ask(node: Node, row: number, raw: RawRow | undefined, reading: RowReading | undefined): Answer {
  switch (node.type) {
    case "constant":
      return node.answer;
    case "leaf": {
      const known = node.leaf.peek(row);
      if (known !== UNKNOWN) return known;
      if (reading !== undefined) return node.leaf.learn(row, reading);
      return raw === undefined ? UNKNOWN : (node.leaf.sieve?.(row, raw) ?? UNKNOWN);
    }
    case "not": {
      const answer = ask(node.part, row, raw, reading);
      return answer === UNKNOWN ? UNKNOWN : answer === YES ? NO : YES;
    }
    case "and":
    case "or": {
      const decisive = node.type === "or" ? YES : NO;
      let open = false;
      for (const part of node.parts) {
        const answer = ask(part, row, raw, reading);
        if (answer === decisive) return decisive;
        open ||= answer === UNKNOWN;
      }
      return open ? UNKNOWN : decisive === YES ? NO : YES;
    }
  }
}
