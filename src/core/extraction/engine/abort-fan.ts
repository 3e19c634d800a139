/**
 * One end for very many waits. Platforms warn of a leak when more than a few wait for the same signal, so each wait
 * gets a signal of its own, and is forgotten when it is over.
 */
export class AbortFan {
  #aborted = false;
  readonly #children = new Set<AbortController>();
  readonly #listeners = new Set<() => void>();

  get aborted(): boolean {
    return this.#aborted;
  }

  abort(): void {
    if (this.#aborted) return;
    this.#aborted = true;
    for (const child of this.#children) child.abort();
    for (const listener of this.#listeners) listener();
    this.#children.clear();
    this.#listeners.clear();
  }

  /** Runs `work` with a signal that is aborted with the fan. */
  async during<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const child = new AbortController();
    if (this.#aborted) child.abort();
    else this.#children.add(child);
    try {
      return await work(child.signal);
    } finally {
      this.#children.delete(child);
    }
  }

  /** Calls `listener` once when aborted. Returns how to take that back. */
  onAbort(listener: () => void): () => void {
    if (this.#aborted) listener();
    else this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
