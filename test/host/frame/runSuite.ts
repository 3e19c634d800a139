import Mocha from "mocha";
import { appendFileSync, writeFileSync } from "node:fs";

/** What the suite leaves behind; no verdict means that it did not end by itself. */
export interface Verdict {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Shows a line in the test run's output: for figures worth seeing even when all is well. */
export function report(line: string): void {
  const file = process.env["VALUEMARK_OUTPUT_FILE"];
  if (file === undefined) console.log(line);
  else appendFileSync(file, `${line}\n`);
}

/**
 * Runs the test files inside the extension host and writes the verdict file named by `VALUEMARK_VERDICT_FILE`.
 * `files` maps a test file's name to a function that loads it. Rejects when a test failed or none ran.
 */
export async function runSuite(files: Readonly<Record<string, () => unknown>>): Promise<void> {
  const verdict = await runMocha(files).catch((error: unknown): Verdict => {
    report(
      `the suite could not be run: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return { passed: 0, failed: 1, skipped: 0 };
  });
  const file = process.env["VALUEMARK_VERDICT_FILE"];
  if (file !== undefined) writeFileSync(file, JSON.stringify(verdict));
  if (verdict.failed > 0) throw new Error(`${verdict.failed} failed`);
  if (verdict.passed === 0) throw new Error("no test ran");
}

async function runMocha(files: Readonly<Record<string, () => unknown>>): Promise<Verdict> {
  const only = process.env["VALUEMARK_HOST_GREP"];
  const mocha = new Mocha({
    ui: "bdd",
    timeout: 60_000,
    forbidOnly: true,
    reporter: LineReporter,
    ...(only === undefined ? {} : { grep: only }),
  });
  for (const [name, load] of Object.entries(files)) {
    mocha.suite.emit(Mocha.Suite.constants.EVENT_FILE_PRE_REQUIRE, globalThis, name, mocha);
    load();
  }
  return new Promise((resolve) => {
    const runner = mocha.run(() => {
      const stats = runner.stats;
      resolve({
        passed: stats?.passes ?? 0,
        failed: stats?.failures ?? 1,
        skipped: stats?.pending ?? 0,
      });
    });
  });
}

/** One line per test, to the output file: `console` is sealed in the extension host and mocha's reporters need it. */
class LineReporter extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    const { EVENT_TEST_PASS, EVENT_TEST_FAIL, EVENT_TEST_PENDING } = Mocha.Runner.constants;
    runner.on(EVENT_TEST_PASS, (test) => report(`  ✓ ${test.fullTitle()} (${test.duration ?? 0} ms)`));
    runner.on(EVENT_TEST_PENDING, (test) => report(`  - ${test.fullTitle()}`));
    runner.on(EVENT_TEST_FAIL, (test, error: unknown) => {
      const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
      report(`  ✗ ${test.fullTitle()}\n${why.replace(/^/gm, "      ")}`);
    });
  }
}
