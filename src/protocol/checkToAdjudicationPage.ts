/** The adjudication page's check of what the host sends: as light as the review panel's (`checkToPanel.ts`), and why. */
import type { AdjudicationFocus, ToAdjudicationPage } from "./adjudication.ts";

const TARGETS: Readonly<Record<AdjudicationFocus, true>> = {
  row: true,
  reason: true,
  other: true,
  note: true,
  keys: true,
  queue: true,
};

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True for a message of the right outline. Never throws on plain (structured-cloned) data. */
export function isToAdjudicationPage(message: unknown): message is ToAdjudicationPage {
  if (!isRecord(message)) return false;
  switch (message["type"]) {
    case "snapshot":
      return isSnapshot(message["snapshot"]);
    case "focus": {
      const target = message["target"];
      return typeof target === "string" && Object.hasOwn(TARGETS, target);
    }
    case "reply":
      return (
        typeof message["intent"] === "number" &&
        (message["error"] === undefined || typeof message["error"] === "string")
      );
    default:
      return false;
  }
}

function isSnapshot(value: unknown): boolean {
  if (!isRecord(value) || typeof value["revision"] !== "number") return false;
  if (typeof value["key"] !== "string") return false;
  const { screen, saving, queue, extractor } = value;
  if (!isRecord(saving) || typeof saving["pending"] !== "number" || !isRecord(extractor)) return false;
  if (!isRecord(queue) || !Array.isArray(queue["items"]) || !isRecord(screen)) return false;
  switch (screen["type"]) {
    case "loading":
      return typeof screen["what"] === "string";
    case "error":
      return typeof screen["message"] === "string";
    case "blind":
      return typeof screen["reason"] === "string";
    case "empty":
      return Array.isArray(screen["raters"]);
    case "finished":
      return typeof screen["decided"] === "number";
    case "conversation":
      return isConversation(screen["conversation"]);
    default:
      return false;
  }
}

function isConversation(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value["key"] === "string" &&
    Array.isArray(value["columns"]) &&
    Array.isArray(value["groups"]) &&
    value["groups"].every((group) => isRecord(group) && Array.isArray(group["rows"])) &&
    Array.isArray(value["drafts"]) &&
    Array.isArray(value["notes"])
  );
}
