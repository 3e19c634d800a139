/** Asks the host for windows of rows: one at a time, the newest wish wins, and nothing is asked for twice in a row. */
import type { CorpusIntent, TableRowView } from "../../src/protocol/corpus.ts";
import { RowCache, type Look, type Wanted } from "./windows.ts";

type AskRows = Extract<CorpusIntent, { do: "rows" }>;

/** After so long a newer wish doesn't wait for the answer to an older. */
const PATIENCE_MS = 120;
/** A window that was answered without rows (a task still brings them) is asked for again after this. */
const AGAIN_MS = 300;

interface Asked extends Wanted {
  readonly generation: number;
  readonly since: number;
}

export class RowFeed {
  readonly cache = new RowCache(-1);
  private asked: Asked | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private look: Look | undefined;
  private readonly ask: (ask: AskRows) => Promise<unknown>;

  constructor(ask: (ask: AskRows) => Promise<unknown>) {
    this.ask = ask;
  }

  renew(generation: number, keepStale: boolean): void {
    this.cache.renew(generation, keepStale);
    this.asked = undefined;
  }

  /** True when the rows were taken. */
  take(generation: number, rows: readonly TableRowView[]): boolean {
    if (!this.cache.take(generation, rows)) return false;
    const { asked } = this;
    if (asked !== undefined && rows.some(({ at }) => at >= asked.from && at < asked.from + asked.count))
      this.asked = undefined;
    if (this.look !== undefined) {
      this.cache.trim(this.look);
      this.want(this.look);
    }
    return true;
  }

  /** Says which rows are on show; asks for what is missing. */
  want(look: Look): void {
    this.look = look;
    const wanted = this.cache.next(look);
    if (wanted === undefined) return;
    const { asked } = this;
    if (asked !== undefined) {
      const onItsWay = asked.from <= wanted.from && wanted.from + wanted.count <= asked.from + asked.count;
      const rest = asked.since + PATIENCE_MS - performance.now();
      if (onItsWay) return;
      if (rest > 0) {
        this.later(rest);
        return;
      }
    }
    void this.send({ ...wanted, generation: this.cache.generation, since: performance.now() });
  }

  private async send(asked: Asked): Promise<void> {
    this.asked = asked;
    const { generation, from, count } = asked;
    await this.ask({ do: "rows", generation, from, count });
    // The rows may come after the reply. If they don't, the window is free to be asked for again.
    setTimeout(() => {
      if (this.asked !== asked) return;
      this.asked = undefined;
      if (this.look !== undefined) this.want(this.look);
    }, AGAIN_MS);
  }

  private later(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.look !== undefined) this.want(this.look);
    }, ms);
  }
}
