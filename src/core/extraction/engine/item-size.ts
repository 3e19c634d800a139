/** How large a request is in the body of a batch. */
import type { BatchItem, ModelRequest } from "../model-call.ts";
import { toMessageParams } from "../wire/anthropic-params.ts";

/** Of the service's documentation of message batches; 256 MB as the smaller of the two megabytes. */
export const BATCH_LIMITS = { requests: 100_000, bytes: 256_000_000 } as const;

/** `{"requests":[]}` */
export const FRAME_BYTES = 15;

/** The bytes of a text in UTF-8, as JSON writes it: lone surrogates are escaped there, so none is met. */
export function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) continue;
    // A surrogate pair is two units and four bytes.
    bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}

/**
 * Bytes that an item adds to the body of a batch, its comma included: of the very JSON that is sent. The stable parts
 * (system prompt, schema), equal for all requests of a run, are measured once.
 */
export class ItemSizer {
  readonly #known = new Map<string, number>();

  sizeOf({ customId, request }: BatchItem): number {
    const empty: ModelRequest = { ...request, system: [], schema: {} };
    const frame = utf8Bytes(JSON.stringify({ custom_id: customId, params: toMessageParams(empty) }));
    return (
      frame + 1 + this.#systemBytes(request) + this.#stable(JSON.stringify(request.schema)) - "{}".length
    );
  }

  #systemBytes(request: ModelRequest): number {
    const { system } = toMessageParams({ ...request, user: "", schema: {} });
    return system ? '"system":,'.length + this.#stable(JSON.stringify(system)) : 0;
  }

  #stable(json: string): number {
    const known = this.#known.get(json);
    if (known !== undefined) return known;
    const bytes = utf8Bytes(json);
    // A run has a handful; should every request differ, nothing is kept.
    if (this.#known.size >= 32) this.#known.clear();
    this.#known.set(json, bytes);
    return bytes;
  }
}
