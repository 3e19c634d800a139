/**
 * ChatGPT's data export (`conversations.json`): each conversation is a tree of nodes under `mapping`, with
 * `current_node` naming the one on screen. One conversation per leaf, the one on screen first.
 */
import type { Block, Conversation, JsonObject, JsonValue, Role, Turn } from "../conversation/model.ts";
import { readContent } from "./chatgpt-export-blocks.ts";
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

export const chatgptExport: RecordFormat = {
  kind: "record",
  id: "chatgpt-export",
  title: "ChatGPT export",
  unit: "row",
  recognise,
  read,
};

/** How far below the record a list of conversations may be looked for: `{conversations: […]}`. */
function conversationsIn(value: JsonValue): readonly JsonValue[] {
  const wrapped = getObject(value, "mapping") === undefined ? getList(value, "conversations") : [];
  return wrapped.length > 0 ? wrapped : [value];
}

function recognise(sample: readonly SourceRecord[]): Recognition {
  if (sample.length === 0) return { score: 0, reason: "no records" };
  const trees = sample.filter(({ value }) => conversationsIn(value).some(hasMapping)).length;
  if (trees === 0) return { score: 0, reason: "no records with a mapping of message nodes" };
  return {
    score: (0.95 * trees) / sample.length,
    reason: `${trees} of ${counted(sample.length, "record")} hold a mapping of message nodes`,
  };
}

function hasMapping(value: JsonValue): boolean {
  const mapping = getObject(value, "mapping");
  if (mapping === undefined) return false;
  const nodes = Object.values(mapping).slice(0, 20);
  if (nodes.length === 0) return get(value, "current_node") !== undefined;
  return nodes.every(
    (node) => isObject(node) && (Object.hasOwn(node, "message") || Object.hasOwn(node, "children")),
  );
}

interface Node {
  readonly id: string;
  readonly parent: string | undefined;
  readonly message: JsonObject | undefined;
  readonly blocks: readonly Block[];
  readonly hidden: boolean;
}

function* read(records: Iterable<SourceRecord>): Generator<ReadItem> {
  const ids = new ConversationIds();
  for (const record of records) {
    for (const value of conversationsIn(record.value)) yield* readConversation(value, record, ids);
  }
}

function* readConversation(
  value: JsonValue,
  record: SourceRecord,
  ids: ConversationIds,
): Generator<ReadItem> {
  const at = { row: record.row, ...(record.line === undefined ? {} : { line: record.line }) };
  const mapping = getObject(value, "mapping");
  if (!isObject(value) || mapping === undefined) {
    yield {
      type: "error",
      error: { ...at, reason: "not a ChatGPT conversation: it has no mapping of message nodes" },
    };
    return;
  }
  const notes = new Set<string>();
  const nodes = readNodes(mapping, notes);
  const visible = visibleNodes(nodes);
  if (visible.length === 0) {
    yield {
      type: "error",
      error: { ...at, reason: "the conversation has no message to show: all its nodes are empty or hidden" },
    };
    return;
  }
  const hidden = nodes.filter((node) => node.hidden).length;
  const order = pathsOnScreenFirst(visible, nodes, getString(value, "current_node"));
  const own = getId(value, "conversation_id") ?? getId(value, "id") ?? `row ${record.row}`;
  const facts: Facts = { value, own, at, notes: [...notes, ...hiddenNote(hidden)] };
  for (const branch of order) {
    yield { type: "conversation", conversation: toConversation(branch, visible, order.length, facts, ids) };
  }
}

function hiddenNote(count: number): string[] {
  return count === 0 ? [] : [`${counted(count, "hidden or empty system node")} left out`];
}

/** All nodes in file order. A node without a usable `parent` takes the node that lists it as a child. */
function readNodes(mapping: JsonObject, notes: Set<string>): Node[] {
  const entries = Object.entries(mapping);
  const listedUnder = new Map<string, string>();
  for (const [id, node] of entries) {
    for (const child of getList(node, "children")) {
      if (typeof child === "string" && !listedUnder.has(child)) listedUnder.set(child, id);
    }
  }
  return entries.map(([id, node]) => {
    const named = getId(node, "parent");
    const parent =
      named !== undefined && Object.hasOwn(mapping, named) ? named : (listedUnder.get(id) ?? named);
    const message = getObject(node, "message");
    if (!isObject(node)) notes.add("a node of the source is not an object and was left out");
    const blocks = message === undefined ? [] : speechOf(message, notes);
    return { id, parent, message, blocks, hidden: message !== undefined && isHidden(message, blocks) };
  });
}

/** Hidden by the product, or a system message with nothing in it. */
function isHidden(message: JsonObject, blocks: readonly Block[]): boolean {
  if (get(getObject(message, "metadata"), "is_visually_hidden_from_conversation") === true) return true;
  return getString(getObject(message, "author"), "role") === "system" && blocks.length === 0;
}

