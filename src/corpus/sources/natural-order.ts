/** The order of a corpus's files: the same on every machine, whatever its locale. */

/**
 * Compares paths with "/" between their parts: part by part, runs of digits by their value (`part-2` before
 * `part-10`), all else by code unit. Equal only for the same path.
 */
export function comparePaths(a: string, b: string): number {
  const left = a.split("/");
  const right = b.split("/");
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = compareNames(left[i] ?? "", right[i] ?? "");
    if (order !== 0) return order;
  }
  return left.length - right.length || plain(a, b);
}

function compareNames(a: string, b: string): number {
  const left = a.match(/\d+|\D+/g) ?? [];
  const right = b.match(/\d+|\D+/g) ?? [];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const x = left[i] ?? "";
    const y = right[i] ?? "";
    const order = isDigits(x) && isDigits(y) ? compareDigits(x, y) : plain(x, y);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** Digits of any number, without turning them into one; leading zeros decide last, by the names as a whole. */
function compareDigits(a: string, b: string): number {
  const x = a.replace(/^0+(?=\d)/, "");
  const y = b.replace(/^0+(?=\d)/, "");
  return x.length - y.length || plain(x, y);
}

function isDigits(text: string): boolean {
  return /^\d/.test(text);
}

function plain(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
