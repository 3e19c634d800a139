/** The labels of one row under a mapping: those its tool tells apart, and those that columns hold. */
import type { JsonObject, JsonValue } from "../../conversation/model.ts";
import { at } from "../../formats/field-mapping.ts";
import { isList, isObject, omit } from "../../formats/json-access.ts";
import type { AnnotationKind } from "../annotation.ts";
import {
  cellFlag,
  cellNumber,
  cellText,
  saysNothing,
  splitQuotes,
  splitValues,
  unpacked,
} from "./cell-values.ts";
import { readKind, readResponseType, splitKind } from "./closed-sets.ts";
import type { Evidence, LabelAuthor, LabelRow, Mark } from "./label-row.ts";
import type { FieldRule, ImportMapping } from "./mapping.ts";

/** A mark whose kind is settled, or the reason why it can't be imported. */
export interface KindedMark {
  readonly mark: Mark;
  readonly kind?: AnnotationKind;
  readonly problem?: "field-not-mapped" | "no-kind" | "discarded" | "unsupported" | "says-nothing";
}

export interface RowMarks {
  readonly marks: readonly KindedMark[];
  readonly authors: readonly LabelAuthor[];
}

/** Who made a table's rows when no column says it. */
export const UNNAMED: LabelAuthor = { name: "unnamed", origin: "annotation" };

/** Every label that a row holds; each is there exactly once, with its kind or with why it has none. */
export function marksOfRow(row: LabelRow, mapping: ImportMapping): RowMarks {
  const named = mapping.annotator === undefined ? undefined : cellText(at(row.columns, mapping.annotator));
  const person: LabelAuthor = named === undefined ? UNNAMED : { name: named.trim(), origin: "annotation" };
  const own = row.marks.map((mark) =>
    named === undefined || mark.author.origin === "prediction" ? mark : { ...mark, author: person },
  );
  const asked = new Set(own.map(({ field }) => field));
  const columns = mapping.fields.filter(
    ({ field }) => !asked.has(field) && at(row.columns, field) !== undefined,
  );
  const cells = columns.flatMap((rule) => cellMarks(row, rule, person, mapping.turnBase ?? 0));
  const rules = new Map(mapping.fields.map((rule) => [rule.field, rule]));
  const marks = [...own, ...cells].map((mark) => kinded(mark, rules.get(mark.field), row));
  const authors = (row.authors ?? [person]).map((author) =>
    named === undefined || author.origin === "prediction" ? author : person,
  );
  return { marks, authors };
}

function kinded(mark: Mark, rule: FieldRule | undefined, row: LabelRow): KindedMark {
  if (mark.unsupported === true) return { mark, problem: "unsupported" };
  if (mark.discarded === true) return { mark, problem: "discarded" };
  if (mark.kind !== undefined) return { mark, kind: mark.kind };
  if (rule === undefined) return { mark, problem: "field-not-mapped" };
  const parts = rule.prefixed === true ? splitKind(mark.value) : undefined;
  const told =
    rule.kindFrom === undefined ? undefined : readKind(cellText(at(row.columns, rule.kindFrom)) ?? "");
  const kind = rule.kindFrom === undefined ? (parts?.kind ?? rule.kind) : told;
  if (kind === undefined) return { mark, problem: "no-kind" };
  const value = parts?.value ?? mark.value;
  const isEmpty =
    kind === "responseType"
      ? readResponseType(value) === undefined && saysNothing(value)
      : saysNothing(value);
  return isEmpty ? { mark, problem: "says-nothing" } : { mark: { ...mark, value }, kind };
}

function cellMarks(row: LabelRow, rule: FieldRule, author: LabelAuthor, turnBase: number): Mark[] {
  const cell = at(row.columns, rule.field);
  if (cell === undefined || cell === null) return [];
  const column = (path: string | undefined): JsonValue | undefined =>
    path === undefined ? undefined : at(row.columns, path);
  const score = cellNumber(column(rule.score));
  const rationale = cellText(column(rule.rationale));
  const explicit = cellFlag(column(rule.explicit));
  const base = {
    field: rule.field,
    author,
    ...(score === undefined ? {} : { score }),
    ...(rationale === undefined ? {} : { rationale }),
    ...(explicit === undefined ? {} : { explicit }),
  };
  const source = cellText(column(rule.text));
  const items = itemsOf(unpacked(cell), rule, source, turnBase);
  const shared = rowEvidence(
    column(rule.quote),
    column(rule.turn),
    column(rule.start),
    column(rule.end),
    source,
    turnBase,
  );
  // As many quotes as values: one each, in order. Otherwise the row's evidence stands for each of its values.
  const paired = shared.length === items.length;
  return items.map((item, index): Mark => {
    const own = shared[index];
    const fromRow = paired && own !== undefined ? [own] : shared;
    return { ...base, ...item, evidence: item.evidence.length > 0 ? item.evidence : fromRow };
  });
}

type Item = Pick<Mark, "value" | "evidence"> &
  Partial<Pick<Mark, "score" | "rationale" | "explicit" | "metadata" | "unsupported">>;

