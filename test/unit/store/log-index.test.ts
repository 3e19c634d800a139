import { appendFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { monotonicFactory } from "ulid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { idHashOf } from "../../../src/core/conversation/id-hash.ts";
import type { JudgementDraft, JudgementEvent } from "../../../src/core/review/judgement.ts";
import { ReviewSummary } from "../../../src/core/review/summary.ts";
import { formatEvent } from "../../../src/core/review/validate.ts";
import { nodeFileSystem } from "../../../src/store/file-system.ts";
import { indexLog } from "../../../src/store/index-log.ts";
import { formatSnapshot, readSnapshot } from "../../../src/store/index-snapshot.ts";
import { JudgementLog } from "../../../src/store/judgement-log.ts";
import { LogReader } from "../../../src/store/log-reader.ts";
import { LogState } from "../../../src/store/log-state.ts";
import { eventOf, HASH, idOf, OTHER_HASH, value } from "../core/review/events.ts";

let folder = "";
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), "valuemark-index-"))));
afterAll(() => rm(folder, { recursive: true }));
let files = 0;
const fresh = (): string => join(folder, `log-${++files}.jsonl`);

const index = (file: string) => indexLog(file, "ada", nodeFileSystem);
const write = (file: string, lines: readonly string[]) =>
  writeFile(file, lines.map((line) => `${line}\n`).join(""));

/** The log over an index, as `openJudgementLog` makes it of a long one. */
async function opened(file: string) {
  const indexed = await index(file);
  const newId = monotonicFactory();
  const log = new JudgementLog(file, { rater: "ada", clock: Date.now, newId }, indexed);
  await log.refresh();
  return log;
}

const conversations = ["c1", "c2", '漢字 "x"', "c3"];
const draftArb = fc.oneof(
  fc
    .constantFrom("s1", "s2")
    .chain((target) =>
      fc.constantFrom<JudgementDraft>(
        { kind: "confirm", target, from: target, run: "r1" },
        { kind: "reject", target },
        { kind: "correct", target, label: value("x") },
      ),
    ),
  fc.constantFrom<JudgementDraft>(
    { kind: "add", label: value("x"), spans: [] },
    { kind: "done" },
    { kind: "skip" },
    { kind: "flag", on: true },
    { kind: "flag", on: false },
    { kind: "comment", text: "two\nlines" },
  ),
  fc.nat(30).map((n): JudgementDraft => ({ kind: "retract", target: idOf(n + 1) })),
);
const eventsArb = fc
  .array(fc.tuple(draftArb, fc.constantFrom(...conversations), fc.constantFrom(HASH, HASH, OTHER_HASH)), {
    maxLength: 30,
  })
  .map((all) => all.map(([draft, id, hash], n) => eventOf(n + 1, draft, hash, id)));

function expectState(state: LogState, events: readonly JudgementEvent[]): void {
  const summary = new ReviewSummary();
  for (const event of events) summary.add(event);
  expect(state.totals()).toEqual(summary.totals());
  for (const id of conversations) {
    for (const hash of [HASH, OTHER_HASH]) expect(state.get({ id, hash })).toEqual(summary.get({ id, hash }));
    const own = events.filter((event) => event.conversation.id === id);
    expect(state.eventsOf(id)).toEqual(own);
    expect(state.mayHaveTouched(idHashOf(id))).toBe(own.length > 0);
  }
  const now = Date.parse("2026-01-02T03:05:00.000Z");
  expect(state.pace(now)).toEqual(summary.pace(now));
}

