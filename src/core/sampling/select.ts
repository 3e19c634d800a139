/** The rows with the smallest ranks, in each stratum. */

export interface Selection {
  /** Places that are in, in no order. */
  readonly places: readonly number[];
  /** Places with equal ranks at the end of a stratum, of which only `seats` are in. */
  readonly contested: readonly Contest[];
}

export interface Contest {
  readonly places: readonly number[];
  readonly seats: number;
}

/** Fewer candidates than this are no saving. */
const SPARE = 40;

/**
 * `rank` is asked for places 0 … `count` − 1; ranks are numbers that aren't NaN, those of an equal-probability design in
 * (0, 1). `take`: how many of each stratum, `sizes`: how many there are. In time linear in `count`: ranks above a
 * guess at the last one taken are passed over.
 */
export function selectSmallest(
  count: number,
  rank: (place: number) => number,
  stratumOf: (place: number) => number,
  take: readonly number[],
  sizes: readonly number[],
): Selection {
  const limits = take.map((n, stratum) => {
    const size = sizes[stratum] ?? 0;
    if (n === 0) return 0;
    return n >= size ? Infinity : (n + 6 * Math.sqrt(n) + SPARE) / size;
  });
  for (;;) {
    const found = take.map(() => ({ places: new Array<number>(), ranks: new Array<number>() }));
    for (let place = 0; place < count; place++) {
      const stratum = stratumOf(place);
      const value = rank(place);
      if (value >= (limits[stratum] ?? 0)) continue;
      const group = found[stratum];
      group?.places.push(place);
      group?.ranks.push(value);
    }
    const short = found.flatMap(({ places }, stratum) =>
      places.length < Math.min(take[stratum] ?? 0, sizes[stratum] ?? 0) ? [stratum] : [],
    );
    if (short.length === 0) return cut(found, take);
    for (const stratum of short) limits[stratum] = 4 * (limits[stratum] ?? 1);
  }
}

function cut(
  found: readonly { readonly places: readonly number[]; readonly ranks: readonly number[] }[],
  take: readonly number[],
): Selection {
  const places: number[] = [];
  const contested: Contest[] = [];
  for (const [stratum, group] of found.entries()) {
    const n = take[stratum] ?? 0;
    if (n === 0) continue;
    const last = Float64Array.from(group.ranks).sort()[Math.min(n, group.ranks.length) - 1] ?? 0;
    const tied: number[] = [];
    let inside = 0;
    for (const [at, value] of group.ranks.entries()) {
      const place = group.places[at] ?? 0;
      if (value === last) tied.push(place);
      if (value >= last) continue;
      places.push(place);
      inside++;
    }
    const seats = Math.min(tied.length, n - inside);
    if (seats === tied.length) for (const place of tied) places.push(place);
    else contested.push({ places: tied, seats });
  }
  return { places, contested };
}
