import { TableError } from "./corpus-table.ts";

/** Questions beside the view, which `cancel` stops too. */
export class Errands {
  private readonly open = new Set<AbortController>();

  /** Rejects with a `TableError` when it is cancelled. */
  async run<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.open.add(controller);
    try {
      return await run(controller.signal);
    } catch (thrown) {
      if (controller.signal.aborted) throw new TableError("cancelled", "It was cancelled.");
      throw thrown;
    } finally {
      this.open.delete(controller);
    }
  }

  cancel(): void {
    for (const errand of this.open) errand.abort();
  }
}
