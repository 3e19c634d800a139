/**
 * Argilla exports, in the four shapes there are: records of version 2 (`responses` by question), of its server
 * (`responses` by user), flattened by `to_datasets` ("q.responses", "q.suggestion"), and the older feedback datasets
 * (a column per question with `user_id`, "q-suggestion").
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
import { cellText, unpacked } from "./cell-values.ts";
import type { Evidence, LabelAuthor, LabelRow, Mark } from "./label-row.ts";
import type { SourceReader } from "./source-reader.ts";

export const argilla: SourceReader = {
  id: "argilla",
  recognise(value) {
    if (!isObject(value)) return undefined;
    if (getObject(value, "fields") !== undefined && ("responses" in value || "suggestions" in value))
      return "records with `fields`, `responses` and `suggestions`: an Argilla export";
    const flat = Object.keys(value).some((key) => /\.(?:responses|suggestion)(?:\.\w+)?$/u.test(key));
    if (flat) return "columns such as `question.responses` and `question.suggestion`: an Argilla dataset";
    if (Object.values(value).some(isFeedbackColumn))
      return "columns of answers with a `user_id`: an Argilla feedback dataset";
    return undefined;
  },
  read(value, place) {
    if (!isObject(value)) return undefined;
    const fields = getObject(value, "fields");
    const answers = fields === undefined ? flatAnswers(value) : recordAnswers(value);
    const texts = textsOf(fields ?? omit(value, [...answers.used]));
    const authors: LabelAuthor[] = [];
    const marks = answers.list.flatMap((answer): Mark[] => {
      if (answer.discarded !== true) authors.push(answer.author);
      return marksOf(answer, texts);
    });
    return { ...place, columns: omit(value, [...answers.used]), marks, authors } satisfies LabelRow;
  },
};

interface Answer {
  readonly field: string;
  readonly value: JsonValue;
  readonly author: LabelAuthor;
  readonly score?: number;
  readonly discarded?: boolean;
}

interface Answers {
  readonly list: readonly Answer[];
  readonly used: ReadonlySet<string>;
}

function person(name: string | undefined): LabelAuthor {
  return { name: name ?? "unknown", origin: "annotation" };
}

function model(name: string | undefined): LabelAuthor {
  return { name: name ?? "suggestion", origin: "prediction" };
}

function statusOf(value: JsonValue | undefined): { discarded?: boolean } {
  return getFilled(value, "status") === "discarded" ? { discarded: true } : {};
}

function recordAnswers(record: JsonObject): Answers {
  const list: Answer[] = [];
  const { responses, suggestions } = record;
  if (isObject(responses)) {
    for (const [field, each] of Object.entries(responses))
      for (const one of isList(each) ? each : [each]) list.push(...responseOf(field, one));
  }
  for (const response of isList(responses) ? responses : []) {
    const values = getObject(response, "values");
    for (const [field, one] of Object.entries(values ?? {})) {
      const value = get(one, "value") ?? one;
      list.push({ field, value, author: person(getId(response, "user_id")), ...statusOf(response) });
    }
    const field = getFilled(response, "question_name");
    if (values === undefined && field !== undefined) list.push(...responseOf(field, response));
  }
  const suggested = isObject(suggestions) ? Object.entries(suggestions) : [];
  for (const [field, one] of suggested) list.push(...suggestionOf(field, one));
  for (const one of isList(suggestions) ? suggestions : [])
    list.push(...suggestionOf(getFilled(one, "question_name") ?? "suggestion", one));
  return { list, used: new Set(["responses", "suggestions", "vectors"]) };
}

function responseOf(field: string, one: JsonValue): Answer[] {
  const value = get(one, "value");
  if (value === undefined || value === null) return [];
  return [{ field, value, author: person(getId(one, "user_id")), ...statusOf(one) }];
}

function suggestionOf(field: string, one: JsonValue): Answer[] {
  const value = get(one, "value");
  if (value === undefined || value === null) return [];
  const score = getNumber(one, "score");
  return [
    { field, value, author: model(getFilled(one, "agent")), ...(score === undefined ? {} : { score }) },
  ];
}

function isFeedbackColumn(column: JsonValue): boolean {
  const value = unpacked(column);
  return isList(value) && value.some((one) => isObject(one) && "user_id" in one && "value" in one);
}

/** Both flattened shapes. */
function flatAnswers(row: JsonObject): Answers {
  const list: Answer[] = [];
  const used = new Set<string>();
  for (const [key, column] of Object.entries(row)) {
    const flat = /^(.+)\.(responses|suggestion)$/u.exec(key);
    const older = /^(.+)-suggestion$/u.exec(key);
    if (flat?.[2] === "responses") {
      const field = flat[1] ?? key;
      const users = getList(row, `${key}.users`);
      const states = getList(row, `${key}.status`);
      const values = unpacked(column);
      (isList(values) ? values : []).forEach((value, at) => {
        const discarded = states[at] === "discarded" ? { discarded: true } : {};
        if (value !== null) list.push({ field, value, author: person(cellText(users[at])), ...discarded });
      });
      for (const part of ["", ".users", ".status"]) used.add(`${key}${part}`);
    } else if (flat !== null) {
      const score = getNumber(row, `${key}.score`);
      const author = model(getFilled(row, `${key}.agent`));
      if (column !== null)
        list.push({
          field: flat[1] ?? key,
          value: column,
          author,
          ...(score === undefined ? {} : { score }),
        });
      for (const part of ["", ".score", ".agent"]) used.add(`${key}${part}`);
    } else if (older !== null && older[1] !== undefined && Object.hasOwn(row, older[1])) {
      const extra = unpacked(get(row, `${key}-metadata`) ?? null);
      const score = getNumber(extra, "score");
      const author = model(getFilled(extra, "agent"));
      if (column !== null)
        list.push({ field: older[1], value: column, author, ...(score === undefined ? {} : { score }) });
      for (const name of [key, `${key}-metadata`]) used.add(name);
    } else if (isFeedbackColumn(column)) {
      const values = unpacked(column);
      for (const one of isList(values) ? values : []) list.push(...responseOf(key, one));
      used.add(key);
    }
  }
  return { list, used };
}

