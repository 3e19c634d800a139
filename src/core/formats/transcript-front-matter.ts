/** The head of a Markdown file: `key: value` lines between two rules. */
import type { JsonObject } from "../conversation/model.ts";
import { bodyStart } from "./transcript-layout.ts";

/** Values as written, without quotes; lines that belong to a value above are joined to it. Empty without front matter. */
export function frontMatter(lines: readonly string[]): JsonObject {
  const entries: [string, string][] = [];
  for (const line of lines.slice(1, Math.max(1, bodyStart(lines) - 1))) {
    const field = /^([\w.-]{1,60}):[ \t]*(.*)$/.exec(line);
    const last = entries.at(-1);
    if (field !== null) entries.push([field[1] ?? "", unquoted((field[2] ?? "").trim())]);
    else if (last !== undefined && line.trim() !== "" && !line.startsWith("#")) {
      last[1] = last[1] === "" ? line.trim() : `${last[1]}\n${line.trim()}`;
    }
  }
  return Object.fromEntries(entries);
}

function unquoted(value: string): string {
  const quote = /^(["'])(.*)\1$/.exec(value);
  return quote?.[2] ?? value;
}
