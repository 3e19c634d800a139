/** One page of a list of the service. */
import type { Anthropic } from "@anthropic-ai/sdk";
import { isFields } from "./message-outcome.ts";

export interface Page {
  readonly items: readonly unknown[];
  /** Where the next page begins; undefined on the last one. */
  readonly next?: string;
}

/** @returns undefined when the answer is no list */
export async function getPage(
  client: Anthropic,
  path: string,
  query: { readonly limit: number; readonly after: string | undefined },
  signal: AbortSignal,
): Promise<Page | undefined> {
  const { limit, after } = query;
  // Read by hand and not by the SDK's pages, which take any answer for an empty list.
  const got: unknown = await client.get(path, {
    query: { limit, ...(after === undefined ? {} : { after_id: after }) },
    signal,
  });
  if (!isFields(got) || !Array.isArray(got["data"])) return undefined;
  const last = got["last_id"];
  const more = got["has_more"] === true && typeof last === "string" && last.length <= 200;
  return { items: got["data"], ...(more ? { next: last } : {}) };
}
