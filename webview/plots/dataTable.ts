/** A table with headers that sort, and with exports of all its rows however many are on show. */
import { el } from "../ui/dom.ts";
import type { Cell, TableData } from "./delimited.ts";

export interface Column<Row> {
  readonly title: string;
  readonly numeric?: boolean;
  /** What is shown: text, or a node. */
  readonly show: (row: Row) => Node | string;
  /** What the column sorts by; absent: it doesn't sort. null goes last both ways. */
  readonly sort?: (row: Row) => string | number | null;
}

export interface TableSpec<Row> {
  /** Read by screen readers; the figure's heading stands above. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  /** The first column's cells head their rows. */
  readonly rows: readonly Row[];
  readonly isStrong?: (row: Row) => boolean;
  /** Rows drawn at first; a button brings the rest. Default 100. */
  readonly first?: number;
}

export interface Sorting {
  readonly column: number;
  readonly descending: boolean;
}

export function dataTable<Row>(
  spec: TableSpec<Row>,
  sorting?: Sorting,
  onSort?: (sorting: Sorting) => void,
): HTMLElement {
  let sorted = sorting;
  let shown = spec.first ?? 100;
  const body = el("tbody");
  const heads = spec.columns.map((column, at) => head(column, () => sortBy(at)));
  const more = el("button", { type: "button", class: "link more" });
  more.addEventListener("click", () => {
    shown = spec.rows.length;
    draw();
  });
  const draw = (): void => {
    const rows = inOrder(spec, sorted);
    body.replaceChildren(...rows.slice(0, shown).map((row) => rowOf(row, spec)));
    more.hidden = rows.length <= shown;
    more.textContent = `Show all ${rows.length.toLocaleString("en-GB")} rows`;
    heads.forEach((cell, at) => {
      if (sorted?.column === at)
        cell.setAttribute("aria-sort", sorted.descending ? "descending" : "ascending");
      else cell.removeAttribute("aria-sort");
    });
  };
  const sortBy = (column: number): void => {
    const again = sorted?.column === column;
    // Numbers are looked at from the greatest down, names from the first on.
    const descending = again ? !sorted?.descending : (spec.columns[column]?.numeric ?? false);
    sorted = { column, descending };
    onSort?.(sorted);
    draw();
  };
  draw();
  const table = el(
    "table",
    { class: "data" },
    el("caption", { class: "visually-hidden" }, spec.caption),
    el("thead", {}, el("tr", {}, ...heads)),
    body,
  );
  return el(
    "div",
    { class: "data-frame", tabindex: "0", role: "region", "aria-label": spec.caption },
    table,
    more,
  );
}

function head<Row>(column: Column<Row>, sort: () => void): HTMLElement {
  const cell = el("th", { scope: "col", ...(column.numeric ? { class: "number" } : {}) });
  if (!column.sort) {
    cell.textContent = column.title;
    return cell;
  }
  const button = el(
    "button",
    { type: "button" },
    column.title,
    el("span", { class: "sort-mark", "aria-hidden": "true" }),
  );
  button.addEventListener("click", sort);
  cell.append(button);
  return cell;
}

function rowOf<Row>(row: Row, { columns, isStrong }: TableSpec<Row>): HTMLElement {
  const cells = columns.map((column, at) => {
    const attributes = column.numeric ? { class: "number" } : {};
    const content = column.show(row);
    return at === 0 ? el("th", { scope: "row", ...attributes }, content) : el("td", attributes, content);
  });
  return el("tr", isStrong?.(row) ? { class: "strong" } : {}, ...cells);
}

function inOrder<Row>({ rows, columns }: TableSpec<Row>, sorting: Sorting | undefined): readonly Row[] {
  const key = sorting && columns[sorting.column]?.sort;
  if (!sorting || !key) return rows;
  const way = sorting.descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [left, right] = [key(a), key(b)];
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
    const order =
      typeof left === "string" || typeof right === "string"
        ? String(left).localeCompare(String(right), "en")
        : left - right;
    return order * way;
  });
}

/** The text of what a column shows, for an export that needs no numbers of its own. */
export function plainData<Row>({ columns, rows }: TableSpec<Row>): TableData {
  return {
    columns: columns.map(({ title }) => title),
    rows: rows.map((row) =>
      columns.map(({ show }): Cell => {
        const shown = show(row);
        return typeof shown === "string" ? shown : (shown.textContent ?? "");
      }),
    ),
  };
}
