/**
 * From gold items to what an export may show: options applied, so that no writer of a format can leak what was to be
 * left out. Offsets are UTF-16 code units of the text as it is exported.
 */
import { hashConversation } from "../conversation/hash.ts";
import type { Conversation } from "../conversation/model.ts";
import type { Frame } from "../agreement/extractor-accuracy.ts";
import type { Span } from "../conversation/span.ts";
import type { AnnotationKind, Label } from "../extraction/annotation.ts";
import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import type { ExportOptions } from "./export-options.ts";
import { checkOptions } from "./export-options.ts";
import type { ExportSource } from "./export-source.ts";
import type { GoldDecision, GoldItem, GoldLabel, GoldRating, UndecidedReason } from "./gold.ts";
import { classKey } from "./gold-counts.ts";
import { pseudonymsOf } from "./pseudonyms.ts";
import { redactItem } from "./redact-item.ts";

export interface PreparedSpan extends Omit<Span, "quote"> {
  /** Absent where no words are to be shown. */
  readonly quote?: string;
}

export interface PreparedLabel {
  readonly label: Label;
  /** Names from the category down to the value; empty for free text and closed sets. */
  readonly path: readonly string[];
  readonly spans: readonly PreparedSpan[];
  readonly votes: readonly string[];
  readonly disputedEvidence: boolean;
  readonly reason?: string;
}

export interface PreparedDecision {
  readonly kind: AnnotationKind;
  readonly undecided?: UndecidedReason;
  readonly labels: readonly PreparedLabel[];
  /** Gold labels that the floor keeps back. A kind with such ones and no labels is not "none". */
  readonly withheld: number;
  readonly rejected: GoldDecision["rejected"];
  readonly raters: readonly string[];
  readonly none: readonly string[];
  readonly frame?: Frame;
  readonly adjudicators?: readonly string[];
}

export interface PreparedItem {
  readonly id: string;
  /** Of the text as exported: of the redacted one in a redacted export. Absent there when the text wasn't at hand. */
  readonly hash?: string;
  readonly weight?: number;
  readonly probability?: number;
  readonly stratum?: string;
  readonly otherVersions: boolean;
  readonly ratings: readonly GoldRating[];
  readonly decisions: readonly PreparedDecision[];
  /** With option text "full", if it is at hand in the version that was judged. */
  readonly conversation?: Conversation;
  /** The text was asked for, and isn't there or is another version. */
  readonly textMissing: boolean;
}

/** `withheld` grows while the items are read. */
export interface Withheld {
  readonly classes: number;
  labels: number;
}

export interface Prepared {
  readonly withheld: Withheld;
  /** Of the reading under way or done: conversations whose text was asked for and isn't there in that version. */
  readonly texts: { missing: number };
  items(): AsyncGenerator<PreparedItem>;
}

/** Throws a RangeError for options that make no sense. */
export async function prepareItems(source: ExportSource, options: ExportOptions): Promise<Prepared> {
  checkOptions(options);
  const rare = await rareClasses(source, options.floor);
  const withheld: Withheld = { classes: rare.size, labels: 0 };
  const texts = { missing: 0 };
  const nameOf = pseudonymsOf(source.manifest, options.pseudonyms);
  return {
    withheld,
    texts,
    async *items() {
      withheld.labels = 0;
      texts.missing = 0;
      for await (const item of source.items()) {
        const found = await conversationOf(item, source, options);
        const shown = options.redact
          ? redactItem(item, found, options.names ?? [], source.taxonomy)
          : { item, hash: item.conversation.hash, conversation: found };
        const decisions = shown.item.decisions.map((decision, at) =>
          prepareDecision(decision, item.decisions[at] ?? decision, {
            rare,
            nameOf,
            options,
            taxonomy: source.taxonomy,
          }),
        );
        for (const one of decisions) withheld.labels += one.withheld;
        const { weight, probability, stratum, otherVersions, ratings } = item;
        const textMissing = needsText(options) && shown.conversation === undefined;
        if (textMissing) texts.missing++;
        yield {
          id: item.conversation.id,
          ...(shown.hash === undefined ? {} : { hash: shown.hash }),
          ...(weight === undefined ? {} : { weight }),
          ...(probability === undefined ? {} : { probability }),
          ...(stratum === undefined ? {} : { stratum }),
          otherVersions: otherVersions === true,
          ratings: ratings.map((one) => ({ ...one, rater: nameOf(one.rater) })),
          decisions,
          ...(options.text === "full" && shown.conversation ? { conversation: shown.conversation } : {}),
          textMissing,
        };
      }
    },
  };
}

