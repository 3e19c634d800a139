/** Zip files: an archive format where one fits, else every member that is a conversation file by itself. */
import type { Conversation } from "../conversation/model.ts";
import { FormatError, type Format, type ReadItem, type Reading } from "./format.ts";
import { ARCHIVE_FORMATS } from "./registry.ts";
import { openZip, type ZipArchive } from "./zip-archive.ts";

/** Throws `FormatError` when the zip is damaged or nothing in it can be opened. */
export function openZipFile(
  bytes: Uint8Array,
  wanted: Format | undefined,
  openMember: (bytes: Uint8Array) => Reading,
): Reading {
  const archive = openZip(bytes);
  if (wanted === undefined || wanted.kind === "archive") {
    const best = ARCHIVE_FORMATS.map((format) => ({ format, ...format.recognise(archive.names) }))
      .filter(({ format, score }) => (wanted === undefined ? score >= 0.2 : format.id === wanted.id))
      .sort((a, b) => b.score - a.score)[0];
    if (best !== undefined) {
      const { id, title } = best.format;
      return { format: { id, title }, reason: best.reason, items: readArchive(best.format, archive) };
    }
  }
  return openMembers(archive, openMember);
}

function* readArchive(format: Format & { kind: "archive" }, archive: ZipArchive): Generator<ReadItem> {
  try {
    yield* format.read(archive);
  } catch (error) {
    const reason =
      error instanceof FormatError ? error.message : `The rest can't be read as ${format.title}.`;
    yield { type: "error", error: { row: 0, reason } };
  }
}

function openMembers(archive: ZipArchive, openMember: (bytes: Uint8Array) => Reading): Reading {
  const names = archive.names.filter(isData);
  const problems: ReadItem[] = [];
  for (const [row, name] of names.entries()) {
    const opened = tryOpen(archive, name, row, openMember);
    if (opened === undefined) continue;
    if ("type" in opened) problems.push(opened);
    else {
      const rest = names.slice(row + 1);
      const items = readMembers(archive, name, opened, rest, row + 1, openMember, problems);
      return {
        format: opened.format,
        reason: `zip archive, from its member ${row + 1}: ${opened.reason}`,
        items,
      };
    }
  }
  const problem = problems[0];
  if (problem?.type === "error") throw new FormatError("damaged", problem.error.reason);
  throw new FormatError(
    "unrecognised",
    `None of the ${archive.names.length} files in this zip is a conversation file.`,
  );
}

function* readMembers(
  archive: ZipArchive,
  name: string,
  opened: Reading,
  rest: readonly string[],
  firstRow: number,
  openMember: (bytes: Uint8Array) => Reading,
  problems: readonly ReadItem[],
): Generator<ReadItem> {
  yield* problems;
  yield* within(name, opened.items);
  for (const [i, next] of rest.entries()) {
    const reading = tryOpen(archive, next, firstRow + i, openMember);
    if (reading === undefined) continue;
    if ("type" in reading) yield reading;
    else yield* within(next, reading.items);
  }
}

/** Undefined for members that simply hold no conversations: exports carry other files too. */
function tryOpen(
  archive: ZipArchive,
  name: string,
  row: number,
  openMember: (bytes: Uint8Array) => Reading,
): Reading | ReadItem | undefined {
  try {
    return openMember(archive.bytes(name));
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    if (error.reason !== "damaged" && error.reason !== "limit" && error.reason !== "encoding")
      return undefined;
    return { type: "error", error: { row, part: name, reason: error.message } };
  }
}

/** Positions say which member a conversation comes from. */
function* within(name: string, items: Generator<ReadItem>): Generator<ReadItem> {
  const inside = (part: string | undefined) => (part === undefined ? name : `${name}: ${part}`);
  for (const item of items) {
    if (item.type === "error")
      yield { type: "error", error: { ...item.error, part: inside(item.error.part) } };
    else {
      const { conversation } = item;
      const position = { ...conversation.position, part: inside(conversation.position.part) };
      const moved: Conversation = { ...conversation, position };
      yield { type: "conversation", conversation: moved };
    }
  }
}

/** Leaves out folders, hidden files, and what macOS adds. */
function isData(name: string): boolean {
  return !name.startsWith("__MACOSX/") && !/(^|\/)\.[^/]*$/.test(name);
}