describe("the index of a log", () => {
  it("tells the same as a fold over all events: with undo, several versions, conversations taken up again", async () => {
    await fc.assert(
      fc.asyncProperty(eventsArb, fc.nat(30), async (events, cut) => {
        const file = fresh();
        const first = events.slice(0, cut);
        await write(file, first.map(formatEvent));
        const log = await opened(file);
        expect(log.indexed !== undefined).toBe(first.length > 0);
        const state = new LogState(log);
        expectState(state, first);
        // What comes after the index.
        await appendFile(
          file,
          events
            .slice(cut)
            .map((event) => `${formatEvent(event)}\n`)
            .join(""),
        );
        const change = await log.refresh();
        expect(change.reloaded).toBe(false);
        for (const event of change.added) state.add(event);
        expectState(state, events);
        expectState(new LogState(log), events);
      }),
      { numRuns: 60 },
    );
  });

  it("reports the same problems by line, and reads on after a torn line", async () => {
    const file = fresh();
    const line = (n: number, more = {}) => JSON.stringify({ ...eventOf(n, { kind: "done" }), ...more });
    await writeFile(
      file,
      Buffer.concat([
        Buffer.from(`\ufeff${line(1)}\r\n{"torn\n\n${line(2, { rater: "ben" })}\n<<<<<<< x\n`),
        Buffer.from([0xff, 10]),
        Buffer.from(
          `${line(3, { v: 2 })}\n${line(4, { kind: "applaud" })}\n${line(5, { extra: 1 })}\n{"v":1,"id`,
        ),
      ]),
    );
    const reader = new LogReader(file, "ada", nodeFileSystem);
    await reader.read();
    const log = await opened(file);
    expect(log.problems).toEqual(reader.problems);
    expect(log.problems.map(({ kind }) => kind)).toEqual([
      "bad",
      "rater",
      "conflict",
      "encoding",
      "newer",
      "unknownKind",
      "torn",
    ]);
    expect(new LogState(log).eventsOf("c1")).toEqual(reader.events);
  });

  it("a damaged line between two conversations confuses nothing", async () => {
    const file = fresh();
    const events = [
      eventOf(1, { kind: "confirm", target: "s1" }, HASH, "c1"),
      eventOf(3, { kind: "confirm", target: "s2" }, HASH, "c2"),
      eventOf(4, { kind: "done" }, HASH, "c2"),
    ];
    const [first, second, third] = events.map(formatEvent);
    const torn = formatEvent(eventOf(2, { kind: "reject", target: "s2" }, HASH, "c2")).slice(0, -3);
    await write(file, [first ?? "", torn, second ?? "", torn, third ?? ""]);
    const log = await opened(file);
    expect(log.problems.map(({ line }) => line)).toEqual([2, 4]);
    expectState(new LogState(log), events);
  });

  it("appends as ever: ids go on after the index, and each is durable and known", async () => {
    const file = fresh();
    await write(file, [formatEvent(eventOf(1, { kind: "confirm", target: "s1" }))]);
    const log = await opened(file);
    const event = await log.append(
      { kind: "done" },
      { conversation: { id: "c1", hash: HASH }, assist: "blind" },
    );
    expect(event.id > idOf(1)).toBe(true);
    expect(log.events).toEqual([event]);
    expect(new LogState(log).get({ id: "c1", hash: HASH })).toEqual({
      status: "done",
      flagged: false,
      judged: 1,
    });
    expect((await readFile(file, "utf8")).split("\n")).toHaveLength(3);
  });

  it("an id that isn't greater, or another file in its place: everything is read again", async () => {
    const file = fresh();
    const events = [3, 4, 5].map((n) => eventOf(n, { kind: "confirm", target: `s${n}` }));
    await write(file, events.map(formatEvent));
    const merged = await opened(file);
    const late = eventOf(2, { kind: "done" });
    await appendFile(file, `${formatEvent(late)}\n${formatEvent(events[0] ?? late)}\n`);
    const change = await merged.refresh();
    expect(change).toMatchObject({ reloaded: true, missing: 0 });
    expect(merged.indexed).toBeUndefined();
    expect(merged.events).toEqual([...events, late]);
    expectState(new LogState(merged), [...events, late]);
    // Such a log has no index when it is opened next.
    expect(await index(file)).toBeUndefined();

    const other = fresh();
    await write(other, events.map(formatEvent));
    const replaced = await opened(other);
    await rm(other);
    await write(other, [formatEvent(late)]);
    expect(await replaced.refresh()).toMatchObject({ reloaded: true });
    expect(replaced.events).toEqual([late]);
    await rm(other);
    expect(await index(other)).toBeUndefined();
  });
});

describe("the snapshot of an index", () => {
  const events = Array.from({ length: 40 }, (_, n) =>
    eventOf(
      n + 1,
      n % 4 === 3 ? { kind: "done" } : { kind: "confirm", target: `s${n}` },
      HASH,
      conversations[n >> 3],
    ),
  );

  async function saved() {
    const file = fresh();
    await write(file, events.map(formatEvent));
    const indexed = await index(file);
    const bytes = indexed && (await formatSnapshot(file, "ada", indexed));
    if (!indexed || !bytes) throw new Error("an index was wanted");
    const snapshot = `${file}.index`;
    await writeFile(snapshot, bytes);
    const read = () => readSnapshot(snapshot, file, "ada", nodeFileSystem);
    return { file, snapshot, bytes, indexed, read };
  }

  it("is read as it was written, also when the log has grown", async () => {
    const { file, indexed, read } = await saved();
    const found = await read();
    expect(found?.index.tables).toEqual(indexed.index.tables);
    expect(found).toMatchObject({ lines: 40, greatest: indexed.greatest, recent: indexed.recent });
    await appendFile(file, `${formatEvent(eventOf(99, { kind: "skip" }))}\n`);
    const log = new JudgementLog(
      file,
      { rater: "ada", clock: Date.now, newId: monotonicFactory() },
      await read(),
    );
    expect((await log.refresh()).added).toEqual([eventOf(99, { kind: "skip" })]);
    expectState(new LogState(log), [...events, eventOf(99, { kind: "skip" })]);
  });

  it("cut off or changed anywhere it is none", async () => {
    const { snapshot, bytes, read } = await saved();
    for (let at = 0; at < bytes.length; at += 61) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      await writeFile(snapshot, damaged);
      expect(await read()).toBeUndefined();
    }
    for (let length = 0; length < bytes.length; length += 211) {
      await writeFile(snapshot, bytes.subarray(0, length));
      expect(await read()).toBeUndefined();
    }
    await writeFile(snapshot, bytes);
    expect(await read()).toBeDefined();
    await rm(snapshot);
    expect(await read()).toBeUndefined();
  });

  it("of another beginning, a shorter log, another file or rater it is none", async () => {
    const { file, snapshot, read } = await saved();
    expect(await readSnapshot(snapshot, file, "ben", nodeFileSystem)).toBeUndefined();
    expect(await readSnapshot(snapshot, `${file}x`, "ada", nodeFileSystem)).toBeUndefined();
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replace("confirm", "correct"));
    expect(await read()).toBeUndefined();
    await writeFile(file, text);
    expect(await read()).toBeDefined();
    await truncate(file, text.length - 10);
    expect(await read()).toBeUndefined();
    await rm(file);
    expect(await read()).toBeUndefined();
    expect((await readdir(folder)).length).toBeGreaterThan(0);
  });
});
