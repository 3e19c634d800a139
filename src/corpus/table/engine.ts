/**
 * The table's engine. One loop does what is most urgent in slices of some ms: joining marks, finding the rows of the
 * query, sorting, counting values; when nothing of that is left the index goes on. Windows of rows go before all.
 */
import { parseQuery } from "../../core/table/query-parse.ts";
import { ALL, type Query, leavesOf } from "../../core/table/query.ts";
import type { ColumnId, ConversationMarks, TableQuery } from "../../core/table/table.ts";
import { Columns } from "./columns.ts";
import {
  type CorpusTable,
  type FrameData,
  type RowIdentity,
  TableError,
  type TableState,
  type TableWindow,
  type ViewState,
  type WindowRequest,
} from "./corpus-table.ts";
import { Errands } from "./errands.ts";
import { FacetBoard } from "./facet-board.ts";
import { Frontier } from "./frontier.ts";
import { drawFrame, hasRepeatedIds, identifyRows, resolveIds, sampleFields } from "./lookups.ts";
import { BLIND_COLUMNS, MARK_COLUMNS, MarkIndex, needsIndex } from "./mark-index.ts";
import { ordered } from "./order.ts";
import { Pace } from "./pace.ts";
import { Filling, type PassParts } from "./passes.ts";
import type { PlanParts } from "./plan.ts";
import { rowView } from "./row-cells.ts";
import { startsAlike } from "./row-list.ts";
import { StateFeed } from "./state-feed.ts";
import type { TableRows } from "./table-rows.ts";
import { columnInfos, columnTitle, cutNote, taskView } from "./table-words.ts";
import { TextSearches } from "./text-search.ts";
import { View } from "./view.ts";

/** Rows that come while the index is at work are taken in no more often than this, in ms. */
const GROWTH_MS = 300;
/** A growing view is sorted anew no more often than this, in ms. */
const SORT_AGAIN_MS = 2_000;
const MAX_WINDOW = 1_000;

interface Job {
  readonly what: string;
  run(signal: AbortSignal): Promise<void>;
  done(): number;
  of(): number;
  bytes?(): number;
}

export class TableEngine implements CorpusTable {
  private readonly parts: PassParts & PlanParts;
  private readonly frontier: Frontier;
  private readonly closed = new AbortController();
  private readonly feed = new StateFeed(() => this.snapshot());
  private view: View;
  private generation = 1;
  private problem: ViewState["problem"];
  private blind: string | null = null;
  private readonly board: FacetBoard;
  private paused = false;
  /** The index was cancelled; a query that can do without it leaves it so. */
  private held = false;
  private failure: string | undefined;
  private job: (Job & { readonly controller: AbortController; readonly startedAt: number }) | undefined;
  private running = false;
  private indexing: AbortController | undefined;
  private indexed = false;
  private fieldsMet: Promise<void> | undefined;
  private readonly errands = new Errands();

  /** `textBytes`: how much the texts of columns may take together. */
  constructor(
    private readonly rows: TableRows,
    textBytes?: number,
  ) {
    this.parts = {
      rows,
      columns: new Columns(rows, textBytes),
      marks: new MarkIndex(rows),
      pace: new Pace(),
      searches: new TextSearches(),
    };
    this.frontier = new Frontier(rows);
    this.view = new View("", ALL, [], this.parts);
    this.board = new FacetBoard(
      this.parts,
      () => this.view.rows,
      () => this.frontier.value,
      (column) => this.isHidden(column),
      () => this.feed.changed(),
    );
  }

  get state(): TableState {
    return this.feed.current;
  }

  onState(listener: (state: TableState) => void): () => void {
    return this.feed.listen(listener);
  }

  /** Begins with the index. Call once. */
  start(): void {
    void this.meetFields();
    this.kick();
  }

  async setQuery({ query: text, sort }: TableQuery): Promise<ViewState> {
    this.mustBeOpen();
    await this.meetFields();
    const { fields } = this.parts.columns;
    const parsed = parseQuery(text, (name) => (fields.has(name) ? name : undefined));
    this.problem = parsed.ok ? this.blindProblem(parsed.query, text) : parsed.problem;
    if (parsed.ok && this.problem === undefined) this.show(text, parsed.query, sort);
    this.feed.changed();
    return this.viewState();
  }

