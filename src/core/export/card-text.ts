/** A data card's text: what is in the set and how it was made, from the records. No figure is typed by hand. Pure. */
import type { Estimate } from "../agreement/estimate.ts";
import type { AnnotationKind } from "../extraction/annotation.ts";
import { KIND_ENTRIES, answerLabel } from "../extraction/codebook.ts";
import type { SampleDesign } from "../sampling/sample.ts";
import type { CardFigures } from "./card-figures.ts";
import type { ExportOptions } from "./export-options.ts";
import { UNDECIDED_TITLES, ruleInWords } from "./gold.ts";
import { cardEnd } from "./card-end.ts";
import type { GoldManifest, SampleHead } from "./manifest.ts";
import { mdTable, mdText } from "./markdown-text.ts";
import type { Withheld } from "./prepare.ts";

export interface CardInput {
  /** With the names that may be shown. */
  readonly manifest: GoldManifest;
  readonly figures: CardFigures;
  readonly options: ExportOptions;
  readonly withheld: Withheld;
  /** Conversations whose text was asked for and isn't there. */
  readonly textsMissing: number;
}

/** Rows of a table of classes; the rest is in the data. */
const MAX_CLASSES = 500;

/** Markdown without the YAML head. */
export function cardText(input: CardInput): string {
  const { manifest } = input;
  return [
    `# Gold set ${mdText(manifest.name)}: values in conversations\n`,
    summary(manifest),
    source(input),
    drawing(manifest.sample, manifest.outside),
    ratersSection(manifest),
    decisionsSection(manifest),
    agreementSection(manifest),
    classesSection(input),
    cardEnd(input),
  ].join("\n");
}

function summary({ counts }: GoldManifest): string {
  const { conversations, decided, undecided, labels } = counts;
  return (
    `${conversations} conversations with ${labels} gold labels of the values that an AI expresses in them, with their ` +
    `evidence. Of ${decided} conversations every kind that was rated is decided, of ${undecided} none; undecided ones are ` +
    "in the data, with the reason.\n"
  );
}

function source({ manifest, options, withheld, textsMissing }: CardInput): string {
  const { corpus, licence, kinds } = manifest;
  const files =
    corpus.files.length === 0
      ? "not named by its maker"
      : corpus.files.map((file) => mdText(file)).join(", ");
  const texts = {
    none: "not included; evidence is given as offsets (UTF-16 code units of a block's text)",
    quotes: "only the words of the evidence",
    full: `included${textsMissing > 0 ? `, but for ${textsMissing} that were not at hand in the version that was judged` : ""}`,
  }[options.text];
  return [
    "## Source\n",
    `- Conversations: ${files} (corpus ${mdText(corpus.key)})`,
    `- Licence of the conversations: ${mdText(licence)}`,
    `- Texts: ${texts}`,
    `- Redaction: ${options.redact ? "by rules (names, addresses, numbers, keys); offsets and hashes are of the redacted text" : "none"}`,
    `- Raters' names: ${options.pseudonyms ? "replaced by numbers" : "as they signed"}`,
    `- Floor: ${options.floor <= 1 ? "none" : `labels of fewer than ${options.floor} conversations are withheld: ${withheld.labels} labels of ${withheld.classes} classes`}`,
    `- Kinds of labels: ${kinds.map(kindTitle).join(", ")}`,
    "",
  ].join("\n");
}

function drawing(sample: SampleHead | undefined, outside: number): string {
  if (!sample)
    return "## How the conversations were drawn\n\nNot as a sample: they are all that somebody judged. Nothing beyond them can be inferred from them.\n";
  const { name, design, seed, frame, blind, items, traps, weights, drawnAt, drawnBy, overlap } = sample;
  const spread =
    weights.least === weights.most
      ? `all ${figure(weights.least)}`
      : `from ${figure(weights.least)} to ${figure(weights.most)}`;
  return [
    "## How the conversations were drawn\n",
    `- Sample: ${mdText(name)}, drawn ${drawnAt} by ${mdText(drawnBy)}, seed ${seed}`,
    `- Design: ${designInWords(design)}`,
    `- Frame: ${frame.rows} conversations${frame.query === "" ? "" : `, of the query ${mdText(frame.query, 500)}`}${frame.idsGiven ? ", from a list of ids" : ""}; fingerprint ${frame.fingerprint}${frame.basis === undefined ? "" : `; strata or scores from ${mdText(frame.basis)}`}`,
    `- Items: ${items}${traps > 0 ? `, and ${traps} planted ones that are not in the set` : ""}; weights (1 / probability) ${spread}`,
    `- The sample is ${blind ? "blind: its raters see neither suggestions nor each other" : "not blind"}`,
    ...(overlap
      ? [
          `- Overlap: a share of ${figure(overlap.shared)} of the items has ${overlap.each} raters each, the rest one`,
        ]
      : []),
    ...(outside > 0 ? [`- ${outside} other conversations were judged, too; they are not in the set`] : []),
    "\nEstimates for the frame must use the column `weight`.\n",
  ].join("\n");
}

function designInWords(design: SampleDesign): string {
  if (design.type === "simple") return `simple random sample of ${design.size}`;
  if (design.type === "weighted") return `${design.size} with probability proportional to ${design.by}`;
  if (design.type === "all") return "every conversation of the frame; no inference beyond it";
  const { by, allocation } = design;
  const strata =
    by.type === "field"
      ? `the field ${mdText(by.path)}`
      : by.type === "length"
        ? `number of turns, cut at ${by.bounds.join(", ")}`
        : by.type;
  const size =
    allocation.type === "given"
      ? `${Object.values(allocation.sizes).reduce((sum, n) => sum + n, 0)}, given for each stratum`
      : `${allocation.size}, ${allocation.type} allocation`;
  return `stratified random sample by ${strata}: ${size}`;
}

