/** From a model's answer to proposals about the one conversation it was asked about. */
import type { Conversation } from "../../conversation/model.ts";
import type { Normaliser } from "../../taxonomy/normalise.ts";
import type { Extraction, Proposal } from "../extractor.ts";
import { wholeChunk, type Chunk } from "../prompt/piece.ts";
import { KINDS_OF, type Purpose } from "../prompt/purpose.ts";
import { countStrangers, readAnswer, SchemaError } from "./answer-json.ts";
import { QuotableText } from "./evidence.ts";
import { mergeValues } from "./merge.ts";
import { readResponseType, readSubjectivity, readTask, readValues, type Reading } from "./proposals.ts";

export interface AnswerContext {
  readonly purpose: Purpose;
  /** The conversation as it was sent: the redacted one where it was redacted. */
  readonly conversation: Pick<Conversation, "turns">;
  /** The part that was sent. Default: the whole conversation, with everything in it. */
  readonly chunk?: Chunk;
  readonly normaliser: Normaliser;
}

export interface SchemaFailure {
  readonly reason: "schema";
  /** Names the field; holds nothing of the answer or the conversation. */
  readonly message: string;
}

export type ParsedAnswer =
  | { readonly ok: true; readonly extraction: Extraction; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly failure: SchemaFailure };

const FIELDS_OF = {
  aiValue: "ai_values",
  humanValue: "human_values",
  responseType: "response_type",
  task: "task",
  subjectivity: "subjectivity",
} as const;

/**
 * Reads an answer to the call for `purpose`. An answer that breaks the schema is a failure as a whole. Never throws; on
 * any text whatever the result is about this conversation alone: spans hold its words, quotes that it doesn't contain
 * stay unanchored, and fields that were not asked for are not read.
 */
export function parseAnswer(text: string, context: AnswerContext): ParsedAnswer {
  const { purpose, conversation, normaliser } = context;
  const chunk = context.chunk ?? wholeChunk(conversation, { thinking: true, tools: true });
  const warnings: string[] = [];
  const reading: Reading = { text: new QuotableText(conversation, chunk), normaliser, warnings };
  const kinds = KINDS_OF[purpose];
  try {
    const answer = readAnswer(text);
    const strangers = countStrangers(
      answer,
      kinds.map((kind) => FIELDS_OF[kind]),
    );
    if (strangers > 0) warnings.push(`${strangers} fields that were not asked for, not read`);
    const found: Proposal[] = kinds.flatMap((kind) => {
      switch (kind) {
        case "aiValue":
          return readValues(answer, "ai_values", reading);
        case "humanValue":
          return readValues(answer, "human_values", reading);
        case "responseType":
          return [readResponseType(answer, reading)];
        case "task":
          return readTask(answer, reading);
        case "subjectivity":
          return [readSubjectivity(answer, reading)];
        default:
          return [];
      }
    });
    const proposals = mergeValues(found);
    const asked = kinds.includes("aiValue") || kinds.includes("humanValue");
    return { ok: true, extraction: asked ? withAbstention(proposals) : { proposals }, warnings };
  } catch (error) {
    if (error instanceof SchemaError)
      return { ok: false, failure: { reason: "schema", message: error.message } };
    throw error;
  }
}

/** Says so where no value was found, for calls that asked for values: the conversation was looked at. */
export function withAbstention(proposals: readonly Proposal[]): Extraction {
  const hasValue = proposals.some(({ label }) => label.kind === "aiValue" || label.kind === "humanValue");
  return hasValue ? { proposals } : { proposals, abstained: "the model found no values" };
}
