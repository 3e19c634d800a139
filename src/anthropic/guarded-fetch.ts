/**
 * What may leave by the SDK. The SDK merges headers from the environment (ANTHROPIC_CUSTOM_HEADERS) into every
 * request, and follows addresses that the service names; neither may move the key or a conversation elsewhere.
 */

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Header names that are sent; whatever else the SDK or the environment adds is dropped. */
const SENT = new Set(["accept", "anthropic-version", "content-type", "user-agent"]);

/**
 * @param baseURL the checked endpoint: requests to other origins or outside its path are refused
 * @param headers the credentials, set on each request whatever the SDK made of them
 * @param send the platform's fetch
 */
export function guardedFetch(baseURL: string, headers: Readonly<Record<string, string>>, send: Fetch): Fetch {
  return (url, init) => {
    if (!url.startsWith(`${baseURL}/v1/`))
      return Promise.reject(new Error("A request to an address outside the endpoint was stopped."));
    const kept = new Headers(headers);
    for (const [name, value] of new Headers(init.headers)) if (SENT.has(name)) kept.set(name, value);
    // A redirect would carry the conversation to wherever it points; it comes back as an answer with its status.
    return send(url, { ...init, headers: kept, redirect: "manual" });
  };
}
