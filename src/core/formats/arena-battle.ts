/** Battles and comparisons: two answers of two models to the same words, one conversation for each. */
import type { JsonValue, Turn } from "../conversation/model.ts";
import { readChatContent, textBlock } from "./chat-content.ts";
import { isMessageList, readMessages } from "./chat-messages.ts";
import { unpacked } from "./exchange.ts";
import type { ReadItem, RecordFormat, SourceRecord } from "./format.ts";
import { get, getFilled, isList } from "./json-access.ts";
import { fitScore, rowConversation, rowFailure } from "./row-conversation.ts";

/** Keys of the two sides, and of the models behind them. */
const SIDES: readonly (readonly [string, string])[] = [
  ["conversation_a", "model_a"],
  ["conversation_b", "model_b"],
];
const RESPONSES: readonly (readonly [string, string])[] = [
  ["response_a", "model_a"],
  ["response_b", "model_b"],
  ["response_0", "response_0_source"],
  ["response_1", "response_1_source"],
  ["response_2", "model_2"],
];

export const arenaBattle: RecordFormat = {
  kind: "record",
  id: "arena-battle",
  title: "Chatbot Arena battles",
  unit: "row",
  recognise(sample) {
    const score = fitScore(sample, (value) => {
      if (sidesOf(value).length > 0) return 0.97;
      return responsesOf(value).length > 1 ? 0.85 : 0;
    });
    return {
      score,
      reason: score > 0 ? "two answers by two models in each row" : "no conversation_a or response_a",
    };
  },
  *read(records) {
    for (const record of records) yield* readRow(record);
  },
};

function* readRow(record: SourceRecord): Generator<ReadItem> {
  const sides = sidesOf(record.value);
  for (const [key, model] of sides) {
    const list = unpacked(get(record.value, key));
    const { turns, notes, fields } = readMessages(isList(list) ? list : [], getFilled(record.value, model));
    yield rowConversation("arena-battle", record, {
      turns,
      notes,
      messageFields: fields,
      used: SIDES.map(([side]) => side),
      part: key,
    });
  }
  if (sides.length > 0) return;
  const responses = responsesOf(record.value);
  for (const [key, model] of responses) {
    const turns = alternating(
      get(record.value, "prompt"),
      get(record.value, key),
      getFilled(record.value, model),
    );
    yield rowConversation("arena-battle", record, {
      turns,
      used: ["prompt", ...responses.map(([used]) => used)],
      part: key,
    });
  }
  if (responses.length === 0)
    yield rowFailure(record, "This row has neither conversation_a and _b nor a prompt with two responses.");
}

function sidesOf(value: JsonValue): (readonly [string, string])[] {
  return SIDES.filter(([key]) => isMessageList(unpacked(get(value, key))));
}

function responsesOf(value: JsonValue): (readonly [string, string])[] {
  if (get(value, "prompt") === undefined) return [];
  return RESPONSES.filter(([key]) => isWords(get(value, key)));
}

function isWords(value: JsonValue | undefined): boolean {
  return (
    typeof value === "string" ||
    (isList(value) && value.length > 0 && value.every((item) => typeof item === "string"))
  );
}

/** Prompts and answers, each a text or a list of texts (also as JSON in a string), taken in turn. */
function alternating(
  prompt: JsonValue | undefined,
  answer: JsonValue | undefined,
  author: string | undefined,
): Turn[] {
  const asked = rounds(prompt);
  const answered = rounds(answer);
  const turns: Turn[] = [];
  for (let i = 0; i < Math.max(asked.length, answered.length); i++) {
    if (i < asked.length) turns.push({ role: "user", blocks: words(asked[i]) });
    if (i < answered.length) {
      turns.push({
        role: "assistant",
        blocks: words(answered[i]),
        ...(author === undefined ? {} : { author }),
      });
    }
  }
  return turns;
}

function words(value: JsonValue | undefined) {
  return typeof value === "string" ? textBlock(value) : readChatContent(value);
}

function rounds(value: JsonValue | undefined): readonly JsonValue[] {
  const list = unpacked(value);
  if (isList(list)) return list;
  return value === undefined ? [] : [value];
}
