/** Is this English? The rules are English only; guessing in another language would be noise. */
import { isWord } from "./tokens.ts";

const ENGLISH = new Set(
  "the of and to a in is you that it for on with as are this be your have can not or but if from they at by do i my we what so i'm it's don't you're was an which when would there about will how more some their has these".split(
    " ",
  ),
);
const FOREIGN = new Set(
  "de la el que en los las un una por con para es se lo del al como más le les des et est pas vous nous je que qui dans sur une pour der die das und ist nicht ich sie es ein eine zu mit den von wenn dass auf für auch het een van niet ik je dat met voor il che di e non per sono ma si come o os não uma com você do da em och att det som jag är på ett".split(
    " ",
  ),
);
const LATIN = /\p{Script=Latin}/u;
const LETTER = /\p{L}/u;

/** Words looked at; more would not change the answer. */
const SAMPLE = 400;

/**
 * Judges by script and by function words. Under eight words it says yes unless the script is not Latin, since a
 * short reply ("Sure.") holds no evidence either way.
 */
export function looksEnglish(words: readonly string[]): boolean {
  const sample = words.filter((word) => isWord(word)).slice(0, SAMPLE);
  const lettered = sample.filter((word) => LETTER.test(word));
  const latin = lettered.filter((word) => LATIN.test(word));
  if (lettered.length > 0 && latin.length < lettered.length * 0.7) return false;
  if (latin.length < 8) return true;
  const english = latin.filter((word) => ENGLISH.has(word)).length;
  const foreign = latin.filter((word) => FOREIGN.has(word) && !ENGLISH.has(word)).length;
  return english / latin.length >= 0.12 && english >= foreign;
}
