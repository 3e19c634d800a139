/** Where requests and logs in OpenAI's or Anthropic's shape keep their messages. */
import type { JsonValue } from "../conversation/model.ts";
import { isMessageList } from "./chat-messages.ts";
import { LISTS, REQUESTS, findExchange } from "./exchange.ts";
import type { RecordFormat, SourceRecord } from "./format.ts";
import { isObject } from "./json-access.ts";
import type { RecordShape } from "./record-shape.ts";
import { ID_KEYS } from "./row-conversation.ts";
import { along, provenShape } from "./shape-check.ts";

const NAMES = [...LISTS, "input"];
/** Every path on which `findExchange` looks for messages. */
const PATHS: readonly (readonly string[])[] = [
  ...NAMES.map((name) => [name]),
  ...REQUESTS.flatMap((request) => [
    [request],
    ...NAMES.map((name) => [request, name]),
    ...NAMES.map((name) => [request, "body", name]),
  ]),
];

/**
 * The shape of rows that hold just a list of messages, at any depth. None for rows with answers or a system text
 * beside the list: those are turns that no list holds.
 */
export function exchangeShape(
  read: RecordFormat["read"],
  sample: readonly SourceRecord[],
): RecordShape | undefined {
  const paths = new Set(sample.flatMap(({ value }) => pathIn(value)?.join("\n") ?? []));
  const [path] = paths;
  if (path === undefined || paths.size > 1) return undefined;
  return provenShape(read, sample, {
    messages: path.split("\n"),
    role: "role",
    text: "content",
    idKeys: ID_KEYS,
  });
}

function pathIn(row: JsonValue): readonly string[] | undefined {
  if (!isObject(row)) return undefined;
  const messages = findExchange(row)?.messages;
  return PATHS.find((path) => {
    const list = along(row, path);
    return list === messages && isMessageList(list);
  });
}
