/** From one imported label to a proposal: its value mapped, its evidence anchored, nothing lost on the way. */
import type { JsonObject } from "../../conversation/model.ts";
import type { Span } from "../../conversation/span.ts";
import { cutAtGrapheme } from "../../conversation/spanGraphemes.ts";
import { merge } from "../../formats/json-access.ts";
import type { Normalised, Normaliser } from "../../taxonomy/normalise.ts";
import type { Taxonomy } from "../../taxonomy/taxonomy.ts";
import type { AnnotationKind, GivenName, Label } from "../annotation.ts";
import type { Proposal } from "../extractor.ts";
import { readResponseType, readSubjectivity } from "./closed-sets.ts";
import type { EvidencePlacer } from "./evidence-place.ts";
import type { PlaceInFile } from "./import-report.ts";
import type { ImportTally } from "./import-tally.ts";
import type { Mark } from "./label-row.ts";
import type { OffsetReading } from "./offset-units.ts";

/** What a stored label, quote or rationale may be long, in UTF-16 units; more is cut and said. */
const LONGEST = { value: 2_000, quote: 100_000, text: 100_000, kept: 20_000 } as const;
const MOST_SPANS = 1_000;
const MOST_CACHED = 50_000;

/** Maps labels with one taxonomy; remembers the answers, since exports repeat few values often. */
export class LabelMapper {
  readonly #taxonomy: Taxonomy;
  readonly #normaliser: Normaliser;
  readonly #known = new Map<string, Normalised>();

  constructor(taxonomy: Taxonomy, normaliser: Normaliser) {
    this.#taxonomy = taxonomy;
    this.#normaliser = normaliser;
  }

  map(
    mark: Mark,
    kind: AnnotationKind,
    tally: ImportTally,
  ): { readonly label: Label; readonly given?: GivenName } {
    const value = mark.kind === undefined ? mark.value.trim() : mark.value;
    if (kind === "responseType") {
      const type = readResponseType(value);
      tally.responseType(value, type);
      return { label: { kind, value: type ?? value } };
    }
    if (kind === "subjectivity") {
      const read = readSubjectivity(value);
      if (read === undefined) tally.unknownSubjectivity++;
      return { label: { kind, value: read ?? value } };
    }
    if (kind === "task") return { label: { kind, value } };
    return this.#mapValue(mark, kind, value, tally);
  }

  #mapValue(
    mark: Mark,
    kind: AnnotationKind,
    value: string,
    tally: ImportTally,
  ): { label: Label; given?: GivenName } {
    const { node, given } = mark;
    if (typeof node === "string" && this.#taxonomy.get(node) !== undefined) {
      tally.methods.add("node");
      return { label: { kind, value, node }, ...(given === undefined ? {} : { given }) };
    }
    if (node === null) {
      // Our own file says that no node stands for it: that was decided when it was made.
      tally.unmapped(value, { node, reason: "unmapped", score: 0, runnersUp: [] });
      return { label: { kind, value, node }, ...(given === undefined ? {} : { given }) };
    }
    const found = this.#normalise(value);
    if (found.node === null) {
      tally.unmapped(value, found);
      return {
        label: { kind, value, node: null },
        given: given ?? { text: value, method: "none", score: found.score },
      };
    }
    tally.methods.add(found.method);
    const label: Label = { kind, value: found.node.name, node: found.node.id };
    if (found.node.name === value) return { label, ...(given === undefined ? {} : { given }) };
    return { label, given: { text: value, method: found.method, score: found.score } };
  }

  #normalise(value: string): Normalised {
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    const found = this.#normaliser.normalise(value);
    if (this.#known.size < MOST_CACHED) this.#known.set(value, found);
    return found;
  }
}

export interface ProposalContext {
  readonly mapper: LabelMapper;
  readonly placer: EvidencePlacer;
  readonly tally: ImportTally;
  readonly readings: readonly OffsetReading[];
  readonly place: PlaceInFile & { readonly conversation: string };
  /** The row's other columns. */
  readonly columns: JsonObject;
}

/** Total: every label gives a proposal. What is cut or can't be anchored is counted, and kept in the metadata. */
export function proposalOf(mark: Mark, kind: AnnotationKind, context: ProposalContext): Proposal {
  const { mapper, placer, tally, readings, place } = context;
  const { label, given } = mapper.map(mark, kind, tally);
  const spans: Span[] = [];
  const unanchored: string[] = [];
  const kept: [string, JsonObject[string]][] = [];
  const lostOffsets: JsonObject[] = [];
  for (const evidence of mark.evidence) {
    const placed = placer.place(evidence, kind, readings);
    tally.quote(placed, place);
    if (placed.spans.length > 0) spans.push(...placed.spans.slice(0, MOST_SPANS - spans.length));
    else if (placed.quote !== undefined) unanchored.push(cutAtGrapheme(placed.quote, LONGEST.quote));
    if (placed.spans.length === 0 && evidence.start !== undefined && evidence.end !== undefined) {
      const { start, end, turn, block } = evidence;
      lostOffsets.push({
        start,
        end,
        ...(turn === undefined ? {} : { turn }),
        ...(block === undefined ? {} : { block }),
      });
    }
  }
  if (lostOffsets.length > 0) kept.push(["offsets", lostOffsets]);
  const isLong = label.value.length > LONGEST.value;
  if (isLong) {
    tally.cut++;
    kept.push(["value", cutAtGrapheme(label.value, LONGEST.kept)]);
  }
  const fits = mark.score !== undefined && mark.score >= 0 && mark.score <= 1;
  if (mark.score !== undefined && !fits) kept.push(["score", mark.score]);
  const metadata = merge(context.columns, ownMetadata(mark, tally), Object.fromEntries(kept));
  const isGivenLong = (given?.text.length ?? 0) > LONGEST.value;
  return {
    label: isLong ? { ...label, value: cutAtGrapheme(label.value, LONGEST.value) } : label,
    spans: unique(spans),
    ...(unanchored.length === 0 ? {} : { unanchored }),
    ...(mark.rationale === undefined ? {} : { rationale: cutAtGrapheme(mark.rationale, LONGEST.text) }),
    ...(mark.rule === undefined ? {} : { rule: cutAtGrapheme(mark.rule, LONGEST.value) }),
    ...(fits && mark.score !== undefined ? { score: mark.score } : {}),
    ...(mark.explicit === undefined ? {} : { explicit: mark.explicit }),
    ...(given === undefined || isGivenLong ? {} : { given }),
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
  };
}

/** What a label's own entry says besides. Long parts are left out and counted. */
function ownMetadata(mark: Mark, tally: ImportTally): JsonObject {
  const entries = Object.entries(mark.metadata ?? {}).filter(([key, value]) => {
    if (key !== "__proto__" && JSON.stringify(value).length <= LONGEST.value) return true;
    tally.leftOutColumns.add(`${mark.field}.${key}`.slice(0, 200));
    return false;
  });
  return Object.fromEntries(entries);
}

function unique(spans: readonly Span[]): Span[] {
  const seen = new Set<string>();
  return spans.filter(({ turn, block, start, end }) => {
    const key = [turn, block, start, end].join();
    return seen.has(key) ? false : seen.add(key) !== undefined;
  });
}
