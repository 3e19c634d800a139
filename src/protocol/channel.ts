/**
 * Asking and answering over a message port that gives no guarantees. Both ends live here so that their rules stay
 * one: every question carries an id, every question is answered once, also when its handler throws, and an asker
 * never waits for ever unless it chose to (a question that opens a picker waits for a person).
 */

/** What an asker posts. */
export interface Asked<Ask> {
  readonly intent: number;
  readonly ask: Ask;
}

/** What an answerer posts; `error` is in words for a person and absent on success. */
export interface Reply {
  readonly type: "reply";
  readonly intent: number;
  readonly error?: string;
}

/** How a question ended for the asker. */
export type Outcome =
  | { readonly type: "done" }
  | { readonly type: "failed"; readonly error: string }
  | { readonly type: "timedOut"; readonly afterMs: number };

/** Timers as an argument, so that tests need not wait. Handles are opaque. */
export interface Timers<Handle> {
  readonly set: (run: () => void, ms: number) => Handle;
  readonly clear: (handle: Handle) => void;
}

interface Waiting<Handle> {
  readonly settle: (outcome: Outcome) => void;
  readonly timer: Handle | undefined;
}

/**
 * The asking end. Ids count up from `firstId`: choose one that an earlier life of the same page cannot have used
 * (the time in ms does), or a reply meant for that life would settle a question of this one.
 */
export class Asker<Ask, Handle> {
  private nextId: number;
  private readonly waiting = new Map<number, Waiting<Handle>>();
  private readonly post: (message: Asked<Ask>) => void;
  private readonly timers: Timers<Handle>;

  constructor(post: (message: Asked<Ask>) => void, timers: Timers<Handle>, firstId: number) {
    this.post = post;
    this.timers = timers;
    this.nextId = firstId;
  }

  /** Questions not yet settled. */
  get pending(): number {
    return this.waiting.size;
  }

  /**
   * Posts a question. The promise never rejects: a post that throws, an error reply and a time-out are outcomes.
   * `timeoutMs` undefined = wait as long as it takes.
   */
  ask(ask: Ask, timeoutMs?: number): Promise<Outcome> {
    const intent = this.nextId++;
    return new Promise((resolve) => {
      const settle = (outcome: Outcome): void => {
        const entry = this.waiting.get(intent);
        if (entry === undefined) return;
        this.waiting.delete(intent);
        if (entry.timer !== undefined) this.timers.clear(entry.timer);
        resolve(outcome);
      };
      const timer =
        timeoutMs === undefined
          ? undefined
          : this.timers.set(() => settle({ type: "timedOut", afterMs: timeoutMs }), timeoutMs);
      this.waiting.set(intent, { settle, timer });
      try {
        this.post({ intent, ask });
      } catch {
        settle({ type: "failed", error: "The message could not be sent." });
      }
    });
  }

  /** Takes a reply in. False when nobody waits for it: answered before, timed out, or of another life. */
  settle(reply: Reply): boolean {
    const entry = this.waiting.get(reply.intent);
    if (entry === undefined) return false;
    entry.settle(reply.error === undefined ? { type: "done" } : { type: "failed", error: reply.error });
    return true;
  }
}

/**
 * The answering end: runs `handle` and posts exactly one reply, whatever happens. `describe` turns a thrown thing
 * into words for the person; it must not put conversation text into them. Never throws.
 */
export async function answer<Ask>(
  asked: Asked<Ask>,
  handle: (ask: Ask) => void | Promise<void>,
  post: (reply: Reply) => unknown,
  describe: (thrown: unknown) => string,
): Promise<void> {
  let reply: Reply = { type: "reply", intent: asked.intent };
  try {
    await handle(asked.ask);
  } catch (thrown) {
    reply = { type: "reply", intent: asked.intent, error: describeSafely(thrown, describe) };
  }
  try {
    await post(reply);
  } catch {
    // The asker is gone (panel closed). There is nobody left to tell.
  }
}

function describeSafely(thrown: unknown, describe: (thrown: unknown) => string): string {
  try {
    return describe(thrown);
  } catch {
    return "It failed, and the failure could not be described.";
  }
}
