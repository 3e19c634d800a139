/** What a person uploaded with a message on Claude.ai: attachments with extracted text, and files. */
import type { Block, JsonObject, JsonValue } from "../conversation/model.ts";
import { get, getFilled, getList, getNumber, getString, isObject, sizeLabel } from "./json-access.ts";

/**
 * One `other` block per upload, named "attachment" or "file"; pictures are `image` blocks. The text is a line
 * with the upload's name, type and size, followed by its extracted text, if the export has it. A file listed
 * both under `files` and `files_v2` counts once.
 */
export function readUploads(message: JsonObject): Block[] {
  const files = new Map<string, JsonObject>();
  for (const file of [...getList(message, "files"), ...getList(message, "files_v2")]) {
    if (!isObject(file)) continue;
    const key = getFilled(file, "file_uuid") ?? getFilled(file, "file_name") ?? `file ${files.size}`;
    if (!files.has(key)) files.set(key, file);
  }
  return [
    ...getList(message, "attachments").flatMap((item) =>
      isObject(item) ? [upload(item, "attachment")] : [],
    ),
    ...[...files.values()].map((file) => upload(file, "file")),
  ];
}

function upload(item: JsonObject, kind: "attachment" | "file"): Block {
  const size = getNumber(item, "file_size");
  const type = getFilled(item, "file_type") ?? getFilled(item, "file_kind");
  const line = [
    getFilled(item, "file_name") ?? "unnamed",
    type,
    size === undefined ? dimensions(item) : sizeLabel(size),
  ];
  const head = line.filter((part) => part !== undefined).join(", ");
  if (type !== undefined && /^image\b/.test(type)) return { type: "image", text: head };
  const extracted = getString(item, "extracted_content") ?? "";
  return { type: "other", name: kind, text: extracted === "" ? head : `${head}\n\n${extracted}` };
}

function dimensions(item: JsonValue): string | undefined {
  const asset = get(item, "preview_asset");
  const width = getNumber(asset, "image_width");
  const height = getNumber(asset, "image_height");
  return width === undefined || height === undefined ? undefined : `${width}×${height}`;
}
