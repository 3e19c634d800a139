/** Lists of chat messages as turns: one message, one turn, in the source's order. */
import type { Block, JsonObject, JsonValue, Role, Turn } from "../conversation/model.ts";
import { readChatContent, readToolCall, readToolCalls, textBlock } from "./chat-content.ts";
import { get, getFilled, getId, isList, isObject, omit, toIso } from "./json-access.ts";
import { roleOf } from "./roles.ts";

export interface ReadMessages {
  readonly turns: readonly Turn[];
  readonly notes: readonly string[];
  /** For each turn the fields of its message that the turn doesn't hold; goes to metadata. */
  readonly fields: readonly JsonObject[];
}

/** Keys of a message that end up in the turn. */
const KNOWN_KEYS: readonly string[] = [
  "role",
  "content",
  "name",
  "tool_calls",
  "function_call",
  "tool_call_id",
  "reasoning_content",
  "reasoning",
  "refusal",
  "parts",
  "thinking",
  "type",
  "id",
  "uuid",
  "message_id",
  "status",
  "call_id",
  "arguments",
  "output",
  "summary",
  "model",
  "is_error",
];

/** More notes than these tell nobody more. */
const MAX_NOTES = 20;

/** Reads messages of OpenAI's or Anthropic's shape. `author` names the model behind assistant turns. */
export function readMessages(messages: readonly JsonValue[], author?: string): ReadMessages {
  const notes = new Set<string>();
  const turns: Turn[] = [];
  const fields: JsonObject[] = [];
  messages.forEach((message, i) => {
    if (isObject(message)) {
      const plain = unwrapped(message);
      turns.push(readMessage(plain, notes, author));
      fields.push(otherFields(plain, KNOWN_KEYS));
    } else if (typeof message === "string") {
      notes.add("bare strings among the messages read as turns by user and assistant in alternation");
      turns.push({ role: i % 2 === 0 ? "user" : "assistant", blocks: textBlock(message) });
      fields.push({});
    } else notes.add(`message ${i + 1} is neither an object nor a string and was left out`);
  });
  return { turns, notes: [...notes].slice(0, MAX_NOTES), fields };
}

const NONE: JsonObject = {};

/** The fields of a message besides those named; most messages have none, and share one empty object. */
export function otherFields(message: JsonValue, known: readonly string[]): JsonObject {
  if (!isObject(message)) return NONE;
  return Object.keys(message).every((key) => known.includes(key)) ? NONE : omit(message, known);
}

/** True for an object that looks like one chat message. */
export function isMessage(value: JsonValue | undefined): value is JsonObject {
  if (!isObject(value)) return false;
  const message = unwrapped(value);
  if (typeof get(message, "role") !== "string") return false;
  return ["content", "tool_calls", "function_call", "parts"].some((key) => get(message, key) !== undefined);
}

const LANGCHAIN_TYPES: ReadonlySet<JsonValue | undefined> = new Set([
  "human",
  "ai",
  "system",
  "tool",
  "function",
]);

/** LangChain writes `{type: "human", content}` or `{type: "human", data: {content}}`: given a role here. */
function unwrapped(message: JsonObject): JsonObject {
  const type = get(message, "type");
  if (get(message, "role") !== undefined || !LANGCHAIN_TYPES.has(type)) return message;
  const data = get(message, "data");
  const rest = isObject(data) ? data : message;
  return get(rest, "content") === undefined
    ? message
    : Object.fromEntries([...Object.entries(rest), ["role", type ?? ""]]);
}

/** True for a list that begins with chat messages; at most 20 are looked at. */
export function isMessageList(value: JsonValue | undefined): value is readonly JsonValue[] {
  if (!isList(value) || value.length === 0) return false;
  const head = value.slice(0, 20);
  return (
    head.filter((item) => isMessage(item) || isItem(item)).length * 2 > head.length && head.some(isMessage)
  );
}

/** An item of the Responses API that is no message. */
function isItem(value: JsonValue): boolean {
  const type = get(value, "type");
  return type === "function_call" || type === "function_call_output" || type === "reasoning";
}

