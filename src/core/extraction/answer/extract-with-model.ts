/** One conversation through a language model: redaction, calls, answers, and back to the original's words. */
import type { Conversation } from "../../conversation/model.ts";
import { createNormaliser, type Normaliser } from "../../taxonomy/normalise.ts";
import type { Taxonomy } from "../../taxonomy/taxonomy.ts";
import { addUsage, NO_USAGE } from "../cost/cost.ts";
import type { Extraction, Proposal } from "../extractor.ts";
import type { ModelFailure, ModelOutcome, ModelPort, ModelUsage } from "../model-call.ts";
import { planChunks } from "../prompt/chunks.ts";
import type { Chunk, ShownBlocks } from "../prompt/piece.ts";
import { KINDS_OF, type CallMode } from "../prompt/purpose.ts";
import { buildRequests, type LabelRequest } from "../prompt/requests.ts";
import type { PromptTemplate } from "../prompt/template.ts";
import { redactConversation, type Redaction, type RedactionOptions } from "../redact/redact.ts";
import { mapSpanBack, restoreQuote } from "../redact/span-map.ts";
import { cleanLine } from "./clean-text.ts";
import { uniteSpans } from "./evidence.ts";
import { ANSWER_LIMITS } from "./limits.ts";
import { mergeValues } from "./merge.ts";
import { parseAnswer, withAbstention } from "./parse.ts";
import { reconcile } from "./reconcile.ts";

export interface ModelExtractionOptions {
  readonly model: string;
  readonly maxTokens: number;
  readonly mode: CallMode;
  readonly prompt: PromptTemplate;
  readonly taxonomy: Taxonomy;
  /** Made of the taxonomy, and the same for all conversations of a run. Default: made anew. */
  readonly normaliser?: Normaliser;
  readonly shortlist?: readonly string[];
  readonly shown?: ShownBlocks;
  /** Most characters of conversation (UTF-16 code units) in one call. Default `DEFAULT_MAX_CHARS`. */
  readonly maxChars?: number;
  /** false = send the conversation as it is. */
  readonly redaction: RedactionOptions | false;
}

/** Some 100,000 tokens of English on the newer tokenizer: fits models with a context of 200,000. */
export const DEFAULT_MAX_CHARS = 250_000;

/** What will be sent for a conversation; nothing has been sent yet. */
export interface ModelPlan {
  /** The conversation as it is sent. */
  readonly sent: Conversation;
  /** Undefined when nothing is redacted. */
  readonly redaction?: Redaction;
  /** Part by part; within a part in the order of `PURPOSES_OF[mode]`. */
  readonly requests: readonly LabelRequest[];
}

export interface ModelExtraction extends Extraction {
  readonly usage: ModelUsage;
  /** By request, in the order of the plan. */
  readonly outcomes: readonly RequestOutcome[];
}

export interface RequestOutcome {
  readonly request: LabelRequest;
  readonly outcome: ModelOutcome;
  readonly warnings: readonly string[];
}

function hasWords(conversation: Pick<Conversation, "turns">, chunk: Chunk): boolean {
  return chunk.own.some(({ turn, block, start, end }) => {
    const text = conversation.turns[turn]?.blocks[block]?.text ?? "";
    return text.slice(start, end).trim() !== "";
  });
}

/** The calls for a conversation: for previews, estimates and batches. Deterministic, throws nothing. */
export function planExtraction(conversation: Conversation, options: ModelExtractionOptions): ModelPlan {
  const { redaction, shown = {}, maxChars = DEFAULT_MAX_CHARS } = options;
  const redacted = redaction === false ? undefined : redactConversation(conversation, redaction);
  const sent = redacted?.conversation ?? conversation;
  const requests = planChunks(sent, maxChars, shown).flatMap((chunk) =>
    hasWords(sent, chunk) ? buildRequests({ ...options, conversation: sent, chunk, shown }) : [],
  );
  return { sent, requests, ...(redacted === undefined ? {} : { redaction: redacted }) };
}

