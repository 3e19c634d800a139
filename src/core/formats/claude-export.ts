/**
 * Claude.ai's data export (`conversations.json`) and single conversations saved from it: `chat_messages` with
 * a `sender`, content blocks, attachments and files. Edits and retries branch by `parent_message_uuid`.
 */
import type { Block, Conversation, JsonObject, JsonValue, Role, Turn } from "../conversation/model.ts";
import { readAnthropicContent } from "./anthropic-blocks.ts";
import { readUploads } from "./claude-export-uploads.ts";
import { ConversationIds, counted } from "./conversation-ids.ts";
import type { ReadItem, Recognition, RecordFormat, SourceRecord } from "./format.ts";
import {
  get,
  getFilled,
  getId,
  getList,
  getString,
  isList,
  isObject,
  merge,
  omit,
  toIso,
} from "./json-access.ts";
import { leafPaths, pathNotes, type TreePath } from "./message-tree.ts";

export const claudeExport: RecordFormat = {
  kind: "record",
  id: "claude-export",
  title: "Claude.ai export",
  unit: "row",
  recognise,
  read,
};

/** The parent that claude.ai names for first messages; no message has this id. */
const ROOT_PARENT = "00000000-0000-4000-8000-000000000000";

function conversationsIn(value: JsonValue): readonly JsonValue[] {
  const wrapped = isList(get(value, "chat_messages")) ? [] : getList(value, "conversations");
  return wrapped.length > 0 ? wrapped : [value];
}

function recognise(sample: readonly SourceRecord[]): Recognition {
  if (sample.length === 0) return { score: 0, reason: "no records" };
  const found = sample.filter(({ value }) => conversationsIn(value).some(isConversation)).length;
  if (found > 0) {
    return {
      score: (0.95 * found) / sample.length,
      reason: `${found} of ${counted(sample.length, "record")} hold chat_messages with a sender`,
    };
  }
  const others = sample.map(({ value }) => otherFile(value));
  const other = others[0];
  if (other !== undefined && others.every((each) => each === other)) return { score: 0.6, reason: other };
  return { score: 0, reason: "no records with chat_messages that name a sender" };
}

function isConversation(value: JsonValue): boolean {
  const messages = get(value, "chat_messages");
  if (!isList(messages)) return false;
  if (messages.length === 0) return getId(value, "uuid") !== undefined;
  return messages.slice(0, 10).some((message) => getString(message, "sender") !== undefined);
}

/** The export's other files, which people open by mistake. */
function otherFile(value: JsonValue): string | undefined {
  const hint = "it holds no conversations; open conversations.json of the same export";
  if (getId(value, "uuid") !== undefined && getString(value, "email_address") !== undefined) {
    return `this is users.json of a Claude.ai export: ${hint}`;
  }
  if (
    getId(value, "uuid") !== undefined &&
    isList(get(value, "docs")) &&
    get(value, "chat_messages") === undefined
  ) {
    return `this is projects.json of a Claude.ai export: ${hint}`;
  }
  if (get(value, "conversations_memory") !== undefined)
    return `this is memories.json of a Claude.ai export: ${hint}`;
  return undefined;
}

function* read(records: Iterable<SourceRecord>): Generator<ReadItem> {
  const ids = new ConversationIds();
  for (const record of records) {
    for (const value of conversationsIn(record.value)) yield* readConversation(value, record, ids);
  }
}

type Place = { readonly row: number; readonly line?: number };

function* readConversation(
  value: JsonValue,
  record: SourceRecord,
  ids: ConversationIds,
): Generator<ReadItem> {
  const at: Place = { row: record.row, ...(record.line === undefined ? {} : { line: record.line }) };
  const fail = (reason: string): ReadItem => ({ type: "error", error: { ...at, reason } });
  if (!isObject(value) || !isList(get(value, "chat_messages"))) {
    yield fail(otherFile(value) ?? "not a Claude.ai conversation: it has no list of chat_messages");
    return;
  }
  const messages = readMessages(getList(value, "chat_messages"));
  if (messages.length === 0) {
    yield fail("the conversation is empty: it has no messages");
    return;
  }
  const paths = onScreenFirst(
    [...leafPaths(messages)],
    messages,
    getString(value, "current_leaf_message_uuid"),
  );
  const own = getId(value, "uuid") ?? getId(value, "conversation_id") ?? `row ${record.row}`;
  for (const branch of paths) {
    const steps = branch.path.nodes.flatMap((index) => messages[index] ?? []);
    yield {
      type: "conversation",
      conversation: toConversation(steps, branch, paths.length, { value, own, at }, ids),
    };
  }
}

interface Message {
  readonly id: string;
  readonly parent: string | undefined;
  readonly value: JsonObject | undefined;
}

