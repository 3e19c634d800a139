/** E-mail and web addresses, IP addresses, user names. */
import { lastGroup, matchAll, whole, type Match } from "./kinds.ts";

const LONGEST_LOCAL = 64;
const LONGEST_DOMAIN = 253;

function isLocal(char: string): boolean {
  return /[\p{L}\p{N}._%+'-]/u.test(char);
}

function isDomain(char: string): boolean {
  return /[\p{L}\p{N}.-]/u.test(char);
}

/** Where the run of characters that `belongs` accepts ends, before or after `at`; at most `max` characters away. */
function reach(
  text: string,
  at: number,
  step: 1 | -1,
  max: number,
  belongs: (char: string) => boolean,
): number {
  let end = at;
  for (let count = 0; count < max; count += 1) {
    const index = step === 1 ? end : end - 1;
    const char = text.charAt(index);
    if (char === "" || !belongs(char)) break;
    end += step;
  }
  return end;
}

/** The domain at `at`: its end, or `at` where there is none. What is glued to it goes with it rather than staying. */
function domainEnd(text: string, at: number): number {
  let end = reach(text, at, 1, LONGEST_DOMAIN, isDomain);
  while (end > at && /[.-]/.test(text.charAt(end - 1))) end -= 1;
  const domain = text.slice(at, end);
  return /^[\p{L}\p{N}]/u.test(domain) && /\.[^.]*\p{L}[^.]*$/u.test(domain) ? end : at;
}

/** "name@example.org", also "name [at] example [dot] org". */
export function findEmails(text: string): Match[] {
  const matches: Match[] = [];
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    const start = reach(text, at, -1, LONGEST_LOCAL, isLocal);
    const end = domainEnd(text, at + 1);
    if (start < at && end > at + 1) {
      matches.push({ start, end, kind: "email", identity: text.slice(start, end).toLowerCase() });
    }
  }
  const spelled =
    /[[(] ?at ?[\])] ?([\p{L}\p{N}-]{1,63}(?: ?(?:\.|[[(] ?dot ?[\])]) ?[\p{L}\p{N}-]{2,63}){1,4})/giu;
  const obfuscated = matchAll(text, spelled, "email", (found) => {
    const space = text.charAt(found.index - 1) === " " ? 1 : 0;
    const start = reach(text, found.index - space, -1, LONGEST_LOCAL, isLocal);
    return start < found.index - space ? { start, end: whole(found).end } : undefined;
  });
  return [...matches, ...obfuscated];
}

const URL_END = String.raw`[^\s<>"'` + "`" + String.raw`)\]}\u201c\u201d\u27e6\u27e7]`;
const WITH_SCHEME = new RegExp(
  `(?<![a-z0-9])(?:https?|ftps?|sftp|wss?|file|ssh|git|mailto|tel):(?://)?${URL_END}{3,}`,
  "giu",
);
const WITH_WWW = new RegExp(`(?<![a-z0-9.])www\\.${URL_END}{4,}`, "giu");
/** Without a scheme only under endings that are hardly ever anything else. */
const BARE = new RegExp(
  `(?<![\\w.@-])(?:[a-z0-9][a-z0-9-]{0,62}\\.){1,5}(?:com|org|net|edu|gov|info|io|dev|app|ai|uk|de|fr|eu)(?![\\w-])(?:[/?#]${URL_END}*)?`,
  "giu",
);

function withoutPunctuation(found: RegExpExecArray): { readonly start: number; readonly end: number } {
  const { start, end } = whole(found);
  let last = end;
  while (last > start && /[.,;:!?*_]/.test(found[0].charAt(last - start - 1))) last -= 1;
  return { start, end: last };
}

export function findUrls(text: string): Match[] {
  return [WITH_SCHEME, WITH_WWW, BARE].flatMap((pattern) =>
    matchAll(text, pattern, "url", withoutPunctuation),
  );
}

const IPV4 = /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?!\.?\w)/g;
const IPV6 = /(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])/gi;

function isIpv6(address: string): boolean {
  const groups = address.split(":");
  const filled = groups.filter((group) => group !== "").length;
  const gaps = address.split("::").length - 1;
  return gaps === 0
    ? groups.length === 8 && filled === 8
    : gaps === 1 && filled >= 1 && filled <= 7 && /\d/.test(address);
}

export function findIps(text: string): Match[] {
  return [
    ...matchAll(text, IPV4, "ip", (found) =>
      found[0].split(".").every((part) => Number(part) <= 255) ? whole(found) : undefined,
    ),
    ...matchAll(
      text,
      IPV6,
      "ip",
      (found) => (isIpv6(found[0]) ? whole(found) : undefined),
      (found) => found.toLowerCase(),
    ),
  ];
}

/** Words after "@" that are code or mail headers, not people. */
const NO_HANDLE = new Set(
  (
    "media import charset keyframes font-face supports override property staticmethod classmethod dataclass abstractmethod " +
    "param params return returns throws deprecated see link type typedef test before after override inject autowired bean " +
    "component input output angular types babel"
  ).split(" "),
);
const HANDLE = /(?<![\w.@/])(@[\p{L}\p{N}_][\p{L}\p{N}_.-]{1,38})(?!\w)/gu;

export function findHandles(text: string): Match[] {
  return matchAll(
    text,
    HANDLE,
    "handle",
    (found) => {
      const { start, end } = withoutPunctuation(found);
      const name = text.slice(start + 1, end).toLowerCase();
      return name.length < 2 || NO_HANDLE.has(name) || text.charAt(end) === "(" ? undefined : { start, end };
    },
    (found) => found.toLowerCase(),
  );
}

/** The last group of a cue pattern, where `isGood` accepts it. */
export function cued(
  text: string,
  pattern: RegExp,
  kind: Match["kind"],
  isGood: (value: string) => boolean = () => true,
): Match[] {
  return matchAll(text, pattern, kind, (found) => {
    const range = lastGroup(found);
    return isGood(text.slice(range.start, range.end)) ? range : undefined;
  });
}
