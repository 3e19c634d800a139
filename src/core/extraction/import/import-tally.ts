/** Collects the findings of an import. */
import type { AnnotationKind } from "../annotation.ts";
import type { NormaliseMethod, Normalised } from "../../taxonomy/normalise.ts";
import { nearestResponseTypes } from "./closed-sets.ts";
import type { MatchStrategy } from "./conversation-index.ts";
import type { PlaceMethod, Placed } from "./evidence-place.ts";
import { MAX_EXAMPLES } from "./import-report.ts";
import type {
  Finding,
  ImportReport,
  PlaceInFile,
  QuoteExample,
  SkipReason,
  UnmappedValue,
} from "./import-report.ts";

/** Distinct values remembered; more are only counted. */
const MAX_DISTINCT = 10_000;
const MAX_SHOWN = 50;
const LONGEST_SHOWN = 60;
const MOST_WORDS = 6;

/** Counts, and the first few examples. */
export class Examples<Example> {
  count = 0;
  readonly #examples: Example[] = [];

  add(example: Example): void {
    this.count++;
    if (this.#examples.length < MAX_EXAMPLES) this.#examples.push(example);
  }

  finding(): Finding<Example> {
    return { count: this.count, examples: this.#examples };
  }
}

/** A counter by name that is safe for any name. */
export class Counter<Name extends string> {
  readonly #counts = new Map<Name, number>();

  add(name: Name): void {
    const known = this.#counts.get(name);
    if (known !== undefined || this.#counts.size < MAX_DISTINCT) this.#counts.set(name, (known ?? 0) + 1);
  }

  get size(): number {
    return this.#counts.size;
  }

  /** Most frequent first, then in order of appearance. */
  sorted(): [Name, number][] {
    return [...this.#counts].sort((a, b) => b[1] - a[1]);
  }

  record(): Partial<Record<Name, number>> {
    const entries: Partial<Record<Name, number>> = {};
    for (const [name, count] of this.#counts) entries[name] = count;
    return entries;
  }
}

/**
 * A value, an id or a name as it may be shown: one that is long or of many words may be conversation text in a
 * column that was taken for another, and only its length is told.
 */
export function shownValue(value: string, longest = LONGEST_SHOWN): string {
  const isText = value.length > longest || (value.match(/\S+/gu)?.length ?? 0) > MOST_WORDS;
  return isText ? `(${value.length} characters)` : value;
}

export class ImportTally {
  total = 0;
  imported = 0;
  cut = 0;
  unknownSubjectivity = 0;
  evidence = 0;
  readonly kinds = new Counter<AnnotationKind>();
  readonly skipped = new Counter<SkipReason>();
  readonly skippedAt: (PlaceInFile & { reason: SkipReason })[] = [];
  readonly unmappedFields = new Counter<string>();
  readonly methods = new Counter<NormaliseMethod | "node">();
  readonly places = new Counter<PlaceMethod>();
  readonly strategies = new Counter<MatchStrategy>();
  readonly conflicts = new Examples<QuoteExample>();
  readonly notFound = new Examples<QuoteExample>();
  readonly approximate = new Examples<QuoteExample>();
  readonly ambiguousQuotes = new Examples<QuoteExample>();
  readonly disagreements = new Examples<QuoteExample>();
  readonly keptColumns = new Counter<string>();
  readonly leftOutColumns = new Counter<string>();
  readonly #respelt = new Map<string, { from: string; to: string; count: number }>();
  readonly #unknownTypes = new Counter<string>();
  readonly #unmapped = new Map<string, UnmappedValue>();
  #unmappedCount = 0;

  skip(reason: SkipReason, place: PlaceInFile): void {
    this.skipped.add(reason);
    const isListed = reason !== "unmatched-conversation" && reason !== "ambiguous-conversation";
    if (isListed && this.skippedAt.length < MAX_EXAMPLES) this.skippedAt.push({ ...place, reason });
  }

  unmapped(value: string, found: Normalised & { node: null }): void {
    this.#unmappedCount++;
    const shown = shownValue(value);
    const known = this.#unmapped.get(shown);
    if (known === undefined && this.#unmapped.size >= MAX_DISTINCT) return;
    const candidates = found.runnersUp.map(({ node, score }) => ({
      id: node.id,
      name: node.name,
      score: round(score),
    }));
    this.#unmapped.set(shown, {
      value: shown,
      count: (known?.count ?? 0) + 1,
      reason: found.reason,
      candidates,
    });
  }

  responseType(from: string, to: string | undefined): void {
    if (to === undefined) return this.#unknownTypes.add(shownValue(from));
    if (from === to) return;
    const key = shownValue(from);
    const known = this.#respelt.get(key);
    if (known !== undefined) known.count++;
    else if (this.#respelt.size < MAX_DISTINCT) this.#respelt.set(key, { from: key, to, count: 1 });
  }

  quote(placed: Placed, at: QuoteExample): void {
    this.evidence++;
    if (placed.disagrees) this.disagreements.add(at);
    if (placed.method === undefined)
      return this.notFound.add({ ...at, reason: placed.reason ?? "not-found" });
    this.places.add(placed.method);
    if (placed.method === "approximate") this.approximate.add({ ...at, errors: placed.errors });
    if (placed.ambiguous > 0) this.ambiguousQuotes.add(at);
  }

  values(): ImportReport["values"] {
    const most = [...this.#unmapped.values()].sort((a, b) => b.count - a.count).slice(0, MAX_SHOWN);
    return {
      byMethod: this.methods.record(),
      unmapped: { count: this.#unmappedCount, distinct: this.#unmapped.size, most },
      responseTypes: {
        respelt: [...this.#respelt.values()].sort((a, b) => b.count - a.count).slice(0, MAX_SHOWN),
        unknown: this.#unknownTypes
          .sorted()
          .slice(0, MAX_SHOWN)
          .map(([value, count]) => ({ value, count, nearest: nearestResponseTypes(value) })),
      },
      unknownSubjectivity: this.unknownSubjectivity,
      cut: this.cut,
    };
  }
}

function round(score: number): number {
  return Math.round(score * 1000) / 1000;
}
