/** What the page keeps over hiding and reloading. Pure; what comes back is not trusted. */
import type { ColumnId, SortKey } from "../../src/core/table/table.ts";

/** The first row on show: its place in the view and how many px of it are above the edge. */
export interface Place {
  readonly at: number;
  readonly px: number;
}

export interface Kept {
  readonly version: 1;
  /** CSS px by column. */
  readonly widths: Readonly<Record<string, number>>;
  readonly columns?: readonly ColumnId[];
  readonly sort: readonly SortKey[];
  readonly query: string;
  readonly place?: Place;
  /** CSS px to the side. */
  readonly left: number;
  readonly selected?: number | undefined;
  readonly facetsOpen: boolean;
  readonly facetsWidth: number;
  readonly facets: readonly ColumnId[];
  /** Queries that were asked, newest first. */
  readonly history: readonly string[];
}

export const MAX_HISTORY = 30;

export const NOTHING_KEPT: Kept = {
  version: 1,
  widths: {},
  sort: [],
  query: "",
  left: 0,
  facetsOpen: false,
  facetsWidth: 220,
  facets: ["status", "turns"],
  history: [],
};

/** The history with a query put first; an empty one leaves it as it is. */
export function remembered(history: readonly string[], query: string): readonly string[] {
  const text = query.trim();
  if (text === "") return history;
  return [text, ...history.filter((one) => one !== text)].slice(0, MAX_HISTORY);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Column names are checked again by the host; this only keeps other things out. */
function isColumn(value: unknown): value is ColumnId {
  return typeof value === "string" && value.length > 0 && value.length <= 1000;
}

function isSize(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function isSortKey(value: unknown): value is SortKey {
  return isRecord(value) && isColumn(value["column"]) && typeof value["descending"] === "boolean";
}

function list<T>(value: unknown, is: (one: unknown) => one is T): readonly T[] {
  return Array.isArray(value) ? value.filter(is).slice(0, 200) : [];
}

/** Reads what an earlier page kept; undefined when it is of another make. */
export function parseKept(value: unknown): Kept | undefined {
  if (!isRecord(value) || value["version"] !== 1) return undefined;
  const { query, place, left, selected, facetsOpen, facetsWidth, widths, columns } = value;
  const sizes = isRecord(widths) ? Object.entries(widths).filter(([, px]) => isSize(px)) : [];
  const kept: Kept = {
    ...NOTHING_KEPT,
    widths: Object.fromEntries(sizes.map(([id, px]) => [id, Number(px)])),
    sort: list(value["sort"], isSortKey),
    query: typeof query === "string" ? query : "",
    left: isSize(left) ? left : 0,
    facetsOpen: facetsOpen === true,
    facetsWidth: isSize(facetsWidth) ? facetsWidth : NOTHING_KEPT.facetsWidth,
    facets: list(value["facets"], isColumn),
    history: list(value["history"], (one) => typeof one === "string").slice(0, MAX_HISTORY),
  };
  return {
    ...kept,
    ...(Array.isArray(columns) ? { columns: list(columns, isColumn) } : {}),
    ...(isSize(selected) ? { selected } : {}),
    ...(isRecord(place) && isSize(place["at"]) && isSize(place["px"])
      ? { place: { at: place["at"], px: place["px"] } }
      : {}),
  };
}
