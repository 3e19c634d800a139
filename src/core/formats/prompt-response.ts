/** One question and one answer in a row, under any of the usual names. */
import type { JsonValue, Turn } from "../conversation/model.ts";
import { textBlock } from "./chat-content.ts";
import type { RecordFormat } from "./format.ts";
import { get, getFilled, getString, isList } from "./json-access.ts";
import { fitScore, rowConversation, rowFailure } from "./row-conversation.ts";

const ASKED = [
  "prompt",
  "question",
  "query",
  "input",
  "user",
  "human",
  "user_prompt",
  "instruction",
  "problem",
  "request",
] as const;
const ANSWERED = [
  "response",
  "completion",
  "answer",
  "output",
  "assistant",
  "reply",
  "generation",
  "model_output",
  "chosen",
  "solution",
  "gpt",
  "bot",
] as const;
const SYSTEM = ["system_prompt", "system", "system_message"] as const;

export const promptResponse: RecordFormat = {
  kind: "record",
  id: "prompt-response",
  title: "Prompts and responses",
  unit: "row",
  recognise(sample) {
    const score = fitScore(sample, fit);
    return { score, reason: score > 0 ? "a prompt and a response in each row" : "no prompt with a response" };
  },
  *read(records) {
    for (const record of records) {
      const pair = pairOf(record.value);
      const texts = alternating(record.value);
      const rounds = roundsOf(record.value);
      if (rounds !== undefined) {
        yield rowConversation("prompt-response", record, { turns: rounds.turns, used: [rounds.key] });
      } else if (pair !== undefined) {
        const model = getFilled(record.value, "model");
        const systemKey = SYSTEM.find((key) => getFilled(record.value, key) !== undefined);
        const system = systemKey === undefined ? undefined : getString(record.value, systemKey);
        const turns: Turn[] = [
          ...(system === undefined ? [] : [{ role: "system" as const, blocks: textBlock(system) }]),
          { role: "user", blocks: textBlock(getString(record.value, pair.asked) ?? "") },
          {
            role: "assistant",
            blocks: textBlock(getString(record.value, pair.answered) ?? ""),
            ...(model === undefined ? {} : { author: model }),
          },
        ];
        const used = [pair.asked, pair.answered, ...(systemKey === undefined ? [] : [systemKey])];
        yield rowConversation("prompt-response", record, { turns, used });
      } else if (texts !== undefined) {
        const turns = texts.list.map((text, i): Turn => ({
          role: i % 2 === 0 ? "user" : "assistant",
          blocks: textBlock(text),
        }));
        const notes = ["texts without speakers read as user and assistant in alternation"];
        yield rowConversation("prompt-response", record, { turns, used: [texts.key], notes });
      } else yield rowFailure(record, "This row has no prompt with a response.");
    }
  },
};

function fit(value: JsonValue): number {
  if (roundsOf(value) !== undefined) return 0.65;
  if (pairOf(value) !== undefined) return 0.6;
  return alternating(value) === undefined ? 0 : 0.55;
}

function pairOf(value: JsonValue): { asked: string; answered: string } | undefined {
  const asked = ASKED.find((key) => getFilled(value, key) !== undefined);
  const answered = ANSWERED.find((key) => typeof get(value, key) === "string");
  return asked === undefined || answered === undefined ? undefined : { asked, answered };
}

/** Capybara: a list of rounds, each `{input, output}` or the like. */
function roundsOf(value: JsonValue): { key: string; turns: Turn[] } | undefined {
  for (const key of ["conversation", "conversations", "rounds", "turns", "history"]) {
    const list = get(value, key);
    if (!isList(list) || list.length === 0) continue;
    const pairs = list.map((item) => ({ item, pair: pairOf(item) }));
    if (pairs.some(({ pair }) => pair === undefined)) continue;
    const turns = pairs.flatMap(({ item, pair }): Turn[] => [
      { role: "user", blocks: textBlock(getString(item, pair?.asked ?? "") ?? "") },
      { role: "assistant", blocks: textBlock(getString(item, pair?.answered ?? "") ?? "") },
    ]);
    return { key, turns };
  }
  return undefined;
}

/** UltraChat: a bare list of texts under `data`. */
function alternating(value: JsonValue): { key: string; list: string[] } | undefined {
  for (const key of ["data", "dialog", "dialogue", "utterances"]) {
    const list = get(value, key);
    if (!isList(list) || list.length < 2) continue;
    const texts = list.filter((item) => typeof item === "string");
    if (texts.length === list.length) return { key, list: texts };
  }
  return undefined;
}
