/** Tells listeners of changes, no more than some 20 times a second. */
import type { TableState } from "./corpus-table.ts";

const EVERY_MS = 50;

export class StateFeed {
  private readonly listeners = new Set<(state: TableState) => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private revision = 0;
  private lastSent = -Infinity;

  constructor(private readonly make: () => Omit<TableState, "revision">) {}

  get current(): TableState {
    return { revision: this.revision, ...this.make() };
  }

  listen(listener: (state: TableState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  changed(): void {
    this.revision++;
    if (this.timer !== undefined || this.listeners.size === 0) return;
    const wait = Math.max(0, this.lastSent + EVERY_MS - performance.now());
    this.timer = setTimeout(() => this.send(), wait);
  }

  close(): void {
    clearTimeout(this.timer);
    this.listeners.clear();
  }

  private send(): void {
    this.timer = undefined;
    this.lastSent = performance.now();
    const state = this.current;
    for (const listener of this.listeners) listener(state);
  }
}
