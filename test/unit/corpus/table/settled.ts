import type { CorpusTable } from "../../../../src/corpus/table/corpus-table.ts";

/** Waits until a table has nothing more to do. Throws when it doesn't come to rest. */
export async function settled(table: CorpusTable, ms = 5_000): Promise<void> {
  const end = performance.now() + ms;
  for (let calm = 0; calm < 3;) {
    const { view, tasks } = table.state;
    calm = !view.partial && tasks.length === 0 ? calm + 1 : 0;
    if (performance.now() > end) throw new Error(`not settled: ${JSON.stringify({ view, tasks })}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The rows of the view, in its order. */
export async function allRowsOf(table: CorpusTable): Promise<number[]> {
  const { generation, rows } = table.state.view;
  const found: number[] = [];
  for (let at = 0; at < rows; at++) found.push((await table.rowAt(generation, at)) ?? -1);
  return found;
}
