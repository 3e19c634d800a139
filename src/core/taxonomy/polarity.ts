/** Guards against mapping a label to its opposite: *injustice* is one prefix away from *justice*. */
import { stem } from "./stem.ts";

const PREFIX = /^(un|in|im|il|ir|dis|non|mis|anti|counter|mal)(?=.{3})/u;
/** "a-" negates only these; elsewhere it is part of the word (*accuracy*, *autonomy*). */
const A_PREFIX = /^a(?=(moral|political|social|symmetr|theis|typical|pathetic|pathy|sexual))/u;

/** Words that turn what stands beside them: *harm prevention* is no *harm*, *lack of empathy* no *empathy*. */
const FLIPS: ReadonlySet<string> = new Set(
  (
    "no not never non anti without lack lacking absence against avoid avoidance avoiding prevent prevention preventing " +
    "reject rejecting rejection refuse refusing refusal disregard disregarding ignore ignoring violate violating " +
    "violation oppose opposing opposition reduce reducing reduction fight fighting combat combating deny denying denial " +
    "minimal minimize minimizing minimization neglect neglecting abandon abandoning abandonment undermine undermining " +
    "suppress suppressing suppression bypass bypassing evade evading evasion circumvent circumventing mitigate " +
    "mitigation mitigating eliminate elimination eliminating erode eroding erosion fake false pseudo feigned " +
    "loss losing excessive over under hate hating hatred contempt despite deficit dislike resistance resisting abuse"
  ).split(" "),
);

/** Words that exclude each other: a label with one does not mean a value with another of the same line. */
const OPPOSITES: readonly (readonly string[])[] = (
  "short long|high low|open closed|public private|individual collective group|internal external|strong weak|" +
  "positive negative|male female|men women|masculine feminine|conservative progressive liberal|big small|fast slow|" +
  "past present future|strict flexible|support oppose|more less|increase decrease|explicit implicit|" +
  "maximization minimization|rational emotional|safe dangerous risky|gain loss|right wrong|personal professional|" +
  "simple complex|subjective objective|active passive|local global international|human machine ai animal|" +
  "child adult parent|client employee employer customer worker|student teacher|self mutual|physical mental emotional|" +
  "political religious scientific medical legal artistic financial technical academic historical cultural"
)
  .split("|")
  .map((line) => line.split(" ").map(stem));

/** What a label affirms or denies; two labels may be taken for the same only if these agree. */
export interface Polarity {
  /** Whether it holds a word that turns its neighbour. */
  readonly flipped: boolean;
  /** Stems that it negates by prefix or by -less, sorted, one string. */
  readonly negated: string;
  readonly stems: ReadonlySet<string>;
}

/**
 * @param words the label's folded words
 * @param known whether a stem occurs in the taxonomy: *in-justice* is a negation because *justice* is a word there
 */
export function polarityOf(words: readonly string[], known: (stem: string) => boolean): Polarity {
  const negated: string[] = [];
  for (const word of words) {
    const base = negatedBase(word);
    if (base !== undefined && known(base)) negated.push(base);
  }
  return {
    flipped: words.some((word) => FLIPS.has(word)),
    negated: [...new Set(negated)].sort().join(" "),
    stems: new Set(words.map(stem)),
  };
}

/** Stem of what a negating prefix or -less stands at, or undefined. */
export function negatedBase(word: string): string | undefined {
  const less = /^(.{3,})less(ness|ly)?$/u.exec(word);
  if (less !== null) return stem(less[1] ?? "");
  const prefix = PREFIX.exec(word) ?? A_PREFIX.exec(word);
  return prefix === null ? undefined : stem(word.slice(prefix[0].length));
}

export function samePolarity(a: Polarity, b: Polarity): boolean {
  return a.flipped === b.flipped && a.negated === b.negated && !opposed(a.stems, b.stems);
}

function opposed(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return OPPOSITES.some((line) => {
    const left = line.filter((word) => a.has(word));
    const right = line.filter((word) => b.has(word));
    return left.length > 0 && right.length > 0 && !left.some((word) => right.includes(word));
  });
}
