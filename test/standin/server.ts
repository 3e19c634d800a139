/**
 * A stand-in for the Messages API on this machine's loopback, strict on what it is asked. No model is behind it; see
 * docs/standin.md.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { checkHeaders } from "./check-headers.ts";
import { refusalOf, type BatchFault, type Fault, type FaultPlan } from "./faults.ts";
import { Ledger, type Recorded } from "./ledger.ts";
import { STANDIN_MODELS, type StandinModel } from "./models.ts";
import { PromptCache } from "./prompt-cache.ts";
import { Routes } from "./routes.ts";
import { ruleModel, type ScriptedModel } from "./rule-model.ts";
import { sendJson } from "./send.ts";
import { errorBody, Refusal } from "./shapes.ts";

/** The key that the stand-in takes unless told otherwise. */
export const STANDIN_KEY = "sk-standin-0123456789";

export interface StandinOptions {
  readonly port?: number;
  readonly keys?: readonly string[];
  readonly models?: readonly StandinModel[];
  /** What is answered. Must be deterministic. */
  readonly model?: ScriptedModel;
  readonly faults?: FaultPlan;
  readonly batchFaults?: (customId: string, index: number) => BatchFault | undefined;
  /** Before each answer, ms. */
  readonly latencyMs?: number;
  /** For the fault `slow`, ms. */
  readonly slowMs?: number;
  /** Between the events of a stream, ms. */
  readonly gapMs?: number;
  /** From making a batch to its end, ms. Default 30. */
  readonly batchMs?: number;
  readonly cancelMs?: number;
  /** Requests within a minute; more get 429. Default: no limit. */
  readonly requestsPerMinute?: number;
  /** Smaller limits than the service's, so that tests needn't send 256 MB. */
  readonly limits?: {
    readonly requests?: number;
    readonly batchBytes?: number;
    readonly messageBytes?: number;
  };
  /** ms since 1970. */
  readonly now?: () => number;
  readonly seed?: number;
  /** Whether bodies are kept in `requests`. Default true; large tests turn it off. */
  readonly keepBodies?: boolean;
}

export interface Standin {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly key: string;
  /** Every request as it arrived, refused ones too. */
  readonly requests: readonly Recorded[];
  readonly ledger: Ledger;
  /** Connections open at the moment. */
  connections(): number;
  /** Also breaks what is open. */
  stop(): Promise<void>;
}

export async function startStandin(options: StandinOptions = {}): Promise<Standin> {
  const ledger = new Ledger();
  const keys = options.keys ?? [STANDIN_KEY];
  const world: World = {
    options,
    ledger,
    keys,
    models: options.models ?? STANDIN_MODELS,
    model: options.model ?? ruleModel,
    cache: new PromptCache(),
    now: options.now ?? Date.now,
    base: () => "",
  };
  const routes = new Routes(world);
  let calls = 0;
  const server = createServer((request, response) => {
    calls += 1;
    void serve(world, routes, request, response, `req_standin${calls}`);
  });
  let open = 0;
  server.on("connection", (socket) => {
    open += 1;
    socket.on("close", () => (open -= 1));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const url = `http://127.0.0.1:${isAddress(address) ? address.port : 0}`;
  world.base = () => url;
  return {
    url,
    key: keys[0] ?? STANDIN_KEY,
    requests: ledger.requests,
    ledger,
    connections: () => open,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What all routes share. */
export interface World {
  readonly options: StandinOptions;
  readonly ledger: Ledger;
  readonly keys: readonly string[];
  readonly models: readonly StandinModel[];
  readonly model: ScriptedModel;
  readonly cache: PromptCache;
  readonly now: () => number;
  base: () => string;
}

/** One request, read and checked as far as all routes do. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  readonly version: string;
  readonly fault: Fault | undefined;
  /** On every answer. */
  readonly headers: Readonly<Record<string, string>>;
  readonly requestId: string;
}

const isAddress = (value: unknown): value is AddressInfo =>
  typeof value === "object" && value !== null && "port" in value;

async function serve(
  world: World,
  routes: Routes,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): Promise<void> {
  const { options, ledger } = world;
  const url = new URL(request.url ?? "/", "http://standin");
  const limit = routes.byteLimit(url.pathname);
  const body = await readBody(request, limit);
  const record: Recorded = {
    at: world.now(),
    method: request.method ?? "",
    path: request.url ?? "",
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    ),
    body: options.keepBodies === false ? "" : (body ?? ""),
  };
  ledger.requests.push(record);
  response.once("close", () => (record.status = response.headersSent ? response.statusCode : 0));
  const headers = { "request-id": requestId, ...rateHeaders(world) };
  try {
    const { key, version } = checkHeaders(request, world.keys);
    ledger.callsByKey.set(key, (ledger.callsByKey.get(key) ?? 0) + 1);
    if (body === undefined) throw new Refusal(413, "request_too_large", "Request exceeds the maximum size");
    checkRate(world);
    const fault = routes.faultFor(request.method ?? "", url.pathname, body);
    const refusal = fault === undefined ? undefined : refusalOf(fault);
    await wait(fault === "slow" ? (options.slowMs ?? 300) : (options.latencyMs ?? 0));
    if (refusal !== undefined) throw refusal;
    if (fault === "hang") return;
    if (fault === "reset") return void request.socket.resetAndDestroy();
    if (fault === "html")
      return void response.writeHead(200, { "content-type": "text/html" }).end("<h1>Log in</h1>");
    if (fault === "redirect")
      return void response.writeHead(307, { location: `${world.base()}/elsewhere` }).end();
    const { method = "" } = request;
    const call = {
      method,
      path: url.pathname,
      query: url.searchParams,
      body,
      version,
      fault,
      headers,
      requestId,
    };
    await routes.handle(call, request, response);
  } catch (error) {
    const refusal =
      error instanceof Refusal ? error : new Refusal(500, "api_error", `stand-in failed: ${String(error)}`);
    const answered = errorBody(refusal.type, refusal.message, requestId, refusal.code);
    if (!response.headersSent)
      sendJson(response, refusal.status, answered, { ...headers, ...refusal.headers });
    else response.destroy();
  }
}

const wait = (ms: number): Promise<void> =>
  ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : Promise.resolve();

/** @returns undefined when it is larger than the limit */
async function readBody(request: IncomingMessage, limit: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      if (!Buffer.isBuffer(chunk)) continue;
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
    }
  } catch {
    return ""; // the sender went away
  }
  return size > limit ? undefined : Buffer.concat(chunks).toString("utf8");
}

function lastMinute(world: World): number {
  const from = world.now() - 60_000;
  let count = 0;
  for (let at = world.ledger.requests.length - 1; at >= 0; at--) {
    if ((world.ledger.requests[at]?.at ?? 0) < from) break;
    count += 1;
  }
  return count;
}

function checkRate(world: World): void {
  const limit = world.options.requestsPerMinute;
  if (limit === undefined || lastMinute(world) <= limit) return;
  throw new Refusal(429, "rate_limit_error", "This request would exceed your rate limit.", {
    "retry-after": "1",
  });
}

function rateHeaders(world: World): Record<string, string> {
  const limit = world.options.requestsPerMinute;
  if (limit === undefined) return {};
  return {
    "anthropic-ratelimit-requests-limit": String(limit),
    "anthropic-ratelimit-requests-remaining": String(Math.max(0, limit - lastMinute(world))),
    "anthropic-ratelimit-requests-reset": new Date(world.now() + 60_000).toISOString(),
  };
}
