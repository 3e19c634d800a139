/** Limits of time and cancelling that don't depend on how fast the layers below notice. */
import type { ModelFailure } from "../core/extraction/model-call.ts";

/** Ends a piece of work when it is cancelled or too long without progress. */
export interface Deadline {
  /** For the work: aborted when cancelled, late, or when the work is over. */
  readonly signal: AbortSignal;
  /** Rejects as soon as the deadline ends the work; never resolves. */
  readonly ended: Promise<never>;
  /** There was progress: the time starts anew. */
  progress(): void;
  /** The time stands still until the next progress. */
  pause(): void;
  /** Why it ended: undefined while it hasn't. */
  reason(): "cancelled" | "timeout" | undefined;
  close(): void;
}

/** @param ms time without progress that is too long */
export function startDeadline(outer: AbortSignal, ms: number): Deadline {
  const controller = new AbortController();
  let reason: "cancelled" | "timeout" | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let fail: (error: Error) => void = () => {};
  const ended = new Promise<never>((_, reject) => (fail = reject));
  ended.catch(() => {}); // nobody may be waiting when it ends
  const end = (why: "cancelled" | "timeout"): void => {
    if (reason !== undefined || controller.signal.aborted) return;
    reason = why;
    fail(new Error(why));
    controller.abort();
  };
  const onAbort = (): void => end("cancelled");
  const progress = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => end("timeout"), ms);
  };
  progress();
  if (outer.aborted) onAbort();
  const forget = outer.aborted ? () => {} : onCancel(outer, onAbort);
  return {
    signal: controller.signal,
    ended,
    progress,
    pause: () => clearTimeout(timer),
    reason: () => reason,
    close: () => {
      clearTimeout(timer);
      forget();
      // What is still open (an answer that nobody reads on) is closed with it.
      controller.abort();
    },
  };
}

const waiting = new WeakMap<AbortSignal, { readonly all: Set<() => void>; readonly listener: () => void }>();

/**
 * Runs work when a signal aborts. A run shares one signal among all its calls: they get one listener together, since
 * Node warns of leaks at eleven.
 * @returns takes the work back
 */
function onCancel(signal: AbortSignal, work: () => void): () => void {
  let entry = waiting.get(signal);
  if (entry === undefined) {
    const all = new Set<() => void>();
    entry = { all, listener: () => all.forEach((each) => each()) };
    waiting.set(signal, entry);
    signal.addEventListener("abort", entry.listener, { once: true });
  }
  const { all, listener } = entry;
  all.add(work);
  return () => {
    all.delete(work);
    if (all.size > 0 || waiting.get(signal)?.all !== all) return;
    waiting.delete(signal);
    signal.removeEventListener("abort", listener);
  };
}

/** The failure for work that a deadline ended. */
export function endedFailure(reason: "cancelled" | "timeout"): ModelFailure {
  return reason === "cancelled"
    ? { ok: false, reason, message: "Cancelled.", retryable: false }
    : { ok: false, reason, message: "The service did not answer in time.", retryable: true };
}
