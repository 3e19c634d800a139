/** Gives the event loop its turn, and what is more urgent its way, while long work goes on. */

/** Long work holds the thread no longer than this, in ms. */
const SLICE_MS = 4;

export class Pace {
  private sliceStart = performance.now();
  private urgent = 0;
  private free: (() => void)[] = [];

  /** Whether the slice is used up. */
  get over(): boolean {
    return performance.now() - this.sliceStart >= SLICE_MS;
  }

  /** Lets the event loop run, waits until nothing urgent is left, and starts a new slice. Throws when aborted. */
  async rest(signal: AbortSignal): Promise<void> {
    do {
      await new Promise<void>((resolve) => {
        if (this.urgent === 0) setImmediate(resolve);
        else this.free.push(resolve);
      });
    } while (this.urgent > 0);
    signal.throwIfAborted();
    this.sliceStart = performance.now();
  }

  /** Runs something that a person waits for; long work stands still meanwhile. */
  async first<T>(run: () => Promise<T>): Promise<T> {
    this.urgent++;
    try {
      return await run();
    } finally {
      this.urgent--;
      if (this.urgent === 0) for (const go of this.free.splice(0)) go();
    }
  }
}

/**
 * How many rows to scan between two rests: as many as fit into a slice, judged by the last ones.
 */
export class ChunkSize {
  private rows = 64;

  /** First row behind the next chunk of `[from, to)`. */
  end(from: number, to: number): number {
    return Math.min(to, from + this.rows);
  }

  /** `rows` were scanned in `ms`. */
  took(rows: number, ms: number): void {
    if (rows < this.rows / 2) return;
    const fitting = (rows * SLICE_MS) / Math.max(ms, 0.05);
    this.rows = Math.max(1, Math.min(Math.round(Math.min(fitting, this.rows * 2)), 1 << 16));
  }
}
