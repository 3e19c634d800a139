/** One corpus's adjudication without its page: what is on show, and decisions to the disk. Imports no vscode. */
import { versionKey } from "../../core/agreement/collect.ts";
import type { Conversation } from "../../core/conversation/model.ts";
import type { ConversationRef } from "../../core/extraction/annotation.ts";
import { raterLabels } from "../../core/export/rater-labels.ts";
import type { Decision } from "../../core/review/adjudicate.ts";
import { acceptDraft, clearDraft, reasonDraft } from "../../core/review/adjudicate.ts";
import type { AlignedRow } from "../../core/review/align-labels.ts";
import type { JudgementDraft } from "../../core/review/judgement.ts";
import { readTimeline } from "../../core/review/timeline.ts";
import { planRedo, planReopen, planUndo } from "../../core/review/undo.ts";
import type { Taxonomy } from "../../core/taxonomy/taxonomy.ts";
import type {
  AdjudicatedConversation,
  AdjudicationIntent,
  AdjudicationSnapshot,
} from "../../protocol/adjudication.ts";
import { Stopped, WorkerClient, WorkFailed, type WorkerLike } from "../agreement/worker-client.ts";
import type { AgreementCorpus } from "../agreement/ports.ts";
import { messageOf, UserError } from "../errors.ts";
import { adjudicatedConversation, caseOf, rowIds, spansOfCell, type Case } from "./adjudication-view.ts";
import type {
  AdjudicationAnswer,
  AdjudicationAsk,
  AdjudicationNews,
  QueueEntry,
  SaidOf,
} from "./messages.ts";
import { draftFor, isSame, type Deciding } from "./decisions.ts";
import { DecisionWriter } from "./decision-writer.ts";
import type { AdjudicationPorts, DecisionLog } from "./ports.ts";
import { AdjudicationQueue } from "./queue.ts";

export type AdjudicationServicePorts = Omit<AdjudicationPorts, "corpusOf" | "current" | "onDidChange">;
type Client = WorkerClient<AdjudicationAsk, AdjudicationAnswer, AdjudicationNews>;

export interface AdjudicationOptions {
  readonly startWorker: () => WorkerLike<AdjudicationAsk, AdjudicationAnswer, AdjudicationNews>;
  /** Opens the adjudicator's own log. Rejects when it can't be read. */
  readonly openLog: (adjudicator: string) => Promise<DecisionLog>;
  readonly log: (message: string) => void;
  /** The snapshot is another one. */
  readonly onChange: () => void;
}

interface OnShow {
  readonly entry: QueueEntry;
  readonly said: SaidOf;
  readonly text: Conversation | undefined;
}

const STEP_WORDS = {
  confirm: "accept",
  correct: "other label",
  reject: "reject",
  add: "add",
  retract: "clear",
  done: "done",
  skip: "skip",
  flag: "flag",
  comment: "reason",
} as const;

export class AdjudicationService {
  private client: Client | undefined;
  private log: DecisionLog | undefined;
  private stopListening: (() => void) | undefined;
  private taxonomy: Taxonomy | undefined;
  private raters: readonly string[] | undefined;
  private queue = new AdjudicationQueue([]);
  private shown: OnShow | undefined;
  private selected: string | undefined;
  private readonly drafts = new Map<string, Map<string, string>>();
  private withExtractor = false;
  private blind: string | undefined;
  private failure: string | undefined;
  private loading = "Reading judgements";
  private finished = false;
  private isClosing = false;
  private readonly writer: DecisionWriter;
  private life = 0;

  constructor(
    readonly corpus: AgreementCorpus,
    private readonly ports: AdjudicationServicePorts,
    private readonly options: AdjudicationOptions,
  ) {
    this.writer = new DecisionWriter(() => options.onChange());
  }

