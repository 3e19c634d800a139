/** Message batches. */
import type { Anthropic } from "@anthropic-ai/sdk";
import type { BatchItem, BatchPort, BatchStatus, ModelFailure } from "../core/extraction/model-call.ts";
import { toMessageParams } from "../core/extraction/wire/anthropic-params.ts";
import { errorOf } from "../core/extraction/wire/thrown-failure.ts";
import { batchProblem } from "./batch-limits.ts";
import { readResult, type BatchResult } from "./batch-results.ts";
import { isBatchId, readBatch } from "./batch-status.ts";
import type { Connection } from "./connection.ts";
import { endedFailure, startDeadline, type Deadline } from "./deadline.ts";
import { failureFrom } from "./failure.ts";
import { jsonLines } from "./json-lines.ts";
import { NO_MESSAGE } from "./message-outcome.ts";
import { getPage } from "./page.ts";

/** Batches of one list; the service keeps them for 29 days. */
const MAX_LISTED = 100_000;

const NO_ID: ModelFailure = {
  ok: false,
  reason: "bad-request",
  message: "This is no id of a batch.",
  retryable: false,
};

export function batchPort(connection: Connection): BatchPort {
  const one = (
    id: string,
    signal: AbortSignal,
    ask: (client: Anthropic, signal: AbortSignal) => Promise<unknown>,
  ) =>
    isBatchId(id)
      ? connection.run(
          "batch",
          signal,
          async (client, deadline) => readBatch(await ask(client, deadline.signal)) ?? NO_MESSAGE,
        )
      : Promise.resolve(NO_ID);
  return {
    async create(items, signal) {
      const problem = batchProblem(items);
      if (problem !== undefined) return problem;
      if (signal.aborted) return endedFailure("cancelled");
      const made = await connection.run("batch", signal, async (client, deadline) => {
        const options = { body: createBody(items), signal: deadline.signal };
        const created: unknown = await client.post("/v1/messages/batches", options);
        return readBatch(created) ?? NO_MESSAGE;
      });
      return "ok" in made ? maybeMade(made) : made;
    },
    status: (id, signal) =>
      one(id, signal, (client, inner) => client.messages.batches.retrieve(id, {}, { signal: inner })),
    cancel: (id, signal) =>
      one(id, signal, (client, inner) => client.messages.batches.cancel(id, {}, { signal: inner })),
    results: (id, signal) => results(connection, id, signal),
    list: (signal) => list(connection, signal),
  };
}

/** Plain JSON; the SDK's own method would need mutable copies of up to 100,000 requests. */
function createBody(items: readonly BatchItem[]): { requests: unknown[] } {
  return {
    requests: items.map((item) => ({ custom_id: item.customId, params: toMessageParams(item.request) })),
  };
}

/** After these the service may have the batch without our knowing its id: sending it again could pay twice. */
function maybeMade(failure: ModelFailure): ModelFailure {
  const unsure =
    failure.reason === "network" || failure.reason === "timeout" || failure.reason === "cancelled";
  return unsure
    ? {
        ...failure,
        message: `${failure.message} The batch may exist all the same; look for it among your batches.`,
      }
    : failure;
}

/**
 * Each item once, the first of its results. Asks the endpoint itself and not the address that the service names for
 * the results: that one may be any, and the key goes along.
 * @throws what `errorOf` makes, when the results can't be had or break off; those before are good
 */
async function* results(
  connection: Connection,
  id: string,
  signal: AbortSignal,
): AsyncGenerator<BatchResult> {
  const client = openOrThrow(connection, signal);
  if (!isBatchId(id)) throw errorOf(NO_ID);
  const deadline = startDeadline(signal, connection.timeoutMs);
  try {
    const asked = client.get<Response>(`/v1/messages/batches/${id}/results`, {
      headers: { accept: "application/binary" },
      signal: deadline.signal,
      stream: true,
      __binaryResponse: true,
    });
    const response = await Promise.race([asked.asResponse(), deadline.ended]);
    const seen = new Set<string>();
    for await (const line of jsonLines(chunks(response, deadline))) {
      const result = readResult(line);
      if (result === undefined || seen.has(result.customId)) continue;
      seen.add(result.customId);
      yield result;
    }
  } catch (error) {
    const reason = deadline.reason();
    throw errorOf(
      reason === undefined ? failureFrom(error, "batch", connection.now()) : endedFailure(reason),
    );
  } finally {
    deadline.close();
  }
}

/**
 * The pieces of a body, read as they are asked for; ends at once when the deadline does, which runs only while the
 * service is waited for and not while the reader works on an item. (Racing each read against one promise would keep
 * every piece in memory until that promise settles.)
 */
async function* chunks(response: Response, deadline: Deadline): AsyncGenerator<Uint8Array> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  const stop = (): void => void reader.cancel().catch(() => {});
  deadline.signal.addEventListener("abort", stop, { once: true });
  for (;;) {
    deadline.progress();
    const { done, value } = await reader.read();
    if (deadline.reason() !== undefined) throw new Error("ended");
    if (done) return;
    deadline.pause();
    yield value;
  }
}

/** @throws what `errorOf` makes */
async function* list(connection: Connection, signal: AbortSignal): AsyncGenerator<BatchStatus> {
  const seen = new Set<string>();
  let after: string | undefined;
  for (;;) {
    const from = after;
    const page = await connection.run("batch", signal, async (client, deadline) => {
      const got = await getPage(client, "/v1/messages/batches", { limit: 100, after: from }, deadline.signal);
      return got ?? NO_MESSAGE;
    });
    if ("ok" in page) throw errorOf(page);
    const before = seen.size;
    for (const item of page.items) {
      const batch = readBatch(item);
      if (batch === undefined || seen.has(batch.id)) continue;
      seen.add(batch.id);
      yield batch;
    }
    // Without anything new the service would lead us in a circle.
    if (page.next === undefined || seen.size === before || seen.size > MAX_LISTED) return;
    after = page.next;
  }
}

function openOrThrow(connection: Connection, signal: AbortSignal): Anthropic {
  if (signal.aborted) throw errorOf(endedFailure("cancelled"));
  const client = connection.open();
  if ("ok" in client) throw errorOf(client);
  return client;
}
