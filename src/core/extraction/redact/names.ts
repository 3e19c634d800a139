/**
 * Names of persons, by rules of thumb: capitalised words after a cue ("my name is", "Dear", "Regards,"), and then the
 * same words wherever else they stand in the conversation; and the names that the user lists. English cues, names with
 * capitals. Names nobody introduces are not found: that is what the list is for.
 */
import type { Match } from "./kinds.ts";

/** Longest list of names that is used, and longest name in it (UTF-16 code units). */
export const MAX_NAMES = 2_000;
const MAX_NAME = 100;
/** Words of one name. */
const MAX_WORDS = 4;

const NAME_WORD = String.raw`\p{Lu}[\p{L}\p{M}]{0,30}(?:['’-]\p{Lu}?[\p{L}\p{M}]{1,30}){0,2}(?![\p{L}\p{M}])`;
const FULL_NAME = `${NAME_WORD}(?: (?:(?:de|da|van|von|bin|al|el|del|della|di|la|le) ){0,2}(?:${NAME_WORD}|\\p{Lu}\\.)){0,3}`;
const TITLE = "(?:Mr|Mrs|Ms|Mx|Dr|Prof|Professor|Doctor|Herr|Frau|Mme|Señor|Señora)";
/** Case matters for the name, so the cues spell theirs out. */
const CUES = [
  String.raw`\b[Mm]y (?:full |real |first |last )?name(?: is|['’]s|:) `,
  String.raw`(?:^|\n)[ \t]{0,8}Name: ?(?=${NAME_WORD} ${NAME_WORD})`,
  String.raw`\b(?:[Tt]hey|[Pp]eople|[Ff]riends|[Ee]veryone|[Yy]ou can|[Jj]ust|[Pp]lease) (?:can )?call me `,
  String.raw`\b(?:[Ii]'m|[Ii]’m|[Ii] am) (?:called|named) `,
  String.raw`\b(?:[Ii] am|[Ii]'m|[Ii]’m) (?=${NAME_WORD} ${NAME_WORD})`,
  String.raw`\b(?:[Tt]his is|[Ii] am|[Ii]'m|[Ii]’m) (?=${NAME_WORD}(?: ${NAME_WORD})? (?:from|at|calling|speaking|here)\b)`,
  String.raw`(?:^|\n)[ \t]{0,40}(?:[Dd]ear|DEAR|[Hh]i|[Hh]ello|[Hh]ey),? `,
  String.raw`\b(?:[Rr]egards|[Ss]incerely|[Cc]heers|[Bb]est wishes|[Yy]ours(?: truly| faithfully)?|[Tt]hanks|[Ll]ove|[Bb]est),[ \t]{0,20}\r?\n{1,3}[ \t]{0,40}`,
  String.raw`\b${TITLE}\.? `,
  String.raw`\b[Mm]y (?:wife|husband|partner|boyfriend|girlfriend|son|daughter|brother|sister|mother|father|mom|mum|dad|boss|manager|colleague|coworker|friend|neighbou?r|flatmate|roommate|doctor|therapist|teacher|ex),? (?:is called |is named |named |called )?`,
];
const CUED = new RegExp(`(?:${CUES.join("|")})(?:${TITLE}\\.? )?(${FULL_NAME})`, "gu");

/** Words that follow a cue and are nobody's name, in lower case. */
const NO_NAMES = new Set(
  (
    "claude chatgpt gpt assistant ai gemini copilot siri alexa bot anthropic openai sir madam ma'am all team everyone everybody " +
    "there friend friends folks guys god lord diary editor customer client colleague colleagues student students hiring manager " +
    "mr mrs ms dr prof professor doctor captain president santa i i'm i've i'd i'll we you he she they it the a an and but or so " +
    "if when what why how who where this that these those is are was were do does did can could would should might must " +
    "please thanks thank yes no not just also my your our their his her its on in at to of for from with by as about sure ok okay " +
    "here now then well today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday january february march " +
    "july september october november december english french german spanish chinese american british " +
    "happy glad sorry good great dear hello hi hey one two new world best regards cheers sincerely love"
  ).split(" "),
);
/** Names that are ordinary words too: replaced where introduced, not wherever the word stands. */
const COMMON_WORDS = new Set(
  (
    "will mark may rose grace hope faith joy art bill grant frank rich april june august summer autumn dawn chance chase drew sue " +
    "pat ray rob jack dean max miles guy baker young long brown white black green king stone wood hill fields rivers bush banks " +
    "price wise sharp swift noble page penny pearl ruby amber ivy lily violet daisy heather olive iris star sky angel christian " +
    "earnest ernest gene harmony honor justice liberty mercy patience prudence trinity victor major sage reed heath forest cliff " +
    "glen lane brook brooks bay smith cook hunter fisher mason taylor carter parker porter potter walker butler farmer gardener"
  ).split(" "),
);

