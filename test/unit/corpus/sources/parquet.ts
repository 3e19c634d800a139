/** Parquet files for tests, in the columns of WildChat-1M and LMSYS-Chat-1M. */
import type { SchemaElement } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";

export interface ChatRow {
  readonly id: string | null;
  readonly turn: bigint;
  readonly at: Date;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
}

const text = (name: string): SchemaElement => ({
  name,
  type: "BYTE_ARRAY",
  converted_type: "UTF8",
  repetition_type: "OPTIONAL",
});

/** `list<struct<content, role>>` as Arrow writes it, beside numbers of 64 bits, times and bytes. */
const SCHEMA: SchemaElement[] = [
  { name: "root", num_children: 5 },
  text("conversation_hash"),
  { name: "conversation", repetition_type: "OPTIONAL", num_children: 1, converted_type: "LIST" },
  { name: "list", repetition_type: "REPEATED", num_children: 1 },
  { name: "element", repetition_type: "OPTIONAL", num_children: 2 },
  text("content"),
  text("role"),
  { name: "turn", type: "INT64", repetition_type: "OPTIONAL" },
  { name: "timestamp", type: "INT64", converted_type: "TIMESTAMP_MICROS", repetition_type: "OPTIONAL" },
  { name: "raw", type: "BYTE_ARRAY", repetition_type: "OPTIONAL" },
];

/** `pageSize`: in bytes; small ones give each group many pages, and an index of them. */
export function chatParquet(rows: readonly ChatRow[], rowGroupSize: number, pageSize?: number): Uint8Array {
  const buffer = parquetWriteBuffer({
    schema: SCHEMA,
    rowGroupSize,
    ...(pageSize === undefined ? {} : { pageSize }),
    columnData: [
      { name: "conversation_hash", data: rows.map(({ id }) => id) },
      { name: "conversation", data: rows.map(({ messages }) => messages) },
      { name: "turn", data: rows.map(({ turn }) => turn) },
      { name: "timestamp", data: rows.map(({ at }) => at) },
      { name: "raw", data: rows.map(() => new Uint8Array([1, 2, 3])) },
    ],
  });
  return new Uint8Array(buffer);
}

/** A row as it comes out: what a JSON Lines file of the same data would hold. */
export function asRecord({ id, turn, at, messages }: ChatRow): { readonly [key: string]: unknown } {
  const exact = turn <= Number.MAX_SAFE_INTEGER;
  return {
    conversation_hash: id,
    conversation: messages.map(({ content, role }) => ({ content, role })),
    turn: exact ? Number(turn) : String(turn),
    timestamp: at.toISOString(),
    raw: "(3 bytes)",
  };
}

export function chatRows(count: number, words = (i: number): string => `words \u00e9 ${i}`): ChatRow[] {
  return Array.from({ length: count }, (_, i) => ({
    id: i % 7 === 3 ? null : `id${i % 11}`,
    turn: i % 5 === 0 ? 2n ** 60n : BigInt(i),
    at: new Date(1_700_000_000_000 + i * 1_000),
    messages: Array.from({ length: 1 + (i % 3) }, (_, turn) => ({
      role: turn % 2 === 0 ? "user" : "assistant",
      content: `${words(i)} ${turn}`,
    })),
  }));
}
