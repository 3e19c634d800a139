/**
 * doccano's JSON Lines: `label` (or `labels`, `entities`) as `[start, end, "label"]` or as names, and the relation
 * export with `entities` and `relations`. Shapes as in doccano's pull requests 46 and 1703.
 */
import type { JsonObject, JsonValue } from "../../conversation/model.ts";
import {
  get,
  getFilled,
  getId,
  getList,
  getNumber,
  isList,
  isObject,
  omit,
} from "../../formats/json-access.ts";
import { cellText } from "./cell-values.ts";
import type { LabelAuthor, LabelRow, Mark } from "./label-row.ts";
import type { SourceReader } from "./source-reader.ts";

const LABEL_KEYS = ["label", "labels", "entities", "cats"] as const;

export const doccano: SourceReader = {
  id: "doccano",
  recognise(value) {
    if (textOf(value) === undefined) return undefined;
    if (getList(value, "entities").some((one) => getNumber(one, "start_offset") !== undefined))
      return "`entities` with `start_offset` and `end_offset` beside a `text`: a doccano export";
    if (isList(get(value, "entities")) && isList(get(value, "relations")))
      return "`entities` and `relations` beside a `text`: a doccano export";
    const labels = LABEL_KEYS.flatMap((key) => getList(value, key));
    if (labels.some(isTriple)) return "`[start, end, label]` lists beside a `text`: a doccano export";
    const isClassified = isList(get(value, "label")) && labels.every((one) => typeof one === "string");
    return isClassified ? "a list of names in `label` beside a `text`: a doccano export" : undefined;
  },
  read(value, place) {
    const text = textOf(value);
    if (!isObject(value) || text === undefined) return undefined;
    const author: LabelAuthor = {
      name: getFilled(value, "username") ?? getId(value, "annotator") ?? getId(value, "user") ?? "doccano",
      origin: "annotation",
    };
    const relations = getList(value, "relations").filter(isObject);
    const used = LABEL_KEYS.filter((key) => isList(get(value, key)));
    const marks = used.flatMap((key) =>
      getList(value, key).flatMap((one) => readLabel(one, key, text, author, relations)),
    );
    return {
      ...place,
      columns: omit(value, [...used, "relations"]),
      marks,
      authors: [author],
    } satisfies LabelRow;
  },
};

/** The annotated text; the relation export of some versions calls it `data`. */
function textOf(value: JsonValue): string | undefined {
  const text = get(value, "text") ?? get(value, "data");
  return typeof text === "string" ? text : undefined;
}

function isTriple(value: JsonValue): value is readonly [number, number, JsonValue, ...JsonValue[]] {
  return isList(value) && value.length >= 3 && typeof value[0] === "number" && typeof value[1] === "number";
}

function readLabel(
  one: JsonValue,
  field: string,
  source: string,
  author: LabelAuthor,
  relations: readonly JsonObject[],
): Mark[] {
  if (isTriple(one)) {
    const [start, end, label, words] = [one[0], one[1], one[2], one[3]];
    const quote = typeof words === "string" && words !== "" ? { quote: words } : {};
    const value = cellText(label);
    return value === undefined
      ? []
      : [{ field, value, author, evidence: [{ start, end, source, ...quote }] }];
  }
  if (!isObject(one)) {
    const value = cellText(one);
    return value === undefined ? [] : [{ field, value, author, evidence: [] }];
  }
  const value = cellText(get(one, "label") ?? get(one, "text"));
  const start = getNumber(one, "start_offset") ?? getNumber(one, "start");
  const end = getNumber(one, "end_offset") ?? getNumber(one, "end");
  if (value === undefined) return [{ field, value: "label", author, evidence: [], unsupported: true }];
  const id = getId(one, "id");
  const own = relations.filter((relation) => id !== undefined && getId(relation, "from_id") === id);
  const metadata: JsonObject = {
    ...(id === undefined ? {} : { entity: id }),
    ...(own.length === 0 ? {} : { relations: own }),
  };
  const evidence = start === undefined || end === undefined ? [] : [{ start, end, source }];
  return [{ field, value, author, evidence, ...(Object.keys(metadata).length === 0 ? {} : { metadata }) }];
}
