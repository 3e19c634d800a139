/**
 * The corpus page's check of what the host sends: as light as the review panel's (`checkToPanel.ts`) and for the same
 * reason. Rows are looked at one by one, because a window of them is drawn without another look.
 */
import type { ToCorpusPage } from "./corpus.ts";

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True for a message of the right outline. Never throws on plain (structured-cloned) data. */
export function isToCorpusPage(message: unknown): message is ToCorpusPage {
  if (!isRecord(message)) return false;
  switch (message["type"]) {
    case "snapshot":
      return isSnapshot(message["snapshot"]);
    case "rows":
      return isIndex(message["generation"]) && Array.isArray(message["rows"]) && message["rows"].every(isRow);
    case "focus":
      return message["target"] === "search" || message["target"] === "table";
    case "reply":
      return (
        typeof message["intent"] === "number" &&
        (message["error"] === undefined || typeof message["error"] === "string")
      );
    default:
      return false;
  }
}

function isIndex(value: unknown): boolean {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isRow(row: unknown): boolean {
  return (
    isRecord(row) &&
    isIndex(row["at"]) &&
    isIndex(row["row"]) &&
    Array.isArray(row["cells"]) &&
    row["cells"].every((cell) => isRecord(cell) && typeof cell["text"] === "string")
  );
}

const LISTS = ["columns", "available", "facets", "tasks", "notes", "samples"] as const;

function isSnapshot(value: unknown): boolean {
  if (!isRecord(value) || typeof value["revision"] !== "number") return false;
  const { screen, view } = value;
  if (!isIndex(value["rows"]) || typeof value["problems"] !== "number") return false;
  if (!LISTS.every((name) => Array.isArray(value[name]))) return false;
  return isScreen(screen) && isView(view);
}

function isScreen(screen: unknown): boolean {
  if (!isRecord(screen)) return false;
  switch (screen["type"]) {
    case "loading":
      return typeof screen["what"] === "string";
    case "error":
      return typeof screen["message"] === "string";
    case "table":
      return true;
    default:
      return false;
  }
}

function isView(view: unknown): boolean {
  return (
    isRecord(view) &&
    isIndex(view["generation"]) &&
    isIndex(view["rows"]) &&
    typeof view["query"] === "string" &&
    Array.isArray(view["sort"])
  );
}
