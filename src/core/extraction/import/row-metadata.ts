/** The columns that no rule of the mapping reads: kept with the suggestions of their row. */
import type { Conversation, JsonObject, JsonValue } from "../../conversation/model.ts";
import { withoutPath } from "../../formats/json-shape.ts";
import { isObject } from "../../formats/json-access.ts";
import type { LabelRow } from "./label-row.ts";
import { squeezed } from "./offset-units.ts";
import { mappedPaths, type ImportMapping } from "./mapping.ts";
import type { ImportTally } from "./import-tally.ts";

/** A cell of more is text rather than a note about a label; in UTF-16 units, of its JSON where it is no string. */
const LONGEST_CELL = 500;
const MOST_COLUMNS = 100;

/** The row's unmapped columns. Long cells, and those that repeat the conversation, are left out and counted. */
export function rowMetadata(
  row: LabelRow,
  mapping: ImportMapping,
  conversation: Conversation,
  tally: ImportTally,
): JsonObject {
  const paths = mappedPaths(mapping);
  const own = new Set(Object.keys(row.columns));
  const rest = paths.reduce<JsonObject>(
    (left, path) => withoutPath(left, own.has(path) ? [path] : path.split(".")),
    row.columns,
  );
  let texts: ReadonlySet<string> | undefined;
  const repeats = (cell: string): boolean => {
    texts ??= new Set(conversation.turns.flatMap(({ blocks }) => blocks.map(({ text }) => squeezed(text))));
    return texts.has(squeezed(cell));
  };
  const fits = (column: string, cell: JsonValue): boolean => {
    if (column === "__proto__") return false;
    if (typeof cell === "string") return cell.length <= LONGEST_CELL && !repeats(cell);
    return JSON.stringify(cell).length <= LONGEST_CELL;
  };
  const keep = (entries: readonly [string, JsonValue][], before: string): [string, JsonValue][] =>
    entries.slice(0, MOST_COLUMNS).filter(([column, cell]) => {
      if (isNothing(cell)) return false;
      const isKept = fits(column, cell);
      (isKept ? tally.keptColumns : tally.leftOutColumns).add(`${before}${column}`.slice(0, 200));
      return isKept;
    });
  const entries = Object.entries(rest).slice(0, MOST_COLUMNS);
  // Tools put a task's own columns one level down (`data`, `fields`, `metadata`).
  const kept = entries.flatMap(([column, cell]): [string, JsonValue][] => {
    if (!isObject(cell) || column === "__proto__") return keep([[column, cell]], "");
    const inner = keep(Object.entries(cell), `${column}.`);
    return inner.length === 0 ? [] : [[column, Object.fromEntries(inner)]];
  });
  return Object.fromEntries(kept);
}

function isNothing(cell: JsonValue): boolean {
  return cell === null || cell === "" || (typeof cell === "object" && Object.keys(cell).length === 0);
}
