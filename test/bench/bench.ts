/** One measured figure. */
export interface BenchRow {
  readonly name: string;
  readonly value: number;
  /** "ms", "MB", "x" … */
  readonly unit: string;
  /** What it was measured on, and what it is compared with. */
  readonly note?: string;
}

/** Wall-clock times in ms of each call, after `warm` calls that are not counted. */
export function timeEach<T>(items: readonly T[], call: (item: T) => void, warm = 1): number[] {
  for (let round = 0; round < warm; round++) items.forEach(call);
  return items.map((item) => {
    const start = performance.now();
    call(item);
    return performance.now() - start;
  });
}

/** Nearest-rank quantile, `q` from 0 to 1. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}
