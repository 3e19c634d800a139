/** Writes JSON in all the ways in which a hostile or careless program may. */
import fc from "fast-check";
import type { JsonValue } from "../../../../src/core/conversation/model.ts";

const SHORT: Record<string, string> = {
  '"': '\\"',
  "\\": "\\\\",
  "/": "\\/",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/** `choose` gives whole numbers from 0 to 9: how to write the next character. */
export function writeJson(value: JsonValue, choose: () => number): string {
  if (typeof value === "string")
    return `"${Array.from(value, (unit) => writeUnit(unit, choose())).join("")}"`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const gap = choose() === 0 ? " " : "";
  if (Array.isArray(value))
    return `[${gap}${value.map((item: JsonValue) => writeJson(item, choose)).join(`,${gap}`)}]`;
  const entries = Object.entries(value).map(
    ([key, inner]) => `${writeJson(key, choose)}:${gap}${writeJson(inner, choose)}`,
  );
  return `{${gap}${entries.join(`,${gap}`)}}`;
}

function writeUnit(char: string, choice: number): string {
  const escaped = (upper: boolean): string =>
    char
      .split("")
      .map((unit) => unit.charCodeAt(0).toString(16).padStart(4, "0"))
      .map((hex) => `\\u${upper ? hex.toUpperCase() : hex}`)
      .join("");
  if (choice < 2) return escaped(choice === 1);
  const short = SHORT[char];
  if (short !== undefined && (char !== "/" || choice === 2)) return short;
  return char < " " ? escaped(false) : char;
}

/** A writer's choices: mostly as it stands, in half of the cases without any escape that isn't needed. */
export const choices = fc.oneof(
  fc.constant([9]),
  fc.array(fc.constantFrom(0, 1, 2, 9, 9, 9, 9, 9, 9, 9), { minLength: 1, maxLength: 40 }),
);

export function chooser(choices: readonly number[]): () => number {
  let at = 0;
  return () => choices[at++ % choices.length] ?? 9;
}
