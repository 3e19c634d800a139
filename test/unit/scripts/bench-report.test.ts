import { describe, expect, it } from "vitest";
import { closing, figure, judge, page, terminal } from "../../../scripts/lib/bench-report.mjs";
import type { BenchRow } from "../../bench/bench.ts";

const peer = (ratio: number) => ({ name: "wc -l", value: 4_000, ratio, spread: [3_900, 4_100] as const });
const index = (ratio: number): BenchRow => ({
  name: "newline index",
  value: 4_400,
  unit: "MB/s",
  rounds: 5,
  spread: [4_300, 4_500],
  bar: { atLeast: 1, beside: "wc -l" },
  peers: [peer(ratio), { name: "Python", missing: "no Python 3 on this machine" }],
  note: "2,000 MB | warm",
});
const opening: BenchRow = { name: "open a row", value: 0.4567, unit: "ms", bar: { atMost: 1 } };
const plain: BenchRow = { name: "append", value: 12.34, unit: "ms" };

describe("judging a bar", () => {
  it("holds a ratio against a peer, and a value against its own unit", () => {
    expect(judge(index(1.1))).toEqual({ required: "≥ 1.00 × wc -l", measured: "1.10 ×", outcome: "met" });
    expect(judge(index(0.99))?.outcome).toBe("NOT met");
    expect(judge(opening)).toEqual({ required: "≤ 1.00 ms", measured: "0.457 ms", outcome: "met" });
    expect(judge({ ...opening, value: 1.01 })?.outcome).toBe("NOT met");
    expect(judge(plain)).toBeUndefined();
  });

  it("takes a bar exactly reached as met", () => {
    expect(judge(index(1))?.outcome).toBe("met");
    expect(judge({ ...opening, value: 1 })?.outcome).toBe("met");
  });

  it("never takes what was not measured for met", () => {
    expect(judge({ ...index(2), peers: [] })?.outcome).toBe("not measured");
    expect(judge({ ...index(2), peers: [{ name: "wc -l", missing: "none here" }] })?.outcome).toBe(
      "not measured",
    );
    expect(judge({ ...opening, value: Number.NaN })?.outcome).toBe("not measured");
  });
});

describe("the line that sums up", () => {
  it("counts, and names what was missed and what was not measured", () => {
    const lost = { ...index(1), name: "lost", peers: [] };
    expect(closing([index(1.1), opening, plain])).toBe("2 of 2 bars met.");
    expect(closing([index(0.5), opening, lost])).toBe(
      "1 of 3 bars met. NOT met: newline index. Not measured: lost.",
    );
    expect(closing([plain])).toBe("No bar belongs to what was measured.");
  });
});

describe("the terminal's report", () => {
  it("puts bars first, each with its peers below it, and says which are missing", () => {
    const text = terminal([plain, index(0.5)]);
    const lines = text.split("\n");
    expect(lines[0]).toBe("Bars");
    expect(lines[1]).toContain("newline index");
    expect(lines[1]).toContain("≥ 1.00 × wc -l: NOT met: 0.500 ×");
    expect(lines[1]).toContain("n 5, 4,300 to 4,500");
    expect(lines[2]).toMatch(/beside wc -l +4,000 MB\/s +ours 0\.500 ×/);
    expect(lines[3]).toMatch(/beside Python +– .*no Python 3 on this machine/);
    expect(text).toContain("Other figures\n  append  12.3 ms");
    expect(lines.at(-1)).toBe("0 of 1 bars met. NOT met: newline index.");
  });
});

describe("docs/benchmarks.md", () => {
  it("names machine, date and corpus, and has a whole table row for each line", () => {
    const text = page([index(1.25), plain], {
      machine: "2 × CPU",
      date: "2026-01-02",
      corpus: "2,000 MB of chats",
    });
    expect(text).toContain("on 2026-01-02: 2 × CPU.\nCorpus: 2,000 MB of chats.");
    expect(text).toContain("**1 of 1 bars met.**");
    expect(text).toContain("met: 1.25 ×");
    const rows = text.split("\n").filter((line) => line.startsWith("|"));
    expect(rows).toHaveLength(2 + 3 + 2 + 1);
    for (const row of rows) expect(row.replaceAll("\\|", "").match(/\|/g)).toHaveLength(9);
  });
});

describe("figures", () => {
  it.each([
    [0, "0"],
    [1e-9, "1.0e-9"],
    [0.0123456, "0.0123"],
    [1.005, "1.00"],
    [12.34, "12.3"],
    [999.4, "999"],
    [123_456.7, "123,457"],
    [Number.NaN, "NaN"],
  ])("%d as %s", (value, text) => expect(figure(value)).toBe(text));
});
