/**
 * Raters' error rates and each unit's likely class, by EM: A. Dawid, A. Skene, "Maximum likelihood estimation of
 * observer error-rates using the EM algorithm", 1979 (eq. 2.3–2.5). In logarithms, so that many ratings of a unit
 * don't underflow. Pure, deterministic.
 */
import type { SampleSize } from "./estimate.ts";
import { alignClasses } from "./align-classes.ts";

/** `ratings[unit][rater]`: the labels that rater gave the unit: none, one, or several at several times. */
export type RepeatedRatings = readonly (readonly (readonly string[])[])[];

export interface DawidSkene {
  readonly estimator: string;
  readonly n: SampleSize;
  readonly design: string;
  readonly labels: readonly string[];
  /** Share of each class, in the order of `labels`. */
  readonly marginals: readonly number[];
  /** By unit, the probability of each class. Units without ratings have the marginals. */
  readonly posterior: readonly (readonly number[])[];
  /** `errorRates[rater][class][label]`: how often the rater says `label` where `class` is true. */
  readonly errorRates: readonly (readonly (readonly number[])[])[];
  readonly logLikelihood: number;
  readonly iterations: number;
  readonly converged: boolean;
  /** EM's classes had changed names against the raters' and were put back in place. */
  readonly relabelled: boolean;
}

export interface DawidSkeneOptions {
  /** All labels of the scale, where there are more than the data show. */
  readonly labels?: readonly string[];
  /** Ends when no probability changes by more. Default 1e-8. */
  readonly tolerance?: number;
  /** Default 2,000. */
  readonly maxIterations?: number;
  /** Added to each count of the error rates; 0 (default) is the paper's maximum likelihood. */
  readonly smoothing?: number;
  /** Where EM begins, instead of each unit's share of votes: by unit, the probability of each class. */
  readonly start?: readonly (readonly number[])[];
}

/** Throws a RangeError if there are no ratings at all. */
export function dawidSkene(ratings: RepeatedRatings, options: DawidSkeneOptions = {}): DawidSkene {
  const { tolerance = 1e-8, maxIterations = 2_000, smoothing = 0 } = options;
  const data = countVotes(ratings, options.labels ?? []);
  const { k } = data;
  if (data.values === 0) throw new RangeError("there are no ratings");
  const votes = voteShares(data);
  const begin = options.start?.map((row) => Float64Array.from({ length: k }, (_, at) => row[at] ?? 0));
  let posterior = begin ?? votes;
  if (posterior.length !== ratings.length) throw new RangeError("start must have a row for each unit");
  let iterations = 0;
  let converged = false;
  while (iterations < maxIterations && !converged) {
    iterations++;
    const { next } = expect(data, maximise(data, posterior, smoothing));
    converged = largestChange(posterior, next) <= tolerance;
    posterior = next;
  }
  const order = alignClasses(posterior, votes, k);
  const relabelled = order.some((from, to) => from !== to);
  const aligned = posterior.map((row) => Float64Array.from(order, (from) => row[from] ?? 0));
  const model = maximise(data, aligned, smoothing);
  const { next, logLikelihood } = expect(data, model);
  return {
    estimator: `Dawid & Skene 1979, EM from ${options.start ? "a given start" : "the shares of votes"}`,
    n: { units: data.rated, raters: data.raters, values: data.values },
    design:
      "raters err independently of each other given the true class" +
      (smoothing ? `; smoothing ${smoothing}` : ""),
    labels: data.labels,
    marginals: [...model.marginals],
    posterior: next.map((row) => [...row]),
    errorRates: model.errors.map((matrix) =>
      Array.from({ length: k }, (_, row) => [...matrix.subarray(row * k, row * k + k)]),
    ),
    logLikelihood,
    iterations,
    converged,
    relabelled,
  };
}

interface Votes {
  readonly labels: readonly string[];
  readonly k: number;
  readonly raters: number;
  readonly rated: number;
  readonly values: number;
  /** By unit: (rater, label) of each vote, flat. */
  readonly units: readonly Int32Array[];
}

