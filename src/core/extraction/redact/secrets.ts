/** Keys, tokens and passwords. */
import { cued } from "./addresses.ts";
import { matchAll, whole, type Match } from "./kinds.ts";

/** Tokens that say what they are. */
const PREFIXED =
  /(?<![A-Za-z0-9])(?:sk-ant-[\w-]{6,}|(?:sk|pk|rk)_(?:live|test)_\w{8,}|(?:AKIA|ASIA|AGPA|AROA)[0-9A-Z]{16}|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeprs]-[\w-]{10,}|AIza[\w-]{30,}|ya29\.[\w-]{20,}|hf_[A-Za-z0-9]{20,}|npm_[A-Za-z0-9]{30,}|pypi-[\w-]{30,}|SG\.[\w-]{16,}\.[\w-]{16,}|eyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?)/g;
/** The same prefix begins ordinary words with hyphens: a digit must be in it. */
const SK = /(?<![A-Za-z0-9])sk-[\w-]{16,}/g;
const BEARER = /\b(?:bearer|basic) +([\w.~+/=-]{16,})/gi;
/** Greedy to the "@", but bounded: user names and passwords in connection strings. */
const IN_URL = /\b[a-z][a-z0-9+]{1,20}:\/\/[^\s:/@]{0,64}:([^\s/@]{1,128})(?=@)/gi;

const WORDS =
  "api[_ -]?keys?|access[_ -]?(?:key|token)|secret(?:[_ -]?(?:key|access[_ -]?key))?|(?:auth|refresh|session|id)?[_ -]?token|pass(?:word|wd|phrase|code)|pwd|credentials?|private[_ -]?key|client[_ -]?secret|pin";
const NAMED = new RegExp(
  `(?<![A-Za-z])(?:${WORDS})["'\`]?[ \\t]{0,4}(?:[:=]|=>|\\bis\\b|\\bwas\\b)[ \\t]{0,4}["'\`]?([^\\s"'\`,;<>\u27e6\u27e7]{4,300})`,
  "gi",
);

/** Shannon entropy, bits per character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** What stands after "password:" is one when it has a digit or looks random; "required", "YOUR_KEY", "getKey(" are none. */
function looksSecret(value: string): boolean {
  const bare = value.replace(/[.,;:!?)\]}]+$/, "");
  if (bare.length < 4 || /^[A-Za-z_][\w.]*\(/.test(bare)) return false;
  if (/\d/.test(bare) || /[a-z][!$%^&*#@~+]|[!$%^&*#@~+][a-z]/i.test(bare)) return true;
  return bare.length >= 20 && entropy(bare) > 3.5 && /[a-z]/.test(bare) && /[A-Z]/.test(bare);
}

const BEGIN = "-----BEGIN ";
const END = "-----END ";

/** PEM blocks from their first line to their last; one that is never closed runs on while lines look like Base64. */
function findPemBlocks(text: string): Match[] {
  const matches: Match[] = [];
  let noEndAfter = Number.POSITIVE_INFINITY;
  for (let start = text.indexOf(BEGIN); start >= 0;) {
    const close = start > noEndAfter ? -1 : text.indexOf(END, start);
    let end: number;
    if (close >= 0) {
      const dashes = text.indexOf("-----", close + END.length);
      end = dashes >= 0 && dashes - close < 100 ? dashes + 5 : close + END.length;
    } else {
      noEndAfter = Math.min(noEndAfter, start);
      const body = /-----[^\n]{0,100}(?:\r?\n[A-Za-z0-9+/=]+(?=\r?\n|$))*/y;
      body.lastIndex = start;
      end = start + (body.exec(text)?.[0].length ?? BEGIN.length);
    }
    matches.push({ start, end, kind: "key", identity: text.slice(start, end) });
    start = text.indexOf(BEGIN, end);
  }
  return matches;
}

export function findSecrets(text: string): Match[] {
  return [
    ...matchAll(text, PREFIXED, "key", whole),
    ...matchAll(text, SK, "key", (found) => (/\d/.test(found[0]) ? whole(found) : undefined)),
    ...cued(text, BEARER, "key", (value) => /\d/.test(value)),
    ...cued(text, IN_URL, "key"),
    ...cued(text, NAMED, "key", looksSecret),
    ...findPemBlocks(text),
  ];
}
