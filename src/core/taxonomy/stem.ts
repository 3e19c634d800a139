import { americanise, singularise } from "./spelling.ts";

/** Families that no rule below brings together. */
const IRREGULAR: ReadonlyMap<string, string> = new Map(
  Object.entries({
    // noun → adjective
    wisdom: "wise",
    freedom: "free",
    liberty: "liberty",
    honesty: "honest",
    modesty: "modest",
    loyalty: "loyal",
    cruelty: "cruel",
    safety: "safe",
    certainty: "certain",
    clarity: "clear",
    brevity: "brief",
    bravery: "brave",
    humility: "humble",
    careful: "careful",
    simplicity: "simple",
    warmth: "warm",
    strength: "strong",
    truth: "true",
    truthful: "true",
    justice: "just",
    empathetic: "empathy",
    empathic: "empathy",
    empathize: "empathy",
    sympathetic: "sympathy",
    courageous: "courage",
    harmonious: "harmony",
    joyful: "joy",
    ethic: "ethic",
    ethical: "ethic",
    ethics: "ethic",
    moral: "moral",
    morals: "moral",
    morality: "moral",
    analysis: "analyze",
    analytical: "analyze",
    analytic: "analyze",
    pragmatism: "pragmatic",
    skepticism: "skeptical",
    // look alike, mean something else
    conservative: "conservative",
    informative: "informative",
    alternative: "alternative",
    narrative: "narrative",
    relative: "relative",
    native: "native",
    being: "be",
    wellbeing: "wellbeing",
    wellness: "wellness",
    business: "business",
    evidence: "evidence",
    audience: "audience",
    science: "science",
    experience: "experience",
    violence: "violent",
    meaning: "meaning",
    community: "community",
    university: "university",
    identity: "identity",
    authority: "authority",
    charity: "charity",
    security: "secure",
  }),
);

type Rule = readonly [suffix: string, replacement: string, least: number];

/** Applied once each, in order; `least` is how many letters must stay in front. */
const RULES: readonly (readonly Rule[])[] = [
  [
    ["ily", "y", 3],
    ["ally", "al", 3],
    ["bly", "ble", 3],
    ["ly", "", 4],
  ],
  [
    ["iness", "y", 3],
    ["ness", "", 3],
    ["ability", "able", 2],
    ["ibility", "ible", 2],
    ["ivity", "ive", 3],
    ["icity", "ic", 3],
    ["osity", "ous", 2],
    ["ality", "al", 3],
    ["ity", "", 4],
    ["ancy", "ant", 3],
    ["ance", "ant", 4],
    ["ency", "ent", 3],
    ["ence", "ent", 4],
    ["acy", "ate", 4],
    ["istic", "ism", 3],
    ["ization", "ize", 3],
    ["ation", "ate", 4],
    ["ative", "ate", 4],
  ],
  [
    ["ful", "", 3],
    ["ment", "", 4],
    ["ating", "ate", 3],
    ["ing", "", 3],
    ["ated", "ate", 3],
    ["ied", "y", 3],
    ["ed", "", 4],
  ],
];

/**
 * A light English stemmer for value words: brings noun, adjective, adverb and gerund of one family together
 * (*transparency, transparent, transparently*), keeps apart what a heavy stemmer merges (*conservation* and
 * *conservative*). Written for this vocabulary; not a general stemmer.
 */
export function stem(folded: string): string {
  let word = singularise(americanise(folded));
  const known = IRREGULAR.get(word);
  if (known !== undefined) return known;
  for (const rules of RULES) {
    for (const [suffix, replacement, least] of rules) {
      if (word.endsWith(suffix) && word.length - suffix.length >= least) {
        word = word.slice(0, -suffix.length) + replacement;
        break;
      }
    }
    const irregular = IRREGULAR.get(word);
    if (irregular !== undefined) return irregular;
  }
  // planning → plan, sharing and share → shar
  if (/([bdgmnprt])\1$/u.test(word)) word = word.slice(0, -1);
  if (word.length > 3 && word.endsWith("e")) word = word.slice(0, -1);
  return word;
}

const FUNCTION_WORDS = new Set(
  "a an and the of for to in on with by at from or as be being is its their one's ones own other others".split(
    " ",
  ),
);

/** Stems of the words that carry meaning, in order. */
export function contentStems(key: string): string[] {
  const words = key.split(" ").filter((word) => word !== "" && !FUNCTION_WORDS.has(word));
  return words.map(stem);
}

const LEAD =
  /^(?:(?:(?:a )?(?:strong )?(?:commitment|dedication|emphasis|focus|desire|sense|importance|pursuit|promotion|concern|striving|dedicated|committed) (?:to|on|of|for|in) )|(?:promoting|ensuring|fostering|maintaining|showing|demonstrating|valuing|providing|supporting|upholding|practicing|practising|embracing|prioritizing|prioritising|expressing|cultivating|encouraging) )(?=.)/u;

/** The key without an opening that only says that something is valued: *commitment to truth*, *fostering trust*. */
export function withoutLead(key: string): string {
  return key.replace(LEAD, "");
}

/** Nouns that carry little: in *user focus* or *practical advice* the word before them is what is valued. */
const WEAK = new Set(
  (
    "action advice answer approach aspect assistance attitude awareness behavior choice commitment concern " +
    "consciousness consideration content decision development effort enhancement expression focus goal help ideal " +
    "information interest language method mindset orientation outlook perspective practice presentation pride principle " +
    "process quality response solution spirit standard strategy style support thinking tone value way work writing"
  )
    .split(" ")
    .map(stem),
);

/**
 * Stems of the words that name what the label is about: the last word of each part joined by "and", before any
 * preposition, weak nouns passed over. *Creative responsibility* is about responsibility, *respect for elders* about
 * respect.
 */
export function headStems(key: string): ReadonlySet<string> {
  const heads = new Set<string>();
  for (const part of key.split(/ (?:and|&) /u)) {
    const stems = contentStems(part.replace(/(?<=.) (?:of|for|in|to|toward|towards|with|on|about) .*$/u, ""));
    while (stems.length > 1 && WEAK.has(stems.at(-1) ?? "")) stems.pop();
    const head = stems.at(-1);
    if (head !== undefined) heads.add(head);
  }
  return heads;
}
