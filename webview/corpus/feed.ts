/** Asks the host for windows of rows: the newest wish wins, and nothing is asked for twice in a row. */
import type { CorpusIntent, TableRowView } from "../../src/protocol/corpus.ts";
import { RowCache, type Look, type Wanted } from "./windows.ts";

type AskRows = Extract<CorpusIntent, { do: "rows" }>;

/** After so long a newer wish doesn't wait for the answer to an older. */
const PATIENCE_MS = 120;
/** A window that was answered without rows (a task still brings them) is asked for again after this. */
const AGAIN_MS = 300;
/** Cells that may have changed are asked for again no more often than this. */
const REFRESH_MS = 400;

interface Asked extends Wanted {
  readonly generation: number;
  readonly epoch: number;
  readonly since: number;
}

export class RowFeed {
  readonly cache = new RowCache(-1);
  private asked: Asked | undefined;
  private look: Look | undefined;
  private waiting: ReturnType<typeof setTimeout> | undefined;
  private refreshing: ReturnType<typeof setTimeout> | undefined;
  private refreshedAt = Number.NEGATIVE_INFINITY;
  /** Windows not yet replied to; those asked for with other columns must be over before new ones are asked for. */
  private open = 0;
  private ofOtherColumns = 0;
  private readonly ask: (ask: AskRows) => Promise<unknown>;

  constructor(ask: (ask: AskRows) => Promise<unknown>) {
    this.ask = ask;
  }

  /** The view has other rows, or (`sameColumns` false) rows have other cells. */
  renew(generation: number, sameColumns: boolean): void {
    this.cache.renew(generation, sameColumns);
    this.asked = undefined;
    // Their rows don't say which columns they have: nothing that comes before their replies can be trusted.
    if (!sameColumns) this.ofOtherColumns = this.open;
  }

  /** Cells may have changed: those on show are asked for again, the old ones stay in sight meanwhile. */
  refresh(): void {
    if (this.refreshing !== undefined) return;
    const wait = Math.max(0, this.refreshedAt + REFRESH_MS - performance.now());
    this.refreshing = setTimeout(() => {
      this.refreshing = undefined;
      this.refreshedAt = performance.now();
      this.cache.age();
      this.wantAgain();
    }, wait);
  }

  /** True when the rows were taken. */
  take(generation: number, rows: readonly TableRowView[]): boolean {
    if (this.ofOtherColumns > 0) return false;
    const { asked } = this;
    const answers =
      asked !== undefined && rows.some(({ at }) => at >= asked.from && at < asked.from + asked.count);
    // Rows that nobody waits for any more may be older than what was asked for since.
    const epoch = answers ? asked.epoch : this.cache.epoch - 1;
    if (!this.cache.take(generation, rows, epoch)) return false;
    if (answers) this.asked = undefined;
    if (this.look !== undefined) this.cache.trim(this.look);
    this.wantAgain();
    return true;
  }

  /** Says which rows are on show; asks for what is missing. */
  want(look: Look): void {
    this.look = look;
    if (this.ofOtherColumns > 0) return;
    const wanted = this.cache.next(look);
    if (wanted === undefined) return;
    const { asked } = this;
    if (asked !== undefined) {
      const isOnItsWay =
        asked.epoch === this.cache.epoch &&
        asked.from <= wanted.from &&
        wanted.from + wanted.count <= asked.from + asked.count;
      if (isOnItsWay) return;
      const rest = asked.since + PATIENCE_MS - performance.now();
      if (rest > 0) {
        clearTimeout(this.waiting);
        this.waiting = setTimeout(() => this.wantAgain(), rest);
        return;
      }
    }
    const { generation, epoch } = this.cache;
    void this.send({ ...wanted, generation, epoch, since: performance.now() });
  }

  private wantAgain(): void {
    if (this.look !== undefined) this.want(this.look);
  }

  private async send(asked: Asked): Promise<void> {
    this.asked = asked;
    const { generation, from, count } = asked;
    this.open += 1;
    await this.ask({ do: "rows", generation, from, count });
    this.open -= 1;
    if (this.ofOtherColumns > 0) {
      this.ofOtherColumns -= 1;
      this.wantAgain();
      return;
    }
    // The rows may come after the reply. If they don't, the window is free to be asked for again.
    setTimeout(() => {
      if (this.asked !== asked) return;
      this.asked = undefined;
      this.wantAgain();
    }, AGAIN_MS);
  }
}