function itemsOf(cell: JsonValue, rule: FieldRule, source: string | undefined, turnBase: number): Item[] {
  if (isList(cell)) return cell.flatMap((item) => listItem(item, rule, source, turnBase));
  if (isObject(cell)) return objectItems(cell, source, turnBase);
  const text = cellText(cell);
  if (text === undefined) return [];
  const isValues = rule.kind === "aiValue" || rule.kind === "humanValue";
  // "none" is an answer of its own where the question is the response type.
  if (rule.kind === "responseType" && readResponseType(text) !== undefined)
    return [{ value: text.trim(), evidence: [] }];
  const separator = rule.separator ?? (isValues && rule.kindFrom === undefined ? "auto" : "none");
  return splitValues(text, separator).map((value) => ({ value, evidence: [] }));
}

function listItem(item: JsonValue, rule: FieldRule, source: string | undefined, turnBase: number): Item[] {
  if (isObject(item)) return objectItems(item, source, turnBase);
  if (isList(item)) {
    const [start, end, label] = item;
    const value = cellText(label);
    if (typeof start !== "number" || typeof end !== "number" || value === undefined)
      return item.flatMap((inner) =>
        typeof inner === "string" ? listItem(inner, rule, source, turnBase) : [],
      );
    return [{ value, evidence: [{ start, end, ...(source === undefined ? {} : { source }) }] }];
  }
  const text = cellText(item);
  if (text === undefined) return [];
  return splitValues(text, rule.separator === "auto" ? "none" : (rule.separator ?? "none")).map((value) => ({
    value,
    evidence: [],
  }));
}

const VALUE_KEYS = [
  "value",
  "labels",
  "label",
  "name",
  "choices",
  "taxonomy",
  "paragraphlabels",
  "hypertextlabels",
] as const;
const QUOTE_KEYS = ["quote", "quotes", "evidence", "excerpt", "span_text"] as const;
const RATIONALE_KEYS = ["rationale", "reason", "explanation", "reasoning"] as const;

/** One label written as an object, with its evidence; or an object of yes/no answers, one for each value. */
function objectItems(item: JsonObject, source: string | undefined, turnBase: number): Item[] {
  const first = (keys: readonly string[]): string | undefined => keys.find((key) => Object.hasOwn(item, key));
  const hasOffsets = cellNumber(item["start"] ?? item["start_offset"]) !== undefined;
  const valueKey = first(VALUE_KEYS) ?? (hasOffsets ? undefined : first(["text"]));
  if (valueKey === undefined) return flagItems(item);
  const found = item[valueKey] ?? null;
  const values = (isList(found) ? found : [found]).flatMap(
    (one) => cellText(isList(one) ? one.at(-1) : one) ?? [],
  );
  const [rationaleKey, scoreKey] = [first(RATIONALE_KEYS), first(["score", "confidence"])];
  const quoteKey = first(QUOTE_KEYS) ?? (hasOffsets ? first(["text"]) : undefined);
  const rationale = rationaleKey === undefined ? undefined : cellText(item[rationaleKey]);
  const score = scoreKey === undefined ? undefined : cellNumber(item[scoreKey]);
  const explicit = cellFlag(item["explicit"]);
  const evidence = rowEvidence(
    quoteKey === undefined ? undefined : item[quoteKey],
    item["turn"],
    item["start"] ?? item["start_offset"],
    item["end"] ?? item["end_offset"],
    source,
    turnBase,
  );
  const read = [
    valueKey,
    rationaleKey,
    scoreKey,
    quoteKey,
    "explicit",
    "turn",
    "start",
    "end",
    "start_offset",
    "end_offset",
  ];
  const rest = omit(
    item,
    read.filter((key) => key !== undefined),
  );
  return values.map((value) => ({
    value,
    evidence,
    ...(score === undefined ? {} : { score }),
    ...(rationale === undefined ? {} : { rationale }),
    ...(explicit === undefined ? {} : { explicit }),
    ...(Object.keys(rest).length === 0 ? {} : { metadata: rest }),
  }));
}

/** `{honesty: true, care: false}`: the values answered with yes. Any other object is no label. */
function flagItems(item: JsonObject): Item[] {
  const entries = Object.entries(item);
  if (entries.length > 0 && entries.every(([, answer]) => typeof answer === "boolean"))
    return entries.filter(([, answer]) => answer === true).map(([value]) => ({ value, evidence: [] }));
  return entries.length === 0 ? [] : [{ value: "an object", evidence: [], unsupported: true }];
}

function rowEvidence(
  quotes: JsonValue | undefined,
  turnCell: JsonValue | undefined,
  startCell: JsonValue | undefined,
  endCell: JsonValue | undefined,
  source: string | undefined,
  turnBase: number,
): Evidence[] {
  const texts = splitQuotes(quotes);
  const [turn, start, end] = [cellNumber(turnCell), cellNumber(startCell), cellNumber(endCell)];
  const hint = turn === undefined || turn < turnBase ? {} : { turn: turn - turnBase };
  if (start === undefined || end === undefined) return texts.map((quote) => ({ quote, ...hint }));
  const [quote, ...others] = texts.length > 1 ? [texts.join("\n")] : texts;
  const range = { start, end, ...hint, ...(source === undefined ? {} : { source }) };
  return [
    { ...range, ...(quote === undefined ? {} : { quote }) },
    ...others.map((text) => ({ quote: text, ...hint })),
  ];
}
