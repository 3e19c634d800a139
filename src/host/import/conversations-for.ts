/** Which conversations an import looks at: all of a file in memory, else those that its rows may name. */
import type { Conversation, JsonValue } from "../../core/conversation/model.ts";
import type { LabelFile } from "../../core/extraction/import/label-row.ts";
import { UserError } from "../errors.ts";
import type { OpenedFile } from "../library/opened-file.ts";

/** A longer text is no id. UTF-16 code units. */
const MAX_ID = 300;
/** Conversations held at a time. */
const MAX_LOADED = 50_000;

/**
 * A corpus is not in memory, so every cell that could be an id is asked for among its ids. Rejects with a `UserError`
 * when no cell is one, or when there are too many.
 */
export async function conversationsFor(
  labels: LabelFile,
  file: OpenedFile,
): Promise<readonly Conversation[]> {
  if (file.all) return file.all;
  const cells = new Set(labels.rows.flatMap(({ columns }) => Object.values(columns).flatMap(idsIn)));
  const places = await file.indexesOf([...cells]);
  const found = [...new Set(places.filter((place) => place !== undefined))].sort((a, b) => a - b);
  if (found.length === 0)
    throw new UserError(
      `No row of ${labels.name} names a conversation of ${file.name} by its id. In a corpus of this size rows are matched by id only.`,
    );
  if (found.length > MAX_LOADED)
    throw new UserError(
      `${labels.name} is about ${found.length.toLocaleString("en")} conversations, more than the ${MAX_LOADED.toLocaleString("en")} that can be imported here at a time. Split it.`,
    );
  const conversations: Conversation[] = [];
  for (const place of found) conversations.push(await file.conversation(place));
  return conversations;
}

/** Texts that could be ids, also one level down (`meta.id`). */
function idsIn(value: JsonValue): string[] {
  if (typeof value === "string") return value.length > 0 && value.length <= MAX_ID ? [value] : [];
  if (typeof value === "number") return [String(value)];
  if (value === null || typeof value !== "object" || Array.isArray(value)) return [];
  return Object.values(value).filter(
    (inner): inner is string => typeof inner === "string" && inner.length <= MAX_ID,
  );
}
