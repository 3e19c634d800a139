import { stem } from "./stem.ts";

/**
 * Labels that name a harmful or amoral stance. Our own reading of the published release and of what raters must be
 * warned of. They are matched as whole labels only: in a space of similar words their neighbours mean the opposite
 * (*exploitation* beside *anti-exploitation*, *deception* beside *perception*).
 */
const DARK_LABELS: ReadonlySet<string> = new Set([
  // no morals
  "amorality",
  "amoral detachment",
  "moral nihilism",
  "moral disregard",
  "moral rejection",
  "ethical disregard",
  "ethical rejection",
  "rejection of ethics",
  "moral transgression",
  "transgression",
  "harm acceptance",
  // power over others
  "dominance",
  "domination",
  "male dominance",
  "sexual dominance",
  "power dominance",
  "power worship",
  "power abuse",
  "power imbalance",
  "power-seeking",
  "control",
  "psychological control",
  "submission",
  "possessiveness",
  "authoritarianism",
  "absolute obedience",
  "coercion",
  "surveillance",
  "corruption",
  // untruth
  "deception",
  "dishonesty",
  "deceit",
  "manipulation",
  "psychological manipulation",
  "emotional manipulation",
  "concealment",
  "misinformation",
  "sycophancy",
  "flattery",
  "infidelity",
  "oversight evasion",
  // hurting or using people
  "cruelty",
  "sadism",
  "violence",
  "sexual violence",
  "sexual abuse",
  "exploitation",
  "sexual exploitation",
  "exploitation normalization",
  "objectification",
  "sexual objectification",
  "predation",
  "predatory behavior",
  "disregard for consent",
  "boundary rejection",
  "misogyny",
  "discrimination",
  "hostility",
  "vengeance",
  "harm",
  "enabling harm",
  "enabling abuse",
  "harm enabling",
  "harm enablement",
  "harmful compliance",
  "compliance with harm",
  // vices
  "greed",
  "selfishness",
  "arrogance",
  "dogmatism",
  "recklessness",
  "negligence",
]);

/** Whether a node's name is one of them: whole name, case aside. */
export function isDarkLabel(name: string): boolean {
  return DARK_LABELS.has(name.trim().toLowerCase());
}

const DARK_STEMS: ReadonlySet<string> = new Set(
  (
    "abuse abusive amoral amorality arrogance coercion coercive corruption cruel cruelty deceit deceitful deceive " +
    "deception deceptive dishonest dishonesty dogmatic dogmatism domination dominance dominant exploit exploitation " +
    "exploitative flattery greed greedy harm harmful hate hatred hostile hostility immoral immorality infidelity " +
    "malice malicious manipulate manipulation manipulative misinformation misogyny nihilism objectification " +
    "predation predatory racism racist reckless recklessness sadism sadistic selfish selfishness sexism sexist " +
    "sycophancy sycophantic tyranny unethical vengeance vengeful violence violent"
  )
    .split(" ")
    .map(stem),
);

/** Whether a stem (of `stem`) names a dark value by itself. A label that holds one is matched exactly or not at all. */
export function isDarkWord(wordStem: string): boolean {
  return DARK_STEMS.has(wordStem);
}
