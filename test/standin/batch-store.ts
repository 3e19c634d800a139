/** Message batches: made, worked on after a while, fetched. */
import { answer, type StandinMessage } from "./answer.ts";
import { checkMessages, type CheckedRequest } from "./check-messages.ts";
import { ANSWER_FAULTS, type AnswerFault, type BatchFault } from "./faults.ts";
import { contentKey, type Ledger } from "./ledger.ts";
import type { StandinModel } from "./models.ts";
import type { PromptCache } from "./prompt-cache.ts";
import { shuffled } from "./random.ts";
import type { ScriptedModel } from "./rule-model.ts";
import { errorBody, invalid, isFields, onlyFields, Refusal } from "./shapes.ts";

export const BATCH_LIMITS = { requests: 100_000, bytes: 256_000_000 };

interface Item {
  readonly customId: string;
  readonly params: unknown;
  readonly fault: BatchFault | undefined;
  /** Once ended. */
  kind?: "succeeded" | "errored" | "canceled" | "expired";
  /** An error that checking found; counted when the item is worked on. */
  refusal?: Refusal;
}

export interface Batch {
  readonly id: string;
  readonly createdAt: number;
  readonly endsAt: number;
  readonly items: readonly Item[];
  cancelledAt?: number;
  endedAt?: number;
}

export interface BatchWorld {
  readonly models: readonly StandinModel[];
  readonly model: ScriptedModel;
  readonly cache: PromptCache;
  readonly ledger: Ledger;
  readonly version: string;
  /** Cancelling takes this long, ms. */
  readonly cancelMs: number;
}

/**
 * @param faultOf what happens to an item, by its id and place
 * @throws {Refusal} for a body that is no batch; items that are wrong in themselves end as errored, later
 */
export function makeBatch(
  id: string,
  body: unknown,
  now: number,
  workMs: number,
  limits: { readonly requests: number },
  faultOf: (customId: string, index: number) => BatchFault | undefined,
): Batch {
  if (!isFields(body)) throw invalid("Input should be a valid dictionary");
  onlyFields(body, ["requests"], "");
  const requests = body["requests"];
  if (!Array.isArray(requests)) throw invalid("requests: Field required");
  if (requests.length === 0) throw invalid("requests: List should have at least 1 item");
  if (requests.length > limits.requests)
    throw invalid(`requests: List should have at most ${limits.requests} items, not ${requests.length}`);
  const seen = new Set<string>();
  const items = requests.map((request: unknown, at): Item => {
    const path = `requests.${at}`;
    if (!isFields(request)) throw invalid(`${path}: Input should be a valid dictionary`);
    onlyFields(request, ["custom_id", "params"], path);
    const customId = request["custom_id"];
    if (typeof customId !== "string" || !/^[a-zA-Z0-9_-]{1,64}$/.test(customId))
      throw invalid(`${path}.custom_id: String should match pattern '^[a-zA-Z0-9_-]{1,64}$'`);
    if (seen.has(customId)) throw invalid(`${path}.custom_id: must be unique within the batch`);
    seen.add(customId);
    if (!isFields(request["params"])) throw invalid(`${path}.params: Input should be a valid dictionary`);
    if (request["params"]["stream"] === true)
      throw invalid(`${path}.params.stream: not supported in a batch`);
    return { customId, params: request["params"], fault: faultOf(customId, at) };
  });
  return { id, createdAt: now, endsAt: now + workMs, items };
}

/** Works on the batch when its time has come: each request is then answered and billed, once. */
export function work(batch: Batch, world: BatchWorld, now: number): void {
  const end =
    batch.cancelledAt === undefined
      ? batch.endsAt
      : Math.min(batch.endsAt, batch.cancelledAt + world.cancelMs);
  if (batch.endedAt !== undefined || now < end) return;
  batch.endedAt = end;
  const wasCancelled = batch.cancelledAt !== undefined && batch.cancelledAt < batch.endsAt;
  // What a cancelled batch has done is a share by time; those answers are paid and usable.
  const share = wasCancelled ? (end - batch.createdAt) / Math.max(1, batch.endsAt - batch.createdAt) : 1;
  batch.items.forEach((item, at) => {
    if (at >= batch.items.length * share) item.kind = "canceled";
    else settle(item, world, now);
  });
}

function settle(item: Item, world: BatchWorld, now: number): void {
  const { fault } = item;
  if (fault === "expired" || fault === "canceled") item.kind = fault;
  else if (fault === "errored-server") fail(item, new Refusal(500, "api_error", "Internal server error"));
  else if (fault === "errored-invalid") fail(item, invalid("messages.0.content: made to fail"));
  else {
    try {
      const request = checkMessages(item.params, world.models, world.version);
      const message = reply(item, request, world, now);
      item.kind = "succeeded";
      world.ledger.pay(contentKey(item.params), message.usage);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      fail(item, error);
    }
  }
}

function fail(item: Item, refusal: Refusal): void {
  item.kind = "errored";
  item.refusal = refusal;
}

function reply(item: Item, request: CheckedRequest, world: BatchWorld, now: number): StandinMessage {
  const fault = isAnswerFault(item.fault) ? item.fault : undefined;
  const use = world.cache.use(request, now);
  return answer(request, world.model, fault, use, `msg_${item.customId}`, "batch");
}

function isAnswerFault(fault: BatchFault | undefined): fault is AnswerFault {
  return ANSWER_FAULTS.some((each) => each === fault);
}

/** As the service shows a batch. @param base address of the stand-in */
export function describeBatch(batch: Batch, base: string): object {
  const time = (ms: number | undefined): string | null =>
    ms === undefined ? null : new Date(ms).toISOString();
  const ended = batch.endedAt !== undefined;
  const of = (kind: Item["kind"]): number => batch.items.filter((item) => item.kind === kind).length;
  return {
    id: batch.id,
    type: "message_batch",
    processing_status: ended ? "ended" : batch.cancelledAt === undefined ? "in_progress" : "canceling",
    request_counts: {
      processing: of(undefined),
      succeeded: of("succeeded"),
      errored: of("errored"),
      canceled: of("canceled"),
      expired: of("expired"),
    },
    created_at: time(batch.createdAt),
    ended_at: time(batch.endedAt),
    expires_at: time(batch.createdAt + 86_400_000),
    cancel_initiated_at: time(batch.cancelledAt),
    archived_at: null,
    results_url: ended ? `${base}/v1/messages/batches/${batch.id}/results` : null,
  };
}

/** The lines of the results, made one by one, in an order that is not that of the requests. */
export function* resultLines(batch: Batch, world: BatchWorld, now: number, seed: number): Generator<string> {
  let torn: string | undefined;
  for (const item of shuffled(batch.items, seed)) {
    if (item.fault === "missing") continue;
    const line = `${JSON.stringify({ custom_id: item.customId, result: resultOf(item, world, now) })}\n`;
    if (item.fault === "torn") torn = line.slice(0, Math.floor(line.length / 2));
    else yield line;
    if (item.fault === "twice") yield line;
  }
  // A torn line is the last one: that is where a connection breaks.
  if (torn !== undefined) yield torn;
}

function resultOf(item: Item, world: BatchWorld, now: number): object {
  if (item.kind === "succeeded") {
    const request = checkMessages(item.params, world.models, world.version);
    return { type: "succeeded", message: reply(item, request, world, now) };
  }
  if (item.refusal !== undefined)
    return { type: "errored", error: errorBody(item.refusal.type, item.refusal.message, "req_batch") };
  return { type: item.kind ?? "expired" };
}