  async window({ generation, from, count, columns }: WindowRequest): Promise<TableWindow> {
    this.mustBeOpen();
    const { view } = this;
    if (generation !== this.generation) return { generation: this.generation, rows: [] };
    const wanted: [number, number][] = [];
    for (let at = Math.max(0, from); at < from + Math.min(count, MAX_WINDOW); at++) {
      const row = view.rowAt(at);
      if (row === undefined) break;
      wanted.push([at, row]);
    }
    const request = { columns, folded: view.folded, isBlind: this.blind !== null };
    const fields = this.parts.columns.fields.size;
    const rows = await this.parts.pace.first(() =>
      Promise.all(wanted.map(([at, row]) => rowView(at, row, request, this.parts))),
    );
    if (this.parts.columns.fields.size !== fields) this.feed.changed();
    return { generation, rows };
  }

  async setFacets(columns: readonly ColumnId[]): Promise<void> {
    this.mustBeOpen();
    this.board.choose(columns);
    this.interrupt();
    return Promise.resolve();
  }

  async setMarks(marks: readonly ConversationMarks[], replace: boolean): Promise<void> {
    this.mustBeOpen();
    this.parts.marks.set(marks, replace);
    this.renew();
    this.kick();
    return Promise.resolve();
  }

  async setBlind(reason: string | null): Promise<void> {
    this.mustBeOpen();
    this.blind = reason;
    this.problem = this.blindProblem(this.view.plan.query, this.view.text);
    const sort = this.view.sort.filter(({ column }) => !this.isHidden(column));
    if (this.problem !== undefined) this.show("", ALL, sort);
    else this.show(this.view.text, this.view.plan.query, sort);
    return Promise.resolve();
  }

  async cancel(): Promise<void> {
    this.paused = true;
    this.held = !this.indexed;
    this.job?.controller.abort();
    this.indexing?.abort();
    this.errands.cancel();
    this.feed.changed();
    return Promise.resolve();
  }

  async resume(): Promise<void> {
    this.mustBeOpen();
    this.paused = this.held = false;
    this.failure = undefined;
    this.kick();
    return Promise.resolve();
  }

  async rowAt(generation: number, at: number): Promise<number | undefined> {
    return Promise.resolve(generation === this.generation ? this.view.rowAt(at) : undefined);
  }

  async placeOf(row: number): Promise<number | undefined> {
    return Promise.resolve(this.view.placeOf(row));
  }

  async identify(rows: readonly number[]): Promise<readonly RowIdentity[]> {
    return this.errand((signal) => identifyRows(rows, this.parts, signal));
  }

  async resolve(ids: readonly string[]): Promise<Int32Array> {
    return this.errand((signal) => resolveIds(ids, this.frontier.value, this.parts, signal));
  }

  async frame(columns: readonly ColumnId[], query?: string): Promise<FrameData> {
    await this.meetFields();
    const { fields } = this.parts.columns;
    const text = query ?? this.view.text;
    const parsed = parseQuery(text, (name) => (fields.has(name) ? name : undefined));
    const problem = parsed.ok ? this.blindProblem(parsed.query, text) : parsed.problem;
    if (!parsed.ok || problem !== undefined) throw new TableError("query", problem?.text ?? "");
    const wanted = columns.filter((column) => !this.isHidden(column));
    const view = new View(text, parsed.query, [], this.parts);
    const frontier = (): number => this.frontier.value;
    return this.errand((signal) =>
      drawFrame(view, wanted, frontier, this.generation, this.isGrowing, this.parts, signal),
    );
  }

  async close(): Promise<void> {
    if (this.closed.signal.aborted) return;
    this.closed.abort();
    await this.cancel();
    this.feed.close();
    await this.rows.close();
  }

  // Views

  private show(text: string, query: Query, sort: TableQuery["sort"]): void {
    this.view = new View(
      text,
      query,
      sort.filter(({ column }) => !this.isHidden(column)),
      this.parts,
    );
    this.generation++;
    this.paused = false;
    if (this.view.plan.needsIndex || sort.some(({ column }) => needsIndex(column))) this.held = false;
    this.failure = undefined;
    this.board.restart();
    // What a person waits for goes before the index.
    if (this.view.plan.reads || sort.length > 0) this.indexing?.abort();
    this.interrupt();
  }

