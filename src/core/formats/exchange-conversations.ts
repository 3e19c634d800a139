/** Exchanges (requests, responses, both) as conversations: shared by the OpenAI and Anthropic formats. */
import type { Turn } from "../conversation/model.ts";
import { readChatContent } from "./chat-content.ts";
import { readMessages } from "./chat-messages.ts";
import { findExchange } from "./exchange.ts";
import type { ReadItem, SourceRecord } from "./format.ts";
import { get, getList, isList } from "./json-access.ts";
import { rowConversation, rowFailure } from "./row-conversation.ts";

/** One conversation a row; one for each answer when several were sampled ("choice 1", "choice 2"…). */
export function* readExchange(format: string, record: SourceRecord): Generator<ReadItem> {
  const exchange = findExchange(record.value);
  if (exchange === undefined) {
    const empty = ["messages", "traj"].some(
      (key) => isList(get(record.value, key)) && getList(record.value, key).length === 0,
    );
    const reason = empty
      ? "This row's list of messages is empty."
      : "This row has no list of messages with roles and content.";
    yield rowFailure(record, reason);
    return;
  }
  const { messages, system, answers, model, rest } = exchange;
  const asked = readMessages(messages);
  const first: Turn[] = system === undefined ? [] : [{ role: "system", blocks: readChatContent(system) }];
  const variants = answers.length === 0 ? [[]] : answers;
  for (const [i, answer] of variants.entries()) {
    const answered = readMessages(answer, model);
    const repeated = endsWith(asked.turns, answered.turns);
    yield rowConversation(format, record, {
      turns: [...first, ...asked.turns, ...(repeated ? [] : answered.turns)],
      used: [],
      metadata: rest,
      messageFields: [...first.map(() => ({})), ...asked.fields, ...(repeated ? [] : answered.fields)],
      notes: [...new Set([...asked.notes, ...answered.notes])],
      ...(variants.length > 1 ? { part: `choice ${i + 1}` } : {}),
    });
  }
}

/** True when the messages already end with the answer, as in logs written after the call. */
function endsWith(asked: readonly Turn[], answered: readonly Turn[]): boolean {
  const tail = asked.slice(-answered.length);
  if (answered.length === 0 || tail.length < answered.length) return false;
  return answered.every(
    (turn, i) =>
      tail[i]?.role === turn.role && JSON.stringify(tail[i]?.blocks) === JSON.stringify(turn.blocks),
  );
}
