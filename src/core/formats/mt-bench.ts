/** MT-Bench: questions (`turns` of text) and models' answers (`choices` of `turns`), each in its own file. */
import type { JsonValue, Turn } from "../conversation/model.ts";
import { readChatContent } from "./chat-content.ts";
import type { ReadItem, RecordFormat, SourceRecord } from "./format.ts";
import { get, getFilled, getId, getList, isList, toIso } from "./json-access.ts";
import { fitScore, rowConversation, rowFailure } from "./row-conversation.ts";

export const mtBench: RecordFormat = {
  kind: "record",
  id: "mt-bench",
  title: "MT-Bench questions or answers",
  unit: "row",
  recognise(sample) {
    const score = fitScore(sample, (value) => {
      if (answersOf(value).length > 0) return 0.95;
      if (!isQuestion(value)) return 0;
      return getId(value, "question_id") === undefined ? 0.6 : 0.95;
    });
    return { score, reason: score > 0 ? "rows with turns of text" : "no turns of text" };
  },
  *read(records) {
    for (const record of records) yield* readRow(record);
  },
};

function* readRow(record: SourceRecord): Generator<ReadItem> {
  const choices = answersOf(record.value);
  if (choices.length > 0) yield* readAnswers(record, choices);
  else if (isQuestion(record.value)) {
    yield rowConversation("mt-bench", record, {
      turns: turnsOf("user", getList(record.value, "turns")),
      used: ["turns"],
      notes: ["questions only: the answers live in another file"],
    });
  } else yield rowFailure(record, "This row has neither turns of text nor choices with turns.");
}

/** One conversation for each choice. */
function* readAnswers(record: SourceRecord, choices: readonly JsonValue[]): Generator<ReadItem> {
  const model = getFilled(record.value, "model_id") ?? getFilled(record.value, "model");
  const at = toIso(get(record.value, "tstamp"));
  const id = getId(record.value, "answer_id") ?? getId(record.value, "question_id");
  for (const [i, choice] of choices.entries()) {
    const turns = turnsOf("assistant", getList(choice, "turns"), model, at);
    yield rowConversation("mt-bench", record, {
      turns,
      used:
        choices.length === 1 && Object.keys(choice ?? {}).every((key) => key === "turns" || key === "index")
          ? ["choices"]
          : [],
      notes: ["answers only: the questions live in another file"],
      ...(id === undefined ? {} : { id }),
      ...(choices.length === 1 ? {} : { part: `choice ${getId(choice, "index") ?? i}` }),
    });
  }
}

function turnsOf(role: Turn["role"], list: readonly JsonValue[], author?: string, at?: string): Turn[] {
  return list.map((turn) => ({
    role,
    blocks: readChatContent(get(turn, "content") ?? turn),
    ...(author === undefined ? {} : { author }),
    ...(at === undefined ? {} : { at }),
  }));
}

function isQuestion(value: JsonValue): boolean {
  const turns = get(value, "turns");
  return (
    isList(turns) &&
    turns.length > 0 &&
    turns.every(
      (turn) =>
        typeof turn === "string" ||
        (getFilled(turn, "content") !== undefined && get(turn, "role") === undefined),
    )
  );
}

function answersOf(value: JsonValue): JsonValue[] {
  return getList(value, "choices").filter((choice) => getList(choice, "turns").length > 0);
}
