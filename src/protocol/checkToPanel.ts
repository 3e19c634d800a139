/**
 * The panel's check of what the host sends. Light on purpose: the host is our own code of the same build, and this
 * only keeps foreign window messages (other scripts, browser extensions) and half messages out. Apart from
 * `check.ts` so that the panel doesn't carry a schema library.
 */
import type { FocusTarget, ToPanel } from "./review.ts";

const FOCUS_TARGETS: Readonly<Record<FocusTarget, true>> = {
  row: true,
  note: true,
  responseType: true,
  subjectivity: true,
  task: true,
  keys: true,
  keysThenTranscript: true,
};

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True for a message of the right outline. Never throws on plain (structured-cloned) data. */
export function isToPanel(message: unknown): message is ToPanel {
  if (!isRecord(message)) return false;
  switch (message["type"]) {
    case "snapshot":
      return isSnapshot(message["snapshot"]);
    case "focus": {
      const target = message["target"];
      return typeof target === "string" && Object.hasOwn(FOCUS_TARGETS, target);
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
  const { screen, saving } = value;
  if (!isRecord(saving) || typeof saving["pending"] !== "number" || !isRecord(screen)) return false;
  switch (screen["type"]) {
    case "empty":
      return true;
    case "loading":
      return typeof screen["what"] === "string";
    case "error":
      return typeof screen["message"] === "string";
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
    Array.isArray(value["rows"]) &&
    Array.isArray(value["questions"]) &&
    isRecord(value["drafts"]) &&
    isRecord(value["extraction"])
  );
}
