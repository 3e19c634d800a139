/** Guesses a mapping from a file of labels, and says why, so that a person can check and change it. */
import type { Conversation, JsonObject, JsonValue } from "../../conversation/model.ts";
import { at } from "../../formats/field-mapping.ts";
import { getFilled, isList, isObject } from "../../formats/json-access.ts";
import { createNormaliser } from "../../taxonomy/normalise.ts";
import type { Taxonomy } from "../../taxonomy/taxonomy.ts";
import type { AnnotationKind } from "../annotation.ts";
import { cellNumber, cellText, splitValues } from "./cell-values.ts";
import { readKind, readResponseType, readSubjectivity, splitKind } from "./closed-sets.ts";
import { kindOfName, nameRank, qualifiedRole, type ColumnRole } from "./column-names.ts";
import { ConversationIndex, contentText } from "./conversation-index.ts";
import type { LabelFile, LabelRow } from "./label-row.ts";
import type { FieldRule, ImportMapping, MatchRule } from "./mapping.ts";

/** Why a part of the mapping was chosen, or what else could have been. */
export interface MappingReason {
  /** "match", "annotator", or the field's name. */
  readonly part: string;
  readonly reason: string;
}

export interface MappingGuess {
  readonly mapping: ImportMapping;
  /** False when rows can only be matched by their order, or no column holds labels: a person must look. */
  readonly sure: boolean;
  readonly reasons: readonly MappingReason[];
  /** Other ways to match, and columns that may hold labels. */
  readonly alternatives: readonly (MappingReason & {
    readonly match?: MatchRule;
    readonly field?: FieldRule;
  })[];
}

export interface GuessContext {
  /** The opened file's conversations: with them, the id column is found by its content. */
  readonly conversations?: readonly Conversation[];
  /** With it, value columns without a telling name are found by their content. */
  readonly taxonomy?: Taxonomy;
}

const SAMPLE_ROWS = 200;
const MOST_PATHS = 300;

/** Looks at the first 200 rows. Never throws. */
export function guessMapping(
  labels: Pick<LabelFile, "rows" | "source">,
  context: GuessContext = {},
): MappingGuess {
  const rows = labels.rows.slice(0, SAMPLE_ROWS);
  const paths = columnPaths(rows);
  const matches = guessMatch(rows, paths, labels.source, context);
  const [match] = matches;
  const isOrder = match === undefined || (match.rule.by === "row" && match.rule.field === undefined);
  const inUse = new Set([match?.rule.field].filter((path) => path !== undefined));
  const annotator = labels.source === "table" ? bestByName(paths, "annotator", inUse) : undefined;
  const fields =
    labels.source === "table" ? tableFields(rows, paths, inUse, context) : toolFields(rows, context);
  const mapping: ImportMapping = {
    match: [match?.rule ?? { by: "row", base: 0 }],
    fields: fields.taken.map(({ rule }) => rule),
    ...(annotator === undefined ? {} : { annotator }),
    offsets: "auto",
  };
  return {
    mapping,
    sure: !isOrder && (fields.taken.length > 0 || labels.source === "valuemark"),
    reasons: [
      {
        part: "match",
        reason: match?.reason ?? "no column tells the conversation: rows are taken in their order",
      },
      ...(annotator === undefined
        ? []
        : [{ part: "annotator", reason: `the column's name, "${annotator}"` }]),
      ...fields.taken.map(({ rule, reason }) => ({ part: rule.field, reason })),
    ],
    alternatives: [
      ...matches.slice(1).map(({ rule, reason }) => ({ part: "match", reason, match: rule })),
      ...fields.others.map(({ rule, reason }) => ({ part: rule.field, reason, field: rule })),
    ],
  };
}

/** Paths to everything that is no object, in order of appearance; three levels deep. */
function columnPaths(rows: readonly LabelRow[]): string[] {
  const paths = new Set<string>();
  const walk = (value: JsonObject, before: string, depth: number): void => {
    for (const [key, cell] of Object.entries(value)) {
      if (paths.size >= MOST_PATHS || key === "" || key.length > 200) continue;
      const path = `${before}${key}`;
      if (isObject(cell) && depth > 1 && Object.keys(cell).length > 0) walk(cell, `${path}.`, depth - 1);
      else paths.add(path);
    }
  };
  for (const row of rows) walk(row.columns, "", 3);
  return [...paths];
}

function cellsOf(rows: readonly LabelRow[], path: string): JsonValue[] {
  return rows.flatMap((row) => {
    const cell = at(row.columns, path);
    return cell === undefined || cell === null || cell === "" ? [] : [cell];
  });
}

interface Candidate {
  readonly rule: MatchRule;
  readonly reason: string;
  readonly rank: number;
}

