/** Helpers of the format tests: records as a container would hand them over, and items sorted by kind. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import type { Conversation, JsonValue } from "../../../../src/core/conversation/model.ts";
import type { ReadItem, RecordFormat, RowError, SourceRecord } from "../../../../src/core/formats/format.ts";

export const SAMPLES = path.resolve(import.meta.dirname, "../../../../../shared/samples");
export const haveSamples = existsSync(SAMPLES);

export function recordsOf(...values: JsonValue[]): SourceRecord[] {
  return values.map((value, row) => ({ row, line: row + 1, value }));
}

export interface Items {
  readonly conversations: Conversation[];
  readonly errors: RowError[];
}

export function sorted(items: Iterable<ReadItem>): Items {
  const all = [...items];
  return {
    conversations: all.flatMap((item) => (item.type === "conversation" ? [item.conversation] : [])),
    errors: all.flatMap((item) => (item.type === "error" ? [item.error] : [])),
  };
}

export function readAll(format: RecordFormat, ...values: JsonValue[]): Items {
  return sorted(format.read(recordsOf(...values)));
}

/** Records of a sample file: a list's elements, a document, or JSON Lines. Parsed here, without the product's readers. */
export function sampleRecords(...names: string[]): SourceRecord[] {
  const text = readFileSync(path.join(SAMPLES, ...names), "utf8");
  try {
    const value: JsonValue = JSON.parse(text);
    return recordsOf(...(Array.isArray(value) ? value : [value]));
  } catch {
    const lines = text.split("\n").map((line, index) => ({ line: line.trim(), row: index }));
    return lines
      .filter(({ line }) => line !== "")
      .map(({ line, row }) => ({ row, line: row + 1, value: JSON.parse(line) }));
  }
}

/** [conversations, turns, errors] */
export function counts({ conversations, errors }: Items): [number, number, number] {
  return [
    conversations.length,
    conversations.reduce((sum, { turns }) => sum + turns.length, 0),
    errors.length,
  ];
}

/** "u:hello | a:hi": roles by their first letter, and all blocks' texts. */
export function told(conversation: Conversation | undefined): string {
  const turns = conversation?.turns ?? [];
  return turns
    .map((turn) => `${turn.role[0]}:${turn.blocks.map((block) => block.text).join("+")}`)
    .join(" | ");
}

/** Any JSON, with the keys of a format sprinkled in so that its code paths are reached. */
export function jsonWithKeys(keys: readonly string[], words: readonly string[]): fc.Arbitrary<JsonValue> {
  const key = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...keys) },
    fc.constantFrom("__proto__", "constructor", "x"),
  );
  const leaf = fc.oneof(
    fc.constantFrom<JsonValue>(...words),
    fc.constantFrom<JsonValue>(null, true, false, 0, -1, 1.5, 1e300, "", "\u0000", "\uD800"),
  );
  const { tree } = fc.letrec<{ tree: JsonValue }>((tie) => ({
    tree: fc.oneof(
      { depthSize: "medium", withCrossShrink: true },
      leaf,
      fc.array(tie("tree"), { maxLength: 4 }),
      fc.array(fc.tuple(key, tie("tree")), { maxLength: 6 }).map((entries) => Object.fromEntries(entries)),
    ),
  }));
  return tree;
}

/** A random tree: node 0 is the root, every other node's parent stands before it. */
export const randomTree: fc.Arbitrary<number[]> = fc
  .array(fc.nat(), { minLength: 1, maxLength: 40 })
  .map((picks) => picks.map((pick, index) => (index === 0 ? -1 : pick % index)));

export function leavesOf(parents: readonly number[]): number[] {
  return parents.flatMap((_, index) => (parents.includes(index) ? [] : [index]));
}