  /** Reads everything anew; goes to a conversation if one is named. Never rejects: what goes wrong is on the screen. */
  async start(wanted?: ConversationRef): Promise<void> {
    const life = ++this.life;
    const isOld = (): boolean => life !== this.life;
    this.failure = undefined;
    this.finished = false;
    try {
      await this.end();
      if (await this.isBlind()) return this.options.onChange();
      const taxonomy = await this.ports.taxonomy();
      const adjudicator = this.ports.rater();
      const log = adjudicator === undefined ? undefined : await this.options.openLog(adjudicator);
      if (isOld()) return log?.dispose();
      this.taxonomy = taxonomy;
      this.log = log;
      this.stopListening = log?.onDidChange(() => this.options.onChange());
      const client: Client = new WorkerClient(this.options.startWorker(), ({ progress }) => {
        if (this.client !== client) return;
        const { what, done, of } = progress;
        this.loading =
          of > 0 ? `${what}: ${done.toLocaleString("en-GB")} of ${of.toLocaleString("en-GB")}` : what;
        this.options.onChange();
      });
      this.client = client;
      this.options.onChange();
      const { source, nodes } = taxonomy;
      const read = await client.ask({ do: "read", folder: this.corpus.folder, taxonomy: { source, nodes } });
      if (isOld() || !("queue" in read)) return;
      const { onlyDisputed } = this.queue;
      this.raters = read.raters;
      this.queue = new AdjudicationQueue(read.queue);
      if (onlyDisputed) this.queue.show(true);
      if (!(wanted && this.queue.go(versionKey(wanted)))) this.finished = !this.queue.nextOpen();
      await this.load();
    } catch (error) {
      if (!isOld()) this.fail(error);
    }
  }

  snapshot(): Omit<AdjudicationSnapshot, "revision"> {
    const name = this.ports.rater();
    const { raters = [] } = this;
    return {
      key: this.corpus.key,
      corpus: this.corpus.name,
      ...(name === undefined ? {} : { adjudicator: { name, isRater: raters.includes(name) } }),
      screen: this.screen(),
      queue: this.queue.view(({ conversation }) => conversation.id),
      extractor: { available: this.shown?.said.run !== undefined, shown: this.withExtractor },
      saving: this.writer.saving,
    };
  }

  /** `conversation`: key of the one that was on show when this was asked. Rejects with words for the user. */
  async carryOut(ask: AdjudicationIntent, conversation: string | undefined): Promise<void> {
    if (await this.isBlind()) return this.start();
    const { shown } = this;
    if (conversation !== undefined && shown && conversation !== versionKey(shown.entry.conversation)) {
      // It was meant for a conversation that is no longer on show; reasons and drafts are still theirs.
      if (ask.do === "draft") return this.keepDraft(conversation, ask.row, ask.text);
      if (ask.do !== "go") return;
    }
    switch (ask.do) {
      case "select":
        this.selected = ask.row;
        return this.options.onChange();
      case "nextRow":
      case "previousRow":
        return this.move(ask.do === "nextRow" ? 1 : -1);
      case "take":
      case "accept":
      case "reject":
      case "other":
      case "clear":
        return this.decide(ask);
      case "reason":
        return this.reason(ask.row, ask.text);
      case "draft":
        return this.keepDraft(this.key(), ask.row, ask.text);
      case "note":
        return void (await this.append({ kind: "comment", text: ask.text }));
      case "reveal":
        return this.reveal(ask.row, ask.column, ask.span);
      case "add":
        return this.add();
      case "acceptUnanimous":
        return this.acceptUnanimous();
      case "done":
      case "skip":
        return this.close(ask.do);
      case "reopen":
        return this.reopen();
      case "go":
        return this.turn(() => this.queue.go(ask.key));
      case "next":
      case "previous":
        return this.turn(() => this.queue.step(ask.do === "next" ? 1 : -1));
      case "undo":
      case "redo":
        return this.step(ask.do);
      case "toggleExtractor":
        this.withExtractor = !this.withExtractor;
        return this.options.onChange();
      case "toggleDisputed":
        this.queue.show(!this.queue.onlyDisputed);
        return this.load();
      case "setRater":
        await this.ports.setRater();
        return this.start();
      case "editKeys":
        return this.ports.editKeys();
      case "showAgreement":
        return this.ports.showAgreement(this.corpus);
      case "retry":
        return this.start();
    }
  }

  /** Rater, samples or blindness may be others. */
  async look(): Promise<void> {
    const before = this.blind;
    if ((await this.isBlind()) || before !== undefined) await this.start();
    else this.options.onChange();
  }

  /** Resolves when the decisions given so far are on the disk or have failed. */
  async settled(): Promise<void> {
    await this.writer.settled();
  }

  async dispose(): Promise<void> {
    this.life++;
    await this.end();
  }

  private async end(): Promise<void> {
    const { client, log } = this;
    this.client = undefined;
    this.log = undefined;
    this.shown = undefined;
    this.stopListening?.();
    this.stopListening = undefined;
    await this.writer.settled();
    log?.dispose();
    await client?.stop();
  }

  private screen(): AdjudicationSnapshot["screen"] {
    const { blind, failure, raters, queue } = this;
    if (blind !== undefined) return { type: "blind", reason: blind };
    if (failure !== undefined) return { type: "error", message: failure };
    if (raters && queue.size === 0) return { type: "empty", raters };
    if (this.finished) return { type: "finished", decided: queue.done };
    const view = this.view();
    return view ? { type: "conversation", conversation: view } : { type: "loading", what: this.loading };
  }

