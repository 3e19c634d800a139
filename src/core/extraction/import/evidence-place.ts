/** From what a source says of a label's evidence to spans of the conversation, or honestly to none. */
import { anchorQuote, type AnchorMethod, type UnanchoredReason } from "../../conversation/anchor.ts";
import { AnchorText, anchorBlocks } from "../../conversation/anchorText.ts";
import { hashBlock } from "../../conversation/hash.ts";
import type { Conversation, Role } from "../../conversation/model.ts";
import type { Span } from "../../conversation/span.ts";
import { makeSpan } from "../../conversation/spanMake.ts";
import type { AnnotationKind } from "../annotation.ts";
import type { Evidence } from "./label-row.ts";
import { OFFSET_READINGS, OffsetText, sameWords, type OffsetReading } from "./offset-units.ts";

/** offsets: where the source's offsets point, checked against the text; else as `anchorQuote` found the quote. */
export type PlaceMethod = "offsets" | AnchorMethod;

export interface Placed {
  readonly spans: readonly Span[];
  readonly method?: PlaceMethod;
  readonly errors: number;
  /** Other places that fit equally well. */
  readonly ambiguous: number;
  /** Why there are no spans. outside: offsets beyond the text; units: the file doesn't tell how they count. */
  readonly reason?: UnanchoredReason | "outside" | "units" | "no-text";
  /** The offsets point at other words than the quote. */
  readonly disagrees: boolean;
  /** What was quoted, by the source or by its offsets. */
  readonly quote?: string;
}

/** Text around a range that is looked for with it, in UTF-16 units: longest first. */
const CONTEXTS = [64, 24, 8, 0] as const;

const SPEAKERS: Partial<Record<AnnotationKind, Role>> = { aiValue: "assistant", humanValue: "user" };

/** Places evidence in one conversation; keeps what it prepares. */
export class EvidencePlacer {
  readonly #conversation: Conversation;
  readonly #all: AnchorText;
  readonly #byRole = new Map<Role, AnchorText>();
  readonly #quotes = new Map<string, Placed>();
  #lastSource: OffsetText | undefined;

  constructor(conversation: Conversation) {
    this.#conversation = conversation;
    this.#all = new AnchorText(anchorBlocks(conversation));
  }

  /** The text in which the evidence's offsets count: its own, else that of the only text block of its turn. */
  source(evidence: Evidence): OffsetText | undefined {
    const text = evidence.source ?? this.#turnText(evidence.turn);
    if (text === undefined) return undefined;
    if (this.#lastSource?.text !== text) this.#lastSource = new OffsetText(text);
    return this.#lastSource;
  }

  /** `readings`: how the file's offsets may be meant; they are used where all of these give the same range. */
  place(evidence: Evidence, kind: AnnotationKind, readings: readonly OffsetReading[]): Placed {
    if (evidence.own === true) return this.#placeOwn(evidence, kind);
    const { start, end, quote } = evidence;
    if (start === undefined || end === undefined) return this.#placeQuote(quote, evidence, kind, false);
    const source = this.source(evidence);
    if (source === undefined) {
      return quote === undefined ? nowhere("no-text", false) : this.#placeQuote(quote, evidence, kind, false);
    }
    const range = rangeOf(source, start, end, quote, readings);
    if (typeof range === "string") {
      if (quote === undefined) return nowhere(range, false);
      return this.#placeQuote(quote, evidence, kind, true);
    }
    const words = source.text.slice(...range);
    const span = this.#locate(source.text, range, evidence.turn);
    if (span !== undefined)
      return { spans: [span], method: "offsets", errors: 0, ambiguous: 0, disagrees: false, quote: words };
    return this.#placeQuote(words, evidence, kind, false);
  }

  #turnText(turn: number | undefined): string | undefined {
    if (turn === undefined) return undefined;
    const texts = (this.#conversation.turns[turn]?.blocks ?? []).filter(({ type }) => type === "text");
    return texts.length === 1 ? texts[0]?.text : undefined;
  }

  /** Our own spans: as they are where the text is the same, else by their quote. */
  #placeOwn(evidence: Evidence, kind: AnnotationKind): Placed {
    const { turn, block, start, end, quote } = evidence;
    const source =
      turn === undefined || block === undefined ? undefined : this.#conversation.turns[turn]?.blocks[block];
    if (
      source !== undefined &&
      turn !== undefined &&
      block !== undefined &&
      start !== undefined &&
      end !== undefined
    ) {
      const words = source.text.slice(start, end);
      if (start >= 0 && end >= start && end <= source.text.length && words === quote) {
        const span = { turn, block, start, end, quote, hash: hashBlock(source) };
        return { spans: [span], method: "offsets", errors: 0, ambiguous: 0, disagrees: false, quote };
      }
    }
    return this.#placeQuote(quote, evidence, kind, start !== undefined);
  }

