/** What a figure must reach. */
export interface Bar {
  readonly atLeast?: number;
  readonly atMost?: number;
  /** Name of the peer whose `ratio` the bar is for; without it the bar is for the row's own value, in its unit. */
  readonly beside?: string;
}

/** Another program, or another way, at the same task in the same rounds. */
export interface Peer {
  readonly name: string;
  /** In the row's unit. Absent when it could not be measured: `missing` says why. */
  readonly value?: number;
  /** How many times faster (or smaller) ours is: the median of the rounds' ratios. */
  readonly ratio?: number;
  readonly spread?: readonly [number, number];
  readonly missing?: string;
}

/** One measured figure. */
export interface BenchRow {
  readonly name: string;
  readonly value: number;
  /** "ms", "MB", "×" … */
  readonly unit: string;
  /** What it was measured on, and what it is compared with. */
  readonly note?: string;
  readonly bar?: Bar;
  /** How many rounds the value is the median of. */
  readonly rounds?: number;
  /** Smallest and largest of the rounds, in the row's unit. */
  readonly spread?: readonly [number, number];
  readonly peers?: readonly Peer[];
}

/** Wall-clock time in ms of each call, the median of five rounds (other work on the machine disturbs single ones). */
export function timeEach<T>(items: readonly T[], call: (item: T) => void): number[] {
  items.forEach(call);
  const rounds = Array.from({ length: 5 }, () =>
    items.map((item) => {
      const start = performance.now();
      call(item);
      return performance.now() - start;
    }),
  );
  return items.map((_, place) =>
    quantile(
      rounds.map((round) => round[place] ?? Number.NaN),
      0.5,
    ),
  );
}

/** Nearest-rank quantile, `q` from 0 to 1. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}
