/** Krippendorff's α of sets and its interval, as docs/statistics.md describes them. Part of recompute.mjs; shares no code with the product. */

// α by its definition: mean distance within conversations over mean distance of all pairs of values.
/** @param {Set<string>} a @param {Set<string>} b */
export function masi(a, b) {
  if (a.size === 0 && b.size === 0) return 0;
  const shared = [...a].filter((one) => b.has(one)).length;
  const union = a.size + b.size - shared;
  const contained = shared === Math.min(a.size, b.size);
  const weight = shared === a.size && shared === b.size ? 1 : shared === 0 ? 0 : contained ? 2 / 3 : 1 / 3;
  return 1 - (shared / union) * weight;
}
/** @param {Set<string>[][]} units @param {(a: Set<string>, b: Set<string>) => number} distance */
export function alpha(units, distance) {
  const values = units.flat();
  let [within, between] = [0, 0];
  for (const unit of units)
    for (const a of unit) for (const b of unit) if (a !== b) within += distance(a, b) / (unit.length - 1);
  for (const a of values) for (const b of values) if (a !== b) between += distance(a, b);
  const observed = within / values.length;
  const expected = between / (values.length * (values.length - 1));
  return expected === 0 ? Number.NaN : 1 - observed / expected;
}
/**
 * Standard error of α of sets by its influence values, as linearised.ts describes it: ψ of a unit with m values is
 * [−(d − Do·m)/De + 2·(Do/De²)·(Σ ē − De·m)]/n; SE² = U/(U − 1)·Σ (ψ − mean)².
 * @param {Set<string>[][]} units @param {(a: Set<string>, b: Set<string>) => number} distance
 */
export function linearised(units, distance) {
  const values = units.flat();
  const n = values.length;
  const within = units.map((unit) => {
    let sum = 0;
    for (const a of unit) for (const b of unit) if (a !== b) sum += distance(a, b) / (unit.length - 1);
    return sum;
  });
  const far = (/** @type {Set<string>} */ a) =>
    values.reduce((sum, b) => sum + (a === b ? 0 : distance(a, b)), 0);
  const observed = within.reduce((sum, part) => sum + part, 0) / n;
  const expected = values.reduce((sum, a) => sum + far(a), 0) / (n * (n - 1));
  const psi = units.map((unit, at) => {
    const own = unit.reduce((sum, a) => sum + far(a) / n, 0);
    const m = unit.length;
    return (
      (-((within[at] ?? 0) - observed * m) / expected +
        2 * (observed / expected ** 2) * (own - expected * m)) /
      n
    );
  });
  const mean = psi.reduce((sum, one) => sum + one, 0) / psi.length;
  const squares = psi.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  return Math.sqrt((units.length * squares) / (units.length - 1));
}

/** Delete-one jackknife. @param {Set<string>[][]} units @param {(a: Set<string>, b: Set<string>) => number} distance */
export function jackknife(units, distance) {
  const left = units.map((_, at) => alpha(units.toSpliced(at, 1), distance));
  const mean = left.reduce((sum, one) => sum + one, 0) / left.length;
  const squares = left.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  return Math.sqrt(((left.length - 1) / left.length) * squares);
}

/** @type {Map<number, number>} */
const quantiles = new Map();
/** P(|T| ≤ t) of Student's t by Simpson's rule, up to a constant that the whole line gives. @param {number} df */
function studentQuantile(df) {
  const known = quantiles.get(df);
  if (known !== undefined) return known;
  const density = (/** @type {number} */ x) => (1 + (x * x) / df) ** (-(df + 1) / 2);
  // x = tan(u) takes the whole line to (−π/2, π/2).
  const area = (/** @type {number} */ to) => {
    const steps = 2_000;
    const h = to / steps;
    let sum = 0;
    for (let i = 0; i <= steps; i++) {
      const u = Math.min(i * h, Math.PI / 2 - 1e-9);
      sum += (i === 0 || i === steps ? 1 : i % 2 ? 4 : 2) * density(Math.tan(u)) * (1 + Math.tan(u) ** 2);
    }
    return (sum * h) / 3;
  };
  const whole = area(Math.PI / 2);
  let [low, high] = [0, Math.PI / 2];
  for (let i = 0; i < 45; i++) {
    const middle = (low + high) / 2;
    if (area(middle) < 0.95 * whole) low = middle;
    else high = middle;
  }
  quantiles.set(df, Math.tan(low));
  return Math.tan(low);
}

const Z = 1.959963984540054;
/** Wilson's interval of (1 − α)/2 at the n that the standard error gives. @param {number} value @param {number} error @param {number} units */
export function scoreInterval(value, error, units) {
  const p = (1 - value) / 2;
  const raw = error > 0 && p > 0 && p < 1 ? (p * (1 - p)) / (error / 2) ** 2 : units;
  const n = raw * (Z / studentQuantile(Math.max(1, units - 1))) ** 2;
  const centre = (p + (Z * Z) / (2 * n)) / (1 + (Z * Z) / n);
  const half = (Z * Math.sqrt((p * (1 - p)) / n + (Z * Z) / (4 * n * n))) / (1 + (Z * Z) / n);
  const [lower, upper] = [p === 0 ? 0 : Math.max(0, centre - half), Math.min(1, centre + half)];
  return [Math.min(value, 1 - 2 * upper), Math.max(value, 1 - 2 * lower)];
}
