/** A gold set as a table with one row for each conversation, labels as nested lists. Pure. */
import type { AnnotationKind } from "../extraction/annotation.ts";
import type { LabelRow } from "./label-rows.ts";
import { LABEL_COLUMNS, labelRows } from "./label-rows.ts";
import type { ParquetColumn, ParquetRow } from "./parquet-stream.ts";
import type { Prepared, PreparedDecision, PreparedItem } from "./prepare.ts";

const EVIDENCE: readonly ParquetColumn[] = [
  { name: "turn", type: "int" },
  { name: "block", type: "int" },
  { name: "start", type: "int" },
  { name: "end", type: "int" },
  { name: "quote", type: "string" },
];

const BASE: readonly ParquetColumn[] = [
  { name: "id", type: "string" },
  { name: "hash", type: "string" },
  { name: "weight", type: "double" },
  { name: "probability", type: "double" },
  { name: "stratum", type: "string" },
  { name: "ai_values", type: { list: "string" } },
  { name: "human_values", type: { list: "string" } },
  { name: "response_type", type: "string" },
  { name: "subjectivity", type: "string" },
  { name: "task", type: "string" },
  {
    name: "labels",
    type: {
      list: {
        struct: [
          { name: "kind", type: "string" },
          { name: "value", type: "string" },
          { name: "node", type: "string" },
          { name: "path", type: { list: "string" } },
          { name: "votes", type: "int" },
          { name: "evidence", type: { list: { struct: EVIDENCE } } },
          { name: "reason", type: "string" },
        ],
      },
    },
  },
  {
    name: "decisions",
    type: {
      list: {
        struct: [
          { name: "kind", type: "string" },
          { name: "undecided_because", type: "string" },
          { name: "withheld", type: "int" },
          { name: "raters", type: "int" },
          { name: "none", type: "int" },
          { name: "frame", type: "string" },
          { name: "adjudicators", type: { list: "string" } },
        ],
      },
    },
  },
];

const MESSAGES: ParquetColumn = {
  name: "turns",
  type: {
    list: {
      struct: [
        { name: "role", type: "string" },
        {
          name: "blocks",
          type: {
            list: {
              struct: [
                { name: "type", type: "string" },
                { name: "text", type: "string" },
                { name: "name", type: "string" },
              ],
            },
          },
        },
      ],
    },
  },
};

/** `text`: with the conversation's turns. */
export function conversationColumns(text: boolean): readonly ParquetColumn[] {
  return text ? [...BASE, MESSAGES] : BASE;
}

export async function* conversationRows(prepared: Prepared): AsyncGenerator<ParquetRow> {
  for await (const item of prepared.items()) yield conversationRow(item);
}

/** Of an undecided kind null; of a decided one without labels an empty list. */
export function conversationRow(item: PreparedItem): ParquetRow {
  const of = (kind: AnnotationKind): PreparedDecision | undefined =>
    item.decisions.find((one) => one.kind === kind);
  const values = (kind: AnnotationKind): readonly string[] | null => {
    const decision = of(kind);
    return !decision || decision.undecided ? null : decision.labels.map(({ label }) => label.value);
  };
  const single = (kind: AnnotationKind): string | null => values(kind)?.[0] ?? null;
  return {
    id: item.id,
    hash: item.hash,
    weight: item.weight,
    probability: item.probability,
    stratum: item.stratum,
    ai_values: values("aiValue"),
    human_values: values("humanValue"),
    response_type: single("responseType"),
    subjectivity: single("subjectivity"),
    task: single("task"),
    labels: item.decisions.flatMap(({ labels }) =>
      labels.map(({ label, path, votes, spans, reason }) => ({
        kind: label.kind,
        value: label.value,
        node: label.node ?? null,
        path,
        votes: votes.length,
        evidence: spans.map(({ turn, block, start, end, quote }) => ({
          turn,
          block,
          start,
          end,
          quote: quote ?? null,
        })),
        reason: reason ?? null,
      })),
    ),
    decisions: item.decisions.map(({ kind, undecided, withheld, raters, none, frame, adjudicators }) => ({
      kind,
      undecided_because: undecided ?? null,
      withheld,
      raters: raters.length,
      none: none.length,
      frame: frame ?? null,
      adjudicators: adjudicators ?? null,
    })),
    turns: item.conversation?.turns.map(({ role, blocks }) => ({
      role,
      blocks: blocks.map(({ type, text, name }) => ({ type, text, name: name ?? null })),
    })),
  };
}

const NUMBERS: Partial<Readonly<Record<keyof LabelRow, "int" | "double">>> = {
  votes: "int",
  raters: "int",
  withheld: "int",
  weight: "double",
  probability: "double",
};

/** The columns of the CSV, with types. */
export const LABEL_PARQUET: readonly ParquetColumn[] = LABEL_COLUMNS.map((name) => ({
  name,
  type: NUMBERS[name] ?? "string",
}));

export async function* labelParquetRows(prepared: Prepared): AsyncGenerator<ParquetRow> {
  for await (const item of prepared.items()) for (const row of labelRows(item)) yield { ...row };
}
