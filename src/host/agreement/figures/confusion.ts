/** Which labels get confused: two raters' answers against each other, raters against an extractor. */
import {
  NO_LABEL,
  setConfusion,
  singleConfusion,
  type Confusion,
} from "../../../core/agreement/confusion.ts";
import { isSingleKind, RESPONSE_TYPES, SUBJECTIVITIES } from "../../../core/extraction/annotation.ts";
import type { ConfusionView, ReportChoices } from "../../../protocol/agreement.ts";
import { REST_KEY } from "../../../protocol/agreement.ts";
import type { RatingRow } from "./source.ts";

/** Rows and columns at most; the rarest labels are taken together. */
const MOST_LABELS = 14;

const BOTH_WAYS = "; half in both directions, as no rater comes first";

type Naming = (key: string) => string;

/** One matrix over all pairs of raters; with two raters one against the other. `rows`: pairable ratings. */
export function confusionOfRaters(
  rows: readonly RatingRow[],
  raters: readonly string[],
  choices: Pick<ReportChoices, "kind">,
  nameOf: Naming,
): ConfusionView[] {
  const used = new Set<number>();
  for (const row of rows) row.forEach((labels, rater) => labels && used.add(rater));
  const [first = 0, second = 1, ...more] = [...used].sort((a, b) => a - b);
  const isTwo = more.length === 0;
  const pairs = rows.flatMap((row) => {
    const given = row.flatMap((labels) => (labels ? [labels] : []));
    return given.flatMap((one, at) => given.slice(at + 1).map((other) => [one, other] as const));
  });
  const heads = isTwo
    ? ([raters[first] ?? "", raters[second] ?? ""] as const)
    : (["one rater", "another rater"] as const);
  return viewOf("Confusion between raters", pairs, heads, !isTwo, choices, nameOf);
}

/** Raters' labels in the rows, the extractor's in the columns. */
export function confusionWithExtractor(
  pairs: readonly (readonly [human: readonly string[], extractor: readonly string[]])[],
  extractor: string,
  choices: Pick<ReportChoices, "kind">,
  nameOf: Naming,
): ConfusionView[] {
  return viewOf(`Confusion with the extractor`, pairs, ["raters", extractor], false, choices, nameOf);
}

function viewOf(
  title: string,
  pairs: readonly (readonly [readonly string[], readonly string[]])[],
  [rowsAre, columnsAre]: readonly [string, string],
  bothWays: boolean,
  { kind }: Pick<ReportChoices, "kind">,
  nameOf: Naming,
): ConfusionView[] {
  if (pairs.length === 0) return [];
  const weight = bothWays ? 0.5 : 1;
  const directed = pairs.flatMap(([row, column]) => [
    { row, column, weight },
    ...(bothWays ? [{ row: column, column: row, weight }] : []),
  ]);
  const table = isSingleKind(kind)
    ? singleConfusion(
        directed.map(({ row, column, ...rest }) => ({
          ...rest,
          row: row[0] ?? NO_LABEL,
          column: column[0] ?? NO_LABEL,
        })),
      )
    : setConfusion(directed);
  const keys = shownKeys(table, kind);
  return [
    {
      title,
      rowsAre,
      columnsAre,
      labels: keys.map((key) => ({ key, name: named(key, nameOf) })),
      counts: trimmed(table, keys),
      pairs: pairs.length,
      counting: `${table.counting}${bothWays ? BOTH_WAYS : ""}`,
    },
  ];
}

function named(key: string, nameOf: Naming): string {
  return key === NO_LABEL ? "none" : key === REST_KEY ? "all other labels" : nameOf(key);
}

/** A closed set in its own order; else the commonest, with the rest as one. "none" last. */
function shownKeys({ labels }: Confusion, kind: ReportChoices["kind"]): string[] {
  const closed: readonly string[] =
    kind === "responseType" ? RESPONSE_TYPES : kind === "subjectivity" ? SUBJECTIVITIES : [];
  const inOrder = closed.filter((key) => labels.includes(key));
  const others = labels.filter((key) => key !== NO_LABEL && !inOrder.includes(key));
  const kept = others.slice(0, Math.max(0, MOST_LABELS - inOrder.length));
  return [
    ...inOrder,
    ...kept,
    ...(others.length > kept.length ? [REST_KEY] : []),
    ...(labels.includes(NO_LABEL) ? [NO_LABEL] : []),
  ];
}

/** The cells of the keys, those of all others added up under `REST_KEY`. */
function trimmed({ labels, counts }: Confusion, keys: readonly string[]): number[][] {
  const places = new Map(keys.map((key, at) => [key, at] as const));
  const rest = places.get(REST_KEY) ?? 0;
  const place = (at: number): number => places.get(labels[at] ?? "") ?? rest;
  const cells = keys.map(() => keys.map(() => 0));
  counts.forEach((row, y) => {
    const target = cells[place(y)];
    row.forEach((count, x) => {
      if (target) target[place(x)] = (target[place(x)] ?? 0) + count;
    });
  });
  // Sums of shares leave a trace behind the comma.
  return cells.map((row) => row.map((count) => Math.round(count * 1e9) / 1e9));
}
