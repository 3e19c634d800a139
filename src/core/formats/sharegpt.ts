/**
 * ShareGPT: `conversations` of `{from, value}`, with the tags and fields that LLaMA-Factory and others added
 * (function_call, observation, system, tools, images; `messages` with images; chosen and rejected answers).
 */
import type { Block, JsonObject, JsonValue, Turn } from "../conversation/model.ts";
import { readChatContent, readToolCall, textBlock } from "./chat-content.ts";
import { isMessageList, otherFields } from "./chat-messages.ts";
import type { ReadItem, RecordFormat, SourceRecord } from "./format.ts";
import { get, getFilled, getString, isList, isObject } from "./json-access.ts";
import { parseJson } from "./json-parse.ts";
import { roleOf } from "./roles.ts";
import { ID_KEYS, fitScore, rowConversation, rowFailure } from "./row-conversation.ts";
import { provenShape } from "./shape-check.ts";

const LISTS = ["conversations", "conversation", "items", "dialog", "dialogue", "messages", "chat"] as const;
/** Keys of a turn that end up in it. */
const TURN_KEYS = ["from", "value", "role", "content", "name"] as const;
const MEDIA = ["images", "image", "videos", "audios"] as const;

export const sharegpt: RecordFormat = {
  kind: "record",
  id: "sharegpt",
  title: "ShareGPT",
  unit: "row",
  recognise(sample) {
    const score = fitScore(sample, fit);
    return {
      score,
      reason: score > 0 ? "conversations of from and value" : "no conversations of from and value",
    };
  },
  read,
  shape(sample) {
    const keys = new Set(sample.flatMap(({ value }) => listKey(value) ?? []));
    const [key] = keys;
    if (key === undefined || keys.size > 1) return undefined;
    const tagged = sample.some(({ value }) => firstIsTagged(get(value, key)));
    const names = tagged ? { role: "from", text: "value" } : { role: "role", text: "content" };
    return provenShape(read, sample, { messages: [key], ...names, idKeys: ID_KEYS });
  },
};

function* read(records: Iterable<SourceRecord>): Generator<ReadItem> {
  for (const record of records) yield* readRow(record);
}

function firstIsTagged(list: JsonValue | undefined): boolean {
  return isList(list) && getString(list[0], "from") !== undefined;
}

function fit(value: JsonValue): number {
  const key = listKey(value);
  if (key === undefined) return 0;
  const list = get(value, key);
  if (isList(list) && list.some(isTagged)) return 0.95;
  if (key === "messages" && MEDIA.some((name) => isList(get(value, name)))) return 0.92;
  if (key !== "conversations") return 0;
  return isMessageList(list) ? 0.8 : 0.6;
}

/** The key of the turns; strings alone count only under `conversations` (LIMA). */
function listKey(value: JsonValue): string | undefined {
  return LISTS.find((key) => {
    const list = get(value, key);
    if (!isList(list) || list.length === 0) return false;
    if (list.some(isTagged)) return true;
    if (key === "conversations") return list.every((item) => typeof item === "string") || isMessageList(list);
    return key === "messages" && isMessageList(list);
  });
}

function isTagged(value: JsonValue): boolean {
  return (
    getString(value, "from") !== undefined &&
    (get(value, "value") !== undefined || get(value, "content") !== undefined)
  );
}

function* readRow(record: SourceRecord): Generator<ReadItem> {
  const row = record.value;
  const key = listKey(row);
  const list = key === undefined ? undefined : get(row, key);
  if (!isObject(row) || key === undefined || !isList(list)) {
    yield rowFailure(record, "This row has no list of from and value.");
    return;
  }
  const notes = new Set<string>();
  const images = new Images(row);
  const system = getFilled(row, "system") ?? getFilled(row, "system_prompt");
  const first: Turn[] = system === undefined ? [] : [{ role: "system", blocks: textBlock(system) }];
  const turns = [...first, ...list.map((item, i) => readTurn(item, i, images, notes))];
  const used = [
    key,
    ...(system === undefined ? [] : [getFilled(row, "system") === undefined ? "system_prompt" : "system"]),
  ];
  const messageFields = [...first.map(() => ({})), ...list.map((item) => otherFields(item, TURN_KEYS))];
  const pair = (["chosen", "rejected"] as const).filter(
    (part) => isTagged(get(row, part) ?? null) || isMessageList([get(row, part) ?? null]),
  );
  if (pair.length === 0)
    yield rowConversation("sharegpt", record, { turns, used, notes: [...notes], messageFields });
  for (const part of pair) {
    const answer = readTurn(get(row, part) ?? null, turns.length, new Images({}), notes);
    yield rowConversation("sharegpt", record, {
      turns: [...turns, answer],
      used: [...used, "chosen", "rejected"],
      notes: [...notes],
      messageFields,
      part,
    });
  }
}

function readTurn(item: JsonValue, index: number, images: Images, notes: Set<string>): Turn {
  const tag = getFilled(item, "from") ?? getFilled(item, "role");
  const content = get(item, "value") ?? get(item, "content") ?? (typeof item === "string" ? item : undefined);
  if (tag === undefined) {
    notes.add("turns without a speaker read as user and assistant in alternation");
    return { role: index % 2 === 0 ? "user" : "assistant", blocks: readChatContent(content) };
  }
  const known = roleOf(tag);
  if (known === undefined && notes.size < 20) notes.add(`unknown speaker "${tag.slice(0, 40)}" read as tool`);
  const role = known ?? "tool";
  const author = known === undefined ? tag : getFilled(item, "name");
  return {
    role,
    blocks: turnBlocks(tag, role, content, images),
    ...(author === undefined ? {} : { author }),
  };
}

function turnBlocks(
  tag: string,
  role: Turn["role"],
  content: JsonValue | undefined,
  images: Images,
): Block[] {
  if (tag === "function_call" || tag === "tool_call") return callBlocks(content);
  const blocks = readChatContent(content);
  if (role === "tool" && roleOf(tag) === "tool") {
    return [{ type: "tool_result", text: blocks.map((block) => block.text).join("\n") }];
  }
  return blocks.flatMap((block) => [block, ...images.take(block)]);
}

/** A call's value is JSON in a string, `{name, arguments}` or a list of such; other text is kept whole. */
function callBlocks(content: JsonValue | undefined): Block[] {
  const parsed = typeof content === "string" ? parseJson(content) : undefined;
  const value = parsed?.ok === true ? parsed.value : typeof content === "string" ? undefined : content;
  const calls = isList(value) ? value : isObject(value) ? [value] : [];
  if (calls.length > 0 && calls.every((call) => getFilled(call, "name") !== undefined))
    return calls.map(readToolCall);
  return [
    { type: "tool_use", text: typeof content === "string" ? content : readToolCall(content ?? "").text },
  ];
}

/** Hands out a row's pictures in order, one for each `<image>` in the texts. */
class Images {
  readonly #left: string[];
  constructor(row: JsonObject) {
    const listed = get(row, "images") ?? get(row, "image");
    const list = isList(listed) ? listed : typeof listed === "string" ? [listed] : [];
    this.#left = list.map((item) =>
      typeof item === "string" && item.length <= 2000 && !item.startsWith("data:")
        ? `image, ${item}`
        : "image",
    );
  }
  take(block: Block): Block[] {
    if (block.type !== "text" || this.#left.length === 0) return [];
    const places = block.text.split("<image>").length - 1;
    return this.#left.splice(0, places).map((text) => ({ type: "image", text }));
  }
}
