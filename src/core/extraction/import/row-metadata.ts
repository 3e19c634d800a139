/** The columns that no rule of the mapping reads: kept with the suggestions of their row. */
import type { Conversation, JsonObject, JsonValue } from "../../conversation/model.ts";
import { withoutPath } from "../../formats/json-shape.ts";
import { isObject } from "../../formats/json-access.ts";
import type { LabelRow } from "./label-row.ts";
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
  const texts = new Set(conversation.turns.flatMap(({ blocks }) => blocks.map(({ text }) => text)));
  const kept: [string, JsonValue][] = [];
  const keep = (entries: readonly [string, JsonValue][], before: string): [string, JsonValue][] =>
    entries.filter(([column, cell]) => {
      if (cell === null || cell === "" || (isObject(cell) && Object.keys(cell).length === 0)) return false;
      const length = typeof cell === "string" ? cell.length : JSON.stringify(cell).length;
      const name = `${before}${column}`.slice(0, 200);
      const fits =
        column !== "__proto__" && length <= LONGEST_CELL && !(typeof cell === "string" && texts.has(cell));
      (fits ? tally.keptColumns : tally.leftOutColumns).add(name);
      return fits;
    });
  for (const [column, cell] of Object.entries(rest).slice(0, MOST_COLUMNS)) {
    // Tools put a task's own columns one level down (`data`, `fields`, `metadata`).
    if (isObject(cell) && JSON.stringify(cell).length > LONGEST_CELL) {
      const inner = keep(Object.entries(cell).slice(0, MOST_COLUMNS), `${column}.`);
      if (inner.length > 0 && column !== "__proto__") kept.push([column, Object.fromEntries(inner)]);
    } else kept.push(...keep([[column, cell]], ""));
  }
  return Object.fromEntries(kept);
}
