/** The user's values: only what they say in the first person, in their own prose, of themselves. */
import { isNegated } from "./context.ts";
import { FIRST_PERSON_TAILS, FIRST_PERSON_TRIGGERS } from "./frames.ts";
import type { ValueHit } from "./aiValues.ts";
import type { MarkedTokens } from "./pattern.ts";
import { PatternIndex } from "./patternIndex.ts";
import { evidence, type ReadTurn } from "./reading.ts";
import { isWord, OPAQUE } from "./tokens.ts";
import { WORD_CLASSES } from "./classes.ts";

interface Trigger {
  readonly id: string;
  readonly score: number;
  readonly tail: boolean;
}

const index = new PatternIndex<Trigger>();
for (const { id, score, patterns } of FIRST_PERSON_TRIGGERS) {
  for (const pattern of patterns) index.add(pattern, { id: `human.${id}`, score, tail: false });
}
for (const { id, score, patterns } of FIRST_PERSON_TAILS) {
  for (const pattern of patterns) index.add(pattern, { id: `human.${id}`, score, tail: true });
}

/** How many words after "I care about" are looked at. */
const REACH = 12;
const STOPS = new Set([
  "but",
  "because",
  "so",
  "although",
  "though",
  "if",
  "unless",
  "since",
  "?",
  ".",
  ";",
  ":",
  OPAQUE,
]);
const NEGATIONS = WORD_CLASSES.get("neg") ?? new Set<string>();

/** Signs that the words are not the user's own affair: text handed over, code, fiction, a part to play. */
const FOREIGN_SIGNS = ["edit", "fiction", "persona", "draft", "code", "maths"] as const;

/** Lexicon values in the clause that starts at token `from`; a negation in it silences the rest. */
function valuesAfter(tokens: MarkedTokens, from: number): string[] {
  const values: string[] = [];
  for (let at = from, words = 0; at < tokens.words.length && words < REACH; at++) {
    const word = tokens.words[at] ?? "";
    if (STOPS.has(word) || NEGATIONS.has(word)) break;
    if (isWord(word)) words++;
    const lexeme = tokens.lexemes.get(at)?.[0];
    if (lexeme === undefined) continue;
    values.push(lexeme.value);
    at += lexeme.length - 1;
  }
  return values;
}

/** All first-person values of one user turn. */
export function findHumanValues(turn: ReadTurn): ValueHit[] {
  if (!turn.english || FOREIGN_SIGNS.some((sign) => (turn.signs.get(sign) ?? 0) > 0)) return [];
  const hits: ValueHit[] = [];
  for (const block of turn.blocks) {
    for (const sentence of block.sentences) {
      const { tokens } = sentence;
      for (const match of index.find(tokens)) {
        if (
          isNegated(tokens, match) ||
          tokens.words.slice(match.from, match.to).some((word) => NEGATIONS.has(word))
        )
          continue;
        const { id, score, tail } = match.owner;
        const values = tail ? [match.value ?? ""] : valuesAfter(tokens, match.to);
        for (const value of values) {
          if (value === "") continue;
          const span = evidence(turn.turn, block, sentence, match.from, match.to);
          hits.push({ value, rule: id, score, span, explicit: true, strong: false });
        }
      }
    }
  }
  return hits;
}
