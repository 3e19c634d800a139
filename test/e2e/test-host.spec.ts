import { expect, test } from "@playwright/test";
import path from "node:path";
import { buildHostSuite, judge, runHostSuite } from "../../scripts/host-test.mjs";
import { repoRoot } from "../../scripts/lib/paths.mjs";

// The in-host test run must not be able to pass by dying. Each planted suite runs as the real one does.

async function runPlanted(name: string, env: Record<string, string> = {}) {
  const suite = path.join(repoRoot, `dist/test/planted/${name}.cjs`);
  await buildHostSuite(path.join(repoRoot, "test/host/planted", name), suite);
  return runHostSuite({ suite, launcher: path.join(repoRoot, "test/host/launcher.mjs"), env });
}

test("an extension host that is killed is a failure", async () => {
  expect(await runPlanted("killed")).toEqual({ passed: 0, failed: 1, skipped: 0, code: 70 });
});

test("a failing test is counted beside a passing one", async () => {
  expect(await runPlanted("failing")).toEqual({ passed: 1, failed: 1, skipped: 0, code: 1 });
});

test("a suite without tests is a failure", async () => {
  expect(await runPlanted("empty")).toEqual({ passed: 0, failed: 1, skipped: 0, code: 1 });
});

test("a run that takes too long is a failure", async () => {
  const result = await runPlanted("failing", { VALUEMARK_HOST_TIMEOUT_MS: "300" });
  expect(result).toEqual({ passed: 0, failed: 1, skipped: 0, code: 124 });
});

test("only the suite's own verdict, a test that ran and exit code 0 make a pass", () => {
  const verdict = { passed: 3, failed: 0, skipped: 1 };
  expect(judge(0, verdict).failed).toBe(0);
  expect(judge(1, verdict).failed).toBe(1);
  expect(judge(0, { ...verdict, passed: 0 }).failed).toBe(1);
  expect(judge(0, undefined).failed).toBe(1);
});
