/**
 * OpenAssistant conversation trees (https://github.com/LAION-AI/Open-Assistant, docs "data/schemas"): tree
 * files (`prompt` with nested `replies`), message files (flat rows with `parent_id`, whose rows may carry
 * `replies` of their own) and the flat-column rows of the published oasst1/oasst2 data sets.
 */
import type { Block, Conversation, JsonObject, JsonValue, Role, Turn } from "../conversation/model.ts";
import { ConversationIds, counted } from "./conversation-ids.ts";
import type { ReadItem, Recognition, RecordFormat, SourceRecord } from "./format.ts";
import {
  get,
  getFilled,
  getId,
  getList,
  getObject,
  getString,
  isObject,
  merge,
  omit,
  toIso,
} from "./json-access.ts";
import { leafPaths, pathNotes, type TreePath } from "./message-tree.ts";

interface Message {
  readonly id: string;
  readonly parent: string | undefined;
  readonly tree: string | undefined;
  readonly value: JsonObject;
  readonly record: SourceRecord;
}

/** What the tree itself says besides its messages, by tree id. */
type TreeFacts = Map<string, JsonObject>;

export const openAssistant: RecordFormat = {
  kind: "record",
  id: "openassistant",
  title: "OpenAssistant trees or messages",
  unit: "file",
  recognise,
  read,
};

function recognise(sample: readonly SourceRecord[]): Recognition {
  if (sample.length === 0) return { score: 0, reason: "no records" };
  const trees = sample.filter(({ value }) => isMessage(getObject(value, "prompt"))).length;
  const messages = sample.filter(({ value }) => isMessage(value)).length;
  const share = (trees + messages) / sample.length;
  if (share === 0) return { score: 0, reason: "no rows with message_id, text and an OpenAssistant role" };
  return {
    score: 0.95 * share,
    reason: `${trees + messages} of ${counted(sample.length, "row")} hold OpenAssistant ${trees > 0 ? "trees" : "messages"}`,
  };
}

function isMessage(value: JsonValue | undefined): boolean {
  const role = getString(value, "role");
  const known = role === "prompter" || role === "assistant" || role === "user" || role === "system";
  return known && getId(value, "message_id") !== undefined && get(value, "text") !== undefined;
}

function* read(records: Iterable<SourceRecord>): Generator<ReadItem> {
  const messages: Message[] = [];
  const facts: TreeFacts = new Map();
  const repeated: number[] = [];
  const seen = new Set<string>();
  for (const record of records) {
    const { value } = record;
    const prompt = get(value, "prompt");
    const root = isObject(prompt) ? prompt : value;
    const tree = getId(value, "message_tree_id");
    if (isObject(value) && isObject(prompt) && tree !== undefined) facts.set(tree, omit(value, ["prompt"]));
    if (!isObject(root) || getId(root, "message_id") === undefined) {
      yield rowError(record, "not an OpenAssistant tree or message: it has no message_id");
      continue;
    }
    for (const message of unfold(root, tree, record)) {
      if (!seen.has(message.id)) {
        seen.add(message.id);
        messages.push(message);
      } else if (message.value === root) repeated.push(record.row);
    }
  }
  const ids = new ConversationIds();
  for (const path of leafPaths(messages)) {
    const conversation = toConversation(path, messages, facts, ids);
    yield (
      conversation ?? rowError(messages[path.nodes[0] ?? 0]?.record, "no message on this path has any text")
    );
  }
  for (const row of repeated) {
    yield {
      type: "error",
      error: { row, reason: "this message_id occurred before in the file; the first one was kept" },
    };
  }
}

function rowError(record: SourceRecord | undefined, reason: string): ReadItem {
  const line = record?.line === undefined ? {} : { line: record.line };
  return { type: "error", error: { row: record?.row ?? 0, ...line, reason } };
}

/** A message and everything below it, parents before children; iterative, since nesting may be absurd. */
function* unfold(root: JsonObject, tree: string | undefined, record: SourceRecord): Generator<Message> {
  const waiting: { value: JsonObject; parent: string | undefined }[] = [
    { value: root, parent: getId(root, "parent_id") },
  ];
  let unnamed = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, parent } = next;
    const id = getId(value, "message_id") ?? `row ${record.row} message ${++unnamed}`;
    yield { id, parent, tree: getId(value, "message_tree_id") ?? tree, value, record };
    const replies = getList(value, "replies");
    for (let i = replies.length - 1; i >= 0; i--) {
      const reply = replies[i];
      if (isObject(reply)) waiting.push({ value: reply, parent: id });
    }
  }
}

function toConversation(
  path: TreePath,
  messages: readonly Message[],
  facts: TreeFacts,
  ids: ConversationIds,
): ReadItem | undefined {
  const steps = path.nodes.flatMap((index) => messages[index] ?? []);
  const leaf = steps.at(-1);
  const root = steps[0];
  if (leaf === undefined || root === undefined) return undefined;
  const notes = pathNotes(path);
  const turns = steps.map((step) => toTurn(step, notes));
  if (turns.every((turn) => turn.blocks.length === 0)) return undefined;
  const deleted = steps.filter((step) => get(step.value, "deleted") === true).length;
  if (deleted > 0) notes.push(`${counted(deleted, "message")} marked as deleted in the source`);
  const tree = leaf.tree ?? root.tree ?? (path.orphan ? undefined : root.id);
  const title = titleOf(root.value);
  const conversation: Conversation = {
    id: ids.take(leaf.id),
    ...(title === undefined ? {} : { title }),
    format: "openassistant",
    position: {
      row: root.record.row,
      ...(root.record.line === undefined ? {} : { line: root.record.line }),
      part: leaf.id,
    },
    turns,
    metadata: merge(tree === undefined ? {} : (facts.get(tree) ?? {}), {
      message_tree_id: tree,
      lang: get(leaf.value, "lang"),
      rank: get(leaf.value, "rank"),
      messages: steps.map((step) => omit(step.value, ["text", "replies"])),
    }),
    notes,
  };
  return { type: "conversation", conversation };
}

function titleOf(root: JsonObject): string | undefined {
  const first = getFilled(root, "text")?.trim().split("\n", 1)[0];
  if (first === undefined || first === "") return undefined;
  return first.length > 80 ? `${first.slice(0, 79).replace(/[\uD800-\uDBFF]$/, "")}…` : first;
}

function toTurn(message: Message, notes: string[]): Turn {
  const { value } = message;
  const source = getString(value, "role") ?? "";
  const text = get(value, "text");
  if (typeof text !== "string") notes.push("a message's text is missing or not a string");
  const blocks: Block[] = typeof text === "string" && text !== "" ? [{ type: "text", text }] : [];
  const at = toIso(get(value, "created_date"));
  const author = getFilled(value, "model_name");
  return {
    role: roleOf(source, notes),
    blocks,
    id: message.id,
    ...(at === undefined ? {} : { at }),
    ...(author === undefined ? {} : { author }),
  };
}

function roleOf(source: string, notes: string[]): Role {
  if (source === "prompter" || source === "user") return "user";
  if (source === "assistant" || source === "system") return source;
  notes.push("a message's role is unknown; it was read as user");
  return "user";
}
