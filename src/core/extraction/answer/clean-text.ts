/** Text written by a model, made fit to be shown: one line, without characters nobody sees, of bounded length. */
import { cutAtGrapheme } from "../../conversation/spanGraphemes.ts";
import { plainText } from "../prompt/conversation-text.ts";
import { ANSWER_LIMITS } from "./limits.ts";

/** One line of at most `max` UTF-16 code units. It is text and never markup: whoever shows it sets it as text. */
export function cleanLine(text: string, max: number): string {
  const flat = plainText(text.slice(0, 4 * max))
    .replace(/\s+/gu, " ")
    .trim();
  return flat.length <= max ? flat : `${cutAtGrapheme(flat, max - 1)}…`;
}

/** Letters, digits, and the marks that join words. No colon, slash pairs, brackets of any markup or quotation marks. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} '’&,().+/-]*$/u;

/** The name of a value, or undefined for what is none: no letter, more than 4 words or 80 units, marks of markup. */
export function cleanName(text: string): string | undefined {
  const name = cleanLine(text, ANSWER_LIMITS.name + 1);
  if (name.length > ANSWER_LIMITS.name || !NAME.test(name) || !/\p{L}/u.test(name)) return undefined;
  return name.split(" ").length > ANSWER_LIMITS.words ? undefined : name;
}
