/** Writes answers, and breaks connections on demand. */
import type { ServerResponse } from "node:http";
import { events, type StandinMessage } from "./answer.ts";

/** How the connection breaks while an answer is sent. */
export type Break = "cut" | "garbled" | "error-midway" | undefined;

export function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>>,
  broken?: Break,
): void {
  const text = JSON.stringify(body);
  const half = text.slice(0, Math.ceil(text.length / 2));
  // What is garbled is complete by its length, what is cut promises more than it sends.
  const length = Buffer.byteLength(broken === "garbled" ? half : text);
  response.writeHead(status, { "content-type": "application/json", "content-length": length, ...headers });
  if (broken === "cut") response.write(half, () => response.destroy());
  else response.end(broken === "garbled" ? half : text);
}

export async function sendStream(
  response: ServerResponse,
  message: StandinMessage,
  headers: Readonly<Record<string, string>>,
  gapMs: number,
  broken: Break,
): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", ...headers });
  const list = events(message);
  const stop = broken === undefined ? list.length : Math.ceil(list.length / 2);
  for (const { name, data } of list.slice(0, stop)) {
    if (response.destroyed) return;
    await written(response, `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    if (gapMs > 0) await new Promise((resolve) => setTimeout(resolve, gapMs));
  }
  if (broken === undefined) return void response.end();
  if (broken === "error-midway") {
    const error = { type: "error", error: { type: "overloaded_error", message: "Overloaded" } };
    return void response.end(`event: error\ndata: ${JSON.stringify(error)}\n\n`);
  }
  if (broken === "garbled") return void response.end('event: content_block_delta\ndata: {"type": "conte\n\n');
  response.destroy();
}

/** Waits while the reader is slow: a large answer never waits in memory. */
export async function sendLines(
  response: ServerResponse,
  lines: Iterable<string>,
  headers: Readonly<Record<string, string>>,
  broken: boolean,
): Promise<void> {
  response.writeHead(200, { "content-type": "application/x-jsonl", ...headers });
  let open = "";
  for (const line of lines) {
    open += line;
    if (open.length < 16_384) continue;
    if (response.destroyed) return;
    await written(response, open);
    open = "";
  }
  if (broken) response.write(open, () => response.destroy());
  else response.end(open);
}

function written(response: ServerResponse, text: string): Promise<void> {
  return new Promise((resolve) => {
    if (response.write(text) || response.destroyed) return resolve();
    const done = (): void => {
      response.off("drain", done).off("close", done);
      resolve();
    };
    response.on("drain", done).on("close", done);
  });
}
