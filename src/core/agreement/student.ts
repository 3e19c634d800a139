/** Student's t distribution. Pure. */
import { normalQuantile } from "./estimate.ts";

/**
 * The quantile for `p` in (0, 1): G. Hill, "Algorithm 396: Student's t-quantiles", CACM 13, 1970; exact for 1 and 2 degrees of
 * freedom, else better than 1e-4. `degrees` ≥ 1, also fractions; Infinity is the normal distribution. RangeError otherwise.
 */
export function studentQuantile(p: number, degrees: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError("p must be between 0 and 1");
  if (!(degrees >= 1)) throw new RangeError("degrees of freedom must be at least 1");
  if (p < 0.5) return -studentQuantile(1 - p, degrees);
  if (p === 0.5) return 0;
  const tails = 2 * (1 - p);
  if (degrees === 1) return Math.cos((tails * Math.PI) / 2) / Math.sin((tails * Math.PI) / 2);
  if (degrees === 2) return Math.sqrt(2 / (tails * (2 - tails)) - 2);
  if (degrees > 1e7) return normalQuantile(p);
  const a = 1 / (degrees - 0.5);
  const b = 48 / (a * a);
  let c = (((20_700 * a) / b - 98) * a - 16) * a + 96.36;
  const d = ((94.5 / (b + c) - 3) / b + 1) * Math.sqrt((a * Math.PI) / 2) * degrees;
  let y = (d * tails) ** (2 / degrees);
  if (y > 0.05 + a) {
    const x = -normalQuantile(p);
    y = x * x;
    if (degrees < 5) c += 0.3 * (degrees - 4.5) * (x + 0.6);
    c = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + c;
    y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x;
    y = a * y * y;
    y = y > 0.002 ? Math.expm1(y) : 0.5 * y * y + y;
  } else {
    y =
      ((1 / (((degrees + 6) / (degrees * y) - 0.089 * d - 0.822) * (degrees + 2) * 3) + 0.5 / (degrees + 4)) *
        y -
        1) *
        ((degrees + 1) / (degrees + 2)) +
      1 / y;
  }
  return Math.sqrt(degrees * y);
}
