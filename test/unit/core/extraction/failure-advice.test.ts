import { describe, expect, it } from "vitest";
import { failureAdvice } from "../../../../src/core/extraction/failure-advice.ts";
import { FAILURE_REASONS } from "../../../../src/core/extraction/model-call.ts";

describe("failureAdvice", () => {
  it.each(FAILURE_REASONS)("says what happened and what to do: %s", (reason) => {
    const advice = failureAdvice(reason);
    expect(advice).toMatch(/^[A-Z].*: .*\.$/);
    expect(advice.match(/[.] /g)).toBeNull();
  });

  it("says something of its own for each", () => {
    expect(new Set(FAILURE_REASONS.map(failureAdvice)).size).toBe(FAILURE_REASONS.length);
  });
});
