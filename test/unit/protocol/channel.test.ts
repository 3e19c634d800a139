import { describe, expect, test } from "vitest";
import { answer, Asker, type Asked, type Reply } from "../../../src/protocol/channel.ts";

/** Timers that run when told. */
function handTimers() {
  const due = new Map<number, { run: () => void; ms: number }>();
  let next = 0;
  return {
    due,
    timers: {
      set: (run: () => void, ms: number) => {
        due.set(next, { run, ms });
        return next++;
      },
      clear: (handle: number) => void due.delete(handle),
    },
    fire: () => {
      for (const { run } of due.values()) run();
    },
  };
}

function setUp(firstId = 1) {
  const posted: Asked<string>[] = [];
  const hand = handTimers();
  const asker = new Asker<string, number>((message) => posted.push(message), hand.timers, firstId);
  return { posted, asker, ...hand };
}

describe("Asker", () => {
  test("each question has its own id and gets its own answer, in any order", async () => {
    const { posted, asker } = setUp(100);
    const first = asker.ask("a");
    const second = asker.ask("b");
    expect(posted).toEqual([
      { intent: 100, ask: "a" },
      { intent: 101, ask: "b" },
    ]);
    asker.settle({ type: "reply", intent: 101, error: "no" });
    asker.settle({ type: "reply", intent: 100 });
    expect(await second).toEqual({ type: "failed", error: "no" });
    expect(await first).toEqual({ type: "done" });
    expect(asker.pending).toBe(0);
  });

  test("a time-out settles, and the late reply is nobody's", async () => {
    const { asker, fire } = setUp();
    const asked = asker.ask("a", 500);
    fire();
    expect(await asked).toEqual({ type: "timedOut", afterMs: 500 });
    expect(asker.settle({ type: "reply", intent: 1 })).toBe(false);
  });

  test("an answer clears its timer; without a time-out there is none", async () => {
    const { asker, due } = setUp();
    void asker.ask("waits for a person");
    expect(due.size).toBe(0);
    const asked = asker.ask("b", 500);
    expect(due.size).toBe(1);
    asker.settle({ type: "reply", intent: 2 });
    await asked;
    expect(due.size).toBe(0);
  });

  test("a reply to an id never given is refused", () => {
    const { asker } = setUp(1_000);
    void asker.ask("a");
    expect(asker.settle({ type: "reply", intent: 1 })).toBe(false);
    expect(asker.pending).toBe(1);
  });

  test("a port that throws is an outcome, not an exception", async () => {
    const { timers, due } = handTimers();
    const asker = new Asker<string, number>(
      () => {
        throw new Error("port closed");
      },
      timers,
      1,
    );
    expect(await asker.ask("a", 500)).toMatchObject({ type: "failed" });
    expect(due.size).toBe(0);
  });
});

describe("answer", () => {
  const ask: Asked<string> = { intent: 7, ask: "x" };

  test("replies once on success, on a throw and on a rejection", async () => {
    const replies: Reply[] = [];
    const post = (reply: Reply) => void replies.push(reply);
    await answer(ask, () => {}, post, String);
    await answer(
      ask,
      () => Promise.reject(new Error("full")),
      post,
      () => "The disk is full.",
    );
    await answer(
      ask,
      () => {
        throw new Error("x");
      },
      post,
      () => "It broke.",
    );
    expect(replies).toEqual([
      { type: "reply", intent: 7 },
      { type: "reply", intent: 7, error: "The disk is full." },
      { type: "reply", intent: 7, error: "It broke." },
    ]);
  });

  test("replies even if the failure can't be put into words, and bears a closed panel", async () => {
    const replies: Reply[] = [];
    const broken = () => {
      throw new Error("describe");
    };
    await answer(ask, broken, (reply) => void replies.push(reply), broken);
    expect(replies).toHaveLength(1);
    expect(replies[0]?.error).toBeTruthy();
    await expect(answer(ask, () => {}, broken, String)).resolves.toBeUndefined();
  });

  test("both ends together", async () => {
    const { timers } = handTimers();
    const asker: Asker<string, number> = new Asker<string, number>(
      (message) =>
        void answer(
          message,
          (word) => {
            if (word === "bad") throw new Error("bad");
          },
          (reply) => asker.settle(reply),
          () => "refused",
        ),
      timers,
      1,
    );
    expect(await asker.ask("good")).toEqual({ type: "done" });
    expect(await asker.ask("bad")).toEqual({ type: "failed", error: "refused" });
  });
});
