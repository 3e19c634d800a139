/** Guesses which columns and questions of a labels file hold labels, of which kind, and what goes with them. */
import type { JsonValue } from "../../conversation/model.ts";
import { getFilled, isList, isObject } from "../../formats/json-access.ts";
import type { Normaliser } from "../../taxonomy/normalise.ts";
import type { AnnotationKind } from "../annotation.ts";
import { cellNumber, cellText, splitValues, unpacked } from "./cell-values.ts";
import { readKind, readResponseType, readSubjectivity, splitKind } from "./closed-sets.ts";
import { kindOfName, nameRank, qualifiedRole } from "./column-names.ts";
import { bestByName, cellsOf } from "./column-paths.ts";
import type { LabelRow } from "./label-row.ts";
import type { FieldRule } from "./mapping.ts";

const SAMPLE_VALUES = 200;

/** Maps a value by a taxonomy, prepared when first needed; undefined without a taxonomy. */
export type LazyNormaliser = (() => Normaliser) | undefined;

export interface GuessedField {
  readonly rule: FieldRule;
  readonly reason: string;
}

export interface GuessedFields {
  readonly taken: readonly GuessedField[];
  readonly others: readonly GuessedField[];
}

/** Questions and controls that a tool's export names. */
export function toolFields(rows: readonly LabelRow[], normaliser: LazyNormaliser): GuessedFields {
  const values = new Map<string, string[]>();
  for (const mark of rows.flatMap(({ marks }) => marks)) {
    if (mark.kind !== undefined || mark.unsupported === true) continue;
    const list = values.get(mark.field) ?? [];
    values.set(mark.field, list);
    list.push(mark.value);
  }
  const taken: GuessedField[] = [];
  const others: GuessedField[] = [];
  for (const [field, list] of values) {
    const byName = kindOfName(field);
    const byContent = kindOfContent(list, normaliser);
    const chosen: GuessedField | undefined =
      byName !== undefined
        ? { rule: { field, kind: byName }, reason: `the question's name, "${field}"` }
        : byContent && ruleOf(field, byContent);
    if (chosen !== undefined) taken.push(chosen);
    else if (values.size === 1)
      taken.push({ rule: { field, kind: "aiValue" }, reason: "the only question of the file" });
    else
      others.push({
        rule: { field, kind: "aiValue" },
        reason: "a question whose name and answers tell no kind of label",
      });
  }
  return { taken, others };
}

function ruleOf(
  field: string,
  { reason, ...found }: Pick<FieldRule, "kind" | "prefixed"> & { reason: string },
): GuessedField {
  return { rule: { field, ...found }, reason };
}

/** The kind that most of the values are of; values without a name that tells are taken for the assistant's. */
function kindOfContent(
  values: readonly string[],
  normaliser: LazyNormaliser,
): (Pick<FieldRule, "kind" | "prefixed"> & { reason: string }) | undefined {
  const sample = values.slice(0, SAMPLE_VALUES);
  const count = (test: (value: string) => boolean): number => sample.filter(test).length;
  const isMost = (hits: number): boolean => hits > 0 && hits * 2 >= sample.length;
  const prefixed = count((value) => splitKind(value) !== undefined);
  if (isMost(prefixed))
    return {
      kind: "aiValue",
      prefixed: true,
      reason: `${prefixed} of ${sample.length} values name their kind`,
    };
  const types = count((value) => readResponseType(value) !== undefined);
  if (isMost(types))
    return { kind: "responseType", reason: `${types} of ${sample.length} values are response types` };
  const words = count(
    (value) =>
      /[a-z]/iu.test(value) &&
      readSubjectivity(value) !== undefined &&
      !/^(?:yes|no|true|false|[yn])$/iu.test(value),
  );
  if (isMost(words))
    return {
      kind: "subjectivity",
      reason: `${words} of ${sample.length} values are subjective or objective`,
    };
  if (normaliser === undefined) return undefined;
  const prepared = normaliser();
  const named = count((value) => value.length <= 80 && prepared.normalise(value).node !== null);
  if (isMost(named))
    return { kind: "aiValue", reason: `${named} of ${sample.length} values are in the taxonomy` };
  return undefined;
}

