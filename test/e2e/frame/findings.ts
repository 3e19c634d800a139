import { expect, type BrowserContext } from "@playwright/test";

/** A load, style or script that a Content Security Policy blocked, as the browser logged it. */
export interface CspViolation {
  readonly message: string;
  /** The address of the resource that holds the offence. */
  readonly source: string;
}

/** What went wrong in any frame of a context. */
export interface PageFindings {
  readonly violations: CspViolation[];
  /** Uncaught errors and rejections: message and stack. */
  readonly uncaught: string[];
  readonly consoleErrors: string[];
  /** Throws unless every violation matches `allowed` and no error came from our own webview code. */
  assertClean(allowed: RegExp): void;
}

/** VS Code's own violations, seen in a workbench without any extension. Ours must never be added here. */
const vscodeViolations: readonly RegExp[] = [];

/** One line per violation: what the allowed lists are matched against. */
export function describeViolation(violation: CspViolation): string {
  return `${violation.message.split("\n")[0]} (${violation.source.split("?")[0]})`;
}

/** Records CSP violations, uncaught errors and console errors of all pages of the context, from now on. */
export function watchPage(context: BrowserContext): PageFindings {
  const violations: CspViolation[] = [];
  const uncaught: string[] = [];
  const consoleErrors: string[] = [];
  context.on("weberror", (error) => {
    const thrown = error.error();
    uncaught.push(thrown.stack ?? thrown.message);
  });
  context.on("console", (message) => {
    // Listeners for `securitypolicyviolation` don't work here: VS Code writes a webview's document by
    // document.open(), which takes them off. The browser's own log has every violation of every frame.
    const isCsp = /Content Security Policy/i.test(message.text());
    if (isCsp) violations.push({ message: message.text(), source: message.location().url });
    if (message.type() === "error") consoleErrors.push(message.text());
  });
  return {
    violations,
    uncaught,
    consoleErrors,
    assertClean(allowed) {
      const unexpected = violations
        .map(describeViolation)
        .filter((line) => ![...vscodeViolations, allowed].some((pattern) => pattern.test(line)));
      expect(unexpected, "CSP violations").toEqual([]);
      const ours = uncaught.filter((text) => text.includes("/dist/webview/"));
      expect(ours, "uncaught errors in our webviews").toEqual([]);
    },
  };
}
