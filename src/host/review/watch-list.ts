import type { Label } from "../../core/extraction/annotation.ts";

/** Tells whether a label is on the watch list: by node id or by name, exactly but for case and outer space. */
export function watchListOf(entries: readonly string[]): (label: Label) => boolean {
  const watched = new Set(entries.map(fold).filter((entry) => entry !== ""));
  return (label) => watched.has(fold(label.value)) || (label.node ? watched.has(fold(label.node)) : false);
}

function fold(text: string): string {
  return text.trim().toLowerCase();
}
