/** Event ids: ULIDs, https://github.com/ulid/spec — 48 bits of ms since 1970, 80 random bits, Crockford base 32. */

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** Upper case only, as we write them. */
export function isEventId(text: string): boolean {
  return ULID.test(text);
}

/** The least id greater than `id`, or undefined after the very last one. */
export function nextEventId(id: string): string | undefined {
  let end = id.length;
  while (end > 0 && id[end - 1] === "Z") end--;
  const digit = ALPHABET.indexOf(id[end - 1] ?? "");
  if (end === 0 || digit < 0) return undefined;
  const next = id.slice(0, end - 1) + (ALPHABET[digit + 1] ?? "") + "0".repeat(id.length - end);
  return isEventId(next) ? next : undefined;
}

/**
 * `fresh` if it is greater than every id seen so far, else the successor of the greatest one: so the order of
 * ids stays the order of judging when the clock steps back or another machine's clock is ahead.
 */
export function idAfter(greatest: string | undefined, fresh: string): string {
  if (greatest === undefined || fresh > greatest) return fresh;
  return nextEventId(greatest) ?? fresh;
}