function readMessage(message: JsonObject, notes: Set<string>, model: string | undefined): Turn {
  const source = getFilled(message, "role") ?? itemRole(message);
  const named = source === undefined ? undefined : roleOf(source);
  const role = named === "user" && isOnlyResults(get(message, "content")) ? "tool" : named;
  if (role === undefined) {
    notes.add(
      source === undefined
        ? "a message without a role read as other's (tool)"
        : `unknown role "${source.slice(0, 40)}" read as tool`,
    );
  }
  const author = authorOf(message, source, role, model);
  const id = getId(message, "id") ?? getId(message, "uuid") ?? getId(message, "message_id");
  const at = toIso(get(message, "timestamp") ?? get(message, "created_at") ?? get(message, "create_time"));
  return {
    role: role ?? "tool",
    blocks: role === "tool" ? toolBlocks(message) : messageBlocks(message),
    ...(id === undefined ? {} : { id }),
    ...(at === undefined ? {} : { at }),
    ...(author === undefined ? {} : { author }),
  };
}

/** In Anthropic's shape tools answer in the user's name; those are no words of the user's. */
function isOnlyResults(content: JsonValue | undefined): boolean {
  return (
    isList(content) &&
    content.length > 0 &&
    content.every((part) => get(part, "type") === "tool_result" || isObject(get(part, "toolResult")))
  );
}

function itemRole(message: JsonObject): string | undefined {
  const type = get(message, "type");
  if (type === "function_call_output") return "tool";
  return type === "function_call" || type === "reasoning" ? "assistant" : undefined;
}

function authorOf(
  message: JsonObject,
  source: string | undefined,
  role: Role | undefined,
  model: string | undefined,
) {
  // A tool's name stands in its block.
  const name =
    role === "tool" || get(message, "type") === "function_call" ? undefined : getFilled(message, "name");
  if (name !== undefined) return name;
  if (role === "assistant") return getFilled(message, "model") ?? model;
  // A role finer than ours ("developer") would otherwise be lost.
  return role === undefined || source === "developer" ? source : undefined;
}

/** Reasoning first, then the words, then the calls: the order in which models write them. */
function messageBlocks(message: JsonObject): Block[] {
  const type = get(message, "type");
  if (type === "function_call") return [readToolCall(message)];
  if (type === "reasoning" && get(message, "role") === undefined) return readChatContent(message);
  const reasoning =
    get(message, "reasoning_content") ?? get(message, "reasoning") ?? get(message, "thinking");
  const refusal = get(message, "refusal");
  return [
    ...(typeof reasoning === "string" ? textBlock(reasoning, "thinking") : []),
    ...readChatContent(contentOf(message)),
    ...(typeof refusal === "string" ? textBlock(refusal) : []),
    ...readToolCalls(message),
  ];
}

/** Some write the parts beside an empty or missing content (the AI SDK's `parts`). */
function contentOf(message: JsonObject): JsonValue | undefined {
  const content = get(message, "content");
  const parts = get(message, "parts");
  return (content === undefined || content === "") && isList(parts) ? parts : content;
}

/** A tool's answer: one result block with all its text, then whatever else came with it. */
function toolBlocks(message: JsonObject): Block[] {
  const blocks = readChatContent(get(message, "content") ?? get(message, "output"));
  if (blocks.some((block) => block.type === "tool_result")) return blocks;
  const name = getFilled(message, "name");
  const callId = getFilled(message, "tool_call_id") ?? getFilled(message, "call_id");
  const words = blocks.filter((block) => block.type === "text");
  const result: Block = {
    type: "tool_result",
    text: words.map((block) => block.text).join("\n"),
    ...(name === undefined ? {} : { name }),
    ...(callId === undefined ? {} : { callId }),
    ...(get(message, "is_error") === true ? { isError: true } : {}),
  };
  return [result, ...blocks.filter((block) => block.type !== "text")];
}