  /** Marks have changed: what depends on them is made anew, while the old stays on show. */
  private renew(): void {
    const { view } = this;
    if (view.plan.needsMarks) view.renewal = view.search();
    if (view.sort.some(({ column }) => MARK_COLUMNS.has(column))) view.isStale = true;
    this.board.recount(true);
    if (view.renewal !== undefined) this.job?.controller.abort();
    this.feed.changed();
  }

  private isHidden(column: ColumnId | "flagged"): boolean {
    return this.blind !== null && BLIND_COLUMNS.has(column);
  }

  private blindProblem(query: Query, text: string): ViewState["problem"] {
    for (const { leaf } of leavesOf(query))
      if (leaf.type === "term" && this.isHidden(leaf.column))
        return {
          text: `${columnTitle(leaf.column === "flagged" ? "status" : leaf.column)} can't be searched: ${this.blind ?? ""}`,
          at: [0, text.length],
        };
    return undefined;
  }

  // The loop

  private interrupt(): void {
    this.job?.controller.abort();
    this.feed.changed();
    this.kick();
  }

  private kick(): void {
    if (!this.running && !this.closed.signal.aborted) void this.run();
  }

  private async run(): Promise<void> {
    this.running = true;
    for (let job = this.next(); job !== undefined && !this.paused; job = this.next()) {
      const controller = new AbortController();
      this.job = { ...job, controller, startedAt: performance.now() };
      try {
        await job.run(controller.signal);
      } catch (thrown) {
        if (!controller.signal.aborted) this.fail(thrown);
      }
      this.job = undefined;
      this.feed.changed();
    }
    this.running = false;
    if (!this.paused && !this.closed.signal.aborted) void this.index();
  }

  private fail(thrown: unknown): void {
    this.paused = true;
    const reason = thrown instanceof Error ? thrown.message : "unknown error";
    this.failure = `The corpus could not be read on: ${reason}`;
  }

  private next(): Job | undefined {
    if (this.closed.signal.aborted || this.paused) return undefined;
    return this.joinJob() ?? this.matchJob() ?? this.sortJob() ?? this.facetJob();
  }

  private joinJob(): Job | undefined {
    const { marks, pace } = this.parts;
    const frontier = this.frontier.value;
    if (!marks.needsJoin(frontier)) return undefined;
    return {
      what: "Finding judged conversations",
      // Not stopped by queries: it is short, and they may need it.
      run: async () => {
        await marks.join(
          frontier,
          () => pace.over,
          () => pace.rest(this.closed.signal),
        );
        this.renew();
      },
      done: () => 0,
      of: () => 0,
    };
  }

  /** How far the rows can be decided now. */
  private limit(view: View): number {
    return view.plan.needsIndex ? this.frontier.value : this.rows.rows;
  }

  private matchJob(): Job | undefined {
    const { view } = this;
    const matches = view.renewal ?? view.matches;
    const limit = this.limit(view);
    if (matches === undefined || (matches.cursor >= limit && view.renewal === undefined)) return undefined;
    return {
      what: view.plan.reads ? "Searching" : "Filtering",
      run: async (signal) => {
        await matches.advance(limit, signal, () => this.feed.changed());
        if (view.renewal === matches) this.replace(view);
      },
      done: () => matches.cursor,
      of: () => this.rows.rows,
      bytes: () => matches.bytes,
    };
  }

  private replace(view: View): void {
    const old = view.matches?.found.all;
    const fresh = view.renewal?.found.all;
    view.matches = view.renewal;
    view.renewal = undefined;
    this.board.recount();
    if (startsAlike(fresh, old)) return;
    view.order = undefined;
    this.generation++;
  }

  private sortJob(): Job | undefined {
    const { view } = this;
    if (view.isSorted) return undefined;
    if (view.order !== undefined && this.isGrowing && performance.now() - view.sortedAt < SORT_AGAIN_MS)
      return undefined;
    const stores = view.sort.flatMap(({ column }) => this.parts.columns.store(column) ?? []);
    const checks = view.sort.some(({ column }) => MARK_COLUMNS.has(column));
    const rows = view.rows;
    const filling = new Filling(rows, stores, checks, this.parts);
    return {
      what: "Sorting",
      run: async (signal) => {
        await filling.advance(signal, () => this.feed.changed());
        view.isStale = false;
        const order = await ordered(view.copy(), view.sort, this.parts, signal);
        const isSame =
          view.order?.length === order.length && order.every((row, at) => view.order?.[at] === row);
        view.order = order;
        view.sortedAt = performance.now();
        if (!isSame) this.generation++;
      },
      done: () => filling.cursor,
      of: () => rows.length,
    };
  }

