/** Counting what the test runners report. A run that is not reported, or ran nothing, is a failure. */
import fs from "node:fs";

/** @typedef {{passed: number, failed: number, skipped: number}} Counts */

/** @param {string} file @returns {any} the JSON in it, or undefined */
function read(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** @param {Counts} counts @param {number} code the runner's exit code @returns {Counts} */
function judged(counts, code) {
  const ran = counts.passed + counts.failed > 0;
  return ran && code === 0 ? counts : { ...counts, failed: Math.max(1, counts.failed) };
}

/** @param {string} file vitest's JSON report @param {number} code @returns {Counts} */
export function vitestCounts(file, code) {
  const report = read(file);
  const passed = report?.numPassedTests ?? 0;
  const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
  return judged({ passed, failed: report?.numFailedTests ?? 0, skipped }, code);
}

/** @param {string} file Playwright's JSON report @param {number} code @returns {Counts} */
export function playwrightCounts(file, code) {
  const stats = read(file)?.stats ?? {};
  // In CI a test of the whole workbench may be tried twice (a shared machine stalls); that it was is said, not hidden.
  const flaky = stats.flaky ?? 0;
  if (flaky > 0) console.log(`${flaky} passed at the second try only: see “flaky” above`);
  const passed = (stats.expected ?? 0) + flaky;
  return judged({ passed, failed: stats.unexpected ?? 0, skipped: stats.skipped ?? 0 }, code);
}

/** @param {readonly Counts[]} all @returns {Counts} */
export function total(all) {
  return all.reduce(
    (sum, one) => ({
      passed: sum.passed + one.passed,
      failed: sum.failed + one.failed,
      skipped: sum.skipped + one.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** @param {Counts} counts @returns {string} `N passed, N failed`, and `, N skipped` if any */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