  /** The only place of the words with what stands around them in the source; fewer surroundings are tried in turn. */
  #locate(
    source: string,
    [start, end]: readonly [number, number],
    turn: number | undefined,
  ): Span | undefined {
    const blocks = this.#all.blocks.filter((block) => turn === undefined || Math.abs(block.turn - turn) <= 1);
    const spanAt = ({ turn: index, block }: { turn: number; block: number }, at: number): Span =>
      makeSpan(this.#conversation, index, block, at, at + end - start);
    const same = blocks.filter(({ text }) => text === source);
    const exact = same.find((block) => block.turn === turn) ?? (same.length === 1 ? same[0] : undefined);
    if (exact !== undefined) return spanAt(exact, start);
    for (const context of CONTEXTS) {
      const from = Math.max(0, start - context);
      const needle = source.slice(from, Math.min(source.length, end + context));
      const places = blocks.flatMap((block) => {
        const first = block.text.indexOf(needle);
        if (first < 0) return [];
        const again = block.text.indexOf(needle, first + 1);
        return again < 0
          ? [{ block, at: first }]
          : [
              { block, at: first },
              { block, at: again },
            ];
      });
      const [only] = places;
      if (places.length > 1) return undefined;
      if (only !== undefined) return spanAt(only.block, only.at + start - from);
    }
    return undefined;
  }

  #placeQuote(
    quote: string | undefined,
    evidence: Evidence,
    kind: AnnotationKind,
    disagrees: boolean,
  ): Placed {
    if (quote === undefined) return nowhere("empty", disagrees);
    const { turn } = evidence;
    const key = JSON.stringify([kind, turn ?? null, quote]);
    // Rows often give one quote to several values.
    const known = this.#quotes.get(key);
    if (known !== undefined) return { ...known, disagrees };
    const placed = this.#anchor(quote, turn, kind);
    this.#quotes.set(key, placed);
    return { ...placed, disagrees };
  }

  #anchor(quote: string, turn: number | undefined, kind: AnnotationKind): Placed {
    const hint = turn === undefined ? {} : { turn };
    const speaker = turn === undefined ? SPEAKERS[kind] : undefined;
    const scopes = speaker === undefined ? [this.#all] : [this.#spokenBy(speaker), this.#all];
    let reason: UnanchoredReason = "not-found";
    for (const approximate of [false, true]) {
      for (const scope of scopes) {
        const found = anchorQuote(quote, scope, { hint, approximate });
        if ("method" in found) return { ...found, disagrees: false, quote };
        reason = found.reason;
      }
    }
    return { ...nowhere(reason, false), quote };
  }

  #spokenBy(role: Role): AnchorText {
    const known = this.#byRole.get(role);
    if (known !== undefined) return known;
    const text = new AnchorText(anchorBlocks(this.#conversation, (_, turn) => turn.role === role));
    this.#byRole.set(role, text);
    return text;
  }
}

function nowhere(reason: NonNullable<Placed["reason"]>, disagrees: boolean): Placed {
  return { spans: [], errors: 0, ambiguous: 0, reason, disagrees };
}

/** The range that the offsets mean: by the quote where there is one, else where all readings agree. */
function rangeOf(
  source: OffsetText,
  start: number,
  end: number,
  quote: string | undefined,
  readings: readonly OffsetReading[],
): readonly [number, number] | "outside" | "units" {
  const every = source.plain ? (["utf16"] as const) : readings;
  if (quote !== undefined) {
    // A file may have been edited by programs that count differently: the quote decides for itself.
    for (const reading of new Set([...every, ...(source.plain ? [] : OFFSET_READINGS)])) {
      const range = source.range(start, end, reading);
      if (range !== undefined && sameWords(source.text.slice(...range), quote)) return range;
    }
    return "outside";
  }
  const ranges = every.flatMap((reading) => {
    const range = source.range(start, end, reading);
    return range === undefined ? [] : [range];
  });
  const [first] = ranges;
  if (first === undefined) return "outside";
  const agree =
    ranges.length === every.length && ranges.every(([from, to]) => from === first[0] && to === first[1]);
  return agree ? first : "units";
}
