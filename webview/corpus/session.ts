/** The page's dealings with the host: intents out, snapshots and rows in, what is remembered, failures told. */
import type { ColumnId, SortKey } from "../../src/core/table/table.ts";
import { Asker } from "../../src/protocol/channel.ts";
import type {
  CorpusIntent,
  CorpusSnapshot,
  FromCorpusPage,
  ToCorpusPage,
} from "../../src/protocol/corpus.ts";
import type { HostPort } from "../vscodeApi.ts";
import { NOTHING_KEPT, remembered, type Kept } from "./kept.ts";

/** A plain request that isn't answered in this time has met a host that hangs. */
const ANSWER_MS = 10_000;
const QUERY_MS = 200;
const KEEP_MS = 200;
/** A query that stands for so long was meant, and goes into the history. */
const MEANT_MS = 1_500;

/** These wait for a person or for a search through everything; rows for a busy worker. */
const UNTIMED = new Set<CorpusIntent["do"]>([
  "sample",
  "query",
  "sort",
  "rows",
  "resume",
  "useSample",
  "open",
]);

type Handle = ReturnType<typeof setTimeout>;

export interface CorpusState {
  readonly snapshot: CorpusSnapshot | undefined;
  readonly kept: Kept;
  /** The query as it was last typed or clicked. */
  readonly query: string;
  /** The snapshot's problem is about this query. */
  readonly wrong: boolean;
  /** A failed request, in words; shown until dismissed or until something succeeds. */
  readonly problem: string | undefined;
}

export interface View {
  readonly update: (state: CorpusState) => void;
  readonly rows: (message: Extract<ToCorpusPage, { type: "rows" }>) => void;
  readonly focus: (target: "search" | "table") => void;
}

export class Session {
  state: CorpusState;
  private readonly port: HostPort<FromCorpusPage, Kept>;
  private readonly asker: Asker<CorpusIntent, Handle>;
  private view: View | undefined;
  private isRestored = false;
  private queryTimer: Handle | undefined;
  private meantTimer: Handle | undefined;
  private keepTimer: Handle | undefined;
  /** Queries on their way: until the host has taken them, its own is older than what is typed. */
  private queriesOut = 0;
  /** The query the host was last asked for; what it says is wrong is about this one. */
  private sent: string | undefined;

  /** `firstTime`: what holds when nothing was kept. */
  constructor(port: HostPort<FromCorpusPage, Kept>, firstId: number, firstTime: Partial<Kept>) {
    this.port = port;
    const kept = port.restore() ?? { ...NOTHING_KEPT, ...firstTime };
    this.state = { snapshot: undefined, kept, query: kept.query, wrong: false, problem: undefined };
    this.asker = new Asker(
      ({ intent, ask }) => port.post({ type: "intent", intent, ask }),
      { set: (run, ms) => setTimeout(run, ms), clear: (handle) => clearTimeout(handle) },
      firstId,
    );
  }

  start(view: View): void {
    this.view = view;
    view.update(this.state);
    this.port.post({ type: "viewLoaded" });
  }

  receive(message: ToCorpusPage): void {
    if (message.type === "reply") this.asker.settle(message);
    else if (message.type === "rows") this.view?.rows(message);
    else if (message.type === "focus") this.view?.focus(message.target);
    else this.accept(message.snapshot);
  }

  /** True when it was done. A failure is shown until the next success or until dismissed. */
  async ask(intent: CorpusIntent): Promise<boolean> {
    const outcome = await this.asker.ask(intent, UNTIMED.has(intent.do) ? undefined : ANSWER_MS);
    if (outcome.type === "done") {
      if (this.state.problem !== undefined && intent.do !== "rows") this.become({ problem: undefined });
      return true;
    }
    const problem =
      outcome.type === "failed"
        ? outcome.error
        : `No answer within ${outcome.afterMs / 1000} s. Run "Developer: Reload Window" if it happens again; nothing saved is lost.`;
    this.become({ problem });
    return false;
  }