  private view(): AdjudicatedConversation | undefined {
    const { shown, taxonomy } = this;
    const found = this.found();
    if (!shown || !found || !taxonomy) return undefined;
    const { conversation } = shown.entry;
    const key = versionKey(conversation);
    const timeline = readTimeline(this.ownEvents(conversation), conversation.hash);
    const view = adjudicatedConversation(found, {
      key,
      title: shown.text?.title ?? conversation.id,
      text: shown.text,
      adjudicator: this.ports.rater(),
      taxonomy,
      isWatched: (label) => this.ports.isWatched(label),
      selected: undefined,
      drafts: [...(this.drafts.get(key) ?? [])].map(([row, text]) => ({ row, text })),
      frames: new Map(
        shown.said.raters.flatMap(({ rater, events }) => {
          const read = raterLabels(rater, events, shown.said.suggestions, conversation.hash);
          return read ? [[rater, read.frame] as const] : [];
        }),
      ),
      undo: timeline.undo && STEP_WORDS[timeline.undo.kind],
      redo: timeline.redo && STEP_WORDS[timeline.redo.kind],
    });
    const ids = rowIds(view);
    const selected = this.selected !== undefined && ids.includes(this.selected) ? this.selected : ids[0];
    return selected === undefined ? view : { ...view, selectedRow: selected };
  }

  private found(): Case | undefined {
    const { shown, taxonomy } = this;
    if (!shown || !taxonomy) return undefined;
    const name = this.ports.rater();
    const { conversation } = shown.entry;
    const own = name === undefined ? undefined : { adjudicator: name, events: this.ownEvents(conversation) };
    return caseOf(conversation, shown.said, own, taxonomy, this.withExtractor);
  }

  private ownEvents({ id }: ConversationRef) {
    return this.log?.eventsOf(id) ?? [];
  }

  private key(): string {
    return this.shown ? versionKey(this.shown.entry.conversation) : "";
  }

  private async turn(go: () => boolean): Promise<void> {
    if (!go()) return;
    this.finished = false;
    await this.load();
  }

  private async load(): Promise<void> {
    const { client, queue } = this;
    const entry = queue.current;
    this.selected = undefined;
    this.shown = undefined;
    if (!client || !entry) return this.options.onChange();
    const [answer, text] = await Promise.all([
      client.ask({ do: "conversation", conversation: entry.conversation }),
      this.ports.conversation(this.corpus, entry.conversation).catch(() => undefined),
    ]);
    // Another one was gone to while this was read.
    if (queue !== this.queue || entry !== queue.current || !("said" in answer)) return;
    this.shown = { entry, said: answer.said, text };
    const first = this.found()?.overview.rows.find(
      ({ decision, row }) => !decision && row.agreement !== "unanimous",
    );
    this.selected = first?.row.id;
    this.options.onChange();
  }

  private move(by: 1 | -1): void {
    const view = this.view();
    if (!view) return;
    const ids = rowIds(view);
    const at = ids.indexOf(view.selectedRow ?? "");
    this.selected = ids[Math.min(ids.length - 1, Math.max(0, at + by))];
    this.options.onChange();
  }

  private rowOf(id: string): { readonly row?: AlignedRow; readonly decision?: Decision } {
    const overview = this.found()?.overview;
    const decided = overview?.rows.find(({ row }) => row.id === id);
    if (decided) return { row: decided.row, ...(decided.decision ? { decision: decided.decision } : {}) };
    const alone = [...(overview?.added ?? []), ...(overview?.detached ?? [])].find(
      ({ eventId }) => eventId === id,
    );
    return alone ? { decision: alone } : {};
  }

  private async decide(ask: Deciding): Promise<void> {
    const { row, decision } = this.rowOf(ask.row);
    if (ask.do === "clear" || (!row && ask.do === "reject")) {
      if (!decision) return;
      if (decision.adjudicator !== this.ports.rater())
        throw new UserError(`${decision.adjudicator} decided this; decide otherwise to overrule it.`);
      return void (await this.append(clearDraft(decision)));
    }
    if (!row) return;
    const draft = await draftFor(ask, row, (kind, title) => this.ports.pickLabel(kind, title));
    if (!draft || (decision && isSame(decision, draft))) return;
    await this.append(draft);
  }

  private async reason(id: string, text: string): Promise<void> {
    const { row, decision } = this.rowOf(id);
    const target = row?.id ?? decision?.eventId;
    if (target === undefined || text === (decision?.reason ?? ""))
      return this.keepDraft(this.key(), id, undefined);
    if (!decision) throw new UserError("Decide first, then give the reason.");
    await this.append(reasonDraft(target, text));
    this.keepDraft(this.key(), id, undefined);
  }

