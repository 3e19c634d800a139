/** Payment cards, bank accounts, identity numbers, phone numbers, dates of birth. */
import { cued } from "./addresses.ts";
import { matchAll, whole, type Match } from "./kinds.ts";

function digitsOf(text: string): string {
  return text.replace(/\D/g, "");
}

/** Check digit of payment cards (ISO/IEC 7812-1). */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits.charAt(digits.length - 1 - at));
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

function isCard(digits: string): boolean {
  return (
    digits.length >= 13 &&
    digits.length <= 19 &&
    /^[2-6]/.test(digits) &&
    !/^(\d)\1+$/.test(digits) &&
    passesLuhn(digits)
  );
}

interface Group {
  readonly start: number;
  readonly end: number;
}

const RUN = /(?<!\w)\+?\(?\d(?:[\d ()./\u00a0\u2011-]{4,38})\d(?!\w)/g;
const MOST_GROUPS = 5;

/** Digit groups of a run, as ranges of the text. */
function groupsOf(run: string, offset: number): Group[] {
  return Array.from(run.matchAll(/\d+/g), (found) => ({
    start: offset + found.index,
    end: offset + found.index + found[0].length,
  }));
}

/** Neighbouring groups whose digits together are a card's number, e.g. 4-4-4-4 before an expiry date. */
function cardIn(text: string, groups: readonly Group[]): Group | undefined {
  for (let from = 0; from < groups.length; from += 1) {
    for (let to = Math.min(groups.length, from + MOST_GROUPS) - 1; to >= from; to -= 1) {
      const [first, last] = [groups[from], groups[to]];
      if (first === undefined || last === undefined || last.end - first.start > 24) continue;
      const piece = text.slice(first.start, last.end);
      if (/^[\d \u00a0-]+$/.test(piece) && isCard(digitsOf(piece)))
        return { start: first.start, end: last.end };
    }
  }
  return undefined;
}

const PHONE_CUE =
  /(?:tel|phone|telephone|mobile|cell|fax|whatsapp|signal|call|text|sms|ring|handy|reach|number)\W{0,4}(?:\w{1,8}\W{1,3}){0,3}$/i;
const NORTH_AMERICAN = /^(?:1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}$/;

function isPhone(text: string, start: number, end: number): boolean {
  const piece = text.slice(start, end);
  const count = digitsOf(piece).length;
  if (count < 7 || count > 15) return false;
  if (/^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$/.test(piece)) return false;
  if (piece.startsWith("+") || NORTH_AMERICAN.test(piece)) return true;
  if (/^\(?0\d{1,5}\)?[ /-]/.test(piece) && count >= 8 && count <= 13) return true;
  return PHONE_CUE.test(text.slice(Math.max(0, start - 40), start));
}

export function findCardsAndPhones(text: string): Match[] {
  const matches: Match[] = [];
  for (const found of text.matchAll(RUN)) {
    const { start, end } = whole(found);
    const card = cardIn(text, groupsOf(found[0], start));
    if (card !== undefined) {
      matches.push({ ...card, kind: "card", identity: digitsOf(text.slice(card.start, card.end)) });
    } else if (isPhone(text, start, end)) {
      matches.push({ start, end, kind: "phone", identity: digitsOf(found[0]) });
    }
  }
  return matches;
}

const IBAN = /(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)/g;

/** ISO 13616: with the first four characters moved to the end and letters as numbers, the rest by 97 is 1. */
function isIban(text: string): boolean {
  const plain = text.replaceAll(" ", "");
  if (plain.length < 15 || plain.length > 34) return false;
  let rest = 0;
  for (const char of plain.slice(4) + plain.slice(0, 4)) {
    for (const digit of String(Number.parseInt(char, 36))) rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest === 1;
}

/** With the groups of four that follow by accident taken off. */
export function findIbans(text: string): Match[] {
  return matchAll(
    text,
    IBAN,
    "iban",
    (found) => {
      const { start } = whole(found);
      let candidate = found[0];
      while (candidate.length >= 15) {
        if (isIban(candidate)) return { start, end: start + candidate.length };
        const cut = candidate.lastIndexOf(" ");
        if (cut < 0) return undefined;
        candidate = candidate.slice(0, cut);
      }
      return undefined;
    },
    (found) => found.replaceAll(" ", ""),
  );
}

const SSN = /(?<![\w-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])/g;
const UK_INSURANCE = /(?<!\w)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)/g;
const NAMED_ID =
  /\b(?:passport|ssn|social security|national id|identity card|id card|driver'?s licen[cs]e|driving licen[cs]e|tax id|nhs|aadhaar|personnummer|medical record|patient id)(?: (?:number|no|nr|num|id))?\.?#?[ \t]{0,3}(?:[:=]|\bis\b)?[ \t]{0,3}([A-Z0-9](?:[A-Z0-9 -]{3,20})\d[A-Z]?)(?!\w)/gi;

export function findIds(text: string): Match[] {
  return [
    ...matchAll(text, SSN, "id", whole),
    ...matchAll(text, UK_INSURANCE, "id", whole),
    ...cued(text, NAMED_ID, "id", (value) => digitsOf(value).length >= 4),
  ];
}

const MONTH =
  "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
const DATE = `\\d{1,4}[-/.]\\d{1,2}[-/.]\\d{1,4}|\\d{1,2}(?:st|nd|rd|th)?(?: of)? ${MONTH}\\.?,? \\d{2,4}|${MONTH}\\.? \\d{1,2}(?:st|nd|rd|th)?,? \\d{2,4}`;
const BORN = new RegExp(
  `\\b(?:born(?: on(?: the)?)?|date of birth|birth ?date|birthday|d\\.?o\\.?b\\.?)[ \\t]{0,3}(?:[:=]|\\bis\\b|\\bwas\\b|\\bon\\b)?[ \\t]{0,3}(${DATE})(?!\\w)`,
  "gi",
);

export function findBirthdates(text: string): Match[] {
  return cued(text, BORN, "birthdate");
}
