/** Rounds in which everything has its turn, so that what disturbs the machine disturbs all alike. */
import { type BenchRow, type Peer, quantile } from "../bench.ts";

export const ROUNDS = 5;

/** A figure of one round, or undefined where there is nothing to measure it with. */
export type Task = () => number | undefined | Promise<number | undefined>;

/** What each task gave, round by round: A B C A B C …. One that gives undefined is not asked again. */
export type Measured<Name extends string> = Readonly<Record<Name, readonly number[]>>;

export async function interleave<Name extends string>(
  tasks: Readonly<Record<Name, Task>>,
  rounds = ROUNDS,
): Promise<Measured<Name>> {
  const found = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++)
    for (const [name, task] of Object.entries<Task>(tasks)) {
      if (round > 0 && !found.has(name)) continue;
      globalThis.gc?.();
      const value = await task();
      if (value !== undefined) found.set(name, [...(found.get(name) ?? []), value]);
    }
  const measured: Partial<Record<string, readonly number[]>> = {};
  for (const name of Object.keys(tasks)) measured[name] = found.get(name) ?? [];
  return measured as Measured<Name>;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export function spreadOf(values: readonly number[]): readonly [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

/** Milliseconds of `work`. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Value, rounds and spread of what the rounds gave. */
export function series(values: readonly number[]): Required<Pick<BenchRow, "value" | "rounds" | "spread">> {
  return { value: median(values), rounds: values.length, spread: spreadOf(values) };
}

/** A peer whose times are `theirs` where ours are `ours` (ms, same rounds), shown as `shown` makes of a time. */
export function peerByTime(
  name: string,
  theirs: readonly number[],
  ours: readonly number[],
  shown: (ms: number) => number,
  missing = "not on this machine",
): Peer {
  if (theirs.length === 0) return { name, missing };
  const ratios = theirs.map((ms, round) => ms / (ours[round] ?? Number.NaN));
  const values = theirs.map(shown);
  return { name, value: median(values), ratio: median(ratios), spread: spreadOf(values) };
}
