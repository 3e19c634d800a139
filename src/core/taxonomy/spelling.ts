/** One spelling for words that English writes in several ways. Words are lower-case ASCII, as `foldKey` gives them. */

const OUR =
  /^(un|dis|mis)?(arb|arm|behavi|cand|clam|col|demean|endeav|fav|ferv|flav|harb|hon|hum|lab|neighb|od|rig|sav|splend|val|vig)our/u;

/** Words in -ise and kin that are so spelt on both sides of the Atlantic. */
const ALWAYS_ISE =
  /^(adv|chast|compr|comprom|conc|dem|desp|dev|disgu|enterpr|exerc|expert|franch|gu|improv|likew|merchand|no|otherw|parad|po|pra|prec|prem|pro|prom|r|ra|rev|superv|surm|surpr|telev|treat|w|wr|pra|ar|appra|cru|bru|ba)is/u;

const WORDS: ReadonlyMap<string, string> = new Map([
  ["acknowledgement", "acknowledgment"],
  ["ageing", "aging"],
  ["analyse", "analyze"],
  ["analysing", "analyzing"],
  ["artefact", "artifact"],
  ["centre", "center"],
  ["centred", "centered"],
  ["centredness", "centeredness"],
  ["counselling", "counseling"],
  ["defence", "defense"],
  ["dialog", "dialogue"],
  ["enrol", "enroll"],
  ["enrolment", "enrollment"],
  ["fibre", "fiber"],
  ["fulfil", "fulfill"],
  ["fulfilment", "fulfillment"],
  ["grey", "gray"],
  ["judgement", "judgment"],
  ["labelling", "labeling"],
  ["licence", "license"],
  ["modelling", "modeling"],
  ["offence", "offense"],
  ["practise", "practice"],
  ["pretence", "pretense"],
  ["programme", "program"],
  ["sceptic", "skeptic"],
  ["sceptical", "skeptical"],
  ["scepticism", "skepticism"],
  ["skilful", "skillful"],
  ["skilfulness", "skillfulness"],
  ["storey", "story"],
  ["theatre", "theater"],
  ["tranquillity", "tranquility"],
  ["travelling", "traveling"],
  ["wilful", "willful"],
]);

/** British to American: *rigour* → *rigor*, *optimisation* → *optimization*. Idempotent. */
export function americanise(word: string): string {
  const listed = WORDS.get(word);
  if (listed !== undefined) return listed;
  if (OUR.test(word)) return word.replace(OUR, (match) => `${match.slice(0, -3)}or`);
  const ise = /^(.{2,}?)is(e|ed|es|er|ers|ing|ation|ations|able)$/u.exec(word);
  if (ise !== null && !ALWAYS_ISE.test(word)) return `${ise[1] ?? ""}iz${ise[2] ?? ""}`;
  return word;
}

/** Plural to singular by the regular rules; leaves *ethics*, *harmless*, *analysis* alone. Idempotent. */
export function singularise(word: string): string {
  if (word.length < 4 || !word.endsWith("s") || /(ss|us|is|ics|news|series|ous)$/u.test(word)) return word;
  if (/[^aeiou]ies$/u.test(word) && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(sses|xes|ches|shes|zzes)$/u.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

/**
 * English words one letter away from a value's name. They are words of their own, never typing errors; beside them
 * every word of the taxonomy's names, aliases and definitions counts as known.
 */
export const KNOWN_WORDS: ReadonlySet<string> = new Set(
  (
    "mortality immortality morality immorality conversation conservation quality equality inequality duality legality " +
    "locality vocality content consent contend intent extent diversity adversity divinity affinity dignity vanity " +
    "sanity insanity humanity humidity humility futility utility fertility virility civility servility hostility " +
    "causality casualty casual causal austerity posterity prosperity property propriety sobriety society satiety anxiety " +
    "adaption adoption adaptation compassion compulsion comparison passion possession profession progression regression " +
    "aggression oppression repression impression expression depression suppression precession procession precision " +
    "decision derision division revision provision reliance defiance alliance variance valiance " +
    "sincerity severity serenity security scarcity opacity capacity tenacity vivacity veracity voracity rapacity " +
    "patience penitence prudence providence prominence credence cadence clemency decency regency currency urgency " +
    "wisdom kingdom boredom stardom loyalty royalty realty fealty penalty novelty cruelty courtesy curtsy " +
    "clarity charity parity rarity polarity popularity regularity " +
    "reverence relevance severance perseverance preference deference difference reference inference conference " +
    "solidity solidarity validity rigidity avidity mutability mutuality sexuality sensuality factuality punctuality " +
    "modesty majesty amnesty dynasty travesty obscenity amenity brevity levity gravity depravity privacy piracy " +
    "primacy supremacy delicacy legacy lunacy literacy accuracy advocacy obstinacy obduracy " +
    "realism racism fascism feminism femininity masculinity nationality rationality irrationality notionality " +
    "curiosity furiosity animosity generosity virtuosity luminosity monstrosity pomposity"
  ).split(" "),
);