  private keepDraft(conversation: string, row: string, text: string | undefined): void {
    const own = this.drafts.get(conversation) ?? new Map<string, string>();
    if (text === undefined) own.delete(row);
    else own.set(row, text);
    this.drafts.set(conversation, own);
    if (text === undefined) this.options.onChange();
  }

  private async reveal(id: string, column: string, span: number): Promise<void> {
    const { shown } = this;
    const found = this.found();
    if (!shown || !found) return;
    const row = found.overview.rows.find((one) => one.row.id === id)?.row;
    const at = found.columns.findIndex(({ source, name }) => `${source}:${name}` === column);
    const cell = row?.cells[at];
    await this.ports.reveal(this.corpus, shown.entry.conversation, cell && spansOfCell(cell)[span]);
  }

  private async add(): Promise<void> {
    const label = await this.ports.pickLabel("aiValue", "Add a value that no rater gave");
    if (!label) return;
    const id = await this.append({ kind: "add", label, spans: [] });
    this.selected = id;
    this.options.onChange();
  }

  private async acceptUnanimous(): Promise<void> {
    const rows = this.found()?.overview.rows ?? [];
    const open = rows.filter(({ row, decision }) => !decision && row.agreement === "unanimous");
    for (const { row } of open) await this.append(acceptDraft(row));
  }

  private async close(kind: "done" | "skip"): Promise<void> {
    const { shown } = this;
    // A second quick key is not for the conversation that comes next.
    if (!shown || this.isClosing) return;
    const open = this.found()?.overview.rows.filter(({ decision }) => !decision) ?? [];
    if (kind === "done" && open.length > 0) {
      this.selected = open[0]?.row.id;
      this.options.onChange();
      throw new UserError(
        `${open.length === 1 ? "1 row has" : `${open.length} rows have`} no decision yet. Decide, or skip the conversation.`,
      );
    }
    this.isClosing = true;
    try {
      await this.append({ kind });
      this.queue.setStatus(shown.entry, kind === "done" ? "done" : "skipped");
      await this.turn(() => {
        this.finished = !this.queue.nextOpen();
        if (this.finished) this.options.onChange();
        return !this.finished;
      });
    } finally {
      this.isClosing = false;
    }
  }

  private async reopen(): Promise<void> {
    const { shown } = this;
    if (!shown) return;
    const { conversation } = shown.entry;
    for (const draft of planReopen(this.ownEvents(conversation), conversation.hash)) await this.append(draft);
    this.syncStatus();
  }

  private async step(which: "undo" | "redo"): Promise<void> {
    const [from, to] = this.writer.lines(which);
    const key = from.at(-1) ?? this.key();
    if (key !== this.key() || this.finished) await this.turn(() => this.queue.go(key));
    const { shown } = this;
    if (!shown) return;
    const { conversation } = shown.entry;
    const plan = (which === "undo" ? planUndo : planRedo)(this.ownEvents(conversation), conversation.hash);
    if (!plan) return;
    from.pop();
    await this.append(plan, false);
    to.push(key);
    this.syncStatus();
  }

  /** After an undo of "done" or "skip". */
  private syncStatus(): void {
    const found = this.found();
    if (found && this.shown) this.queue.setStatus(this.shown.entry, found.state.status);
    this.options.onChange();
  }

  /** Resolves with the event's id once it is durable. Rejects when it is not recorded. */
  private append(draft: JudgementDraft, isNew = true): Promise<string> {
    const { log, shown } = this;
    if (!shown) return Promise.reject(new UserError("No conversation is on show."));
    if (!log) return Promise.reject(new UserError("Set your rater name first: decisions are kept under it."));
    return this.writer.append(log, shown.entry.conversation, draft, isNew);
  }

  private async isBlind(): Promise<boolean> {
    this.blind = await this.ports
      .blindReason(this.corpus)
      .catch((error: unknown) => `It can't be told whether you rate blind. ${messageOf(error)}`);
    if (this.blind !== undefined) {
      this.shown = undefined;
      this.queue = new AdjudicationQueue([]);
      this.raters = undefined;
    }
    return this.blind !== undefined;
  }

  private fail(error: unknown): void {
    if (error instanceof Stopped) return;
    const isExpected = error instanceof WorkFailed || error instanceof UserError;
    if (!isExpected)
      this.options.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    this.failure = isExpected ? messageOf(error) : "Something went wrong; the log says what.";
    this.options.onChange();
  }
}
