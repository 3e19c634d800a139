/** From conversations to the engine's tasks: what is asked of the model, and what its answers amount to. */
import type { Conversation } from "../../conversation/model.ts";
import type { ConversationRef } from "../annotation.ts";
import {
  completeExtraction,
  planExtraction,
  type ModelExtractionOptions,
} from "../answer/extract-with-model.ts";
import { parseAnswer } from "../answer/parse.ts";
import type { ModelAnswer, ModelFailure, ModelRequest } from "../model-call.ts";
import { createNormaliser } from "../../taxonomy/normalise.ts";
import { toSuggestions } from "../run.ts";
import type { ConversationTask, TaskSource, UnreadableTask } from "./ports.ts";

export interface TaskOptions extends ModelExtractionOptions {
  readonly run: string;
}

/** Where the conversations of a run come from, by position; `read` may be slow and is asked one by one. */
export interface ConversationSource {
  readonly total: number;
  /** `conversation` undefined: it can't be read. */
  at(
    position: number,
  ): Promise<{ readonly conversation: Conversation | undefined; readonly ref: ConversationRef }>;
}

/** The tasks of a run. One normaliser serves them all: making one takes longer than many a task. */
export function labelTasks(source: ConversationSource, options: TaskOptions): TaskSource {
  const shared = { ...options, normaliser: options.normaliser ?? createNormaliser(options.taxonomy) };
  return {
    total: source.total,
    async *read(from, to) {
      for (let position = from; position < to; position += 1) {
        const { conversation, ref } = await source.at(position);
        if (conversation) yield labelTask(conversation, ref, shared);
        else yield { conversation: ref, failure: "bad-request" };
      }
    },
  };
}

/** One conversation's task; "bad-request" when it has no text that could be sent. */
export function labelTask(
  conversation: Conversation,
  ref: ConversationRef,
  options: TaskOptions,
): ConversationTask | UnreadableTask {
  const plan = planExtraction(conversation, options);
  if (plan.requests.length === 0) return { conversation: ref, failure: "bad-request" };
  const normaliser = options.normaliser ?? createNormaliser(options.taxonomy);
  return {
    conversation: ref,
    requests: plan.requests,
    reject(request: ModelRequest, answer: ModelAnswer): ModelFailure | undefined {
      const asked = plan.requests.find(({ key }) => key === request.key);
      if (!asked) return undefined;
      const { purpose, chunk } = asked;
      const parsed = parseAnswer(answer.text, { purpose, chunk, conversation: plan.sent, normaliser });
      if (parsed.ok) return undefined;
      return {
        ok: false,
        reason: "schema",
        message: parsed.failure.message,
        retryable: true,
        usage: answer.usage,
      };
    },
    assemble(answers) {
      const extraction = completeExtraction(conversation, plan, answers, {
        taxonomy: options.taxonomy,
        normaliser,
      });
      // The engine only hands over answers that `reject` let through, so this can't be a failure.
      if ("ok" in extraction)
        throw new Error(`answers that were accepted don't make an extraction: ${extraction.reason}`);
      const suggestions = toSuggestions(options.run, conversation, extraction);
      const { abstained } = extraction;
      return { conversation: ref, suggestions, ...(abstained === undefined ? {} : { abstained }) };
    },
  };
}

/** The conversation with the words of these turns alone; the others stay as empty turns, so that places keep their numbers. */
export function onlyTurns(conversation: Conversation, turns: ReadonlySet<number>): Conversation {
  return {
    ...conversation,
    turns: conversation.turns.map((turn, at) => (turns.has(at) ? turn : { ...turn, blocks: [] })),
  };
}
