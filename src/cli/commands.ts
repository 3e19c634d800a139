/**
 * The table of subcommands. Each lives in one file and is loaded only when called, so that a command with
 * large dependencies costs the others nothing. To add one: write `src/cli/<name>.ts` and add its line here.
 */
import type { Command } from "./command.ts";

interface CommandEntry {
  readonly summary: string;
  load(): Promise<Command>;
}

export const COMMANDS: ReadonlyMap<string, CommandEntry> = new Map<string, CommandEntry>([
  [
    "inspect",
    {
      summary: "Show what conversations a file holds, one JSON line each",
      load: async () => (await import("./inspect.ts")).inspect,
    },
  ],
  [
    "extract",
    {
      summary: "Label every conversation of a file, one JSON line each",
      load: async () => (await import("./extract.ts")).extract,
    },
  ],
  [
    "import",
    {
      summary: "Import labels that were made elsewhere",
      load: async () => (await import("./import.ts")).importLabels,
    },
  ],
  [
    "agreement",
    {
      summary: "Tell how well several raters agree",
      load: async () => (await import("./agreement.ts")).agreement,
    },
  ],
  [
    "gold",
    {
      summary: "Make, list, check and compare gold sets",
      load: async () => (await import("./gold.ts")).gold,
    },
  ],
  [
    "export",
    {
      summary: "Export a gold set for other tools, or to publish it",
      load: async () => (await import("./export.ts")).exportCommand,
    },
  ],
]);