  private facetJob(): Job | undefined {
    const counter = this.board.next();
    if (counter === undefined) return undefined;
    return {
      what: `Counting values: ${columnTitle(counter.column)}`,
      run: (signal) => this.board.count(counter, signal),
      done: () => counter.counted,
      of: () => this.view.length,
    };
  }

  private async index(): Promise<void> {
    if (this.indexing !== undefined || this.indexed || this.held) return;
    const controller = new AbortController();
    this.indexing = controller;
    // The first rows are taken in at once.
    let lastGrowth = -Infinity;
    try {
      await this.rows.index(controller.signal, () => {
        this.feed.changed();
        if (performance.now() - lastGrowth < GROWTH_MS) return;
        lastGrowth = performance.now();
        this.grew();
      });
      if (await hasRepeatedIds(this.parts, controller.signal)) this.renumber();
      this.indexed = true;
      this.grew();
    } catch (thrown) {
      if (!controller.signal.aborted) this.fail(thrown);
    }
    this.indexing = undefined;
    this.feed.changed();
    this.kick();
  }

  /** Which ids repeat is known only at the end of the index. */
  private renumber(): void {
    this.parts.columns.forgetIds();
    this.parts.marks.rejoin();
    if (this.view.plan.needsIds) this.view.renewal = this.view.search();
    this.board.recount();
  }

  /** Rows came, or are known better. */
  private grew(): void {
    if (this.view.sort.some(({ column }) => needsIndex(column))) this.view.isStale = true;
    this.kick();
  }

  // State

  private get isGrowing(): boolean {
    return !this.indexed && this.rows.progress.phase !== "ready";
  }

  private viewState(): ViewState {
    const { view } = this;
    const isDecided = view.matches === undefined || view.matches.cursor >= this.rows.rows;
    return {
      generation: this.generation,
      rows: view.length,
      query: view.text,
      ...(this.problem === undefined ? {} : { problem: this.problem }),
      sort: view.sort,
      partial: !isDecided || this.isGrowing || !view.isSorted || view.renewal !== undefined,
    };
  }

  private snapshot(): Omit<TableState, "revision"> {
    const { columns } = this.parts;
    const { job } = this;
    const isStopped = this.paused || this.held;
    const tasks = [];
    if (job !== undefined) {
      const seconds = (performance.now() - job.startedAt) / 1_000;
      tasks.push(taskView(job.what, job.done(), job.of(), false, (job.bytes?.() ?? 0) / seconds));
    } else if (this.paused && this.view.matches !== undefined && this.view.matches.cursor < this.rows.rows)
      tasks.push(taskView("Searching", this.view.matches.cursor, this.rows.rows, true));
    if (!this.indexed && (this.indexing !== undefined || (isStopped && this.isGrowing))) {
      const { rows, indexedRows } = this.rows.progress;
      tasks.push(taskView("Indexing", indexedRows, rows, isStopped));
    }
    const sorted = this.view.sort.map(({ column }) => column);
    const cut = [...new Set([...sorted, ...this.board.columns])].filter((column) => columns.isCut(column));
    return {
      rows: this.rows.rows,
      growing: this.isGrowing,
      progress: this.rows.progress,
      view: this.viewState(),
      available: columnInfos(columns.fields),
      facets: this.board.facets,
      tasks,
      paused: isStopped,
      notes: [...(this.failure === undefined ? [] : [this.failure]), ...cut.map(cutNote), ...this.rows.notes],
      problems: this.rows.problems,
    };
  }

  // Errands

  private meetFields(): Promise<void> {
    if (this.rows.rows === 0) return Promise.resolve();
    this.fieldsMet ??= sampleFields(this.parts, this.closed.signal).then(
      () => this.feed.changed(),
      // A file that can't be read says so where its rows are asked for.
      () => undefined,
    );
    return this.fieldsMet;
  }

  private async errand<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.mustBeOpen();
    return this.errands.run(run);
  }

  private mustBeOpen(): void {
    if (this.closed.signal.aborted) throw new TableError("closed", "The corpus was closed.");
  }
}
