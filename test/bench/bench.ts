/** One measured figure. */
export interface BenchRow {
  readonly name: string;
  readonly value: number;
  /** "ms", "MB", "x" … */
  readonly unit: string;
  /** What it was measured on, and what it is compared with. */
  readonly note?: string;
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
