/** Scales and ticks. Pure. */

export interface Scale {
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
  readonly at: (value: number) => number;
}

/** Values outside the domain land at its ends. */
export function linear(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const [from, to] = domain;
  const span = to - from || 1;
  const at = (value: number): number => {
    const share = (Math.min(Math.max(value, from), to) - from) / span;
    return range[0] + share * (range[1] - range[0]);
  };
  return { domain, range, at };
}

/** Round values within the domain, about `count` of them. */
export function ticks([from, to]: readonly [number, number], count: number): number[] {
  const span = to - from;
  if (!(span > 0) || !Number.isFinite(span)) return [from];
  const rough = span / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((times) => times * power >= rough * 0.999) ?? 10) * power;
  const found: number[] = [];
  for (let k = Math.ceil(from / step - 1e-9); k * step <= to + step * 1e-9; k++) {
    found.push(Number((k * step).toPrecision(12)));
  }
  return found;
}

/** With as many decimals as the step between the ticks needs, and a real minus. */
export function tickText(value: number, all: readonly number[]): string {
  const decimals = Math.max(
    ...all.map((tick) => (String(Number(tick.toPrecision(6))).split(".")[1] ?? "").length),
  );
  return value.toFixed(decimals).replace("-", "−");
}
