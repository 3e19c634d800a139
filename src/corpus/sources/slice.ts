/** Long work in short stretches, so that a thread goes on answering. */

/** Wall-clock ms of work at a stretch. */
const SLICE_MS = 8;

export class Slice {
  private since = performance.now();
  constructor(private readonly signal: AbortSignal) {}

  /** Whether it is time to `rest`. */
  get over(): boolean {
    return performance.now() - this.since >= SLICE_MS;
  }

  /** Lets the event loop have its turn. Rejects with the signal's reason when aborted. */
  async rest(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.signal.throwIfAborted();
    this.since = performance.now();
  }
}
