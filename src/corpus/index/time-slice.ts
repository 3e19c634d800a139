/** Long work in one thread without stopping it: pauses for the event loop, cancelling, progress not too often. */
import { setImmediate } from "node:timers/promises";
import type { PassProgress } from "./row-index.ts";

/** Far below the 16 ms that a stall may last. */
const SLICE_MS = 6;
const PROGRESS_MS = 100;

export class TimeSlice {
  #since = performance.now();

  constructor(readonly signal: AbortSignal) {}

  /** Whether it is time for `pause`. */
  get isOver(): boolean {
    return performance.now() - this.#since > SLICE_MS;
  }

  /** Lets the event loop run once. Throws the signal's reason when cancelled. */
  async pause(): Promise<void> {
    await setImmediate();
    this.signal.throwIfAborted();
    this.#since = performance.now();
  }

  /** Cheap enough to call every few microseconds. */
  async pauseIfOver(): Promise<void> {
    if (this.isOver) await this.pause();
  }
}

/** Passes progress on at most ten times a second; `last` always. */
export class ProgressGate {
  #sent = Number.NEGATIVE_INFINITY;

  constructor(
    readonly of: number,
    readonly listener: ((progress: PassProgress) => void) | undefined,
  ) {}

  tell(done: number): void {
    const now = performance.now();
    if (now - this.#sent < PROGRESS_MS) return;
    this.#sent = now;
    this.listener?.({ done, of: this.of });
  }

  last(): void {
    this.listener?.({ done: this.of, of: this.of });
  }
}
