/** Phrases in which a lexicon word counts as a value that the speaker professes or urges. */

/**
 * The assistant's normative talk. Not for reports ("critics say that honesty matters"), which `aiValues.ts` rules
 * out by the sentence's reporting words.
 */
export const NORMATIVE_FRAMES: readonly {
  readonly id: string;
  readonly score: number;
  readonly patterns: readonly string[];
}[] = [
  {
    id: "professed",
    score: 0.75,
    patterns: [
      "i value ~2 {N}",
      "i believe|care ~1 in|about|deeply ~3 {N}",
      "i|i'm try|aim|strive|want|prefer|trying|committed ~1 to ~1 be|being ~2 {A}",
      "i'll|i try|be|am ~2 be|to ~2 {A} with you",
      "i'm committed to ~3 {N}",
      "out of respect for {N}",
      "i take ~2 {N} seriously",
      "let me be ~2 {A}",
      "i want to be ~2 {A}",
      "i'd rather be ~2 {A}",
      "i respect|honor|honour|uphold|prioritize|prioritise|protect ~2 {N}",
      "my commitment to ~3 {N}",
      "in the interest of ~2 {N}",
      "for the sake of ~2 {N}",
      "{N} matters to me",
    ],
  },
  {
    id: "urged",
    score: 0.6,
    patterns: [
      "{N} @is ~2 @important|nonnegotiable|everything",
      "{N} matters",
      "{N} comes first",
      "importance of ~1 {N}",
      "it's|is ~2 @important|worth|okay ~1 to ~1 be|stay|remain ~1 {A}",
      "it's|is ~2 @important|worth|best ~1 to ~1 prioritize|prioritise|respect|protect|maintain|preserve|practice|value|honor|establish ~2 {N}",
      "@should ~1 be treated with ~1 {N}",
      "deserve|deserves|deserved ~2 {N}",
      "prioritize|prioritise|prioritizing|prioritising ~3 {N}",
      "you can|should|could|might|may ~2 be ~2 {A} and|about|with",
      "^ be ~1 {A} with|about",
      "^ being ~1 {A}",
      "^ stay ~1 {A}",
      "^ practice|practise ~1 {N}",
      "^ respect ~3 {N}",
      "^ approach ~5 with ~2 {N}",
      "foundation of|for ~2 {N}",
      "{N} @is the foundation|basis|heart|cornerstone",
      "built on ~2 {N}",
      "@should ~1 respect|protect|uphold|honor ~2 {N}",
      "right to ~1 {N}",
    ],
  },
];

/**
 * The user speaking of their own values in the first person. What they value is the lexicon words in the next
 * words, up to the end of the clause.
 */
export const FIRST_PERSON_TRIGGERS: readonly {
  readonly id: string;
  readonly score: number;
  readonly patterns: readonly string[];
}[] = [
  {
    id: "cares",
    score: 0.8,
    patterns: [
      "i|we ~2 care|cared ~3 about",
      "i|we ~1 value",
      "i|we ~2 believe in",
      "i ~1 believe that",
      "i'm|i ~2 committed to",
      "i ~1 prioritize|prioritise",
      "@important to me is|that|to",
      "@is ~2 @important to|for me that|to",
      "matters ~3 to me that|to",
      "matters most to me is",
      "my ~1 values are|include",
      "i ~1 want|wanted|try|trying|prefer|like|need|hope ~1 to ~1 be|stay|remain|live|keep|act|have",
      "i'd ~1 like to be|stay|remain|live|keep",
      "i'm ~1 trying to be|stay|remain|live|keep",
      "i ~1 want my|our ~3 to",
      "i stand for",
    ],
  },
];

/** Triggers whose value stands before them: "family is important to me", "honesty matters to me". */
export const FIRST_PERSON_TAILS: readonly {
  readonly id: string;
  readonly score: number;
  readonly patterns: readonly string[];
}[] = [
  {
    id: "matters-to-me",
    score: 0.8,
    patterns: [
      "{N} @is ~2 @important|everything to|for me",
      "{N} matters ~3 to me",
      "{N} means ~3 to me",
      "{N} comes first for me",
    ],
  },
];
