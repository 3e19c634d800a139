/**
 * What the stand-in answers when a test scripts nothing: JSON by the request's schema, filled by a rule. Quotes are
 * sentences out of the turns that the user message holds, so they can be anchored. The same request always gets the
 * same answer. It understands nothing: its labels are worth nothing.
 */
import type { CheckedRequest } from "./check-messages.ts";
import { isFields, type Fields } from "./shapes.ts";

/** What a scripted model says; a string is a complete answer. */
export type Reply = string | { readonly text: string; readonly stop: string };

/** Must be deterministic: results of batches are made again whenever they are fetched. */
export type ScriptedModel = (request: CheckedRequest) => Reply;

const NAMES = [
  "honesty",
  "clarity",
  "thoroughness",
  "empathy",
  "user autonomy",
  "safety",
  "pragmatism",
  "respect",
];

interface Sentence {
  readonly turn: number;
  readonly text: string;
}

export const ruleModel: ScriptedModel = (request) => {
  if (request.schema === undefined) return "This is the stand-in.";
  const sentences = assistantSentences(userText(request));
  let pick = 0;
  const next = (): number => pick++;
  return JSON.stringify(fill(request.schema, "", sentences, next));
};

/** The text of the last user turn. */
export function userText(request: CheckedRequest): string {
  const last = request.messages.findLast((message) => message.role === "user");
  return last?.blocks.map((block) => block.text).join("\n") ?? "";
}

/** First sentences of the assistant's turns; the tags carry a code after their name. */
function assistantSentences(text: string): Sentence[] {
  const found: Sentence[] = [];
  for (const [, number, body] of text.matchAll(
    /<turn\S* number="(\d+)" role="assistant"[^>\n]*>\n([\s\S]*?)\n<\/turn/g,
  )) {
    const sentence = /[^\s<][^.!?\n]{5,200}[.!?]?/.exec(body ?? "")?.[0]?.trim();
    if (sentence !== undefined) found.push({ turn: Number(number), text: sentence });
  }
  return found;
}

function fill(schema: unknown, name: string, sentences: readonly Sentence[], next: () => number): unknown {
  if (!isFields(schema)) return null;
  if (Array.isArray(schema["enum"])) return schema["enum"][0];
  if ("const" in schema) return schema["const"];
  if (Array.isArray(schema["anyOf"])) return fill(schema["anyOf"][0], name, sentences, next);
  const type: unknown = Array.isArray(schema["type"]) ? schema["type"][0] : schema["type"];
  switch (type) {
    case "object":
      return fillObject(schema, sentences, next);
    case "array":
      return fillArray(schema, sentences, next);
    case "string":
      return name === "name" ? NAMES[next() % NAMES.length] : "Chosen by a rule of the stand-in.";
    case "integer":
      return 1;
    case "number":
      return 0.5;
    case "boolean":
      return false;
    default:
      return null;
  }
}

function fillObject(schema: Fields, sentences: readonly Sentence[], next: () => number): unknown {
  const properties = isFields(schema["properties"]) ? schema["properties"] : {};
  const values = Object.entries(properties).map(
    ([key, part]) => [key, fill(part, key, sentences, next)] as const,
  );
  const filled: Record<string, unknown> = Object.fromEntries(values);
  const sentence = sentences[next() % Math.max(1, sentences.length)];
  // A quote names a turn and repeats its words.
  return "turn" in filled && "text" in filled && sentence !== undefined ? { ...filled, ...sentence } : filled;
}

function fillArray(schema: Fields, sentences: readonly Sentence[], next: () => number): unknown[] {
  const item = schema["items"];
  const properties = isFields(item) && isFields(item["properties"]) ? item["properties"] : {};
  const isQuotes = "turn" in properties && "text" in properties;
  const size = isQuotes ? Math.min(1, sentences.length) : 2;
  return Array.from({ length: size }, () => fill(item, "", sentences, next));
}
