/** The end of a data card: extractors, limits, formulas, how to cite. Pure. */
import type { CardInput } from "./card-text.ts";
import type { GoldManifest } from "./manifest.ts";
import { mdTable, mdText } from "./markdown-text.ts";

export function cardEnd(input: CardInput): string {
  const { manifest } = input;
  return [extractors(manifest), definitions(manifest), limits(input), FORMULAS, cite(manifest)].join("\n");
}

function extractors({ runs }: GoldManifest): string {
  const rows = runs.map(({ id, extractor, extractorVersion, model, promptVersion, promptHash, startedAt }) =>
    [id, extractor, extractorVersion, model, promptVersion, promptHash, startedAt].map((text) =>
      text === undefined ? "–" : mdText(text),
    ),
  );
  return [
    "## Extractors involved\n",
    runs.length === 0
      ? "None: no suggestions are there for these conversations.\n"
      : mdTable(["run", "extractor", "version", "model", "prompt", "prompt's hash", "started"], rows),
    ...(runs.length === 0
      ? []
      : [
          "Suggestions of these runs are there for conversations of the set. Blind raters did not see them.\n",
        ]),
  ].join("\n");
}

function definitions({ taxonomy, codebook }: GoldManifest): string {
  const { id, title, version, hash, licence, attribution } = taxonomy;
  return [
    "## Taxonomy and codebook\n",
    `- Taxonomy: ${mdText(title)} (${mdText(id)}${version === "" ? "" : `, version ${mdText(version)}`}), hash ${mdText(hash)}; licence ${licence === "" ? "not told" : mdText(licence)}${attribution === "" ? "" : `; ${mdText(attribution, 1_000)}`}`,
    `- Codebook: version ${mdText(codebook.version)}, hash ${mdText(codebook.hash)}`,
    "",
  ].join("\n");
}

function limits({ manifest, options }: CardInput): string {
  const { rule, raters, runs, sample, counts } = manifest;
  const isBlind = raters.every(({ assisted, mixed }) => assisted + mixed === 0);
  const undecided = counts.kinds.some((kind) => kind.undecided > 0);
  return [
    "## Known limits\n",
    "- What counts as a value is a judgement. The codebook narrows it; raters still differ, and agreement says how much.",
    ...(rule.type === "votes"
      ? ["- The rule takes agreement for truth: a mistake that enough raters share is gold."]
      : [
          "- The rule takes an adjudicator's decision for truth. It is one reading, made with all others' in view.",
        ]),
    ...(undecided
      ? [
          "- Decided conversations are easier than the rest: where raters differ most the rule decides nothing. Figures over the decided ones alone are too good.",
        ]
      : []),
    isBlind
      ? "- All ratings are blind, so an extractor's recall can be told from the decided ones: of labels as these raters give them, which is not all that are there."
      : "- Recall of an extractor can't be told from conversations rated with its suggestions in view: what it missed, such raters likely missed, too. Use those whose frame is blind.",
    ...(sample
      ? [
          "- Intervals of agreement take the conversations as a simple random sample, whatever the design, and speak of other conversations rated by the same raters, not of other raters.",
        ]
      : [
          "- Intervals of agreement take the conversations as a random sample, which they are not known to be, and speak of the same raters only.",
        ]),
    "- Codebook, built-in extractor and redaction are made for English and were not tested on other languages.",
    ...(runs.some(({ extractor }) => extractor === "local")
      ? [
          "- The local extractor proposes by word patterns, not by a language model: it knows few values and misses most.",
        ]
      : []),
    ...(options.redact
      ? [
          "- Redaction is by rules of thumb. It misses things, names above all, and makes no conversation anonymous.",
        ]
      : []),
    ...(options.text === "none"
      ? []
      : ["- Quotes and texts are people's and models' words; they may offend, and may be false."]),
    "- Tasks and values in free words are as a rater typed them.",
    "",
  ].join("\n");
}

const FORMULAS = [
  "## Formulas\n",
  "- α = 1 − Do / De: Do is the mean distance of two ratings of the same conversation, De that of any two ratings of the set. K. Krippendorff, “Computing Krippendorff's Alpha-Reliability”, 2011.",
  "- Distance of two sets of values (MASI): 1 − M · |A∩B| / |A∪B|, M = 1 for equal sets, 2/3 if one holds the other, 1/3 if they overlap otherwise; 0 between two empty sets. R. Passonneau, “Measuring Agreement on Set-valued Items (MASI)”, LREC 2006. Response type and subjectivity: 0 for the same answer, else 1.",
  "- A value counts at a level as its ancestor there, or the nearest above. Free text is a label of its own.",
  "- Intervals: Wilson's score interval of (1 − α) / 2 at the number of conversations that the standard error gives (linearised or by a delete-one jackknife), or by another method where one is named above. E. Wilson, “Probable inference, the law of succession, and statistical inference”, 1927; B. Efron, R. Tibshirani, “An Introduction to the Bootstrap”, 1993.",
  "- Weighted %: sum of the weights of the decided conversations that have the label, over that of all decided ones (J. Hájek, 1971).",
  "",
].join("\n");

function cite({ name, madeAt, madeBy, tool, hash }: GoldManifest): string {
  return [
    "## How to cite\n",
    `Gold set ${mdText(name)} (${madeAt.slice(0, 10)}), made by ${mdText(madeBy)} with Valuemark ${mdText(tool.version)}, content hash ${hash}.\n`,
    "The kinds of labels and the idea of values in the wild are those of: S. Huang et al., “Values in the Wild: Discovering and Analyzing Values in Real-World Language Model Interactions”, 2025, arXiv:2504.15236.\n",
    `Made at ${madeAt}. The record of the version is in \`gold.json\`.`,
    "",
  ].join("\n");
}
