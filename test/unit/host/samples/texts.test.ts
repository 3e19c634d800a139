import { describe, expect, it } from "vitest";
import { ReviewQueue } from "../../../../src/core/sampling/queue.ts";
import { playSteps, GoBack } from "../../../../src/host/samples/asker.ts";
import type { Step } from "../../../../src/host/samples/asker.ts";
import * as draft from "../../../../src/host/samples/draft.ts";
import { progressText, statusDetail, statusText, summaryLines } from "../../../../src/host/samples/texts.ts";
import { sampleOf } from "../../core/sampling/samples.ts";

describe("answers", () => {
  it("of numbers are taken as people write them", () => {
    expect(["200", " 1,000 ", "12 500", "1.000.000", "3'000"].map(draft.numberIn)).toEqual([
      200, 1_000, 12_500, 1_000_000, 3_000,
    ]);
    expect(["", "-1", "1.5", "1e3", "ten", "1,00", "12345678901"].map(draft.numberIn)).toEqual(
      Array.from({ length: 7 }, () => undefined),
    );
    expect(draft.sizeProblem("0", 10)).toBeTypeOf("string");
    expect(draft.sizeProblem("11", 10)).toContain("only 10");
    expect(draft.sizeProblem("10", 10)).toBeUndefined();
    expect(draft.boundsIn("3, 9")).toEqual([3, 9]);
    expect(draft.boundsTextProblem("9, 3")).toBeTypeOf("string");
    expect(draft.boundsTextProblem("3, x")).toBeTypeOf("string");
    expect([draft.shareIn("20 %"), draft.shareIn("12.5%")]).toEqual([0.2, 0.125]);
    expect(["", "x", "101", "-1"].every((text) => draft.shareProblem(text) !== undefined)).toBe(true);
    expect(draft.seedProblem("12")).toBeUndefined();
    expect(draft.seedProblem("-1")).toBeTypeOf("string");
  });

  it("of names are checked", () => {
    expect(draft.ratersIn(" ada, bo,, ada ,José")).toEqual(["ada", "bo", "José"]);
    expect(draft.ratersProblem(" , ")).toBeTypeOf("string");
    expect(draft.ratersProblem("a\u202eb")).toContain("control");
    expect(draft.nameProblem("Pilot", ["pilot"])).toContain("never overwritten");
    expect(draft.nameProblem(" ", [])).toBeTypeOf("string");
    expect(draft.nameProblem("second", ["pilot"])).toBeUndefined();
  });

  it("of ids are a list, or lines", () => {
    expect(draft.idsIn('["a", 7, "a", null, {"x": 1}]')).toEqual(["a", "7"]);
    expect(draft.idsIn("a\r\n\n b \na")).toEqual(["a", "b"]);
    expect(draft.idsIn("12345")).toEqual(["12345"]);
  });

  it("make a design only when all of it is answered", () => {
    expect(draft.designOf({ design: "uncertainty", size: 3 })).toEqual({
      type: "weighted",
      by: "uncertainty",
      size: 3,
    });
    expect(() => draft.designOf({ design: "stratified", size: 3 })).toThrow();
  });
});

describe("steps", () => {
  it("that don't apply are passed over, forwards and backwards", async () => {
    type Answers = { readonly log?: readonly string[] };
    let backs = 1;
    const step =
      (name: string, applies = true): Step<Answers> =>
      ({ log = [] }) =>
        applies ? Promise.resolve({ log: [...log, name] }) : undefined;
    const goesBackOnce: Step<Answers> = ({ log = [] }) =>
      backs-- > 0 ? Promise.reject(new GoBack()) : Promise.resolve({ log: [...log, "c"] });
    expect(await playSteps([step("a"), step("no", false), goesBackOnce], {})).toEqual({ log: ["a", "c"] });
    backs = 1;
    expect(await playSteps([goesBackOnce], {})).toEqual({ log: ["c"] });
  });
});

describe("what is said of a sample", () => {
  it("before it is written", () => {
    const lines = summaryLines({
      sample: sampleOf({ overlap: { shared: 0.3, each: 2 } }),
      notes: ["A note."],
    });
    expect(lines).toEqual([
      "3 of 10 conversations, simple random",
      "Items for ada 3, bo 3; 1 by several raters",
      "Blind: suggestions and other raters' labels are hidden",
      "1 trap, spread over the order of rating",
      "Seed 42",
      "A note.",
    ]);
    const strata = summaryLines({
      sample: sampleOf({
        items: [
          { id: "a", hash: "h", probability: 0.5, stratum: "x" },
          { id: "b", hash: "h", probability: 0.01, stratum: "y" },
        ],
      }),
      notes: [],
    });
    expect(strata.slice(1, 3)).toEqual(["y: 1 of 100", "x: 1 of 2"]);
  });

  it("while it is rated, without telling traps from other items", () => {
    const status = { status: "open" as const, flagged: false, judged: 0 };
    const queue = new ReviewQueue(sampleOf(), "ada", ({ id }) =>
      id === "c7" ? { status: "done", flagged: true, judged: 4 } : status,
    );
    const pace = { judgements: 10, perHour: 30 };
    expect(statusText("ada", queue.counts, pace)).toBe("ada · 1/3 done · 30/h");
    expect(statusText("ada", queue.counts, { judgements: 0, perHour: 0 })).toBe("ada · 1/3 done");
    // Two items of four labels at 30 an hour.
    expect(progressText(queue, pace)).toBe("1 of 3 done · about 16 min left");
    expect(statusDetail(queue, pace)).not.toContain("trap");
    expect(progressText(new ReviewQueue(sampleOf(), "eve", () => status), pace)).toContain("no items");
    const done = new ReviewQueue(sampleOf(), "ada", () => ({ ...status, status: "skipped" }));
    expect(progressText(done, pace)).toBe("Finished: all 3 done or skipped.");
  });
});
