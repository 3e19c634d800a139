/** The content of one message of a ChatGPT export as blocks. The format is undocumented and grows silently. */
import type { Block, JsonObject, JsonValue } from "../conversation/model.ts";
import {
  get,
  getFilled,
  getList,
  getNumber,
  getString,
  isObject,
  prettyJson,
  sizeLabel,
} from "./json-access.ts";

/** Blocks of a message, without regard to who speaks. Notes tell of content types this reader doesn't know. */
export function readContent(content: JsonValue | undefined, notes: Set<string>): Block[] {
  if (typeof content === "string") return words(content);
  if (!isObject(content)) return [];
  const type = getString(content, "content_type") ?? "text";
  switch (type) {
    case "text":
    case "multimodal_text":
      return readParts(content, notes);
    case "code":
    case "execution_output":
      return words(getString(content, "text"));
    case "system_error":
      return words(joined([getString(content, "name"), getString(content, "text")], ": "));
    case "tether_browsing_display":
      return words(joined([getString(content, "summary"), getString(content, "result")], "\n"));
    case "tether_quote":
      return words(
        joined([getString(content, "title"), getString(content, "url"), getString(content, "text")], "\n"),
      );
    case "sonic_webpage":
      return words(
        joined(
          [
            getString(content, "title"),
            getString(content, "url"),
            getString(content, "snippet"),
            getString(content, "text"),
          ],
          "\n",
        ),
      );
    case "user_editable_context":
      return words(
        joined([getString(content, "user_profile"), getString(content, "user_instructions")], "\n\n"),
      );
    case "model_editable_context":
      return words(
        joined([getString(content, "model_set_context"), getString(content, "repository")], "\n\n"),
      );
    case "thoughts":
      return getList(content, "thoughts").flatMap(readThought);
    case "reasoning_recap":
      return words(getString(content, "content")).map((block) => ({ ...block, type: "thinking" }));
    default:
      return readUnknown(content, type, notes);
  }
}

function joined(texts: readonly (string | undefined)[], separator: string): string {
  return texts.filter((text) => text !== undefined && text.trim() !== "").join(separator);
}

function words(text: string | undefined): Block[] {
  return text === undefined || text === "" ? [] : [{ type: "text", text }];
}

function readThought(thought: JsonValue): Block[] {
  if (typeof thought === "string") return thought === "" ? [] : [{ type: "thinking", text: thought }];
  const chunks = getList(thought, "chunks").filter((chunk) => typeof chunk === "string");
  const text = joined(
    [getString(thought, "summary"), getString(thought, "content") ?? chunks.join("")],
    "\n",
  );
  return text === "" ? [] : [{ type: "thinking", text }];
}

function readUnknown(content: JsonObject, type: string, notes: Set<string>): Block[] {
  notes.add("a content type this version does not know was read as far as its text goes");
  const parts = readParts(content, notes);
  if (parts.length > 0) return parts;
  const text = getFilled(content, "text") ?? getFilled(content, "result") ?? getFilled(content, "content");
  if (text !== undefined) return words(text);
  return Object.keys(content).length > 1 ? [{ type: "other", name: type, text: prettyJson(content) }] : [];
}

function readParts(content: JsonObject, notes: Set<string>): Block[] {
  const parts = get(content, "parts");
  if (typeof parts === "string") return words(parts);
  const blocks = getList(content, "parts").flatMap((part) => readPart(part, notes));
  // Some exports keep a plain text message in `text` instead of `parts`.
  return blocks.length > 0 || parts !== undefined ? blocks : words(getString(content, "text"));
}

function readPart(part: JsonValue, notes: Set<string>): Block[] {
  if (typeof part === "string") return words(part);
  if (!isObject(part)) return part === null ? [] : [{ type: "other", text: prettyJson(part) }];
  const type = getString(part, "content_type") ?? "";
  if (type === "image_asset_pointer") return [{ type: "image", text: describeAsset(part, "image") }];
  if (type === "audio_transcription" || type === "text") return words(getString(part, "text"));
  if (type === "") {
    const text = getString(part, "text");
    if (text !== undefined) return words(text);
  }
  if (!type.includes("asset_pointer")) notes.add("a message has parts of a kind this version does not know");
  return [{ type: "other", text: prettyJson(part), ...(type === "" ? {} : { name: type }) }];
}

/** "image, 1024×768, 210 kB", and the prompt behind a generated one. */
function describeAsset(part: JsonObject, kind: string): string {
  const width = getNumber(part, "width");
  const height = getNumber(part, "height");
  const size = getNumber(part, "size_bytes");
  const prompt = getFilled(get(get(part, "metadata"), "dalle"), "prompt");
  const facts = [
    kind,
    width === undefined || height === undefined ? undefined : `${width}×${height}`,
    size === undefined ? undefined : sizeLabel(size),
    prompt === undefined ? undefined : `made from the prompt: ${prompt}`,
  ];
  return facts.filter((fact) => fact !== undefined).join(", ");
}
