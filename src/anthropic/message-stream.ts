/** Puts a streamed message together. */
import type { ModelUsage } from "../core/extraction/model-call.ts";
import { isFields, readMessage, readUsage, type ReceivedMessage } from "./message-outcome.ts";

/** The stream ended without its end event: the connection broke, or a proxy cut it. */
export class BrokenStream extends Error {}

/** Characters of an answer beyond which a stream is no answer to us: 128,000 tokens have some 600,000. */
const MAX_TEXT = 8_000_000;

/**
 * @param events as the service sends them; unknown kinds are passed over, as its versioning rules ask
 * @param progress called for each event
 * @returns undefined when the stream came to its end without any event: that was not the Messages API
 * @throws {BrokenStream} when the stream ends too early or without bound; errors of the iteration pass through
 */
export async function collectMessage(
  events: AsyncIterable<unknown>,
  progress: () => void,
): Promise<ReceivedMessage | undefined> {
  let message: ReceivedMessage | undefined;
  const texts: string[] = [];
  let length = 0;
  let any = false;
  let ended = false;
  for await (const event of events) {
    progress();
    if (!isFields(event)) continue;
    any = true;
    if (event["type"] === "message_start") message = readMessage(event["message"]);
    else if (event["type"] === "content_block_delta") {
      const text = textOf(event["delta"]);
      length += text.length;
      if (length > MAX_TEXT) throw new BrokenStream();
      texts.push(text);
    } else if (event["type"] === "message_delta" && message !== undefined)
      message = withDelta(message, event);
    else if (event["type"] === "message_stop") ended = true;
  }
  if (!any) return undefined;
  if (message === undefined || !ended) throw new BrokenStream();
  return { ...message, text: texts.join("") };
}

function textOf(delta: unknown): string {
  return isFields(delta) && delta["type"] === "text_delta" && typeof delta["text"] === "string"
    ? delta["text"]
    : "";
}

/** The counts of the last event are those of the whole message; what it leaves out was told at the start. */
function withDelta(message: ReceivedMessage, event: { readonly [key: string]: unknown }): ReceivedMessage {
  const { delta, usage } = event;
  const stop = isFields(delta) ? delta["stop_reason"] : undefined;
  const told = readUsage(usage);
  const latest = (key: keyof ModelUsage): number => (told[key] > 0 ? told[key] : message.usage[key]);
  return {
    ...message,
    stopReason: typeof stop === "string" ? stop : message.stopReason,
    usage: {
      inputTokens: latest("inputTokens"),
      outputTokens: latest("outputTokens"),
      cacheReadTokens: latest("cacheReadTokens"),
      cacheWriteTokens: latest("cacheWriteTokens"),
    },
  };
}
