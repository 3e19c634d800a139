/** Runs a record format over a view: every row ends as at least one conversation or one error, in file order. */
import type { Conversation } from "../conversation/model.ts";
import { ConversationIds } from "./conversation-ids.ts";
import type { ReadItem, RecordFormat, RowError, SourceRecord } from "./format.ts";
import type { RecordView } from "./record-stream.ts";

/** Reads lazily, one item at a time. Never throws for anything the data holds. */
export function* readRecords(view: RecordView, format: RecordFormat): Generator<ReadItem> {
  yield* format.unit === "row" ? readRows(view, format) : readWhole(view, format);
}

function* readRows(view: RecordView, format: RecordFormat): Generator<ReadItem> {
  for (const item of view.items()) {
    if (item.type === "error") yield item;
    else yield* readRow(format, item.record);
  }
}

/** What one record yields: at least one item. Never throws for anything the data holds. */
export function* readRow(format: RecordFormat, record: SourceRecord): Generator<ReadItem> {
  let found = false;
  try {
    for (const item of format.read([record])) {
      found = true;
      yield withRecordNotes(item, record.notes);
    }
  } catch {
    found = true;
    yield { type: "error", error: rowError(record, `This row can't be read as ${format.title}.`) };
  }
  if (!found)
    yield { type: "error", error: rowError(record, `This row holds no conversation in ${format.title}.`) };
}

function rowError(record: SourceRecord, reason: string): RowError {
  return { row: record.row, ...(record.line === undefined ? {} : { line: record.line }), reason };
}

function withRecordNotes(item: ReadItem, notes: readonly string[] | undefined): ReadItem {
  if (item.type === "error" || notes === undefined || notes.length === 0) return item;
  return {
    type: "conversation",
    conversation: { ...item.conversation, notes: [...item.conversation.notes, ...notes] },
  };
}

/** Feeds all records to a format that needs them together; broken rows come out as soon as they are met. */
function* readWhole(view: RecordView, format: RecordFormat): Generator<ReadItem> {
  const errors: ReadItem[] = [];
  function* records(): Generator<SourceRecord> {
    for (const item of view.items()) {
      if (item.type === "error") errors.push(item);
      else yield item.record;
    }
  }
  try {
    for (const item of format.read(records())) {
      yield* errors.splice(0);
      yield item;
    }
  } catch {
    errors.push({
      type: "error",
      error: { row: 0, reason: `This file can't be read further as ${format.title}.` },
    });
  }
  yield* errors;
}

/**
 * What holds for every format: ids are unique within the file (a changed id is named in a note), and a
 * conversation without a single turn is an error.
 */
export function* checked(items: Generator<ReadItem>): Generator<ReadItem> {
  const ids = new ConversationIds();
  for (const item of items) {
    if (item.type === "error") yield item;
    else if (item.conversation.turns.length > 0) {
      yield { type: "conversation", conversation: withId(item.conversation, ids.take(item.conversation.id)) };
    } else {
      yield {
        type: "error",
        error: { ...item.conversation.position, reason: "This conversation holds no messages." },
      };
    }
  }
}

/** The conversation under another id, with a note of why. */
export function withId(conversation: Conversation, id: string): Conversation {
  if (id === conversation.id) return conversation;
  const note = "its id stands more than once in the file, so a number was added to it";
  return { ...conversation, id, notes: [...conversation.notes, note] };
}