function textsOf(fields: JsonObject): string[] {
  return Object.values(fields).filter((value) => typeof value === "string");
}

/** One mark for each label, span or choice of an answer. */
function marksOf({ field, value, author, score, discarded }: Answer, texts: readonly string[]): Mark[] {
  const base = {
    field,
    author,
    ...(score === undefined ? {} : { score }),
    ...(discarded === true ? { discarded } : {}),
  };
  const whole = unpacked(value);
  return (isList(whole) ? whole : [whole]).flatMap((item): Mark[] => {
    const label = isObject(item) ? (get(item, "label") ?? get(item, "value") ?? get(item, "text")) : item;
    const text = cellText(label ?? item);
    if (text === undefined) return [];
    const evidence = spanOf(item, texts);
    const own = getNumber(item, "score");
    return [{ ...base, value: text, evidence, ...(own === undefined ? {} : { score: own }) }];
  });
}

function spanOf(item: JsonValue, texts: readonly string[]): Evidence[] {
  const start = getNumber(item, "start");
  const end = getNumber(item, "end");
  if (start === undefined || end === undefined) return [];
  const quote = getFilled(item, "text") ?? getFilled(item, "quote");
  // A record doesn't say to which of its texts a span belongs; only one that is long enough can be meant.
  const able = texts.filter((text) => text.length >= end);
  const source =
    able.length === 1 ? able[0] : able.find((text) => quote !== undefined && text.includes(quote));
  return [
    { start, end, ...(quote === undefined ? {} : { quote }), ...(source === undefined ? {} : { source }) },
  ];
}