/** Messages in file order. Where the source has no parent links at all, each follows the one before it. */
function readMessages(list: readonly JsonValue[]): Message[] {
  const linked = list.some((message) => get(message, "parent_message_uuid") !== undefined);
  let before: string | undefined;
  return list.map((value, index) => {
    const named = getId(value, "parent_message_uuid");
    const usable = linked && isObject(value);
    const id = (linked ? getId(value, "uuid") : undefined) ?? `message ${index}`;
    const silent = !usable || get(value, "parent_message_uuid") === undefined;
    const parent = silent ? before : named === ROOT_PARENT ? undefined : named;
    before = id;
    return { id, parent, value: isObject(value) ? value : undefined };
  });
}

interface Branch {
  readonly path: TreePath;
  readonly onScreen: boolean | undefined;
}

function onScreenFirst(
  paths: readonly TreePath[],
  messages: readonly Message[],
  leaf: string | undefined,
): Branch[] {
  const index =
    leaf === undefined ? -1 : messages.findIndex((message) => getId(message.value, "uuid") === leaf);
  const chosen =
    index < 0
      ? undefined
      : (paths.find((path) => path.leaf === index) ?? paths.find((path) => path.nodes.includes(index)));
  if (chosen === undefined) return paths.map((path) => ({ path, onScreen: undefined }));
  return [
    { path: chosen, onScreen: true },
    ...paths.filter((path) => path !== chosen).map((path) => ({ path, onScreen: false })),
  ];
}

interface Facts {
  readonly value: JsonObject;
  readonly own: string;
  readonly at: Place;
}

function toConversation(
  steps: readonly Message[],
  branch: Branch,
  branches: number,
  { value, own, at }: Facts,
  ids: ConversationIds,
): Conversation {
  const notes = pathNotes(branch.path);
  if (branches > 1 && branch.onScreen === undefined)
    notes.push("the source does not say which branch was on screen");
  else if (branches > 1) {
    notes.push(
      branch.onScreen === true
        ? `the branch that was on screen, of ${branches}`
        : "a branch that was not on screen",
    );
  }
  const turns = steps.flatMap((step) => toTurn(step, notes));
  const leaf = getId(steps.at(-1)?.value, "uuid") ?? steps.at(-1)?.id ?? "";
  const title = getFilled(value, "name") ?? getFilled(value, "title");
  return {
    id: ids.take(branches > 1 && branch.onScreen !== true ? `${own}/${leaf}` : own),
    ...(title === undefined ? {} : { title }),
    format: "claude-export",
    position: { ...at, ...(branches > 1 ? { part: leaf } : {}) },
    turns,
    metadata: merge(
      omit(value, ["chat_messages", "name"]),
      branches > 1 ? { onScreen: branch.onScreen ?? null, branches } : {},
    ),
    notes: [...new Set(notes)],
  };
}

function toTurn(message: Message, notes: string[]): Turn[] {
  const { value } = message;
  if (value === undefined) {
    notes.push("a message is not an object and was left out");
    return [];
  }
  const blocks = [...speech(value, notes), ...readUploads(value)];
  if (blocks.length === 0) notes.push("a message is empty");
  if (get(value, "truncated") === true) notes.push("a message was cut short by the source");
  const at = toIso(get(value, "created_at"));
  const id = getId(value, "uuid");
  return [
    {
      role: roleOf(getString(value, "sender") ?? getString(value, "role"), notes),
      blocks,
      ...(id === undefined ? {} : { id }),
      ...(at === undefined ? {} : { at }),
    },
  ];
}

/** What claude.ai puts in `text` in place of blocks that the exporting device could not show. */
const PLACEHOLDER = /^[`\s]*This block is not supported on your current device yet\.[`\s]*$/;

/** `content` and `text` tell the same in different exports, and either may be empty: content first. */
function speech(value: JsonObject, notes: string[]): Block[] {
  const content = get(value, "content");
  const text = getFilled(value, "text");
  if (!isList(content) && content !== undefined && content !== null) {
    notes.push("a message's content is not a list; its text was read instead");
    if (text === undefined && typeof content === "string") return readAnthropicContent(content);
  }
  const read = isList(content) ? readAnthropicContent(content) : [];
  // A text block whose text is not a string comes back as `other`, named after the block.
  const blocks = read.filter((block) => block.type !== "other" || block.name !== "text");
  if (blocks.length < read.length) {
    notes.push("a text block's text is not a string");
    if (text === undefined) return read;
  }
  if (text === undefined || blocks.some((block) => block.type === "text" || block.type === "other"))
    return blocks;
  return blocks.length > 0 && PLACEHOLDER.test(text) ? blocks : [...blocks, { type: "text", text }];
}

function roleOf(source: string | undefined, notes: string[]): Role {
  if (source === "human" || source === "user") return "user";
  if (source === "assistant" || source === "system" || source === "tool") return source;
  notes.push("a message's sender is missing or unknown; it was read as user");
  return "user";
}
