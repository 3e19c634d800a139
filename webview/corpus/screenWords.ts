/** Which screen stands in the place of rows, and its words. Pure. */
import type { CorpusSnapshot } from "../../src/protocol/corpus.ts";

export type ScreenKind = "loading" | "error" | "empty" | "searching" | "stopped" | "noMatch" | "none";

export interface ScreenWords {
  readonly heading: string;
  readonly text: string;
}

/** "none": the table has rows to show. */
export function screenKind(snapshot: CorpusSnapshot | undefined): ScreenKind {
  if (snapshot === undefined) return "loading";
  const { screen, view, rows, growing } = snapshot;
  if (screen.type !== "table") return screen.type;
  if (view.rows > 0) return "none";
  const isStopped = snapshot.tasks.length > 0 && !snapshot.tasks.some(({ cancellable }) => cancellable);
  if (view.partial || (growing && rows === 0)) return isStopped ? "stopped" : "searching";
  return rows === 0 || (view.query === "" && snapshot.sample === undefined) ? "empty" : "noMatch";
}

export function screenWords(kind: ScreenKind, snapshot: CorpusSnapshot | undefined): ScreenWords {
  const screen = snapshot?.screen;
  switch (kind) {
    case "loading":
      return { heading: "Loading", text: screen?.type === "loading" ? screen.what : "" };
    case "error":
      return {
        heading: "This could not be opened",
        text: screen?.type === "error" ? screen.message : "",
      };
    case "empty":
      return { heading: "No conversations here", text: "The file was read to its end and holds none." };
    case "stopped":
      return {
        heading: "None so far",
        text: "It was stopped before all rows were read; Resume goes on with it.",
      };
    case "searching":
      return snapshot?.rows === 0
        ? { heading: "Reading", text: "The first rows are on their way." }
        : { heading: "None so far", text: "The search goes on; rows appear as they are found." };
    case "noMatch":
      return snapshot?.view.query === ""
        ? { heading: "Nothing in this sample", text: "None of its conversations is in this corpus." }
        : {
            heading: "No row matches",
            text: "Take a word out, search for a shorter one, or clear the search.",
          };
    case "none":
      return { heading: "", text: "" };
  }
}
