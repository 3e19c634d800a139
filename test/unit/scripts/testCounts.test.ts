import path from "node:path";
import { describe, expect, it } from "vitest";
import { dependenciesInstalled } from "../../../scripts/lib/dependencies.mjs";
import { closingLine, playwrightCounts, total, vitestCounts } from "../../../scripts/lib/test-counts.mjs";
import { plant } from "./planted.ts";

const json = (content: unknown) =>
  path.join(plant({ "report.json": JSON.stringify(content) }), "report.json");

describe("counting test results", () => {
  it("takes vitest's figures", () => {
    const report = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 2, numTodoTests: 1 };
    expect(vitestCounts(json(report), 0)).toEqual({ passed: 5, failed: 0, skipped: 3 });
  });

  it("takes Playwright's figures; a test that passed at its second try has passed", () => {
    const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 };
    expect(playwrightCounts(json({ stats }), 1)).toEqual({ passed: 5, failed: 1, skipped: 2 });
  });

  it("never passes a run that failed, ran nothing, or left no report", () => {
    expect(vitestCounts(json({ numPassedTests: 5 }), 1).failed).toBe(1);
    expect(vitestCounts(json({ numPassedTests: 0, numPendingTests: 9 }), 0).failed).toBe(1);
    expect(vitestCounts("/nowhere/report.json", 0).failed).toBe(1);
    expect(playwrightCounts("/nowhere/report.json", 0).failed).toBe(1);
  });

  it("adds up, and names what was skipped", () => {
    const sum = total([
      { passed: 1, failed: 0, skipped: 0 },
      { passed: 2, failed: 1, skipped: 1 },
    ]);
    expect(closingLine(sum)).toBe("3 passed, 1 failed, 1 skipped");
    expect(closingLine({ passed: 2, failed: 0, skipped: 0 })).toBe("2 passed, 0 failed");
  });
});

describe("knowing whether node_modules is what the lock file says", () => {
  const lock = (version: string) =>
    JSON.stringify({
      packages: {
        "": {},
        "node_modules/a": { version },
        "node_modules/b": { version: "1.0.0", optional: true },
      },
    });
  const present = (version: string) => JSON.stringify({ packages: { "node_modules/a": { version } } });

  it.each([
    [
      "the same",
      { "package-lock.json": lock("1.0.0"), "node_modules/.package-lock.json": present("1.0.0") },
      true,
    ],
    [
      "older",
      { "package-lock.json": lock("2.0.0"), "node_modules/.package-lock.json": present("1.0.0") },
      false,
    ],
    ["cut short", { "package-lock.json": lock("1.0.0"), "node_modules/a/package.json": "{}" }, false],
  ])("%s", (_name, files, expected) => {
    expect(dependenciesInstalled(plant(files as Record<string, string>))).toBe(expected);
  });
});
