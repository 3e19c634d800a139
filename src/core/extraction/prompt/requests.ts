/** From a conversation to the calls that label it. */
import { hashText } from "../../conversation/hash.ts";
import type { Conversation } from "../../conversation/model.ts";
import type { Taxonomy } from "../../taxonomy/taxonomy.ts";
import { codebookText } from "../codebook.ts";
import type { ModelRequest, PromptPart } from "../model-call.ts";
import { conversationText } from "./conversation-text.ts";
import { shortlistText, taxonomyOutline } from "./outline.ts";
import { wholeChunk, type Chunk, type ShownBlocks } from "./piece.ts";
import { KINDS_OF, PURPOSES_OF, type CallMode, type Purpose } from "./purpose.ts";
import { answerSchema } from "./schema.ts";
import { fill, type PromptTemplate } from "./template.ts";

export interface RequestInput {
  /** As it is to be sent: redacted before. */
  readonly conversation: Pick<Conversation, "turns">;
  /** Default: the whole conversation. */
  readonly chunk?: Chunk;
  readonly model: string;
  /** Most tokens of one answer, the model's thinking included where it thinks. */
  readonly maxTokens: number;
  readonly mode: CallMode;
  readonly prompt: PromptTemplate;
  readonly taxonomy: Taxonomy;
  /** Ids of values to name in the prompt (`shortlistOf`). The same for all conversations of a run. */
  readonly shortlist?: readonly string[];
  readonly shown?: ShownBlocks;
}

/** A request that knows what it asks for. */
export interface LabelRequest extends ModelRequest {
  readonly purpose: Purpose;
  readonly chunk: Chunk;
}

/**
 * The stable part of the prompt for one purpose: byte-identical for all conversations, so that the service's prompt
 * cache holds it. One part, marked `cache`.
 */
export function systemParts(
  purpose: Purpose,
  prompt: PromptTemplate,
  taxonomy: Taxonomy,
  shortlist: readonly string[] = [],
): readonly PromptPart[] {
  const kinds = KINDS_OF[purpose];
  const asksForValues = kinds.includes("aiValue") || kinds.includes("humanValue");
  const { sections } = prompt;
  const texts = [
    sections.frame,
    fill(sections.codebook, { codebook: codebookText(kinds) }),
    ...(asksForValues
      ? [
          fill(sections.taxonomy, {
            outline: taxonomyOutline(taxonomy),
            shortlist: shortlistText(taxonomy, shortlist),
          }),
        ]
      : []),
    sections[purpose],
  ];
  const text = texts
    .map((one) => one.trim())
    .filter((one) => one !== "")
    .join("\n\n");
  return [{ text, cache: true }];
}

/** Names the answer in a response cache: hash over all that the model is sent. */
export function requestKey(request: Omit<ModelRequest, "key">): string {
  const { model, system, user, schema, maxTokens } = request;
  return hashText(JSON.stringify([model, system.map(({ text }) => text), user, schema, maxTokens]));
}

/**
 * The calls for one conversation (or one chunk of it), in the order of `PURPOSES_OF[mode]`. Deterministic; throws
 * nothing.
 */
export function buildRequests(input: RequestInput): LabelRequest[] {
  const { conversation, model, maxTokens, mode, prompt, taxonomy, shortlist = [], shown = {} } = input;
  const chunk = input.chunk ?? wholeChunk(conversation, shown);
  const { code, text } = conversationText(conversation, chunk, shown);
  const user = fill(prompt.sections.user, { code, conversation: text });
  return PURPOSES_OF[mode].map((purpose) => {
    const system = systemParts(purpose, prompt, taxonomy, shortlist);
    const content = { model, system, user, schema: answerSchema(purpose), maxTokens };
    return { ...content, key: requestKey(content), purpose, chunk };
  });
}
