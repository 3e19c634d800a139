/** What the stand-in serves at which address. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { answer } from "./answer.ts";
import {
  BATCH_LIMITS,
  describeBatch,
  makeBatch,
  resultLines,
  work,
  type Batch,
  type BatchWorld,
} from "./batch-store.ts";
import { checkMessages } from "./check-messages.ts";
import { ANSWER_FAULTS, type AnswerFault, type Fault, type FaultCall } from "./faults.ts";
import { contentKey } from "./ledger.ts";
import { describeModel } from "./models.ts";
import { sendJson, sendLines, sendStream, type Break } from "./send.ts";
import type { Call, World } from "./server.ts";
import { invalid, Refusal } from "./shapes.ts";

const MESSAGE_BYTES = 32_000_000;

export class Routes {
  private readonly counts = new Map<string, number>();
  private readonly batches: Batch[] = [];

  constructor(private readonly world: World) {}

  byteLimit(path: string): number {
    const { limits } = this.world.options;
    return path === "/v1/messages/batches"
      ? (limits?.batchBytes ?? BATCH_LIMITS.bytes)
      : (limits?.messageBytes ?? MESSAGE_BYTES);
  }

  faultFor(method: string, path: string, body: string): Fault | undefined {
    const route = routeOf(method, path);
    if (route === undefined) return undefined;
    const index = this.counts.get(route) ?? 0;
    this.counts.set(route, index + 1);
    return this.world.options.faults?.({ index, route, body });
  }

  /** @throws {Refusal} */
  async handle(call: Call, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const route = routeOf(call.method, call.path);
    const broken = breakOf(call.fault);
    const json = (body: object): void => sendJson(response, 200, body, call.headers, broken);
    switch (route) {
      case "messages":
        return this.message(call, request, response);
      case "count_tokens": {
        const checked = checkMessages(parse(call.body), this.world.models, call.version, true);
        return json({ input_tokens: checked.inputTokens });
      }
      case "models":
        return json(page(this.world.models.map(describeModel), call.query, 20));
      case "batches":
        return json(call.method === "GET" ? this.listBatches(call) : this.makeBatch(call));
      case "batch":
        return json(describeBatch(this.batch(call), this.world.base()));
      case "cancel":
        return json(this.cancel(call));
      case "results":
        return this.results(call, response);
      default:
        throw new Refusal(404, "not_found_error", "Not found");
    }
  }

  private async message(call: Call, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { world } = this;
    const params = parse(call.body);
    const checked = checkMessages(params, world.models, call.version);
    const { fault } = call;
    const said = answer(
      checked,
      world.model,
      isAnswerFault(fault) ? fault : undefined,
      world.cache.use(checked, world.now()),
      `msg_${call.requestId.slice(4)}`,
      "standard",
    );
    if (fault === "error-midway" && !checked.stream)
      throw new Refusal(500, "api_error", "Internal server error");
    world.ledger.pay(contentKey(params), said.usage);
    if (fault === "lost") return void request.socket.resetAndDestroy();
    if (!checked.stream) return sendJson(response, 200, said, call.headers, breakOf(fault));
    return sendStream(response, said, call.headers, world.options.gapMs ?? 0, breakOf(fault));
  }

  private makeBatch(call: Call): object {
    const { options } = this.world;
    const limits = { requests: options.limits?.requests ?? BATCH_LIMITS.requests };
    const id = `msgbatch_standin${this.batches.length + 1}`;
    const faultOf = options.batchFaults ?? (() => undefined);
    const batch = makeBatch(id, parse(call.body), this.world.now(), options.batchMs ?? 30, limits, faultOf);
    this.batches.push(batch);
    return describeBatch(batch, this.world.base());
  }

  private listBatches(call: Call): object {
    const described = this.batches.map((batch) => {
      work(batch, this.batchWorld(call), this.world.now());
      return describeBatch(batch, this.world.base());
    });
    return page(described.reverse(), call.query, 20);
  }

  private batch(call: Call): Batch {
    const id = call.path.split("/")[4];
    const batch = this.batches.find((each) => each.id === id);
    if (batch === undefined) throw new Refusal(404, "not_found_error", "batch not found");
    work(batch, this.batchWorld(call), this.world.now());
    return batch;
  }

  private cancel(call: Call): object {
    const batch = this.batch(call);
    if (batch.endedAt !== undefined) throw invalid("batch: processing has ended");
    batch.cancelledAt ??= this.world.now();
    return describeBatch(batch, this.world.base());
  }

  private async results(call: Call, response: ServerResponse): Promise<void> {
    const batch = this.batch(call);
    if (batch.endedAt === undefined) throw invalid("batch: results are not available yet");
    const { options, now } = this.world;
    const lines = resultLines(batch, this.batchWorld(call), now(), options.seed ?? 1);
    const cut = call.fault === "cut";
    await sendLines(response, cut ? cutLines(lines) : lines, call.headers, cut);
  }

  private batchWorld(call: Call): BatchWorld {
    const { models, model, cache, ledger, options } = this.world;
    return { models, model, cache, ledger, version: call.version, cancelMs: options.cancelMs ?? 10 };
  }
}

function routeOf(method: string, path: string): FaultCall["route"] | undefined {
  const is = (verb: string, pattern: RegExp): boolean => method === verb && pattern.test(path);
  if (is("POST", /^\/v1\/messages$/)) return "messages";
  if (is("POST", /^\/v1\/messages\/count_tokens$/)) return "count_tokens";
  if (is("GET", /^\/v1\/models$/)) return "models";
  if (is("POST", /^\/v1\/messages\/batches$/) || is("GET", /^\/v1\/messages\/batches$/)) return "batches";
  if (is("GET", /^\/v1\/messages\/batches\/[^/]+$/)) return "batch";
  if (is("GET", /^\/v1\/messages\/batches\/[^/]+\/results$/)) return "results";
  if (is("POST", /^\/v1\/messages\/batches\/[^/]+\/cancel$/)) return "cancel";
  return undefined;
}

function parse(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body);
    return value;
  } catch {
    throw invalid("The request body is not valid JSON");
  }
}

/** The page of a list that a query asks for. @param usual its size when the query names none */
function page(items: readonly object[], query: URLSearchParams, usual: number): object {
  const limit = Number(query.get("limit") ?? usual);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
    throw invalid("limit: must be between 1 and 1000");
  const idOf = (item: object): string => ("id" in item ? String(item.id) : "");
  const after = query.get("after_id");
  const from = after === null ? 0 : items.findIndex((item) => idOf(item) === after) + 1;
  const data = items.slice(from, from + limit);
  const [first, last] = [data[0], data.at(-1)];
  return {
    data,
    has_more: from + limit < items.length,
    first_id: first === undefined ? null : idOf(first),
    last_id: last === undefined ? null : idOf(last),
  };
}

/** All but the end of the last line, and the first half at most. */
function* cutLines(lines: Iterable<string>): Generator<string> {
  const all = [...lines];
  const half = all.slice(0, Math.ceil(all.length / 2));
  yield* half.slice(0, -1);
  const last = half.at(-1) ?? "";
  yield last.slice(0, Math.floor(last.length / 2));
}

function isAnswerFault(fault: Fault | undefined): fault is AnswerFault {
  return ANSWER_FAULTS.some((each) => each === fault);
}

function breakOf(fault: Fault | undefined): Break {
  return fault === "cut" || fault === "garbled" || fault === "error-midway" ? fault : undefined;
}