function ratersSection({ raters }: GoldManifest): string {
  const rows = raters.map(({ name, rated, blind, assisted, mixed, unfinished }) => [
    mdText(name),
    rated,
    blind,
    assisted,
    mixed,
    unfinished,
  ]);
  const sum = (of: "rated" | "blind"): number => raters.reduce((all, one) => all + one[of], 0);
  const [rated, blind] = [sum("rated"), sum("blind")];
  return [
    "## Raters, and what they saw\n",
    mdTable(["rater", "conversations rated", "blind", "assisted", "mixed", "not marked done"], rows),
    rated === 0
      ? "Nobody rated these conversations.\n"
      : blind === rated
        ? `All ${rated} ratings were made blind: with neither suggestions nor other raters' labels in view.\n`
        : `${rated - blind} of ${rated} ratings were made with suggestions in view, at least in part (assisted, mixed). Raters who see the same suggestions agree with these and so with each other: agreement of such ratings is inflated.\n`,
  ].join("\n");
}

function decisionsSection({ rule, counts, adjudication }: GoldManifest): string {
  const rows = counts.kinds.map(
    ({ kind, decided, empty, labels, undecided, reasons, blind, assisted, mixed }) => [
      kindTitle(kind),
      decided,
      empty,
      labels,
      undecided,
      reasons.map(({ reason, count }) => `${count} ${UNDECIDED_TITLES[reason]}`).join("; "),
      blind,
      assisted,
      mixed,
    ],
  );
  return [
    "## What is gold\n",
    `Rule: ${ruleInWords(rule)}. A label below the threshold is not gold; “none” is gold where as many raters as the rule asks for marked the conversation done without any such label.\n`,
    mdTable(
      [
        "kind",
        "decided",
        "of these “none”",
        "labels",
        "undecided",
        "why",
        "rated blind",
        "assisted",
        "mixed",
      ],
      rows,
    ),
    ...(adjudication
      ? [
          mdTable(
            ["adjudicator", "decisions", "is a rater, too"],
            adjudication.adjudicators.map(({ name, decisions, isRater }) => [
              mdText(name),
              decisions,
              isRater ? "yes" : "no",
            ]),
          ),
          `${adjudication.changed} of ${adjudication.decisions} decisions (one kind of label of one conversation) differ from what more than half of its raters gave.\n`,
        ]
      : []),
  ].join("\n");
}

function agreementSection({ agreement }: GoldManifest): string {
  if (agreement.length === 0)
    return "## Agreement of the raters\n\nNo conversation was rated by two raters: agreement is not known.\n";
  const rows = agreement.flatMap(({ kind, level, alpha, blind }) => [
    estimateRow(kind, level, "all", alpha),
    ...(blind ? [estimateRow(kind, level, "blind only", blind)] : []),
  ]);
  const [first] = agreement;
  const methods = new Set(
    agreement.flatMap(({ alpha, blind }) => [alpha.interval?.method, blind?.interval?.method]),
  );
  return [
    "## Agreement of the raters\n",
    mdTable(
      ["kind", "level", "ratings", "α", "interval", "conversations", "raters", "values", "estimator"],
      rows,
    ),
    `Level 0: values; 1, 2: clusters; 3: categories. ${first ? `Design: ${mdText(first.alpha.design)}.` : ""} Intervals, nominal 95 %: ${
      [...methods]
        .filter((one) => one !== undefined)
        .map((one) => mdText(one))
        .join("; ") || "none"
    }.\n`,
  ].join("\n");
}

function estimateRow(kind: AnnotationKind, level: number | null, ratings: string, estimate: Estimate) {
  const { value, reason, interval, n, estimator } = estimate;
  return [
    kindTitle(kind),
    level ?? "–",
    ratings,
    value === null ? `not defined: ${mdText(reason ?? "")}` : value.toFixed(3),
    interval ? `${interval.lower.toFixed(3)} to ${interval.upper.toFixed(3)}` : "–",
    n.units,
    n.raters,
    n.values,
    mdText(estimator),
  ];
}

function classesSection({ manifest, figures }: CardInput): string {
  const parts = manifest.kinds.map((kind) => {
    const classes = figures.classes(kind);
    const decided = figures.decided(kind);
    const rows = classes
      .slice(0, MAX_CLASSES)
      .map(({ label, category, count, weighted }) => [
        mdText(
          kind === "responseType" || kind === "subjectivity" ? answerLabel(kind, label.value) : label.value,
        ),
        category === undefined ? "–" : mdText(category),
        count,
        percent(count, decided.count),
        ...(manifest.sample ? [percent(weighted, decided.weighted)] : []),
      ]);
    const heads = [
      "label",
      "category",
      "conversations",
      "% of decided",
      ...(manifest.sample ? ["weighted %"] : []),
    ];
    const rest = classes.length - rows.length;
    return [
      `### ${kindTitle(kind)}\n`,
      rows.length === 0 ? `No label; ${decided.count} conversations decided.\n` : mdTable(heads, rows),
      ...(rest > 0 ? [`And ${rest} more, each in fewer conversations or as many.\n`] : []),
    ].join("\n");
  });
  return ["## Labels\n", ...parts].join("\n");
}

export function kindTitle(kind: AnnotationKind): string {
  return KIND_ENTRIES.find(({ value }) => value === kind)?.label ?? kind;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "–" : ((100 * part) / whole).toFixed(1);
}

/** As few digits as say it to six significant ones. */
function figure(value: number): string {
  return String(Number(value.toPrecision(6)));
}