  query(text: string, now: boolean): void {
    clearTimeout(this.queryTimer);
    clearTimeout(this.meantTimer);
    this.queryTimer = undefined;
    this.become({
      query: text,
      wrong: text === this.sent && this.state.snapshot?.view.problem !== undefined,
    });
    if (now) void this.sendQuery(text);
    else this.queryTimer = setTimeout(() => void this.sendQuery(text), QUERY_MS);
    this.meantTimer = setTimeout(() => this.rememberQuery(text), now ? 0 : MEANT_MS);
  }

  sort(sort: readonly SortKey[]): void {
    this.keep({ sort });
    void this.ask({ do: "sort", sort });
  }

  columns(columns: readonly ColumnId[]): void {
    this.keep({ columns });
    void this.ask({ do: "columns", columns });
  }

  facets(open: boolean, columns: readonly ColumnId[]): void {
    this.become({ kept: { ...this.state.kept, facetsOpen: open, facets: columns } });
    void this.ask({ do: "facets", columns: open ? columns : [] });
  }

  keep(change: Partial<Kept>): void {
    this.state = { ...this.state, kept: { ...this.state.kept, ...change } };
    this.keepSoon();
  }

  dismissProblem(): void {
    this.become({ problem: undefined });
  }

  /** Keeps at once what still waits for its timer; for when the page goes. */
  flush(): void {
    clearTimeout(this.keepTimer);
    this.keepTimer = undefined;
    this.port.keep({ ...this.state.kept, query: this.state.query });
  }

  private accept(snapshot: CorpusSnapshot): void {
    const old = this.state.snapshot;
    if (old !== undefined && snapshot.revision < old.revision) return;
    const typing = this.queryTimer !== undefined || this.queriesOut > 0;
    const isTable = snapshot.screen.type === "table";
    const first = isTable && !this.isRestored;
    const host = snapshot.view;
    const { kept } = this.state;
    if (first) this.isRestored = true;
    const wantsQuery = first && host.query === "" && kept.query !== "";
    // A snapshot that is older than the last query, or that refuses it, leaves the typed text alone.
    const isNews = first || (isTable && host.query !== old?.view.query && host.problem === undefined);
    const follows = isNews && !typing && !wantsQuery;
    if (follows) this.sent = undefined;
    const query = follows ? host.query : this.state.query;
    this.become({
      snapshot,
      query,
      wrong: host.problem !== undefined && query === (this.sent ?? host.query),
    });
    if (isTable && !first && host.sort !== old?.view.sort) this.keep({ sort: host.sort });
    if (first) this.putBack(snapshot, kept, wantsQuery);
  }

  /** What this page had and the host no longer knows of. */
  private putBack(
    { view, columns, available, facets }: CorpusSnapshot,
    kept: Kept,
    wantsQuery: boolean,
  ): void {
    if (wantsQuery) void this.sendQuery(kept.query);
    if (view.sort.length === 0 && kept.sort.length > 0) this.sort(kept.sort);
    const there = new Set(available.map(({ id }) => id));
    const wanted = kept.columns?.filter((id) => there.has(id));
    if (
      wanted !== undefined &&
      wanted.length > 0 &&
      wanted.join("\n") !== columns.map(({ id }) => id).join("\n")
    )
      this.columns(wanted);
    // A pane that isn't seen needn't be counted.
    if (kept.facetsOpen || facets.length > 0) this.facets(kept.facetsOpen, kept.facets);
  }

  private async sendQuery(text: string): Promise<void> {
    clearTimeout(this.queryTimer);
    this.queryTimer = undefined;
    if ((this.sent ?? this.state.snapshot?.view.query) === text) return;
    this.sent = text;
    this.queriesOut += 1;
    const isTaken = await this.ask({ do: "query", text });
    this.queriesOut -= 1;
    if (!isTaken && this.sent === text) this.sent = undefined;
  }

  private rememberQuery(text: string): void {
    if (!this.state.wrong) this.keep({ history: remembered(this.state.kept.history, text) });
  }

  private become(change: Partial<CorpusState>): void {
    this.state = { ...this.state, ...change };
    this.view?.update(this.state);
    this.keepSoon();
  }

  private keepSoon(): void {
    this.keepTimer ??= setTimeout(() => this.flush(), KEEP_MS);
  }
}
