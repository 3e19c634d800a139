import assert from "node:assert/strict";

// A test that fails beside one that passes. See test/e2e/test-host.spec.ts.
describe("planted", () => {
  it("passes", () => undefined);
  it("fails", () => assert.fail("planted failure"));
});