/** What is known of the names in a conversation: words, in lower case, to the identity of the name they belong to. */
export interface KnownNames {
  /** Sequences of words by their first word. */
  readonly byFirst: ReadonlyMap<
    string,
    readonly { readonly words: readonly string[]; readonly identity: string; readonly anyCase: boolean }[]
  >;
  /** Names in scripts without spaces: found anywhere. */
  readonly unspaced: readonly string[];
}

const WORD = /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu;

/** The possessive "'s" belongs to no name. */
function bareWord(word: string): string {
  return word.replace(/['’]s$/, "");
}

function wordsOf(text: string): string[] {
  return Array.from(text.matchAll(WORD), ([word]) => bareWord(word).toLowerCase());
}

interface Introduced {
  readonly start: number;
  readonly end: number;
  readonly words: readonly string[];
}

/** Names that a cue introduces, cut before the first word that is none. */
function introduced(text: string): Introduced[] {
  return Array.from(text.matchAll(CUED)).flatMap((found) => {
    const name = found[1] ?? "";
    const start = found.index + found[0].length - name.length;
    let end = start;
    const words: string[] = [];
    for (const match of name.matchAll(WORD)) {
      const word = bareWord(match[0]);
      if (NO_NAMES.has(word.toLowerCase())) break;
      words.push(word.toLowerCase());
      end = start + match.index + word.length;
    }
    return words.length === 0 ? [] : [{ start, end, words }];
  });
}

function isUnspaced(name: string): boolean {
  return /^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}]+$/u.test(name);
}

/** Gathers the names of a conversation from all its texts, and those the user lists. */
export function knowNames(texts: readonly string[], listed: readonly string[]): KnownNames {
  const byFirst = new Map<string, { words: readonly string[]; identity: string; anyCase: boolean }[]>();
  const taken = new Set<string>();
  const add = (words: readonly string[], identity: string, anyCase: boolean): void => {
    const key = words.join(" ");
    const [first] = words;
    if (first === undefined || taken.has(key)) return;
    taken.add(key);
    byFirst.set(first, [...(byFirst.get(first) ?? []), { words, identity, anyCase }]);
  };
  const unspaced: string[] = [];
  for (const name of listed.slice(0, MAX_NAMES)) {
    const trimmed = name.trim().slice(0, MAX_NAME);
    if (isUnspaced(trimmed)) unspaced.push(trimmed);
    else add(wordsOf(trimmed).slice(0, MAX_WORDS), trimmed.toLowerCase(), true);
  }
  const all = texts.flatMap(introduced).map(({ words }) => words);
  // Whole names first: their parts then mean the same person.
  for (const words of all.toSorted((a, b) => b.length - a.length)) {
    const full = words.join(" ");
    add(words, full, false);
    if (words.length === 1) continue;
    for (const word of words) {
      if (word.length >= 3 && !COMMON_WORDS.has(word) && !NO_NAMES.has(word)) add([word], full, false);
    }
  }
  for (const candidates of byFirst.values()) candidates.sort((a, b) => b.words.length - a.words.length);
  return { byFirst, unspaced };
}

/** A single common word counts as a name only where it was introduced. */
function isLoose(words: readonly string[], anyCase: boolean): boolean {
  return anyCase || words.length > 1 || !COMMON_WORDS.has(words[0] ?? "");
}

/** Every mention of known names in a text. */
export function findNames(text: string, names: KnownNames): Match[] {
  const matches: Match[] = [];
  for (const { start, end, words } of introduced(text)) {
    const known = names.byFirst.get(words[0] ?? "")?.find((one) => one.words.join(" ") === words.join(" "));
    matches.push({ start, end, kind: "name", identity: known?.identity ?? words.join(" ") });
  }
  if (names.byFirst.size > 0) {
    let window: { readonly start: number; readonly word: string; readonly isUpper: boolean }[] = [];
    const flush = (): void => {
      const [first] = window;
      const candidates = first === undefined ? undefined : names.byFirst.get(first.word.toLowerCase());
      for (const { words, identity, anyCase } of candidates ?? []) {
        const here = window.slice(0, words.length);
        const isSame =
          here.length === words.length && here.every(({ word }, at) => word.toLowerCase() === words[at]);
        if (!isSame || !isLoose(words, anyCase) || (!anyCase && !here.every(({ isUpper }) => isUpper)))
          continue;
        const last = here.at(-1);
        if (first === undefined || last === undefined) break;
        matches.push({ start: first.start, end: last.start + last.word.length, kind: "name", identity });
        break;
      }
      window = window.slice(1);
    };
    for (const found of text.matchAll(WORD)) {
      const word = bareWord(found[0]);
      window.push({ start: found.index, word, isUpper: /^\p{Lu}/u.test(word) });
      if (window.length === MAX_WORDS) flush();
    }
    while (window.length > 0) flush();
  }
  for (const name of names.unspaced) {
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
      matches.push({ start: at, end: at + name.length, kind: "name", identity: name });
    }
  }
  return matches;
}