/** Redaction needs the text where only quotes are shown, too. */
function needsText({ text, redact }: ExportOptions): boolean {
  return text === "full" || (redact && text === "quotes");
}

async function conversationOf(
  { conversation: ref }: GoldItem,
  source: ExportSource,
  options: ExportOptions,
): Promise<Conversation | undefined> {
  if (!needsText(options)) return undefined;
  const found = await source.conversation?.(ref);
  return found && hashConversation(found) === ref.hash ? found : undefined;
}

async function rareClasses(source: ExportSource, floor: number): Promise<ReadonlySet<string>> {
  if (floor <= 1) return new Set();
  const counts = new Map<string, number>();
  for await (const { decisions } of source.items()) {
    for (const { labels, rejected } of decisions) {
      for (const { label } of labels) counts.set(classKey(label), (counts.get(classKey(label)) ?? 0) + 1);
      for (const { label } of rejected) if (!counts.has(classKey(label))) counts.set(classKey(label), 0);
    }
  }
  return new Set([...counts].filter(([, count]) => count < floor).map(([key]) => key));
}

interface Context {
  readonly rare: ReadonlySet<string>;
  readonly nameOf: (rater: string) => string;
  readonly options: ExportOptions;
  readonly taxonomy: Taxonomy;
}

/** `original`: the same decision before redaction, by which the classes were counted. */
function prepareDecision(decision: GoldDecision, original: GoldDecision, context: Context): PreparedDecision {
  const { rare, nameOf } = context;
  const isShown = (label: Label | undefined): boolean => label === undefined || !rare.has(classKey(label));
  const labels = decision.labels.filter((_, at) => isShown(original.labels[at]?.label));
  const rejected = decision.rejected.filter((_, at) => isShown(original.rejected[at]?.label));
  const { kind, undecided, raters, none, frame, adjudicators } = decision;
  return {
    kind,
    ...(undecided === undefined ? {} : { undecided }),
    labels: labels.map((one) => prepareLabel(one, context)),
    withheld: decision.labels.length - labels.length,
    rejected: rejected.map(({ label, votes }) => ({ label, votes: votes.map(nameOf) })),
    raters: raters.map(nameOf),
    none: none.map(nameOf),
    ...(frame === undefined ? {} : { frame }),
    ...(adjudicators === undefined ? {} : { adjudicators: adjudicators.map(nameOf) }),
  };
}

function prepareLabel(
  { label, spans, votes, disputedEvidence, reason }: GoldLabel,
  { nameOf, options, taxonomy }: Context,
): PreparedLabel {
  return {
    label,
    path: label.node ? taxonomy.pathOf(label.node).map(({ name }) => name) : [],
    spans: spans.map((span) => prepareSpan(span, options)),
    votes: votes.map(nameOf),
    disputedEvidence: disputedEvidence === true,
    ...(reason === undefined ? {} : { reason }),
  };
}

/** A span without a quote that should have one is one whose words redaction couldn't check. */
function prepareSpan({ turn, block, start, end, quote, hash }: Span, { text }: ExportOptions): PreparedSpan {
  const isKnown = text !== "none" && quote.length === end - start;
  return { turn, block, start, end, hash, ...(isKnown ? { quote } : {}) };
}
