/** Small contexts that turn a match around: negation before it, someone else's opinion. */
import { WORD_CLASSES } from "./classes.ts";
import type { MarkedTokens, PatternMatch } from "./pattern.ts";
import { isWord } from "./tokens.ts";

const NEGATIONS = WORD_CLASSES.get("neg") ?? new Set<string>();
const REPORTING = new Set(
  "said says argued argues claimed believes believed thinks wrote stresses stressed stated according critics philosophers scholars kant aristotle plato".split(
    " ",
  ),
);

const THEY = new Set(["people", "some", "others", "many", "they", "most"]);
const HOLD = new Set(["believe", "think", "claim", "say", "argue", "hold", "call"]);

/** How many words before a match a negation reaches. */
const REACH = 3;

/** "isn't about efficiency", "without being honest": a negation among the words just before, in the same clause. */
export function isNegated(tokens: MarkedTokens, match: PatternMatch): boolean {
  for (let at = match.from - 1, words = 0; at >= 0 && words < REACH; at--, words++) {
    const word = tokens.words[at];
    if (!isWord(word)) return false;
    // "not only honest but …" asserts.
    if (word !== undefined && NEGATIONS.has(word)) {
      const next = tokens.words[at + 1];
      return next !== "only" && next !== "just";
    }
  }
  return false;
}

/** A negation within the match, between the frame's words and the value's. */
export function holdsNegation(tokens: MarkedTokens, match: PatternMatch): boolean {
  return tokens.words.slice(match.from, match.to).some((word) => NEGATIONS.has(word));
}

/** The sentence reports what others hold: "critics say", "some people believe". */
export function isReport(tokens: MarkedTokens): boolean {
  return tokens.words.some(
    (word, at) => REPORTING.has(word) || (HOLD.has(word) && THEY.has(tokens.words[at - 1] ?? "")),
  );
}

/** The sentence is spoken by the assistant about itself. */
export function isFirstPerson(tokens: MarkedTokens): boolean {
  const first = WORD_CLASSES.get("i");
  return tokens.words.some((word) => first?.has(word) === true);
}
