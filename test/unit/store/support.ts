/** What the store's tests share: a temporary folder, a log with a steady clock, a sample of events. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monotonicFactory } from "ulid";
import { onTestFinished } from "vitest";
import type { JudgementDraft } from "../../../src/core/review/judgement.ts";
import { nodeFileSystem } from "../../../src/store/file-system.ts";
import type { FileSystemPort } from "../../../src/store/file-system.ts";
import { openJudgementLog } from "../../../src/store/judgement-log.ts";
import type { JudgementContext, JudgementLog, LogOptions } from "../../../src/store/judgement-log.ts";
import { HASH, value } from "../core/review/events.ts";

export const CONTEXT: JudgementContext = { conversation: { id: "c1", hash: HASH }, assist: "suggested" };

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "valuemark-store-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export function openLog(file: string, options: Partial<LogOptions> = {}): Promise<JudgementLog> {
  return openJudgementLog(file, { rater: "ada", clock: Date.now, newId: monotonicFactory(), ...options });
}

/** One of each kind, with multibyte text, line separators and quotes. */
export const DRAFTS: readonly JudgementDraft[] = [
  { kind: "confirm", target: "s1", from: "s1", run: "r1" },
  { kind: "add", label: value("Geduld – 忍耐 😀"), spans: [] },
  {
    kind: "correct",
    target: "s2",
    label: value("candour"),
    spans: [{ turn: 1, block: 0, start: 3, end: 9, quote: "ça va\n", hash: HASH }],
  },
  { kind: "reject", target: "s3\u2028é" },
  { kind: "flag", on: true },
  { kind: "comment", text: 'a "note"\r\nof two lines, one 漢字' },
  { kind: "skip" },
  { kind: "done" },
  { kind: "comment", text: "on a label", target: "s1" },
];

/** The real file system without waiting for the disk: for tests of contents, not of durability. */
export const unsynced: FileSystemPort = {
  ...nodeFileSystem,
  open: async (path, flags) => ({
    ...(await nodeFileSystem.open(path, flags)),
    datasync: () => Promise.resolve(),
  }),
  syncDirectory: () => Promise.resolve(),
};
