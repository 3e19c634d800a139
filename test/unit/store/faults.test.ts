import { appendFileSync } from "node:fs";
import { chmod, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { FileHandlePort, FileSystemPort } from "../../../src/store/file-system.ts";
import { nodeFileSystem } from "../../../src/store/file-system.ts";
import type { JudgementNotSaved } from "../../../src/store/judgement-log.ts";
import { CONTEXT, openLog, temporaryFolder } from "./support.ts";

/** The real file system, with the handle of every append passed through `spoil`. */
function faulty(spoil: (handle: FileHandlePort, path: string) => FileHandlePort): FileSystemPort {
  return {
    ...nodeFileSystem,
    open: async (path, flags) => {
      const handle = await nodeFileSystem.open(path, flags);
      return flags === "a+" ? spoil(handle, path) : handle;
    },
  };
}

const failure = (code: string) => Object.assign(new Error(code), { code });
/** Takes the next of `lengths` as the most that one write writes; -1 fails with ENOSPC; then all is well. */
const limited = (lengths: number[]) =>
  faulty((handle) => ({
    ...handle,
    write: (bytes) => {
      const most = lengths.shift() ?? Infinity;
      return most < 0
        ? Promise.reject(failure("ENOSPC"))
        : handle.write(bytes.subarray(0, Math.min(most, bytes.length)));
    },
  }));

describe("when the file system fails", () => {
  it.each([0, 1, 40, 150])("a short write of %i bytes is made good by one whole line", async (length) => {
    const file = join(await temporaryFolder(), "ada.jsonl");
    const log = await openLog(file, { fs: limited([Infinity, length]) });
    const saved = await Promise.all([1, 2, 3].map(() => log.append({ kind: "skip" }, CONTEXT)));
    const again = await openLog(file);
    expect(again.events).toEqual(saved);
    expect(again.problems.map((problem) => problem.kind)).toEqual(length === 0 ? [] : ["bad"]);
  });

  it("a full disk rejects, saves what was written before, and the next event stands alone once there is room", async () => {
    const file = join(await temporaryFolder(), "ada.jsonl");
    const log = await openLog(file, { fs: limited([Infinity, 30, 20, -1]) });
    const results = await Promise.allSettled(
      (["skip", "done", "skip"] as const).map((kind) => log.append({ kind }, CONTEXT)),
    );
    expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "rejected"]);
    const refused = results.flatMap((result) =>
      result.status === "rejected" ? [result.reason as unknown] : [],
    );
    expect(refused[0]).toMatchObject({ name: "JudgementNotSaved", code: "ENOSPC" });
    expect(String(refused[0])).toContain("no space is left");
    await expect(log.append({ kind: "flag", on: true }, CONTEXT)).rejects.toMatchObject({ code: "ENOSPC" });
    const retried = await log.retry((refused[0] as JudgementNotSaved).event);
    const next = await log.append({ kind: "flag", on: false }, CONTEXT);
    const again = await openLog(file);
    expect(again.events.map((event) => event.id)).toEqual([log.events[0]?.id, retried.id, next.id]);
    expect(again.events).toEqual(log.events);
  });

  it("a failed fdatasync is never acknowledged; a retry of the same event leaves it there once", async () => {
    const file = join(await temporaryFolder(), "ada.jsonl");
    let broken = true;
    const fs = faulty((handle) => ({
      ...handle,
      datasync: () => (broken ? Promise.reject(failure("EIO")) : handle.datasync()),
    }));
    const log = await openLog(file, { fs });
    const error = await log
      .append({ kind: "done" }, CONTEXT)
      .catch((caught: unknown) => caught as JudgementNotSaved);
    expect(error).toMatchObject({ code: "EIO" });
    broken = false;
    const saved = await log.retry((error as JudgementNotSaved).event);
    expect((await readFile(file, "utf8")).split(saved.id)).toHaveLength(3);
    expect(log.events).toEqual([saved]);
    expect((await openLog(file)).events).toEqual([saved]);
  });

  it("acknowledges only after fdatasync and after the directory entry is durable", async () => {
    const file = join(await temporaryFolder(), "ada.jsonl");
    const steps: string[] = [];
    const base = faulty((handle) => ({
      ...handle,
      write: (bytes) => (steps.push("write"), handle.write(bytes)),
      datasync: () => (steps.push("datasync"), handle.datasync()),
    }));
    const fs = { ...base, syncDirectory: async () => void steps.push("directory") };
    const log = await openLog(file, { fs });
    await Promise.all([1, 2, 3].map(() => log.append({ kind: "skip" }, CONTEXT)));
    expect(steps).toEqual(["write", "write", "write", "datasync", "directory"]);
    await log.append({ kind: "done" }, CONTEXT);
    expect(steps.slice(5)).toEqual(["write", "datasync"]);
  });

  it("writes again what another process's torn line swallowed between look and write", async () => {
    const file = join(await temporaryFolder(), "ada.jsonl");
    let torn = true;
    const fs = faulty((handle, path) => ({
      ...handle,
      write: (bytes) => {
        if (torn) appendFileSync(path, '{"v":1,"torn":"');
        torn = false;
        return handle.write(bytes);
      },
    }));
    const log = await openLog(file, { fs });
    const saved = await log.append({ kind: "done" }, CONTEXT);
    const again = await openLog(file);
    expect(again.events).toEqual([saved]);
    expect(again.problems).toMatchObject([{ line: 1, kind: "bad" }]);
  });

  it("writes again what went into a file that is no longer at the path, and gives up when that goes on", async () => {
    const file = join(await temporaryFolder(), "ada.jsonl");
    let times = 2;
    const fs = faulty((handle, path) => ({
      ...handle,
      write: async (bytes) => {
        if (times-- > 0) await rm(path);
        return handle.write(bytes);
      },
    }));
    const log = await openLog(file, { fs });
    const saved = await log.append({ kind: "done" }, CONTEXT);
    expect((await openLog(file)).events).toEqual([saved]);
    times = 100;
    await expect(log.append({ kind: "skip" }, CONTEXT)).rejects.toMatchObject({ code: "ESWALLOWED" });
    times = 0;
    const after = await log.append({ kind: "skip" }, CONTEXT);
    expect((await openLog(file)).events).toEqual([after]);
  });

  it.skipIf(process.getuid?.() === 0)(
    "a file that may not be written rejects, and stays readable",
    async () => {
      const file = join(await temporaryFolder(), "ada.jsonl");
      const saved = await (await openLog(file)).append({ kind: "done" }, CONTEXT);
      await chmod(file, 0o444);
      const log = await openLog(file);
      await expect(log.append({ kind: "skip" }, CONTEXT)).rejects.toMatchObject({ code: "EACCES" });
      expect(log.events).toEqual([saved]);
    },
  );

  it("a read that breaks off half-way tells everything when it succeeds", async () => {
    const file = join(await temporaryFolder(), "ada.jsonl");
    const writer = await openLog(file);
    for (let i = 0; i < 3; i++) await writer.append({ kind: "comment", text: "x".repeat(90_000) }, CONTEXT);
    let reads = 0;
    const fs: FileSystemPort = {
      ...nodeFileSystem,
      open: async (path, flags) => {
        const handle = await nodeFileSystem.open(path, flags);
        const read: FileHandlePort["read"] = (into, position) =>
          ++reads === 2 ? Promise.reject(failure("EIO")) : handle.read(into.subarray(0, 100_000), position);
        return { ...handle, read };
      },
    };
    await expect(openLog(file, { fs })).rejects.toThrow("EIO");
    const log = await openLog(file);
    expect(log.events).toEqual(writer.events);
  });
});
