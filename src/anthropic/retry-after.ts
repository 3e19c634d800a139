/** How long the service asks to wait. */

/** Nobody waits longer than this for a header's sake, ms. */
export const MAX_RETRY_AFTER_MS = 60_000;

/**
 * Reads `retry-after-ms` (ms) or `retry-after` (seconds, or an HTTP date).
 * @param now ms since 1970
 * @returns ms from now, 0 to 60,000; undefined when nothing usable is there (absent, negative, no number, no date)
 */
export function retryAfterMs(headers: Headers | undefined, now: number): number | undefined {
  if (headers === undefined) return undefined;
  const ms = decimal(headers.get("retry-after-ms"));
  if (ms !== undefined) return cap(ms);
  const header = headers.get("retry-after");
  const seconds = decimal(header);
  if (seconds !== undefined) return cap(seconds * 1000);
  // A date has letters; without this check Date.parse takes "-5" for a month.
  const date = header !== null && /[a-z]/i.test(header) && header.length < 64 ? Date.parse(header) : NaN;
  return Number.isNaN(date) ? undefined : cap(Math.max(0, date - now));
}

const cap = (ms: number): number => Math.min(Math.ceil(ms), MAX_RETRY_AFTER_MS);

function decimal(text: string | null): number | undefined {
  const trimmed = text?.trim() ?? "";
  return /^\d{1,300}(\.\d{1,20})?$/.test(trimmed) ? Number(trimmed) : undefined;
}
