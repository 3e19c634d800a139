/** Alpaca: `instruction`, `input`, `output`, with LLaMA-Factory's `system` and `history`, and Dolly's names. */
import type { Block, JsonObject, JsonValue, Turn } from "../conversation/model.ts";
import { textBlock } from "./chat-content.ts";
import type { ReadItem, RecordFormat, SourceRecord } from "./format.ts";
import { get, getString, isList, isObject } from "./json-access.ts";
import { fitScore, rowConversation, rowFailure } from "./row-conversation.ts";

const INPUTS = ["input", "context"] as const;
const OUTPUTS = ["output", "response", "answer", "completion"] as const;

export const alpaca: RecordFormat = {
  kind: "record",
  id: "alpaca",
  title: "Alpaca instructions",
  unit: "row",
  recognise(sample) {
    const score = fitScore(sample, fit);
    return {
      score,
      reason: score > 0 ? "rows with instruction and output" : "no instruction with an output",
    };
  },
  *read(records) {
    for (const record of records) yield* readRow(record);
  },
};

function fit(value: JsonValue): number {
  if (getString(value, "instruction") === undefined) return 0;
  if (OUTPUTS.some((key) => answersAt(value, key).length > 0)) return 0.9;
  return getString(value, "chosen") !== undefined ? 0.9 : 0;
}

function* readRow(record: SourceRecord): Generator<ReadItem> {
  const row = record.value;
  const instruction = getString(row, "instruction");
  if (!isObject(row) || instruction === undefined) {
    yield rowFailure(record, "This row has no instruction.");
    return;
  }
  const inputKey = INPUTS.find((key) => typeof get(row, key) === "string");
  const input = inputKey === undefined ? "" : (getString(row, inputKey) ?? "");
  const asked: Block[] = [...textBlock(instruction), ...textBlock(input)];
  const system = getString(row, "system") ?? "";
  const turns: Turn[] = [
    ...(system === "" ? [] : [{ role: "system" as const, blocks: textBlock(system) }]),
    ...history(get(row, "history")),
    { role: "user", blocks: asked },
  ];
  const used = ["instruction", "system", "history", ...(inputKey === undefined ? [] : [inputKey])];
  for (const { part, text, keys } of answers(row)) {
    yield rowConversation("alpaca", record, {
      turns: [
        ...turns,
        ...(text === undefined ? [] : [{ role: "assistant" as const, blocks: textBlock(text) }]),
      ],
      used: [...used, ...keys],
      notes: text === undefined ? ["the row has an instruction and no output"] : [],
      ...(part === undefined ? {} : { part }),
    });
  }
}

interface Answer {
  readonly part?: string;
  readonly text?: string;
  readonly keys: readonly string[];
}

/** One answer, or two for a preference pair (`chosen` and `rejected`, or an output of two). */
function answers(row: JsonObject): Answer[] {
  const pair = (["chosen", "rejected"] as const).flatMap((part) => {
    const text = getString(row, part);
    return text === undefined ? [] : [{ part, text, keys: ["chosen", "rejected"] }];
  });
  if (pair.length > 0) return pair;
  for (const key of OUTPUTS) {
    const texts = answersAt(row, key);
    if (texts.length === 1) return texts.map((text) => ({ text, keys: [key] }));
    if (texts.length > 1) return texts.map((text, i) => ({ text, keys: [key], part: `${key} ${i + 1}` }));
  }
  return [{ keys: [] }];
}

function answersAt(row: JsonValue, key: string): string[] {
  const value = get(row, key);
  if (typeof value === "string") return [value];
  return isList(value) ? value.filter((item) => typeof item === "string") : [];
}

/** Earlier rounds as pairs of question and answer. */
function history(value: JsonValue | undefined): Turn[] {
  if (!isList(value)) return [];
  return value.flatMap((round): Turn[] => {
    if (!isList(round)) return [];
    const [question, answer] = round;
    return [
      { role: "user", blocks: typeof question === "string" ? textBlock(question) : [] },
      { role: "assistant", blocks: typeof answer === "string" ? textBlock(answer) : [] },
    ];
  });
}
