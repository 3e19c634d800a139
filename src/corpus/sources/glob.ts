/** Patterns for files: `*` within a name, `?` one character, `**` any folders, `{a,b}` one of several. No regex. */

/** Alternatives that braces may make of one pattern. */
const MAX_ALTERNATIVES = 1_000;

/** Tests a path relative to the pattern's folder, with "/" between its parts. Throws a RangeError for wild braces. */
export function globMatcher(pattern: string): (path: string) => boolean {
  const patterns = expandBraces(pattern.replace(/^\.?\/+/, "")).map((each) =>
    each.split("/").filter((part) => part !== ""),
  );
  return (path) => {
    const parts = path.split("/");
    return patterns.some((each) => matchParts(each, parts));
  };
}

function expandBraces(pattern: string): string[] {
  let open = [pattern];
  const done: string[] = [];
  while (open.length > 0) {
    const next: string[] = [];
    for (const each of open) {
      // The innermost braces first, so that nested ones come out too.
      const close = each.indexOf("}");
      const start = close < 0 ? -1 : each.lastIndexOf("{", close);
      if (start < 0) done.push(each);
      else
        for (const choice of each.slice(start + 1, close).split(","))
          next.push(each.slice(0, start) + choice + each.slice(close + 1));
    }
    if (next.length + done.length > MAX_ALTERNATIVES)
      throw new RangeError(`The pattern's braces make more than ${MAX_ALTERNATIVES} patterns. Use fewer.`);
    open = next;
  }
  return done;
}

/** Goes back only to the last `**`, so that it takes at most parts × pattern steps. */
function matchParts(pattern: readonly string[], parts: readonly string[]): boolean {
  return matchList(
    pattern.length,
    parts.length,
    (p) => pattern[p] === "**",
    (p, i) => matchName(pattern[p] ?? "", parts[i] ?? ""),
  );
}

function matchName(pattern: string, name: string): boolean {
  return matchList(
    pattern.length,
    name.length,
    (p) => pattern[p] === "*",
    (p, i) => pattern[p] === "?" || pattern[p] === name[i],
  );
}

function matchList(
  patterns: number,
  items: number,
  isAny: (p: number) => boolean,
  fits: (p: number, i: number) => boolean,
): boolean {
  let p = 0;
  let i = 0;
  let anyAt = -1;
  let retry = 0;
  while (i < items) {
    if (p < patterns && isAny(p)) {
      anyAt = p++;
      retry = i;
    } else if (p < patterns && fits(p, i)) {
      p++;
      i++;
    } else if (anyAt >= 0) {
      p = anyAt + 1;
      i = ++retry;
    } else return false;
  }
  while (p < patterns && isAny(p)) p++;
  return p === patterns;
}