function countVotes(ratings: RepeatedRatings, known: readonly string[]): Votes {
  const places = new Map(known.map((label, at) => [label, at] as const));
  let [raters, values, rated] = [0, 0, 0];
  const units = ratings.map((unit) => {
    const flat: number[] = [];
    unit.forEach((given, rater) => {
      raters = Math.max(raters, rater + 1);
      for (const label of given) {
        const at = places.get(label) ?? places.size;
        places.set(label, at);
        flat.push(rater, at);
      }
    });
    values += flat.length / 2;
    if (flat.length > 0) rated++;
    return Int32Array.from(flat);
  });
  return { labels: [...places.keys()], k: places.size, raters, rated, values, units };
}

/** Each unit's share of votes; without votes, all labels alike. */
function voteShares({ units, k }: Votes): Float64Array[] {
  return units.map((votes) => {
    if (votes.length === 0) return new Float64Array(k).fill(1 / k);
    const row = new Float64Array(k);
    for (let at = 1; at < votes.length; at += 2) bump(row, votes[at] ?? 0, 2 / votes.length);
    return row;
  });
}

interface Model {
  readonly marginals: Float64Array;
  /** By rater, k × k, row = class. */
  readonly errors: readonly Float64Array[];
}

/** M step, eq. 2.3 and 2.4. Units without votes have no say. */
function maximise(data: Votes, posterior: readonly Float64Array[], smoothing: number): Model {
  const { k } = data;
  const marginals = new Float64Array(k);
  const errors = Array.from({ length: data.raters }, () => new Float64Array(k * k).fill(smoothing));
  data.units.forEach((votes, unit) => {
    const row = posterior[unit];
    if (!row || votes.length === 0) return;
    for (let c = 0; c < k; c++) bump(marginals, c, (row[c] ?? 0) / data.rated);
    for (let at = 0; at < votes.length; at += 2) {
      const matrix = errors[votes[at] ?? 0];
      const label = votes[at + 1] ?? 0;
      for (let c = 0; matrix && c < k; c++) bump(matrix, c * k + label, row[c] ?? 0);
    }
  });
  for (const matrix of errors) {
    for (let c = 0; c < k; c++) {
      const row = matrix.subarray(c * k, c * k + k);
      const sum = row.reduce((total, count) => total + count, 0);
      if (sum > 0) for (let at = 0; at < k; at++) row[at] = (row[at] ?? 0) / sum;
    }
  }
  return { marginals, errors };
}

/** E step, eq. 2.5. */
function expect(
  data: Votes,
  { marginals, errors }: Model,
): { readonly next: Float64Array[]; readonly logLikelihood: number } {
  const { k } = data;
  const logErrors = errors.map((matrix) => matrix.map(Math.log));
  let logLikelihood = 0;
  const next = data.units.map((votes) => {
    if (votes.length === 0) return marginals.slice();
    const row = marginals.map(Math.log);
    for (let at = 0; at < votes.length; at += 2) {
      const matrix = logErrors[votes[at] ?? 0];
      const label = votes[at + 1] ?? 0;
      for (let c = 0; matrix && c < k; c++) bump(row, c, matrix[c * k + label] ?? 0);
    }
    const most = row.reduce((a, b) => Math.max(a, b), -Infinity);
    const sum = row.reduce((total, value) => total + Math.exp(value - most), 0);
    logLikelihood += most + Math.log(sum);
    return row.map((value) => Math.exp(value - most) / sum);
  });
  return { next, logLikelihood };
}

function largestChange(before: readonly Float64Array[], after: readonly Float64Array[]): number {
  let most = 0;
  after.forEach((row, unit) => {
    row.forEach((value, at) => (most = Math.max(most, Math.abs(value - (before[unit]?.[at] ?? 0)))));
  });
  return most;
}

function bump(array: Float64Array, at: number, by: number): void {
  array[at] = (array[at] ?? 0) + by;
}
