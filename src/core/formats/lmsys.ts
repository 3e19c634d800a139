/** LMSYS-Chat-1M, WildChat and their like: `conversation: [{role, content}]` with fields about it. */
import type { JsonValue } from "../conversation/model.ts";
import { isMessageList, readMessages } from "./chat-messages.ts";
import { unpacked } from "./exchange.ts";
import type { ReadItem, RecordFormat, SourceRecord } from "./format.ts";
import { get, getFilled } from "./json-access.ts";
import { ID_KEYS, fitScore, rowConversation, rowFailure } from "./row-conversation.ts";
import { provenShape } from "./shape-check.ts";

const KEYS = [
  "conversation",
  "dialogue",
  "dialog",
  "conversations",
  "conversation_history",
  "turns",
] as const;

export const lmsys: RecordFormat = {
  kind: "record",
  id: "lmsys",
  title: "LMSYS / WildChat conversations",
  unit: "row",
  recognise(sample) {
    const score = fitScore(sample, (value) => {
      const key = keyOf(value);
      if (key === undefined) return 0;
      return key === "conversation" ? 0.92 : 0.7;
    });
    return {
      score,
      reason:
        score > 0 ? "rows with a conversation of role and content" : "no conversation of role and content",
    };
  },
  read,
  shape(sample) {
    const keys = new Set(sample.flatMap(({ value }) => keyOf(value) ?? []));
    const [key] = keys;
    if (key === undefined || keys.size > 1) return undefined;
    return provenShape(read, sample, { messages: [key], role: "role", text: "content", idKeys: ID_KEYS });
  },
};

function* read(records: Iterable<SourceRecord>): Generator<ReadItem> {
  for (const record of records) {
    const key = keyOf(record.value);
    const list = key === undefined ? undefined : unpacked(get(record.value, key));
    if (key === undefined || !isMessageList(list)) {
      yield rowFailure(record, "This row has no conversation of role and content.");
      continue;
    }
    const { turns, notes, fields } = readMessages(list, getFilled(record.value, "model"));
    yield rowConversation("lmsys", record, { turns, notes, used: [key], messageFields: fields });
  }
}

function keyOf(value: JsonValue): string | undefined {
  return KEYS.find((key) => isMessageList(unpacked(get(value, key))));
}
