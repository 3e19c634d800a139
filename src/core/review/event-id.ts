/** Event ids: ULIDs, https://github.com/ulid/spec — 48 bits of ms since 1970, 80 random bits, Crockford base 32. */

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** Upper case only, as we write them. */
export function isEventId(text: string): boolean {
  return ULID.test(text);
}

/**
 * `fresh` if it is greater than every id seen so far, else `fresh` with its time moved to the ms after that of
 * the greatest one: so the order of ids stays the order of judging when the clock steps back or another
 * machine's clock is ahead. The random part stays, because another window may be doing the same right now: two
 * successors of one id counted up would be the same id for two events. Past the end of time (10889) it is `fresh`.
 */
export function idAfter(greatest: string | undefined, fresh: string): string {
  if (greatest === undefined || fresh > greatest) return fresh;
  const time = nextTime(greatest.slice(0, TIME_DIGITS));
  return time === undefined ? fresh : time + fresh.slice(TIME_DIGITS);
}

const TIME_DIGITS = 10;

/** One ms later, in Crockford base 32; undefined after the last one. */
function nextTime(digits: string): string | undefined {
  const trailing = /Z*$/.exec(digits)?.[0].length ?? 0;
  const at = digits.length - trailing - 1;
  const digit = ALPHABET.indexOf(digits[at] ?? "");
  if (at < 0 || digit < 0 || (at === 0 && digit === 7)) return undefined;
  return digits.slice(0, at) + (ALPHABET[digit + 1] ?? "") + "0".repeat(trailing);
}
