/**
 * Label Studio's JSON export: tasks with annotations and predictions, each a list of results. Shapes as documented at
 * labelstud.io/guide/task_format. Its CSV and JSON-MIN exports are tables and read as such.
 */
import type { JsonObject, JsonValue } from "../../conversation/model.ts";
import {
  get,
  getFilled,
  getId,
  getList,
  getNumber,
  getObject,
  isList,
  isObject,
  omit,
} from "../../formats/json-access.ts";
import { cellNumber, cellText } from "./cell-values.ts";
import type { Evidence, LabelAuthor, LabelOrigin, LabelRow, Mark } from "./label-row.ts";
import type { SourceReader } from "./source-reader.ts";

/** Values of these types lie under a key of the type's own name. */
const LISTED = [
  "labels",
  "choices",
  "taxonomy",
  "paragraphlabels",
  "hypertextlabels",
  "timeserieslabels",
  "text",
] as const;

export const labelStudio: SourceReader = {
  id: "label-studio",
  recognise(value) {
    const parts = [
      ...getList(value, "annotations"),
      ...getList(value, "completions"),
      ...getList(value, "predictions"),
    ];
    const isTask = isList(get(value, "annotations")) || isList(get(value, "completions")) || parts.length > 0;
    if (!isTask || getObject(value, "data") === undefined) return undefined;
    if (!parts.every((part) => isList(get(part, "result")))) return undefined;
    return "records with `data` and annotations that hold a `result`: a Label Studio export";
  },
  read(value, place) {
    if (!isObject(value) || getObject(value, "data") === undefined) return undefined;
    const data = getObject(value, "data") ?? {};
    const people = [...getList(value, "annotations"), ...getList(value, "completions")];
    const marks: Mark[] = [];
    const authors: LabelAuthor[] = [];
    const take = (part: JsonValue, origin: LabelOrigin): void => {
      const author = authorOf(part, origin);
      if (get(part, "was_cancelled") !== true) authors.push(author);
      marks.push(...readResults(part, author, data));
    };
    for (const part of people) take(part, "annotation");
    for (const part of getList(value, "predictions")) take(part, "prediction");
    return {
      ...place,
      columns: omit(value, ["annotations", "completions", "predictions"]),
      marks,
      authors,
    } satisfies LabelRow;
  },
};

function authorOf(part: JsonValue, origin: LabelOrigin): LabelAuthor {
  if (origin === "prediction") return { name: getId(part, "model_version") ?? "prediction", origin };
  const by = get(part, "completed_by");
  const name = isObject(by) ? (getFilled(by, "email") ?? getId(by, "id")) : getId(part, "completed_by");
  return { name: name ?? "unknown", origin };
}

function readResults(part: JsonValue, author: LabelAuthor, data: JsonObject): Mark[] {
  const results = getList(part, "result").filter(isObject);
  const isDiscarded = get(part, "was_cancelled") === true;
  // Results with the same id are one region: a span, and what was answered about it.
  const regions = new Map<string, Evidence>();
  for (const result of results) {
    const id = getId(result, "id");
    const evidence = evidenceOf(result, data);
    if (id !== undefined && evidence !== undefined && !regions.has(id)) regions.set(id, evidence);
  }
  const relations = results.filter((result) => get(result, "type") === "relation");
  return results.flatMap((result): Mark[] => {
    if (get(result, "type") === "relation") return [];
    const id = getId(result, "id");
    const evidence = evidenceOf(result, data) ?? (id === undefined ? undefined : regions.get(id));
    const score = getNumber(result, "score") ?? getNumber(part, "score");
    const own = relations.filter((relation) => id !== undefined && getId(relation, "from_id") === id);
    const metadata: JsonObject = {
      ...(id === undefined ? {} : { region: id }),
      ...(own.length === 0 ? {} : { relations: own.map((relation) => omit(relation, ["type"])) }),
    };
    const base = {
      field: getFilled(result, "from_name") ?? "result",
      author,
      evidence: evidence === undefined ? [] : [evidence],
      ...(score === undefined ? {} : { score }),
      ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
      ...(isDiscarded ? { discarded: true } : {}),
    };
    const values = valuesOf(result);
    if (values === undefined)
      return [{ ...base, value: getFilled(result, "type") ?? "result", unsupported: true }];
    return values.map((value) => ({ ...base, value }));
  });
}

/** What a result says, one string for each label; undefined for shapes that don't label a text. */
function valuesOf(result: JsonObject): string[] | undefined {
  const value = get(result, "value");
  const type = getFilled(result, "type")?.toLowerCase();
  const keys = [...(type === undefined ? [] : [type === "textarea" ? "text" : type]), ...LISTED.slice(0, -1)];
  for (const key of keys) {
    const found = get(value, key);
    // A taxonomy's answer is the path to the node; the node is what was chosen.
    if (isList(found)) return found.flatMap((item) => cellText(isList(item) ? item.at(-1) : item) ?? []);
    if (typeof found === "string" || typeof found === "number" || typeof found === "boolean") {
      const text = cellText(found);
      return text === undefined ? [] : [text];
    }
  }
  return undefined;
}

/** Offsets and quoted text of a region in a text, a paragraph list or a page. */
function evidenceOf(result: JsonObject, data: JsonObject): Evidence | undefined {
  const value = get(result, "value");
  const words = getFilled(value, "text");
  const named = getFilled(result, "to_name");
  const global = getObject(value, "globalOffsets");
  const startOffset = getNumber(value, "startOffset");
  const start = getNumber(global, "start") ?? startOffset ?? getNumber(value, "start");
  const end = getNumber(global, "end") ?? getNumber(value, "endOffset") ?? getNumber(value, "end");
  if (start === undefined || end === undefined) return words === undefined ? undefined : { quote: words };
  const quote = words === undefined ? {} : { quote: words };
  const paragraph =
    global === undefined && startOffset !== undefined ? cellNumber(get(value, "start")) : undefined;
  if (paragraph !== undefined)
    return { ...quote, start, end, turn: paragraph, ...paragraphText(data, named, paragraph) };
  const source = sourceText(data, named);
  return { ...quote, start, end, ...(source === undefined ? {} : { source }) };
}

/** The text that the control points at: by its name, else the only text of the task. */
function sourceText(data: JsonObject, name: string | undefined): string | undefined {
  const own = name === undefined ? undefined : getFilled(data, name);
  if (own !== undefined) return own;
  const texts = ["text", "conversation", "dialogue", "content"].flatMap((key) => getFilled(data, key) ?? []);
  if (texts.length === 1) return texts[0];
  const long = Object.values(data).filter((item) => typeof item === "string" && /\s/u.test(item.trim()));
  return texts.length === 0 && long.length === 1 && typeof long[0] === "string" ? long[0] : undefined;
}

function paragraphText(data: JsonObject, name: string | undefined, index: number): { source?: string } {
  const named = name === undefined ? [] : getList(data, name);
  const list =
    named.length > 0
      ? named
      : (Object.values(data).find((item) => isList(item) && item.some(isObject)) ?? []);
  const paragraph = isList(list) ? list[index] : undefined;
  const source = ["text", "content", "value", "message"].flatMap((key) => getFilled(paragraph, key) ?? [])[0];
  return source === undefined ? {} : { source };
}
