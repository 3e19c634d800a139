// A host that dies in the middle of a run, after a test that passed. See test/e2e/test-host.spec.ts.
describe("planted", () => {
  it("passes", () => undefined);
  it("kills the extension host", async () => {
    process.kill(process.pid, "SIGKILL");
    await new Promise(() => undefined);
  });
});
