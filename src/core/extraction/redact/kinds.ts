/** What redaction looks for. */

export const REDACTION_KINDS = [
  "key",
  "email",
  "url",
  "card",
  "iban",
  "id",
  "phone",
  "ip",
  "birthdate",
  "name",
  "handle",
] as const;
export type RedactionKind = (typeof REDACTION_KINDS)[number];

/** For settings and previews. */
export const REDACTION_LABELS: Readonly<Record<RedactionKind, string>> = {
  key: "Keys, tokens, passwords",
  email: "E-mail addresses",
  url: "Web addresses",
  card: "Payment cards",
  iban: "Bank accounts (IBAN)",
  id: "Identity and passport numbers",
  phone: "Phone numbers",
  ip: "IP addresses",
  birthdate: "Dates of birth",
  name: "Names of persons",
  handle: "User names (@name)",
};

/** `[start, end)` in UTF-16 code units of one text. */
export interface Match {
  readonly start: number;
  readonly end: number;
  readonly kind: RedactionKind;
  /** Equal for two mentions of the same thing: "A@x.org" and "a@x.org". */
  readonly identity: string;
}

/** Finds all of one or more kinds in a text, in any order, possibly overlapping. Linear in the text. */
export type Detector = (text: string) => Match[];

/** Matches of a regular expression whose quantifiers are bounded or can't backtrack, checked by `accept`. */
export function matchAll(
  text: string,
  pattern: RegExp,
  kind: RedactionKind,
  accept: (found: RegExpExecArray) => { readonly start: number; readonly end: number } | undefined,
  identity: (found: string) => string = (found) => found,
): Match[] {
  const matches: Match[] = [];
  for (const found of text.matchAll(pattern)) {
    const range = accept(found);
    if (range === undefined || range.end <= range.start) continue;
    matches.push({ ...range, kind, identity: identity(text.slice(range.start, range.end)) });
  }
  return matches;
}

/** The whole of a match. */
export function whole(found: RegExpExecArray): { readonly start: number; readonly end: number } {
  return { start: found.index, end: found.index + found[0].length };
}

/** The part of a match that its last group took; the group must end the match. */
export function lastGroup(found: RegExpExecArray): { readonly start: number; readonly end: number } {
  const end = found.index + found[0].length;
  return { start: end - (found.at(-1)?.length ?? 0), end };
}
