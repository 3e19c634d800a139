import { describe, expect, it } from "vitest";
import { linear, ticks, tickText } from "../../../webview/plots/axis.ts";
import { toCsv, toTsv } from "../../../webview/plots/delimited.ts";
import { commonPrint } from "../../../webview/plots/estimateText.ts";
import { forestPlot } from "../../../webview/plots/forest.ts";
import { fitText } from "../../../webview/plots/scene.ts";

const measure = (text: string): number => 10 * [...text].length;
const estimate = (value: number | null, lower = 0, upper = 1, method = "m") => ({
  estimator: "e",
  value,
  n: { units: 3, raters: 2, values: 6 },
  design: "d",
  ...(value === null ? {} : { interval: { lower, upper, level: 0.95, method } }),
});

describe("exported tables", () => {
  const data = {
    columns: ["a", "b"],
    rows: [
      ['say "yes", or\nno', 0.1 + 0.2],
      ["=HYPERLINK(1)", -0.5],
      ["tab\there", null],
    ],
  };
  it("CSV quotes what needs it, keeps figures whole, and defuses formulas but not numbers", () => {
    expect(toCsv(data)).toBe(
      'a,b\r\n"say ""yes"", or\nno",0.30000000000000004\r\n\'=HYPERLINK(1),-0.5\r\ntab\there,\r\n',
    );
  });
  it("TSV has one line a row and one tab a column", () => {
    expect(toTsv(data)).toBe(
      'a\tb\nsay "yes", or no\t0.30000000000000004\n\'=HYPERLINK(1)\t-0.5\ntab here\t\n',
    );
  });
});

describe("axes", () => {
  it("ticks are round and within the domain", () => {
    expect(ticks([-0.25, 1], 5)).toEqual([-0.25, 0, 0.25, 0.5, 0.75, 1]);
    expect(ticks([0, 1], 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(tickText(-0.25, [-0.25, 0])).toBe("−0.25");
  });
  it("a scale keeps what is outside at its ends", () => {
    const { at } = linear([0, 1], [100, 200]);
    expect([at(-1), at(0.25), at(2)]).toEqual([100, 125, 200]);
  });
});

describe("forest plot", () => {
  const spec = {
    title: "t",
    description: "d",
    nameTitle: "label",
    sizeTitle: "n",
    axis: "α",
    range: [-1, 1] as const,
    references: [],
    rows: [
      { name: "care", size: "3", estimate: estimate(0.5, 0.25, 0.75) },
      { name: "none", size: "0", estimate: estimate(null) },
    ],
  };
  it("draws each interval from its lower to its upper end, and nothing where there is no value", () => {
    const { shapes } = forestPlot(spec, 800, measure);
    const heavy = shapes.filter(
      (shape) => shape.type === "line" && shape.stroke.width === 1.5 && shape.from[1] === shape.to[1],
    );
    expect(heavy).toHaveLength(1);
    const texts = shapes.flatMap((shape) => (shape.type === "text" ? [shape.text] : []));
    expect(texts).toContain("0.500 [0.250, 0.750]");
    expect(texts).toContain("–");
    const [line] = heavy;
    const at = (text: string): number => {
      const found = shapes.find((shape) => shape.type === "text" && shape.text === text);
      return found?.type === "text" ? found.at[0] : Number.NaN;
    };
    if (line?.type !== "line") throw new Error("no interval");
    const unit = at("1.0") - at("0.0");
    expect(line.from[0]).toBeCloseTo(at("0.0") + 0.25 * unit, 6);
    expect(line.to[0]).toBeCloseTo(at("0.0") + 0.75 * unit, 6);
  });
  it("is no wider for long names, which end in an ellipsis", () => {
    const rows = [{ name: "n".repeat(400), size: "1", estimate: estimate(0.5) }];
    expect(forestPlot({ ...spec, rows }, 800, measure).width).toBeLessThanOrEqual(801);
  });
});

it("cut texts end in an ellipsis and are never cut within a character", () => {
  expect(fitText("abcdef", 40, measure)).toBe("abc…");
  expect(fitText("👩‍🔬👩‍🔬", 25, measure)).not.toMatch(/[\uD800-\uDBFF]…/);
  expect(fitText("ab", 40, measure)).toBe("ab");
});

it("small print tells once what differs by its numbers only, without a number that isn't common", () => {
  const texts = [0.5, 0.6].map((value, at) =>
    estimate(value, 0, 1, `Wilson score at effective n = ${at + 41}.5, seed 1`),
  );
  expect(commonPrint(texts)).toEqual(["e", "Intervals: 95 %, Wilson score at effective n = … seed 1", "d"]);
});
