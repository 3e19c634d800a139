// A suite without a test. See test/e2e/test-host.spec.ts.
describe("planted", () => undefined);
