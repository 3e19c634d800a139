/**
 * The shapes of the answers, in the subset of JSON Schema that structured output accepts: every object closed and all
 * its properties required, no bounds on numbers, lengths or counts, no references, enums of a few members only.
 * Bounds are checked when the answer is read (answer/limits.ts). Properties come in the order in which they should be
 * written: evidence and rationale before the label they are for.
 */
import { RESPONSE_TYPES, SUBJECTIVITIES } from "../annotation.ts";
import type { Purpose } from "./purpose.ts";

export type Schema = { readonly [key: string]: unknown };

function object(properties: { readonly [key: string]: Schema }): Schema {
  return { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
}

function text(description: string): Schema {
  return { type: "string", description };
}

function list(items: Schema): Schema {
  return { type: "array", items };
}

const QUOTES = list(
  object({
    turn: { type: "integer", description: "Number of the turn" },
    text: text("Word for word, a short passage"),
  }),
);
const RATIONALE = text("One sentence");
const CONFIDENCE: Schema = { type: "number", description: "0 to 1" };
const REASONING = text("Two or three sentences");
const NAME = text("1 to 4 words, lower case");

const AI_VALUES = object({
  reasoning: REASONING,
  values: list(
    object({
      quotes: QUOTES,
      rationale: RATIONALE,
      name: NAME,
      explicit: { type: "boolean", description: "Said in so many words" },
      confidence: CONFIDENCE,
    }),
  ),
});
const HUMAN_VALUES = object({
  reasoning: REASONING,
  values: list(object({ quotes: QUOTES, rationale: RATIONALE, name: NAME, confidence: CONFIDENCE })),
});
const RESPONSE_TYPE = object({
  quotes: QUOTES,
  rationale: RATIONALE,
  type: { type: "string", enum: [...RESPONSE_TYPES] },
  confidence: CONFIDENCE,
});
const TASK = object({ rationale: RATIONALE, task: text("One short line, without personal details") });
const SUBJECTIVITY = object({
  rationale: RATIONALE,
  value: { type: "string", enum: [...SUBJECTIVITIES] },
  confidence: CONFIDENCE,
});

const SCHEMAS: Readonly<Record<Purpose, Schema>> = {
  all: object({
    ai_values: AI_VALUES,
    human_values: HUMAN_VALUES,
    response_type: RESPONSE_TYPE,
    task: TASK,
    subjectivity: SUBJECTIVITY,
  }),
  "ai-values": object({ ai_values: AI_VALUES }),
  "human-values": object({ human_values: HUMAN_VALUES }),
  "response-type": object({ response_type: RESPONSE_TYPE }),
  task: object({ task: TASK, subjectivity: SUBJECTIVITY }),
};

/** JSON Schema of the answer to a call. */
export function answerSchema(purpose: Purpose): Schema {
  return SCHEMAS[purpose];
}
