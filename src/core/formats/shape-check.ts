/** Offers a shape only where sampled records prove that it tells what reading them tells. */
import type { JsonValue } from "../conversation/model.ts";
import type { ReadItem, RecordFormat, SourceRecord } from "./format.ts";
import { get, getId, isList, isObject } from "./json-access.ts";
import type { RecordShape } from "./record-shape.ts";
import { namesOfRole } from "./roles.ts";

/** The value at the end of a path of keys; undefined where a key is missing or no object has it. */
export function along(value: JsonValue, path: readonly string[]): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>((inner, key) => get(inner, key), value);
}

/** A record's id as a shape finds it; undefined when it has none. */
export function idAlong(value: JsonValue, shape: RecordShape): string | undefined {
  const key = shape.idKeys.find((each) => getId(value, each) !== undefined);
  return key === undefined ? undefined : getId(value, key);
}

/**
 * The shape with these paths, if each sampled record that can be read makes one conversation with one turn for each
 * message and the id that the shape finds; undefined if one doesn't, or if none can be read.
 */
export function provenShape(
  read: RecordFormat["read"],
  sample: readonly SourceRecord[],
  parts: Pick<RecordShape, "messages" | "role" | "text" | "idKeys">,
): RecordShape | undefined {
  // A record that is itself the list has no place for an id, and no key to find the list by.
  if (parts.messages.length === 0) return undefined;
  const shape: RecordShape = { ...parts, userRoles: USER_ROLES };
  let proofs = 0;
  for (const record of sample) {
    const items = [...read([record])];
    if (items.every(({ type }) => type === "error")) continue;
    if (!proves(items, record, shape)) return undefined;
    proofs++;
  }
  return proofs === 0 ? undefined : shape;
}

/** Names of the human's role in the spellings that are in use; formats read them whatever their case. */
const USER_ROLES: readonly string[] = [
  ...new Set(
    namesOfRole("user").flatMap((name) => [
      name,
      name.charAt(0).toUpperCase() + name.slice(1),
      name.toUpperCase(),
    ]),
  ),
];

function proves(items: readonly ReadItem[], record: SourceRecord, shape: RecordShape): boolean {
  const [item, ...more] = items;
  const list = along(record.value, shape.messages);
  if (item?.type !== "conversation" || more.length > 0 || !isList(list)) return false;
  const { conversation } = item;
  if (conversation.turns.length !== list.length || conversation.position.part !== undefined) return false;
  const roles = list.filter((message) => isObject(message) && get(message, shape.role) !== undefined);
  if (roles.length * 2 <= list.length) return false;
  return conversation.id === (idAlong(record.value, shape) ?? `row-${record.row}`);
}
