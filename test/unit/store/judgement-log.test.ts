import { appendFile, mkdir, readFile, rename, stat, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { formatEvent } from "../../../src/core/review/validate.ts";
import { eventOf, idOf } from "../core/review/events.ts";
import { CONTEXT, DRAFTS, openLog, temporaryFolder } from "./support.ts";

describe("a judgement log", () => {
  it("creates nothing until the first append, then keeps every event in order", async () => {
    const file = join(await temporaryFolder(), ".valuemark", "corpus", "judgements", "ada.jsonl");
    const log = await openLog(file);
    await expect(stat(file)).rejects.toThrow("ENOENT");
    const saved = await Promise.all(DRAFTS.map((draft) => log.append(draft, CONTEXT)));
    expect(log.events).toEqual(saved);
    const again = await openLog(file);
    expect(again.events).toEqual(saved);
    expect(again.problems).toEqual([]);
    expect(await readFile(file, "utf8")).toBe(saved.map((event) => `${formatEvent(event)}\n`).join(""));
  });

  it("gives ids that grow, past what stands in the file and against a clock that steps back", async () => {
    const file = join(await temporaryFolder(), "ada.jsonl");
    const future = eventOf(1, { kind: "done" });
    await writeFile(file, `${formatEvent({ ...future, id: "7ABC0000000000000000000000" })}\n`);
    const log = await openLog(file);
    const a = await log.append({ kind: "skip" }, CONTEXT);
    const b = await log.append({ kind: "done" }, CONTEXT);
    expect([a.id.slice(0, 10), b.id.slice(0, 10)]).toEqual(["7ABC000001", "7ABC000002"]);
    expect(a.id.slice(10)).not.toBe(b.id.slice(10));
  });

  it("never gives two windows the same id, even if both go on from the same event at the same moment", async () => {
    const file = join(await temporaryFolder(), "ada.jsonl");
    const ahead = { ...eventOf(1, { kind: "done" }), id: "7ABC0000000000000000000000" };
    await writeFile(file, `${formatEvent(ahead)}\n`);
    const windows = [await openLog(file), await openLog(file)];
    const saved = await Promise.all(windows.map((log) => log.append({ kind: "skip" }, CONTEXT)));
    expect((await openLog(file)).events.map((event) => event.id).sort()).toEqual(
      [ahead.id, ...saved.map((event) => event.id)].sort(),
    );
  });

  it("never acknowledges an event whose id stands there with other content", async () => {
    const file = join(await temporaryFolder(), "ada.jsonl");
    const log = await openLog(file);
    const first = await log.append({ kind: "skip" }, CONTEXT);
    const twin = log.retry({ ...eventOf(1, { kind: "done" }), id: first.id });
    await expect(twin).rejects.toMatchObject({ code: "ESWALLOWED" });
    expect(log.events).toEqual([first]);
  });

  it("reports and keeps, byte for byte, what it can't read", async () => {
    const file = join(await temporaryFolder(), "ada.jsonl");
    const [one, two, bob] = [1, 2, 3].map((n) => eventOf(n, { kind: "flag", on: n > 1 }));
    if (!one || !two || !bob) throw new Error("no events");
    const before = Buffer.concat([
      Buffer.from(`\ufeff${formatEvent(one)}\r\n`),
      Buffer.from('{"v":2,"id":"x","kind":"confirm","new":[1]}\n'),
      Buffer.from(`${formatEvent(two).replace('"flag"', '"applaud"')}\n`),
      Buffer.from("<<<<<<< ours\n"),
      Buffer.from(`${formatEvent(one)}\n\n`),
      Buffer.from("=======\r\n>>>>>>> theirs\n"),
      Buffer.from([0x7b, 0xff, 0xfe, 10]),
      Buffer.from(`${formatEvent({ ...bob, rater: "bob" })}\n`),
      Buffer.from(`${formatEvent({ ...two, id: one.id })}\n`),
      Buffer.from('{"v":1,"id":7}\n\0\0\0\n'),
      Buffer.from(`{"long":"${"x".repeat(5 << 20)}"}\n`),
      Buffer.from(`${formatEvent(two)}\n{"v":1,"to`),
    ]);
    await writeFile(file, before);
    const log = await openLog(file);
    expect(log.events).toEqual([one, two]);
    expect(log.problems.map(({ line, kind }) => [line, kind])).toEqual([
      [2, "newer"],
      [3, "unknownKind"],
      [4, "conflict"],
      [7, "conflict"],
      [8, "conflict"],
      [9, "encoding"],
      [10, "rater"],
      [11, "sameId"],
      [12, "bad"],
      [13, "bad"],
      [14, "long"],
      [16, "torn"],
    ]);
    const added = await log.append({ kind: "done" }, CONTEXT);
    expect(log.events).toEqual([one, two, added]);
    expect((await readFile(file)).subarray(0, before.length).equals(before)).toBe(true);
    expect(log.problems.at(-1)).toMatchObject({ line: 16, kind: "bad" });
  });

  it("refuses what it could not read again, and says what", async () => {
    const log = await openLog(join(await temporaryFolder(), "ada.jsonl"));
    const long = log.append({ kind: "comment", text: "x".repeat(100_001) }, CONTEXT);
    await expect(long).rejects.toMatchObject({ name: "JudgementNotSaved", code: "INVALID" });
    await expect(long).rejects.toThrow("text is longer");
    expect(log.events).toEqual([]);
  });

  it("sees another window's events on refresh, and both windows append", async () => {
    const file = join(await temporaryFolder(), "ada.jsonl");
    const [a, b] = [await openLog(file), await openLog(file)];
    const first = await a.append({ kind: "flag", on: true }, CONTEXT);
    expect(await b.refresh()).toEqual({ added: [first], reloaded: false, missing: 0 });
    const second = await b.append({ kind: "retract", target: first.id }, CONTEXT);
    expect(second.id > first.id).toBe(true);
    expect((await a.refresh()).added).toEqual([second]);
    expect(await a.refresh()).toEqual({ added: [], reloaded: false, missing: 0 });
    expect(a.events).toEqual(b.events);
  });

  it("isolates a torn tail that another process left since it last looked", async () => {
    const file = join(await temporaryFolder(), "ada.jsonl");
    const log = await openLog(file);
    await log.append({ kind: "skip" }, CONTEXT);
    await appendFile(file, '{"v":1,"id":"01');
    await log.append({ kind: "done" }, CONTEXT);
    const again = await openLog(file);
    expect(again.events).toEqual(log.events);
    expect(again.problems).toMatchObject([{ line: 2, kind: "bad" }]);
  });

  it("follows a file that git replaced, even by one of the same beginning and inode", async () => {
    const folder = await temporaryFolder();
    const file = join(folder, "ada.jsonl");
    const log = await openLog(file);
    const mine = [await log.append({ kind: "skip" }, CONTEXT), await log.append({ kind: "done" }, CONTEXT)];
    const theirs = eventOf(7, { kind: "flag", on: true });
    const merged = [mine[0], theirs, mine[1]]
      .map((event) => (event ? `${formatEvent(event)}\n` : ""))
      .join("");
    await writeFile(join(folder, "new"), merged);
    await rename(join(folder, "new"), file);
    expect(await log.refresh()).toMatchObject({ reloaded: true, missing: 0 });
    expect(log.events.map((event) => event.id)).toEqual([mine[0]?.id, theirs.id, mine[1]?.id]);
    await writeFile(file, merged.replace(mine[1]?.id ?? "", idOf(9)));
    expect(await log.refresh()).toMatchObject({ reloaded: true, missing: 1 });
    await unlink(file);
    expect(await log.refresh()).toMatchObject({ reloaded: true, missing: 3 });
    const after = await log.append({ kind: "done" }, CONTEXT);
    expect((await openLog(file)).events).toEqual([after]);
  });

  it("appends to the file that stands at the path, not to one that was replaced meanwhile", async () => {
    const folder = await temporaryFolder();
    const file = join(folder, "ada.jsonl");
    const log = await openLog(file);
    for (let round = 0; round < 20; round++) {
      const saved = log.append({ kind: "flag", on: true }, CONTEXT);
      await writeFile(join(folder, "new"), "");
      await rename(join(folder, "new"), file);
      await saved.then(() => log.append({ kind: "skip" }, CONTEXT));
    }
    const last = await log.append({ kind: "done" }, CONTEXT);
    expect((await openLog(file)).events.at(-1)).toEqual(last);
  });

  it("watches: tells others' changes once, not its own; with polling alone too", async () => {
    const folder = join(await temporaryFolder(), "later");
    const file = join(folder, "ada.jsonl");
    const [a, b] = [await openLog(file), await openLog(file)];
    const told: string[] = [];
    const stop = a.watch((change) => told.push(...change.added.map((event) => event.id)), 20);
    await a.append({ kind: "skip" }, CONTEXT);
    const others = [
      await b.append({ kind: "done" }, CONTEXT),
      await b.append({ kind: "flag", on: true }, CONTEXT),
    ];
    await expect.poll(() => told).toEqual(others.map((event) => event.id));
    stop();
    await b.append({ kind: "skip" }, CONTEXT);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(told).toHaveLength(2);
  });

  it("can't be opened where a folder stands", async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "ada.jsonl"));
    await expect(openLog(join(folder, "ada.jsonl"))).rejects.toThrow("EISDIR");
  });
});
