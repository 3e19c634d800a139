/** Our own lines: a run's suggestions file, and what `valuemark extract` prints. */
import type { JsonObject, JsonValue } from "../../conversation/model.ts";
import {
  get,
  getFilled,
  getId,
  getList,
  getNumber,
  getObject,
  getString,
  isList,
  isObject,
  omit,
} from "../../formats/json-access.ts";
import { ANNOTATION_KINDS, type AnnotationKind, type GivenName } from "../annotation.ts";
import type { Evidence, LabelAuthor, LabelRow, Mark } from "./label-row.ts";
import type { SourceReader } from "./source-reader.ts";

const AUTHOR: LabelAuthor = { name: "valuemark", origin: "prediction" };

export const valuemarkLines: SourceReader = {
  id: "valuemark",
  recognise(value) {
    if (getFilled(getObject(value, "conversation"), "id") !== undefined && isList(get(value, "suggestions")))
      return "lines with `conversation` and `suggestions`: a suggestions file of Valuemark";
    const first = getList(value, "annotations")[0];
    if (
      getId(value, "id") !== undefined &&
      isList(get(value, "annotations")) &&
      (first === undefined
        ? get(value, "index") !== undefined
        : kindOf(first) !== undefined && isList(get(first, "spans")))
    )
      return "lines with `annotations` of our kinds: the output of valuemark extract";
    return undefined;
  },
  read(value, place) {
    if (!isObject(value)) return undefined;
    const list = get(value, "suggestions") ?? get(value, "annotations");
    if (!isList(list)) return undefined;
    const marks = list.flatMap((one): Mark[] => {
      // Suggestions keep what they say under `label`; printed annotations have it beside the spans.
      const label = getObject(one, "label") ?? one;
      const kind = kindOf(label);
      const text = getString(label, "value");
      return [
        kind === undefined || text === undefined || text === ""
          ? unreadable(one)
          : readMark(one, label, kind, text),
      ];
    });
    return {
      ...place,
      columns: omit(value, ["suggestions", "annotations"]),
      marks,
      authors: [AUTHOR],
    } satisfies LabelRow;
  },
};

function kindOf(value: JsonValue): AnnotationKind | undefined {
  const kind = getString(value, "kind");
  return ANNOTATION_KINDS.find((known) => known === kind);
}

function unreadable(one: JsonValue): Mark {
  return {
    field: "label",
    value: getString(one, "id") ?? "label",
    author: AUTHOR,
    evidence: [],
    unsupported: true,
  };
}

function readMark(one: JsonValue, label: JsonValue, kind: AnnotationKind, value: string): Mark {
  const node = get(label, "node");
  const given = givenOf(get(one, "given"));
  const [rationale, rule, score] = [
    getFilled(one, "rationale"),
    getFilled(one, "rule"),
    getNumber(one, "score"),
  ];
  const explicit = get(one, "explicit");
  const unanchored = getList(one, "unanchored").flatMap((quote) =>
    typeof quote === "string" ? [{ quote }] : [],
  );
  const kept: JsonObject = { ...getObject(one, "metadata"), ...idOf(one) };
  return {
    field: kind,
    kind,
    value,
    author: AUTHOR,
    evidence: [...getList(one, "spans").map(spanOf), ...unanchored],
    ...(node === null || typeof node === "string" ? { node } : {}),
    ...(given === undefined ? {} : { given }),
    ...(rationale === undefined ? {} : { rationale }),
    ...(rule === undefined ? {} : { rule }),
    ...(score === undefined ? {} : { score }),
    ...(typeof explicit === "boolean" ? { explicit } : {}),
    ...(Object.keys(kept).length === 0 ? {} : { metadata: kept }),
  };
}

function idOf(one: JsonValue): JsonObject {
  const id = getFilled(one, "id");
  return id === undefined ? {} : { importedId: id };
}

const METHODS = ["exact", "alias", "spelling", "lemma", "similarity", "none"] as const;

function givenOf(value: JsonValue | undefined): GivenName | undefined {
  const [text, score] = [getString(value, "text"), getNumber(value, "score")];
  const method = METHODS.find((known) => known === getString(value, "method"));
  return text === undefined || score === undefined || method === undefined
    ? undefined
    : { text, method, score };
}

function spanOf(span: JsonValue): Evidence {
  const [quote, start, end] = [getString(span, "quote"), getNumber(span, "start"), getNumber(span, "end")];
  const [turn, block] = [getNumber(span, "turn"), getNumber(span, "block")];
  return {
    own: true,
    ...(quote === undefined ? {} : { quote }),
    ...(start === undefined ? {} : { start }),
    ...(end === undefined ? {} : { end }),
    ...(turn === undefined ? {} : { turn }),
    ...(block === undefined ? {} : { block }),
  };
}
