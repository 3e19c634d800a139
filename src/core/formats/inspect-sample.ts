/** One sample of an Inspect log (one epoch of it) as a conversation. */
import type { Conversation, JsonObject, JsonValue, SourcePosition, Turn } from "../conversation/model.ts";
import { type ConversationIds, counted } from "./conversation-ids.ts";
import { readMessage } from "./inspect-messages.ts";
import { attachmentsOf, expandRefs, messagePool, resolveAttachments } from "./inspect-refs.ts";
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
  prettyJson,
} from "./json-access.ts";

/** Fields that turns are made of, or that only repeat them. */
const CONSUMED = [
  "messages",
  "message_refs",
  "message_pool",
  "call_pool",
  "events",
  "events_data",
  "sequences",
  "attachments",
  "transcript",
  "output",
];

/** Whether a value is a sample: it says which one it is, and has messages or what stands for them. */
export function looksLikeSample(value: JsonValue | undefined): boolean {
  if (getId(value, "id") === undefined || typeof get(value, "epoch") !== "number") return false;
  return ["messages", "message_refs", "events", "output"].some((key) => get(value, key) !== undefined);
}

/** Log-wide facts that every conversation of the log carries, under the metadata key `log`. */
export function logFacts(log: JsonValue): JsonObject {
  const spec = getObject(log, "eval") ?? {};
  const keys = [
    "eval_id",
    "run_id",
    "created",
    "task",
    "task_id",
    "task_version",
    "model",
    "dataset",
    "task_args",
    "tags",
    "metadata",
  ];
  const chosen = Object.fromEntries(
    keys.flatMap((key) => (Object.hasOwn(spec, key) ? [[key, spec[key] ?? null]] : [])),
  );
  return merge(chosen, { status: get(log, "status"), version: get(log, "version") });
}

/** A conversation, or one sentence on why the sample holds none. */
export function readSample(
  sample: JsonValue,
  log: JsonObject,
  where: { readonly format: string; readonly position: SourcePosition },
  ids: ConversationIds,
): Conversation | string {
  const { format, position } = where;
  if (!isObject(sample)) return "this sample is not an object";
  const attachments = attachmentsOf(sample);
  const notes = new Set<string>();
  const found = messagesOf(sample, notes);
  const spoken = resolveAttachments(found, attachments);
  const output = resolveAttachments(get(sample, "output") ?? null, attachments);
  const rest = resolveAttachments(omit(sample, CONSUMED), attachments);
  const messages = getListOf(spoken.value);
  const choice = isObject(output.value) ? unsaidChoice(messages, output.value) : undefined;
  if (choice !== undefined && messages.length > 0)
    notes.add("the output is not among the messages; it was added at the end");
  const turns = [...messages, ...(choice === undefined ? [] : [choice])].flatMap((message): Turn[] => {
    const turn = readMessage(message, notes);
    return turn === undefined ? [] : [turn];
  });
  const id = getId(sample, "id") ?? String(position.row);
  const epoch = getId(sample, "epoch") ?? "1";
  if (turns.length === 0) return "this sample has no messages";
  const missing = spoken.missing + output.missing + rest.missing;
  if (missing > 0)
    notes.add(
      `${counted(missing, "attachment")} that the sample refers to ${missing === 1 ? "is" : "are"} not in the log`,
    );
  if (getObject(sample, "error") !== undefined) notes.add("the sample ended with an error; see its metadata");
  if (getObject(sample, "limit") !== undefined)
    notes.add("the sample was stopped by a limit; see its metadata");
  const task = getFilled(log, "task");
  return {
    id: ids.take(`${id}_epoch_${epoch}`),
    title: `${task === undefined ? "" : `${task}: `}sample ${id}${epoch === "1" ? "" : `, epoch ${epoch}`}`,
    format,
    position,
    turns,
    metadata: merge(isObject(rest.value) ? rest.value : {}, {
      output: outputFacts(output.value),
      toolErrors: toolErrors(messages),
      log,
    }),
    notes: [...notes],
  };
}

function getListOf(value: JsonValue): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

/** The final conversation: as it stands, from a pool, or from the last model call that was logged. */
function messagesOf(sample: JsonObject, notes: Set<string>): readonly JsonValue[] {
  const messages = getList(sample, "messages");
  if (messages.length > 0) return messages;
  const refs = get(sample, "message_refs");
  const pool = messagePool(sample);
  if (refs !== undefined) {
    const expanded = expandRefs(refs, pool);
    if (expanded !== undefined && expanded.length > 0) return expanded;
    notes.add("the sample refers to messages that are not in the log");
  }
  const call = getList(sample, "events").findLast((event) => getString(event, "event") === "model");
  if (call === undefined) return [];
  const input = getList(call, "input");
  const said = input.length > 0 ? input : (expandRefs(get(call, "input_refs"), pool) ?? []);
  if (said.length > 0) notes.add("the sample lists no messages; they were taken from its last model call");
  const answer = getObject(getList(getObject(call, "output"), "choices")[0], "message");
  return answer === undefined || said.length === 0 ? said : [...said, answer];
}

/** The first choice's message, unless it is empty or the messages hold it already. */
function unsaidChoice(messages: readonly JsonValue[], output: JsonObject): JsonObject | undefined {
  const choice = getObject(getList(output, "choices")[0], "message");
  if (choice === undefined) return undefined;
  const content = get(choice, "content");
  const empty =
    content === undefined ||
    content === null ||
    content === "" ||
    (Array.isArray(content) && content.length === 0);
  if (empty && getList(choice, "tool_calls").length === 0) return undefined;
  const id = getId(choice, "id");
  const said = wordsOf(choice);
  const there = messages.some(
    (message) => (id !== undefined && getId(message, "id") === id) || wordsOf(message) === said,
  );
  return there ? undefined : choice;
}

function wordsOf(message: JsonValue): string {
  return prettyJson([
    get(message, "role") ?? null,
    get(message, "content") ?? null,
    get(message, "tool_calls") ?? [],
  ]);
}

/** Usage, stop reasons and the like; the first choice's words are in the turns. */
function outputFacts(output: JsonValue): JsonValue | undefined {
  if (!isObject(output)) return undefined;
  const choices = getList(output, "choices").map((choice, index) =>
    index === 0 && isObject(choice) ? omit(choice, ["message"]) : choice,
  );
  return merge(omit(output, ["choices", "completion"]), { choices });
}

function toolErrors(messages: readonly JsonValue[]): JsonValue | undefined {
  const errors = messages.flatMap((message): JsonValue[] => {
    const error = getObject(message, "error");
    return error === undefined ? [] : [{ tool_call_id: get(message, "tool_call_id") ?? null, error }];
  });
  return errors.length === 0 ? undefined : errors;
}
