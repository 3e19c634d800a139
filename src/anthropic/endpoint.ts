/** Which endpoints may receive a key and conversation text. */

/** Where Claude is served when no gateway is configured. */
export const DEFAULT_ENDPOINT = "https://api.anthropic.com";

export type EndpointCheck =
  { readonly ok: true; readonly baseURL: string } | { readonly ok: false; readonly message: string };

/**
 * Checks an endpoint as a person typed it: https, or http to this machine alone; no user, password, query or
 * fragment. A path is kept (gateways have one).
 * @returns the address without a slash at its end, or why it can't be used; the message doesn't repeat what was typed,
 *   which may hold a password
 */
export function checkEndpoint(typed: string): EndpointCheck {
  const url = parse(typed.trim());
  if (url === undefined) return refuse("The endpoint is not a web address (https://…).");
  if (url.username !== "" || url.password !== "")
    return refuse("The endpoint holds a user name or password. Keep the key in the key store only.");
  if (url.search !== "" || url.hash !== "")
    return refuse("The endpoint has a query or a fragment; remove it.");
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname)))
    return refuse(
      "The endpoint must be https (http is for this machine only): the key would travel readable.",
    );
  return { ok: true, baseURL: url.origin + url.pathname.replace(/\/+$/, "") };
}

const refuse = (message: string): EndpointCheck => ({ ok: false, message });

function parse(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** URL has normalised the name: lower case, IPv4 in dots, IPv6 in brackets. */
function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
