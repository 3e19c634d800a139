/** Which labels get confused: two raters' answers against each other. */
import { isSingleKind, RESPONSE_TYPES, SUBJECTIVITIES } from "../../../core/extraction/annotation.ts";
import type { ConfusionView, ReportChoices } from "../../../protocol/agreement.ts";
import { REST_KEY } from "../../../protocol/agreement.ts";
import type { RatingRow } from "./source.ts";

/** Rows and columns at most; the rarest labels are taken together. */
const MOST_LABELS = 14;
const NONE = "";

const COUNTING_SINGLE = "Each pair of ratings of a conversation counts once.";
const COUNTING_BOTH_WAYS =
  "Each pair of ratings of a conversation counts half in both directions, as no rater comes first.";
const COUNTING_SETS =
  "Of sets of labels: those that both gave stand on the diagonal; those that only one gave are shared out evenly against the other's remaining ones, or stand against “none”.";

/**
 * One matrix over all pairs of raters; with two raters one against the other. `rows`: pairable ratings.
 * `nameOf`: a label's name.
 */
export function confusionViews(
  rows: readonly RatingRow[],
  raters: readonly string[],
  { kind }: Pick<ReportChoices, "kind">,
  nameOf: (key: string) => string,
): ConfusionView[] {
  const cells = new Map<string, Map<string, number>>();
  const add = (a: string, b: string, count: number): void => {
    const row = cells.get(a) ?? new Map<string, number>();
    row.set(b, (row.get(b) ?? 0) + count);
    cells.set(a, row);
  };
  const used = new Set<number>();
  for (const row of rows) row.forEach((labels, rater) => labels && used.add(rater));
  const [first = 0, second = 1, ...more] = [...used].sort((a, b) => a - b);
  const isTwo = more.length === 0;
  let pairs = 0;
  for (const row of rows) {
    const given = row.flatMap((labels) => (labels ? [labels] : []));
    given.forEach((one, at) => {
      for (const other of given.slice(at + 1)) {
        pairs++;
        addPair(one, other, isTwo ? 1 : 0.5, add);
        if (!isTwo) addPair(other, one, 0.5, add);
      }
    });
  }
  if (pairs === 0) return [];
  const keys = shownKeys(cells, kind);
  const shown = new Set(keys);
  const place = (key: string): string => (shown.has(key) ? key : REST_KEY);
  const places = new Map(keys.map((key, at) => [key, at] as const));
  const counts = keys.map(() => keys.map(() => 0));
  for (const [a, row] of cells) {
    for (const [b, count] of row) {
      const target = counts[places.get(place(a)) ?? -1];
      const at = places.get(place(b));
      if (target && at !== undefined) target[at] = (target[at] ?? 0) + count;
    }
  }
  const single = isSingleKind(kind);
  return [
    {
      title: single ? "Confusion of answers" : "Confusion of labels",
      rowsAre: isTwo ? (raters[first] ?? "") : "one rater",
      columnsAre: isTwo ? (raters[second] ?? "") : "another rater",
      labels: keys.map((key) => ({
        key,
        name: key === NONE ? "none" : key === REST_KEY ? "all other labels" : nameOf(key),
      })),
      counts: counts.map((row) => row.map((count) => Math.round(count * 1e9) / 1e9)),
      pairs,
      counting: [...(single ? [] : [COUNTING_SETS]), isTwo ? COUNTING_SINGLE : COUNTING_BOTH_WAYS].join(" "),
    },
  ];
}

function addPair(
  one: readonly string[],
  other: readonly string[],
  weight: number,
  add: (a: string, b: string, count: number) => void,
): void {
  const both = one.filter((label) => other.includes(label));
  for (const label of both) add(label, label, weight);
  const left = one.filter((label) => !both.includes(label));
  const right = other.filter((label) => !both.includes(label));
  if (one.length === 0 && other.length === 0) add(NONE, NONE, weight);
  else if (left.length === 0) for (const label of right) add(NONE, label, weight);
  else if (right.length === 0) for (const label of left) add(label, NONE, weight);
  else {
    // Every label counts once at least on its own side: as many pairs as the longer side has labels.
    const share = (weight * Math.max(left.length, right.length)) / (left.length * right.length);
    for (const a of left) for (const b of right) add(a, b, share);
  }
}

/** A closed set in its own order; else the commonest, with the rest as one. "none" last. */
function shownKeys(
  cells: ReadonlyMap<string, ReadonlyMap<string, number>>,
  kind: ReportChoices["kind"],
): string[] {
  const sums = new Map<string, number>();
  for (const [a, row] of cells) {
    for (const [b, count] of row) {
      sums.set(a, (sums.get(a) ?? 0) + count);
      sums.set(b, (sums.get(b) ?? 0) + count);
    }
  }
  const closed: readonly string[] =
    kind === "responseType" ? RESPONSE_TYPES : kind === "subjectivity" ? SUBJECTIVITIES : [];
  const inOrder = closed.filter((key) => sums.has(key));
  const others = [...sums.keys()]
    .filter((key) => key !== NONE && !inOrder.includes(key))
    .sort((a, b) => (sums.get(b) ?? 0) - (sums.get(a) ?? 0) || (a < b ? -1 : 1));
  const kept = others.slice(0, MOST_LABELS - inOrder.length);
  return [
    ...inOrder,
    ...kept,
    ...(others.length > kept.length ? [REST_KEY] : []),
    ...(sums.has(NONE) ? [NONE] : []),
  ];
}