/** Ways to match, best first: by what the file shows, then by names. */
function guessMatch(
  rows: readonly LabelRow[],
  paths: readonly string[],
  source: LabelFile["source"],
  { conversations = [] }: GuessContext,
): Candidate[] {
  const index = new ConversationIndex(conversations);
  const found: Candidate[] = [];
  const add = (rule: MatchRule, reason: string, rank: number): void =>
    void found.push({ rule, reason, rank });
  for (const path of paths) {
    const cells = cellsOf(rows, path);
    const scalars = cells.filter((cell) => typeof cell === "string" || typeof cell === "number");
    const ids = scalars.filter((cell) => index.byId(String(cell)).found !== undefined).length;
    const name = nameRank(path, "id");
    if (ids > 0 && ids * 2 >= cells.length)
      add(
        { by: "id", field: path },
        `${ids} of ${cells.length} values are ids of conversations`,
        100 + ids / cells.length - (name ?? 50) / 1000,
      );
    else if (source === "valuemark" && path === "conversation.id")
      add({ by: "id", field: path }, "our own files name the conversation here", 60);
    else if (name !== undefined && conversations.length === 0)
      add({ by: "id", field: path }, `the column's name, "${path}"`, 50 - name);
    else if (name !== undefined)
      add(
        { by: "id", field: path },
        `the column's name, "${path}", though few of its values are ids here`,
        20 - name / 10,
      );
    const texts = cells.flatMap((cell) => contentText(cell) ?? []);
    const known = texts.filter((text) => /\s/u.test(text) && index.byContent(text) !== undefined).length;
    if (known > 0 && known * 2 >= cells.length)
      add(
        { by: "content", field: path },
        `${known} of ${cells.length} texts are a conversation's first words or reply`,
        80 + known / cells.length,
      );
    const numbers = cells.flatMap((cell) => cellNumber(cell) ?? []);
    const rowName = nameRank(path, "row");
    if (rowName !== undefined && numbers.length === cells.length && numbers.length > 0) {
      const least = numbers.reduce((a, b) => Math.min(a, b));
      const most = numbers.reduce((a, b) => Math.max(a, b));
      const base = least >= 1 && most === conversations.length ? 1 : 0;
      add(
        { by: "row", field: path, base },
        `the column's name, "${path}", and its numbers, counted from ${base}`,
        40 - rowName,
      );
    }
  }
  const isSame = conversations.length === 0 || conversations.length === rows.length;
  add(
    { by: "row", base: 0 },
    `no column needed: rows in their order${isSame ? "" : ", though there are not as many conversations"}`,
    0,
  );
  return found.sort((a, b) => b.rank - a.rank);
}

function bestByName(
  paths: readonly string[],
  role: ColumnRole,
  taken: ReadonlySet<string>,
): string | undefined {
  const ranked = paths.flatMap((path) => {
    const rank = taken.has(path) ? undefined : nameRank(path, role);
    return rank === undefined ? [] : [{ path, rank }];
  });
  return ranked.sort((a, b) => a.rank - b.rank)[0]?.path;
}

interface GuessedField {
  readonly rule: FieldRule;
  readonly reason: string;
}

interface GuessedFields {
  readonly taken: readonly GuessedField[];
  readonly others: readonly GuessedField[];
}

/** Questions and controls that a tool's export names. */
function toolFields(rows: readonly LabelRow[], context: GuessContext): GuessedFields {
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
    const byContent = kindOfContent(list, context);
    const chosen: GuessedField | undefined =
      byName !== undefined
        ? { rule: { field, kind: byName }, reason: `the question's name, "${field}"` }
        : byContent && { rule: { field, kind: byContent.kind }, reason: byContent.reason };
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

/** The kind that most of the values are of; values without a name that tells are taken for the assistant's. */
function kindOfContent(
  values: readonly string[],
  { taxonomy }: GuessContext,
): { kind: AnnotationKind | "inValue"; reason: string } | undefined {
  const sample = values.slice(0, SAMPLE_ROWS);
  const count = (test: (value: string) => boolean): number => sample.filter(test).length;
  const isMost = (hits: number): boolean => hits > 0 && hits * 2 >= sample.length;
  const prefixed = count((value) => splitKind(value) !== undefined);
  if (isMost(prefixed))
    return { kind: "inValue", reason: `${prefixed} of ${sample.length} values name their kind` };
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
  if (taxonomy === undefined) return undefined;
  const normaliser = createNormaliser(taxonomy);
  const named = count((value) => value.length <= 80 && normaliser.normalise(value).node !== null);
  if (isMost(named))
    return { kind: "aiValue", reason: `${named} of ${sample.length} values are in the taxonomy` };
  return undefined;
}

/** Columns of a table that hold labels, with the columns that go with them. */
function tableFields(
  rows: readonly LabelRow[],
  paths: readonly string[],
  inUse: ReadonlySet<string>,
  context: GuessContext,
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
      ...extrasFor(free, undefined),
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
        : kindOfContent(values, context);
    const isFirst = !taken.some(({ rule }) => rule.kind === "aiValue");
    if (found !== undefined && (found.kind !== "aiValue" || isFirst))
      taken.push({ rule: { field: path, kind: found.kind }, reason: found.reason });
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
      const kind = rule.kind === "inValue" ? undefined : rule.kind;
      const alone = valued.length === 1 && valued[0]?.rule === rule;
      const extras = extrasFor(free, kind, alone);
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
function extrasFor(paths: readonly string[], kind: AnnotationKind | undefined, alone = kind === undefined) {
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
    found.start === undefined ? undefined : paths.find((path) => nameRank(path, "content") !== undefined);
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
