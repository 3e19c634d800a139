/** Words on which the meaning of a sentence turns, and pairs that look like typing errors and aren't. */

/** Changing, adding or dropping one of these makes another statement. Several languages; compared in lower case. */
export const NEGATIONS: ReadonlySet<string> = new Set(
  (
    "not no never none nobody nothing neither nor nowhere without cannot non dont cant wont isnt arent wasnt werent " +
    "doesnt didnt shouldnt wouldnt couldnt mustnt havent hasnt hadnt aint hardly barely scarcely seldom rarely unless " +
    "except despite lack lacks refuse refuses fail fails nicht kein keine keinen nie niemals ohne pas jamais rien sans " +
    "aucun nunca jamás sin nada não nem mai niente senza не нет никогда ни без لا ليس لم לא אין " +
    "不 没 沒 無 无 非 未 别 別 勿 否 ❌ ✗ ✘ 🚫 ⛔"
  ).split(" "),
);

export const NUMBER_WORDS: ReadonlySet<string> = new Set(
  (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen " +
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion half " +
    "quarter double twice once first second third fourth fifth sixth seventh eighth ninth tenth"
  ).split(" "),
);

/** Words that may be missing or added between a quote and its text without changing what is said. */
export const LIGHT_WORDS: ReadonlySet<string> = new Set("a an the that and oh um uh".split(" "));

/** What a contraction's first part stands for when it isn't the word itself ("can't" is regular). */
export const CONTRACTED_NOT: ReadonlyMap<string, string> = new Map([
  ["won't", "will"],
  ["can't", "can"],
  ["cannot", "can"],
  ["shan't", "shall"],
  ["ain't", "is"],
]);

export const CONTRACTED_ENDINGS: ReadonlyMap<string, string> = new Map([
  ["m", "am"],
  ["re", "are"],
  ["ll", "will"],
  ["ve", "have"],
]);

/** Words after which "'s" is "is", not a possessive. */
export const BEFORE_IS: ReadonlySet<string> = new Set("it he she that what there who here".split(" "));

const CONFUSABLE = (
  "casual causal,scared sacred,marital martial,united untied,silver sliver,perfect prefect,signing singing," +
  "desert dessert,friend fiend,county country,moral mortal,morals mortals,immoral immortal,immorality immortality," +
  "morality mortality,prescribe proscribe,prescribed proscribed,prescribes proscribes,prescription proscription," +
  "complement compliment,complements compliments,mediation meditation,exciting exiting,adaption adoption," +
  "ingenious ingenuous,through though,thorough through,morning mourning,contact contract,contacts contracts," +
  "planing planning,hoping hopping,staring starring,bother brother,farther father,adverse averse,staring starting," +
  "starting startling,statue statute,statues statutes,stationary stationery,loosing losing,causality casualty," +
  "personal personnel,discussed disgusted,conscience conscious,elusive allusive,affective effective,devise device," +
  "preposition proposition,perspective prospective,persecute prosecute,interment internment,precedent president," +
  "corporate cooperate,formally formerly,reality realty,carried curried,sprit spirit,sight slight,slightly sightly," +
  "unionised unionized,incite insight,comfortable conformable,desperate disparate,diverse divorce,apposite opposite," +
  "official officious,deduction detection,inequality iniquity,unexceptionable unexceptional,sensual sensuous," +
  "continual continuous,humane human,conversation conservation,altercation alteration,obligation oblation," +
  "caring carving,trusting thrusting,coercion corrosion,exercise exorcise,exercised exorcised,exercises exorcises"
).split(",");

const CONFUSABLE_KEYS: ReadonlySet<string> = new Set(
  CONFUSABLE.flatMap((pair) => [pair, pair.split(" ").reverse().join(" ")]),
);

/** True for two words that differ by a slip of the pen and mean different things. */
export function isConfusable(a: string, b: string): boolean {
  return CONFUSABLE_KEYS.has(`${a} ${b}`);
}