/** Columns of a table that hold labels, with the columns that go with them. */
export function tableFields(
  rows: readonly LabelRow[],
  paths: readonly string[],
  inUse: ReadonlySet<string>,
  normaliser: LazyNormaliser,
): GuessedFields {
  const free = paths.filter((path) => !inUse.has(path));
  const isAux = (path: string): boolean =>
    qualifiedRole(path) !== undefined ||
    (["annotator", "quote", "score", "rationale", "turn", "start", "end", "explicit"] as const).some(
      (role) => nameRank(path, role) !== undefined,
    );
  const kindColumn = free.find(
    (path) =>
      nameRank(path, "kind") !== undefined &&
      isMostly(cellsOf(rows, path), (cell) => readKind(cellText(cell) ?? "") !== undefined),
  );
  const valueColumn = kindColumn === undefined ? undefined : bestByName(free, "value", new Set([kindColumn]));
  if (kindColumn !== undefined && valueColumn !== undefined) {
    const rule: FieldRule = {
      field: valueColumn,
      kind: "aiValue",
      kindFrom: kindColumn,
      ...extrasFor(free, undefined, true, false),
    };
    return { taken: [{ rule, reason: `one label a row: "${kindColumn}" names its kind` }], others: [] };
  }
  const taken: GuessedField[] = [];
  const others: GuessedField[] = [];
  const unsure: string[] = [];
  for (const path of free) {
    if (isAux(path)) continue;
    const kind = kindOfName(path);
    if (kind !== undefined && !isLongText(rows, path))
      taken.push({ rule: { field: path, kind }, reason: `the column's name, "${path}"` });
    else unsure.push(path);
  }
  for (const path of unsure) {
    const isLabelName = nameRank(path, "value") !== undefined;
    if ((nameRank(path, "id") ?? nameRank(path, "row")) !== undefined || isLongText(rows, path)) continue;
    const cells = cellsOf(rows, path);
    const values = cells.flatMap((cell) => labelTexts(cell));
    const found =
      values.length === 0 || cells.every((cell) => cellNumber(cell) !== undefined)
        ? undefined
        : kindOfContent(values, normaliser);
    const isFirst = !taken.some(({ rule }) => rule.kind === "aiValue");
    if (found !== undefined && (found.kind !== "aiValue" || isFirst)) taken.push(ruleOf(path, found));
    else if (isLabelName && isFirst && values.length > 0)
      taken.push({
        rule: { field: path, kind: "aiValue" },
        reason: `the column's name, "${path}": taken for the assistant's values`,
      });
    else if (isLabelName || found !== undefined)
      others.push({ rule: { field: path, kind: "aiValue" }, reason: "may hold values" });
  }
  const valued = taken.filter(({ rule }) => rule.kind === "aiValue" || rule.kind === "humanValue");
  return {
    taken: taken.map(({ rule, reason }) => {
      const alone = valued.length === 1 && valued[0]?.rule === rule;
      const extras = extrasFor(free, rule.kind, alone, holdsOffsets(rows, rule.field));
      const names = Object.values(extras).map((name) => `"${name}"`);
      return {
        rule: { ...rule, ...extras },
        reason: names.length === 0 ? reason : `${reason}; with ${names.join(", ")}`,
      };
    }),
    others,
  };
}

/** Columns with quotes, offsets, scores and reasons: those named after this kind; the plain ones when it stands alone. */
function extrasFor(
  paths: readonly string[],
  kind: AnnotationKind | undefined,
  alone: boolean,
  hasOffsets: boolean,
) {
  const roles = ["quote", "turn", "start", "end", "score", "rationale", "explicit"] as const;
  const found: { -readonly [Role in (typeof roles)[number]]?: string } = {};
  for (const role of roles) {
    const named = paths.find((path) => {
      const qualified = qualifiedRole(path);
      return qualified?.role === role && qualified.kind === kind;
    });
    const plain = alone ? bestByName(paths, role, new Set()) : undefined;
    const path = named ?? plain;
    if (path !== undefined) found[role] = path;
  }
  const text =
    found.start === undefined && !hasOffsets
      ? undefined
      : paths.find((path) => nameRank(path, "content") !== undefined);
  return { ...found, ...(text === undefined ? {} : { text }) };
}

function labelTexts(cell: JsonValue): string[] {
  if (isList(cell))
    return cell.flatMap((item) =>
      isObject(item) ? (getFilled(item, "value") ?? getFilled(item, "label") ?? []) : (cellText(item) ?? []),
    );
  return typeof cell === "string" ? splitValues(cell, "auto") : [];
}

function isMostly(cells: readonly JsonValue[], test: (cell: JsonValue) => boolean): boolean {
  return cells.length > 0 && cells.filter(test).length * 2 >= cells.length;
}

/** Columns of texts rather than labels. */
function isLongText(rows: readonly LabelRow[], path: string): boolean {
  return isMostly(cellsOf(rows, path), (cell) => typeof cell === "string" && cell.length > 300);
}

/** Do the cells hold labels with offsets of their own (`[{start, end, …}]`, `[[start, end, "label"]]`)? */
function holdsOffsets(rows: readonly LabelRow[], path: string): boolean {
  return cellsOf(rows, path).some((cell) => {
    const value = unpacked(cell);
    return (
      isList(value) &&
      value.some((item) =>
        isList(item)
          ? cellNumber(item[0]) !== undefined
          : isObject(item) && ("start" in item || "start_offset" in item),
      )
    );
  });
}
