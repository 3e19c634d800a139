/** Lines for people of the further figures of `valuemark agreement`. */
import type { Confusion } from "../core/agreement/confusion.ts";
import type { Estimate } from "../core/agreement/estimate.ts";
import { plain } from "./agreement-report.ts";
import type { SectionReport } from "./agreement-sections.ts";

export function sectionLines(reports: readonly SectionReport[]): string[] {
  return reports.flatMap((report) => ["", `[${report.section}]`, ...linesOf(report)]);
}

function linesOf({ section, figures, more, unavailable }: SectionReport): string[] {
  if (unavailable !== undefined) return [`Not available: ${unavailable}.`];
  const designs = new Map<string, number>();
  const lines = figures.map(({ of, estimate }) => {
    const key = `${estimate.design}; ${estimate.interval?.method.replace(/\d+(\.\d+)?/g, "…") ?? "no interval"}`;
    const number = designs.get(key) ?? designs.size + 1;
    designs.set(key, number);
    return `${of === "" ? "" : `${of.split(": ").map(plain).join(": ")}: `}${figureText(estimate)} [${number}]`;
  });
  const notes = [...designs].map(([design, number]) => `  [${number}] ${design}`);
  return [...lines, ...notes, ...moreLines(section, more)];
}

/** "precision .8123 (.7511 to .8604), n 120 units, 310 values" */
export function figureText({ estimator, value, reason, interval, n }: Estimate): string {
  if (value === null) return `${estimator}: not defined: ${reason ?? ""}`;
  const range = interval
    ? ` (${interval.level * 100} %: ${interval.lower.toFixed(4)} to ${interval.upper.toFixed(4)})`
    : "";
  return `${estimator} ${value.toFixed(4)}${range}, n ${n.units} units, ${n.raters} raters, ${n.values} values`;
}

function moreLines(section: SectionReport["section"], more: unknown): string[] {
  if (more === undefined) return [];
  if (section === "confusion" && Array.isArray(more)) {
    return more.flatMap((table: Confusion & { readonly rater: string }) => [
      `${plain(table.rater)} in rows, the extractor in columns; ${table.counting}; ${table.pairs} pairs`,
      ["", ...table.labels].map((label) => plain(label === "" ? "–" : label)).join("\t"),
      ...table.counts.map((row, at) =>
        [plain(table.labels[at] || "–"), ...row.map((count) => Number(count.toFixed(3)))].join("\t"),
      ),
    ]);
  }
  if (Array.isArray(more)) return more.map((one: unknown) => `  ${fields(one)}`);
  return [`  ${fields(more)}`];
}

function fields(value: unknown): string {
  if (typeof value !== "object" || value === null) return "";
  return Object.entries(value)
    .filter(([, own]) => typeof own !== "object")
    .map(([name, own]) => `${name}: ${typeof own === "string" ? clean(own) : String(own)}`)
    .join(", ");
}

function clean(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "?");
}
