/** The agreement page's check of what the host sends: as light as the review panel's (`checkToPanel.ts`), and why. */
import type { ToAgreementPage } from "./agreement.ts";

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True for a message of the right outline. Never throws on plain (structured-cloned) data. */
export function isToAgreementPage(message: unknown): message is ToAgreementPage {
  if (!isRecord(message)) return false;
  switch (message["type"]) {
    case "snapshot":
      return isSnapshot(message["snapshot"]);
    case "progress":
      return Array.isArray(message["tasks"]);
    case "rows":
      return typeof message["generation"] === "number" && isList(message["rows"], isRow);
    case "focus":
      return ["summary", "disagreements", "gold"].includes(String(message["target"]));
    case "reply":
      return (
        typeof message["intent"] === "number" &&
        (message["error"] === undefined || typeof message["error"] === "string")
      );
    default:
      return false;
  }
}

function isList(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem);
}

function isRow(row: unknown): boolean {
  return (
    isRecord(row) &&
    typeof row["at"] === "number" &&
    typeof row["distance"] === "number" &&
    isRecord(row["conversation"]) &&
    isList(row["ratings"], (rating) => rating === null || isList(rating, isRecord))
  );
}

function isSnapshot(value: unknown): boolean {
  if (!isRecord(value) || typeof value["revision"] !== "number" || typeof value["key"] !== "string")
    return false;
  const { screen, tasks } = value;
  if (!Array.isArray(tasks) || !isRecord(screen)) return false;
  switch (screen["type"]) {
    case "loading":
      return true;
    case "error":
      return typeof screen["message"] === "string";
    case "blind":
      return typeof screen["reason"] === "string";
    case "empty":
      return isList(screen["raters"], (rater) => typeof rater === "string");
    case "report":
      return isReport(screen["report"]) && isRecord(screen["gold"]);
    default:
      return false;
  }
}

const LISTS = ["raters", "notes", "problems", "unavailable"] as const;

function isReport(report: unknown): boolean {
  if (!isRecord(report) || !LISTS.every((name) => Array.isArray(report[name]))) return false;
  return isRecord(report["choices"]) && isRecord(report["units"]) && isRecord(report["frames"]);
}
