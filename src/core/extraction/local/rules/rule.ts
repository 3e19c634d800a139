/** What a behaviour rule is: phrases by which an assistant shows a value without naming it. */

export interface Rule {
  /** "family.name"; recorded with every suggestion it makes. */
  readonly id: string;
  /** Node id in `valuemark-core`. */
  readonly value: string;
  /** 0–1: how sure the author of the rule is; orders the suggestions of a reply, no probability. */
  readonly score: number;
  /** In the language of `pattern.ts`. */
  readonly patterns: readonly string[];
  /** May fire in a question ("Would it help if …?"). */
  readonly question: boolean;
  /** A stance so strong that it counts even in a conversation on facts or code, or beside text written for the user. */
  readonly strong: boolean;
}

/**
 * Begins a rule; the template after it holds one pattern per line. Flags: "q" = also in questions, "!" = strong.
 */
export function rule(
  id: string,
  value: string,
  score: number,
  flags = "",
): (patterns: TemplateStringsArray) => Rule {
  return (patterns) => ({
    id,
    value,
    score,
    patterns: patterns
      .join("")
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== ""),
    question: flags.includes("q"),
    strong: flags.includes("!"),
  });
}
