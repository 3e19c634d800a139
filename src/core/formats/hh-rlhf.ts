/**
 * Conversations as one text with speakers marked: Anthropic's HH-RLHF (`chosen`, `rejected`) and red-team files
 * (`transcript`), completions (`prompt` + `completion`), and the same in other markings.
 */
import type { JsonObject, JsonValue } from "../conversation/model.ts";
import type { ReadItem, RecordFormat, SourceRecord } from "./format.ts";
import { getFilled, getString, isObject } from "./json-access.ts";
import {
  CHATML,
  HASH_MARKED,
  HUMAN_ASSISTANT,
  countMarkers,
  readMarkedText,
  type Marking,
} from "./marked-text.ts";
import { fitScore, rowConversation, rowFailure } from "./row-conversation.ts";

const MARKINGS: readonly Marking[] = [HUMAN_ASSISTANT, CHATML, HASH_MARKED];

interface Found {
  readonly part?: string;
  readonly text: string;
  readonly used: readonly string[];
}

export const hhRlhf: RecordFormat = {
  kind: "record",
  id: "hh-rlhf",
  title: "Marked text (HH-RLHF)",
  unit: "row",
  recognise(sample) {
    const score = fitScore(sample, (value) =>
      textsOf(value).some(({ text }) => markingOf(text) !== undefined) ? 0.9 : 0,
    );
    return {
      score,
      reason: score > 0 ? "texts with marked speakers (Human:, Assistant:)" : "no text with marked speakers",
    };
  },
  *read(records) {
    for (const record of records) yield* readRow(record);
  },
};

function* readRow(record: SourceRecord): Generator<ReadItem> {
  const texts = textsOf(record.value);
  if (texts.length === 0)
    yield rowFailure(record, "This row has no text under chosen, rejected, transcript, text or prompt.");
  for (const { part, text, used } of texts) {
    const marking = markingOf(text);
    if (marking === undefined) {
      yield rowFailure(
        record,
        'No speaker is marked in this text ("Human:" or "Assistant:" after an empty line).',
        part,
      );
      continue;
    }
    const { turns, notes } = readMarkedText(text, marking);
    yield rowConversation("hh-rlhf", record, { turns, notes, used, ...(part === undefined ? {} : { part }) });
  }
}

/** The texts of a row: two for a preference pair, else one. */
function textsOf(value: JsonValue): Found[] {
  if (typeof value === "string") return [{ text: value, used: [] }];
  if (!isObject(value)) return [];
  const pair = (["chosen", "rejected"] as const).flatMap((part) => {
    const text = getFilled(value, part);
    return text === undefined ? [] : [{ part, text, used: ["chosen", "rejected"] }];
  });
  return pair.length > 0 ? withPrompt(value, pair) : single(value);
}

/** Some releases keep the shared beginning apart in `prompt`: it goes before each answer that lacks it. */
function withPrompt(value: JsonObject, pair: readonly Found[]): Found[] {
  const prompt = getString(value, "prompt");
  return pair.map((found) => {
    if (prompt === undefined || markingOf(prompt) === undefined || found.text.startsWith(prompt))
      return found;
    return { ...found, text: joined(prompt, found.text), used: [...found.used, "prompt"] };
  });
}

function single(value: JsonObject): Found[] {
  const prompt = getFilled(value, "prompt");
  for (const key of ["completion", "response", "output", "generation"]) {
    const answer = getString(value, key);
    if (prompt === undefined || answer === undefined || markingOf(prompt) === undefined) continue;
    return [{ text: joined(prompt, answer), used: ["prompt", key] }];
  }
  for (const key of ["transcript", "text", "prompt", "conversation", "dialogue", "dialog", "content"]) {
    const text = getFilled(value, key);
    if (text !== undefined && markingOf(text) !== undefined) return [{ text, used: [key] }];
  }
  return [];
}

/** The answer follows the prompt's open "Assistant:"; one space between the two belongs to the marking. */
function joined(prompt: string, answer: string): string {
  return /\n\n(?:Human|Assistant):$/.test(prompt) && !answer.startsWith(" ") && !answer.startsWith("\n\n")
    ? `${prompt} ${answer}`
    : prompt + answer;
}

function markingOf(text: string): Marking | undefined {
  return MARKINGS.find((marking) => countMarkers(text, marking) > 0);
}