/** Nodes with something to read, each linked to its nearest such ancestor. */
function visibleNodes(nodes: readonly Node[]): Node[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const shown = (node: Node): boolean => node.blocks.length > 0 && !node.hidden;
  const resolved = new Map<string, string | undefined>();
  const above = (id: string | undefined): string | undefined => {
    const passed: string[] = [];
    let at = id;
    let found: string | undefined;
    while (at !== undefined) {
      const node = byId.get(at);
      if (resolved.has(at)) found = resolved.get(at);
      else if (node === undefined || shown(node)) found = at;
      else if (passed.length <= nodes.length) {
        passed.push(at);
        at = node.parent;
        continue;
      }
      break;
    }
    for (const step of passed) resolved.set(step, found);
    return found;
  };
  return nodes.filter(shown).map((node) => ({ ...node, parent: above(node.parent) }));
}

interface Branch {
  readonly path: TreePath;
  /** true: holds current_node; false: another branch; undefined: the source doesn't say. */
  readonly onScreen: boolean | undefined;
}

/** Leaf paths, the one on screen moved to the front. */
function pathsOnScreenFirst(
  visible: readonly Node[],
  nodes: readonly Node[],
  current: string | undefined,
): Branch[] {
  const paths = [...leafPaths(visible)];
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const index = new Map(visible.map((node, at) => [node.id, at]));
  const walked = new Set<string>();
  let at = current;
  while (at !== undefined && !index.has(at) && !walked.has(at)) {
    walked.add(at);
    at = byId.get(at)?.parent;
  }
  const shown = at === undefined ? undefined : index.get(at);
  // A current node in the middle of the tree lies on several paths; the one ending there, or the first, is it.
  const chosen =
    shown === undefined
      ? undefined
      : (paths.find((path) => path.leaf === shown) ?? paths.find((path) => path.nodes.includes(shown)));
  if (chosen === undefined) return paths.map((path) => ({ path, onScreen: undefined }));
  return [
    { path: chosen, onScreen: true },
    ...paths.filter((path) => path !== chosen).map((path) => ({ path, onScreen: false })),
  ];
}

interface Facts {
  readonly value: JsonObject;
  readonly own: string;
  readonly at: { readonly row: number; readonly line?: number };
  readonly notes: readonly string[];
}

function toConversation(
  branch: Branch,
  visible: readonly Node[],
  branches: number,
  facts: Facts,
  ids: ConversationIds,
): Conversation {
  const steps = branch.path.nodes.flatMap((index) => visible[index] ?? []);
  const leaf = steps.at(-1)?.id ?? "";
  const notes = [...facts.notes, ...pathNotes(branch.path)];
  if (branches > 1 && branch.onScreen === undefined)
    notes.push("the source does not say which branch was on screen");
  else if (branches > 1)
    notes.push(
      branch.onScreen === true
        ? `the branch that was on screen, of ${branches}`
        : "a branch that was not on screen",
    );
  const title = getFilled(facts.value, "title");
  const turns = steps.map((step) => toTurn(step, notes));
  return {
    id: ids.take(branches > 1 && branch.onScreen !== true ? `${facts.own}/${leaf}` : facts.own),
    ...(title === undefined ? {} : { title }),
    format: "chatgpt-export",
    position: { ...facts.at, part: leaf },
    turns,
    metadata: merge(
      omit(facts.value, ["mapping", "title"]),
      branches > 1 ? { onScreen: branch.onScreen ?? null, branches } : {},
    ),
    notes: [...new Set(notes)],
  };
}

/** Who speaks decides what the words are: a tool's are results, and what is addressed to a tool is a call. */
function speechOf(message: JsonObject, notes: Set<string>): Block[] {
  const blocks = readContent(get(message, "content"), notes);
  const author = getObject(message, "author");
  const role = getString(author, "role");
  const recipient = getFilled(message, "recipient");
  if (role === "tool") {
    const name = getFilled(author, "name");
    const failed = getString(getObject(message, "content"), "content_type") === "system_error";
    return blocks.map((block) =>
      block.type === "text"
        ? {
            ...block,
            type: "tool_result",
            ...(name === undefined ? {} : { name }),
            ...(failed ? { isError: true } : {}),
          }
        : block,
    );
  }
  if (role === "assistant" && recipient !== undefined && recipient !== "all") {
    return blocks.map((block) =>
      block.type === "text" ? { ...block, type: "tool_use", name: recipient } : block,
    );
  }
  return blocks;
}

function toTurn(node: Node, notes: string[]): Turn {
  const message: JsonObject = node.message ?? {};
  const author = getObject(message, "author");
  const at = toIso(get(message, "create_time"));
  const name = getFilled(author, "name") ?? getFilled(getObject(message, "metadata"), "model_slug");
  return {
    role: roleOf(getString(author, "role"), notes),
    blocks: node.blocks,
    id: getId(message, "id") ?? node.id,
    ...(at === undefined ? {} : { at }),
    ...(name === undefined ? {} : { author: name }),
  };
}

function roleOf(source: string | undefined, notes: string[]): Role {
  if (source === "user" || source === "assistant" || source === "system" || source === "tool") return source;
  if (source === "developer") return "system";
  notes.push("a message's author role is missing or unknown; it was read as user");
  return "user";
}
