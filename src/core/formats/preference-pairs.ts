/** Preference pairs: `chosen` and `rejected`, as message lists, single messages or plain answers to a `prompt`. */
import type { JsonValue, Turn } from "../conversation/model.ts";
import { textBlock } from "./chat-content.ts";
import { isMessage, isMessageList, readMessages } from "./chat-messages.ts";
import { unpacked } from "./exchange.ts";
import type { ReadItem, RecordFormat, SourceRecord } from "./format.ts";
import { get, getFilled, getString, isList } from "./json-access.ts";
import { fitScore, rowConversation, rowFailure } from "./row-conversation.ts";

const PROMPTS = ["prompt", "question", "input", "messages", "conversation", "query", "instruction"] as const;

export const preferencePairs: RecordFormat = {
  kind: "record",
  id: "preference-pairs",
  title: "Preference pairs",
  unit: "row",
  recognise(sample) {
    const score = fitScore(sample, (value) => {
      const sides = [get(value, "chosen"), get(value, "rejected")].map((side) => unpacked(side));
      if (sides.some((side) => isMessageList(side) || isMessage(side))) return 0.93;
      return sides.every((side) => typeof side === "string") && promptKey(value) !== undefined ? 0.8 : 0;
    });
    return { score, reason: score > 0 ? "chosen and rejected answers" : "no chosen and rejected answers" };
  },
  *read(records) {
    for (const record of records) yield* readRow(record);
  },
};

function* readRow(record: SourceRecord): Generator<ReadItem> {
  const key = promptKey(record.value);
  const asked = promptTurns(key === undefined ? undefined : get(record.value, key), record.value);
  let found = 0;
  for (const part of ["chosen", "rejected"] as const) {
    const side = unpacked(get(record.value, part));
    const messages = isList(side) ? side : isMessage(side) ? [side] : undefined;
    const answer =
      messages !== undefined
        ? readMessages(messages)
        : typeof side === "string"
          ? { turns: [{ role: "assistant" as const, blocks: textBlock(side) }], notes: [], fields: [] }
          : undefined;
    if (answer === undefined) continue;
    found++;
    // Message lists often repeat the prompt that also stands by itself.
    const repeats = answer.turns.some((turn) => turn.role === "user") || asked.length === 0;
    yield rowConversation("preference-pairs", record, {
      turns: repeats ? answer.turns : [...asked, ...answer.turns],
      used: ["chosen", "rejected", ...(key === undefined || repeats ? [] : [key, "system"])],
      notes: answer.notes,
      messageFields: answer.fields,
      part,
    });
  }
  if (found === 0) yield rowFailure(record, "This row has no chosen or rejected answer.");
}

function promptKey(value: JsonValue): string | undefined {
  return PROMPTS.find((key) => getFilled(value, key) !== undefined || isMessageList(get(value, key)));
}

function promptTurns(prompt: JsonValue | undefined, row: JsonValue): Turn[] {
  const list = unpacked(prompt);
  const system = getString(row, "system") ?? "";
  const first: Turn[] = system === "" ? [] : [{ role: "system", blocks: textBlock(system) }];
  if (isMessageList(list)) return [...first, ...readMessages(list).turns];
  return typeof prompt === "string" ? [...first, { role: "user", blocks: textBlock(prompt) }] : [];
}
