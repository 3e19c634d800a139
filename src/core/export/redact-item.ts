/** A gold item and its conversation without what redaction finds: texts, quotes, labels in free words, reasons. Pure. */
import { hashBlock, hashConversation } from "../conversation/hash.ts";
import type { Block, Conversation } from "../conversation/model.ts";
import type { Span } from "../conversation/span.ts";
import type { Label } from "../extraction/annotation.ts";
import { RESPONSE_TYPES, SUBJECTIVITIES } from "../extraction/annotation.ts";
import { COARSE_LABELS } from "../extraction/codebook.ts";
import { redactConversation } from "../extraction/redact/redact.ts";
import type { RedactionMap } from "../extraction/redact/span-map.ts";
import { offsetForward } from "../extraction/redact/span-map.ts";
import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import type { GoldItem } from "./gold.ts";

export interface RedactedItem {
  readonly item: GoldItem;
  /** Absent when the text wasn't at hand. */
  readonly conversation: Conversation | undefined;
  /** Of the redacted text. The original's hash would let a reader test guesses of what was taken out. */
  readonly hash: string | undefined;
}

/** `conversation`: undefined if its text isn't at hand; quotes are then left out, and spans have no hash. */
export function redactItem(
  item: GoldItem,
  conversation: Conversation | undefined,
  names: readonly string[],
  taxonomy: Taxonomy,
): RedactedItem {
  const texts = freeTexts(item, taxonomy);
  const turns = conversation?.turns ?? [];
  // As one more turn, so that a name introduced in the conversation is known in a label, too.
  const more = { role: "user" as const, blocks: texts.map((text): Block => ({ type: "text", text })) };
  const base = conversation ?? {
    id: item.conversation.id,
    format: "",
    position: { row: 0 },
    turns,
    metadata: {},
    notes: [],
  };
  const { conversation: copy, map } = redactConversation({ ...base, turns: [...turns, more] }, { names });
  const redacted = { ...copy, turns: copy.turns.slice(0, turns.length) };
  const cleaned = copy.turns[turns.length]?.blocks ?? [];
  const textOf = new Map(texts.map((text, at) => [text, cleaned[at]?.text ?? ""]));
  const mapSpan = (span: Span): Span => redactSpan(span, conversation && redacted, map);
  const mapLabel = (label: Label): Label =>
    isFree(label, taxonomy) ? { ...label, value: textOf.get(label.value) ?? "" } : label;
  return {
    item: {
      ...item,
      decisions: item.decisions.map((decision) => ({
        ...decision,
        labels: decision.labels.map((one) => ({
          ...one,
          label: mapLabel(one.label),
          spans: one.spans.map(mapSpan),
          ...(one.reason === undefined ? {} : { reason: textOf.get(one.reason) ?? "" }),
        })),
        rejected: decision.rejected.map(({ label, votes }) => ({ label: mapLabel(label), votes })),
      })),
    },
    conversation: conversation && redacted,
    hash: conversation && hashConversation(redacted),
  };
}

/** Words that somebody typed: neither a node's own name nor a member of a closed set. */
function isFree({ kind, value, node }: Label, taxonomy: Taxonomy): boolean {
  if (kind === "responseType" || kind === "subjectivity") return !CLOSED.has(value);
  return !node || taxonomy.get(node)?.name !== value;
}

const CLOSED: ReadonlySet<string> = new Set<string>([
  ...RESPONSE_TYPES,
  ...SUBJECTIVITIES,
  ...Object.keys(COARSE_LABELS),
]);

function freeTexts({ decisions }: GoldItem, taxonomy: Taxonomy): string[] {
  const found = new Set<string>();
  for (const { labels, rejected } of decisions) {
    for (const { label } of [...labels, ...rejected]) if (isFree(label, taxonomy)) found.add(label.value);
    for (const { reason } of labels) if (reason !== undefined) found.add(reason);
  }
  return [...found];
}

function redactSpan(span: Span, redacted: Conversation | undefined, map: RedactionMap): Span {
  const { turn, block, start, end } = span;
  const target = redacted?.turns[turn]?.blocks[block];
  if (!target) return { ...span, quote: "", hash: "" };
  const edits = map.blocks.find((one) => one.turn === turn && one.block === block)?.edits ?? [];
  const [from, to] = [offsetForward(edits, start, "start"), offsetForward(edits, end, "end")];
  return {
    turn,
    block,
    start: from,
    end: to,
    quote: target.text.slice(from, to),
    hash: hashBlock(target),
  };
}