/** A proposal about the copy as one about the original. */
function mapBack(proposal: Proposal, { map }: Redaction, original: Conversation): Proposal {
  const { unanchored } = proposal;
  const spans = uniteSpans(proposal.spans.map((span) => mapSpanBack(span, map, original)));
  return {
    ...proposal,
    spans,
    ...(unanchored === undefined
      ? {}
      : { unanchored: unanchored.map((quote) => cleanLine(restoreQuote(quote, map), ANSWER_LIMITS.quote)) }),
  };
}

/** A failed outcome where an answer's text breaks the schema; what it cost stays known. */
function schemaFailure(outcome: ModelOutcome, message: string): ModelFailure {
  const usage = outcome.usage;
  return { ok: false, reason: "schema", message, retryable: true, ...(usage === undefined ? {} : { usage }) };
}

/**
 * From the outcomes of a plan's requests (in its order) to one extraction about the original. The first failure is the
 * result's failure: half the answers are no extraction. `usage` covers all calls, failed ones too. Never throws.
 */
export function completeExtraction(
  conversation: Conversation,
  plan: ModelPlan,
  outcomes: readonly ModelOutcome[],
  options: Pick<ModelExtractionOptions, "taxonomy" | "normaliser">,
): ModelExtraction | ModelFailure {
  const normaliser = options.normaliser ?? createNormaliser(options.taxonomy);
  const usage = outcomes.reduce((sum, outcome) => addUsage(sum, outcome.usage ?? NO_USAGE), NO_USAGE);
  const results: RequestOutcome[] = [];
  const parts = new Map<number, Proposal[]>();
  for (const [at, request] of plan.requests.entries()) {
    const outcome = outcomes[at];
    if (outcome === undefined) {
      return { ok: false, reason: "cancelled", message: "not all calls were made", retryable: true, usage };
    }
    if (!outcome.ok) return { ...outcome, usage };
    const { purpose, chunk } = request;
    const parsed = parseAnswer(outcome.text, { purpose, chunk, conversation: plan.sent, normaliser });
    if (!parsed.ok) return { ...schemaFailure(outcome, parsed.failure.message), usage };
    results.push({ request, outcome, warnings: parsed.warnings });
    parts.set(chunk.index, [...(parts.get(chunk.index) ?? []), ...parsed.extraction.proposals]);
  }
  const asksForValues = plan.requests.some(({ purpose }) => KINDS_OF[purpose].includes("aiValue"));
  const extractions = [...parts.values()].map((proposals): Extraction =>
    asksForValues ? withAbstention(mergeValues(proposals)) : { proposals },
  );
  const { proposals } = reconcile(extractions);
  const { redaction } = plan;
  const original =
    redaction === undefined ? proposals : proposals.map((one) => mapBack(one, redaction, conversation));
  if (plan.requests.length === 0) {
    return { proposals: [], abstained: "the conversation has no text to send", usage, outcomes: results };
  }
  return { ...withAbstention(original), usage, outcomes: results };
}

/**
 * Labels one conversation: redacts, calls, reads the answers, leads their evidence back to the original. One call after
 * the other (the first fills the prompt cache); stops at the first failure. No retries: wrap the port for those. Never
 * rejects: when aborted the failure's reason is "cancelled".
 */
export async function extractWithModel(
  conversation: Conversation,
  options: ModelExtractionOptions,
  port: Pick<ModelPort, "call">,
  signal: AbortSignal,
): Promise<ModelExtraction | ModelFailure> {
  const plan = planExtraction(conversation, options);
  const outcomes: ModelOutcome[] = [];
  for (const request of plan.requests) {
    if (signal.aborted) {
      outcomes.push({ ok: false, reason: "cancelled", message: "cancelled", retryable: true });
      break;
    }
    const outcome = await port.call(request, signal);
    outcomes.push(outcome);
    if (!outcome.ok) break;
  }
  return completeExtraction(conversation, plan, outcomes, options);
}
