/**
 * A run's ledger on disk: JSON lines, only ever appended to, each durable before what it announces is done. A torn last
 * line was never acknowledged, so nothing was sent on its account; whoever appends next ends it first.
 */
import { isUtf8 } from "node:buffer";
import { formatEntry, parseEntry, type LedgerEntry } from "../core/extraction/engine/ledger-entry.ts";
import { LedgerState } from "../core/extraction/engine/ledger-state.ts";
import type { RunLedger } from "../core/extraction/engine/ports.ts";
import { appendLines } from "./append-lines.ts";
import { nodeFileSystem, type FileSystemPort } from "./file-system.ts";
import type { CorpusPaths } from "./paths.ts";
import { scanLines } from "./scan-lines.ts";

/** Longer lines are damage: the longest has 16 characters for each conversation that goes into another batch. */
const MAX_LINE_BYTES = 16 << 20;

/** A line that can't be read; it stays where it is. What it said of money is not counted. */
export interface LedgerProblem {
  /** 1-based among the lines that aren't empty. */
  readonly line: number;
  readonly reason: "damaged" | "torn" | "newer version";
}

export interface OpenedLedger extends RunLedger {
  readonly file: string;
  /** What the lines amount to; goes along with every append. */
  readonly state: LedgerState;
  readonly problems: readonly LedgerProblem[];
}

/** Beside the run's record. */
export function ledgerFile(paths: CorpusPaths, run: string): string {
  return paths.run(run).replace(/\.json$/, ".ledger.jsonl");
}

/** Reads the ledger, if there is one; creates nothing. Throws the file system's errors other than "not there". */
export async function openRunLedger(
  file: string,
  fs: FileSystemPort = nodeFileSystem,
): Promise<OpenedLedger> {
  const state = new LedgerState();
  const problems = await replay(file, state, fs);
  return {
    file,
    state,
    problems,
    async append(entries: readonly LedgerEntry[]): Promise<void> {
      await appendLines(file, entries.map(formatEntry), fs);
      for (const entry of entries) state.apply(entry);
    },
  };
}

async function replay(file: string, state: LedgerState, fs: FileSystemPort): Promise<LedgerProblem[]> {
  const problems: LedgerProblem[] = [];
  if (!(await fs.stat(file))) return problems;
  const handle = await fs.open(file, "r");
  let line = 0;
  try {
    await scanLines(handle, MAX_LINE_BYTES, ({ bytes, ended }) => {
      line++;
      const parsed = bytes && isUtf8(bytes) ? parseEntry(bytes.toString("utf8")) : undefined;
      if (parsed?.status === "entry") state.apply(parsed.entry);
      else if (parsed?.status === "newer") problems.push({ line, reason: "newer version" });
      else problems.push({ line, reason: ended ? "damaged" : "torn" });
    });
  } finally {
    await handle.close();
  }
  return problems;
}
