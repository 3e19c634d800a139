import * as vscode from "vscode";
import type { ConversationRef } from "../../core/extraction/annotation.ts";
import type { ReviewState } from "../../core/review/fold.ts";
import type { JudgementEvent } from "../../core/review/judgement.ts";
import { Disposables } from "../disposables.ts";
import { Cancelled, UserError, messageOf } from "../errors.ts";
import { CONTEXT_KEYS, TRANSCRIPT_SCHEME } from "../ids.ts";
import type { OpenedFile } from "../library/opened-file.ts";
import { setting } from "../settings.ts";
import { showError } from "../plain.ts";
import type { TranscriptDocuments, TranscriptPage } from "../transcript/documents.ts";
import { parseTranscriptUri, transcriptUri } from "../transcript/uri.ts";
import type { DraftKeeper } from "./draft-keeper.ts";
import type { RaterRecord } from "./rater-record.ts";
import { Review, refOf, summaryOf, type SuggestionSet } from "./review.ts";
import type { Suggester } from "./suggester.ts";

/** Gives the record of the current rater for a file, or undefined while no rater is named. */
export type RecordOf = (file: OpenedFile) => Promise<RaterRecord | undefined>;

/** Gives the stored suggestions of a conversation, newest run first. */
export type SetsOf = (
  file: OpenedFile,
  conversation: ConversationRef,
) => Promise<readonly SuggestionSet[] | undefined>;

/** Why the current rater works blind on a conversation, in words; undefined when they don't. */
export type BlindOf = (file: OpenedFile, conversation: ConversationRef) => Promise<string | undefined>;

export interface ShowOptions {
  readonly preserveFocus: boolean;
  /** Default: where transcripts are. */
  readonly viewColumn?: vscode.ViewColumn;
  /** false: the tab stays when another transcript is opened. Default: true. */
  readonly preview?: boolean;
}

const LAST_PLACE = "lastPlace";
/** A wait shorter than this is not told, ms. */
const NOTICE_MS = 250;
/** Reviews kept at hand. */
const KEPT = 64;
interface LastPlace {
  readonly source: string;
  readonly index: number;
}

/**
 * The reviews at hand and which one is the current: that of the transcript the rater last was in. Every surface
 * shows what stands here and hears of changes from here.
 */
export class Desk implements vscode.Disposable {
  private readonly disposables = new Disposables();
  private readonly reviews = new Map<string, Promise<Review>>();
  private readonly loaded = new Map<string, Review>();
  private readonly changed = new vscode.EventEmitter<Review | undefined>();
  /** A review, or which one is current, has changed. */
  readonly onDidChange = this.changed.event;
  current: Review | undefined;
  /** The current file could not be opened; in words. */
  problem: string | undefined;
  /** Name of the file being read. */
  loading: string | undefined;

  constructor(
    private readonly documents: TranscriptDocuments,
    private readonly recordOf: RecordOf,
    private readonly setsOf: SetsOf,
    private readonly blindOf: BlindOf,
    private readonly suggester: Suggester,
    private readonly drafts: DraftKeeper,
    private readonly memory: vscode.Memento,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.disposables.add(vscode.window.onDidChangeActiveTextEditor((editor) => this.follow(editor)));
    this.disposables.add(this.changed);
  }

  /** Takes up the work where the last window left it. */
  async restore(): Promise<void> {
    const editor =
      vscode.window.activeTextEditor ??
      vscode.window.visibleTextEditors.find((visible) => visible.document.uri.scheme === TRANSCRIPT_SCHEME);
    if (editor?.document.uri.scheme === TRANSCRIPT_SCHEME) {
      this.follow(editor);
      return this.makeCurrent(editor.document.uri);
    }
    const last = this.memory.get<LastPlace>(LAST_PLACE);
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    const isOpen = tabs.some(
      (tab) => tab.input instanceof vscode.TabInputText && tab.input.uri.scheme === TRANSCRIPT_SCHEME,
    );
    if (last && isOpen)
      await this.makeCurrent(transcriptUri({ source: vscode.Uri.parse(last.source), index: last.index }));
  }

  /** The review of a transcript, if it is at hand. */
  peek(uri: vscode.Uri): Review | undefined {
    return this.loaded.get(uri.toString());
  }

  byKey(key: string): Review | undefined {
    return [...this.loaded.values()].find((review) => review.key === key);
  }

  /** The review of a transcript, loaded when need be: its page, its record, and (by setting) local suggestions. */
  review(uri: vscode.Uri): Promise<Review> {
    const key = uri.toString();
    const known = this.reviews.get(key);
    if (known) return known;
    const loading = this.documents.page(uri).then((page) => this.load(page));
    this.reviews.set(key, loading);
    loading.then(
      (review) => {
        if (this.reviews.get(key) !== loading) return;
        this.loaded.set(key, review);
        this.forgetOldest();
        this.changed.fire(review);
      },
      () => this.reviews.delete(key),
    );
    return loading;
  }

  /** Makes a conversation the current one. Failures end on the panel, not in a pop-up. */
  async makeCurrent(uri: vscode.Uri): Promise<void> {
    // Told only when it takes a person's notice: a screen that comes and goes in between would be noise.
    const slow = setTimeout(() => {
      this.loading = parseTranscriptUri(uri)?.source.path.split("/").at(-1);
      this.changed.fire(this.current);
    }, NOTICE_MS);
    try {
      const review = await this.review(uri).finally(() => {
        clearTimeout(slow);
        this.loading = undefined;
      });
      if (this.current === review) return this.changed.fire(review);
      this.current = review;
      this.problem = undefined;
      const place: LastPlace = { source: review.page.file.uri.toString(), index: review.page.index };
      void this.memory.update(LAST_PLACE, place);
    } catch (error) {
      if (error instanceof Cancelled) return this.changed.fire(this.current);
      this.current = undefined;
      this.problem =
        error instanceof UserError ? error.message : "The conversation could not be read. The log says why.";
      this.log.error(error instanceof Error ? error : String(error));
    }
    void vscode.commands.executeCommand(
      "setContext",
      CONTEXT_KEYS.conversationOpen,
      this.current !== undefined,
    );
    this.changed.fire(this.current);
  }

  /** Opens the transcript of a file's conversation (0-based) and makes it the current one. */
  async show(file: OpenedFile, index: number, options: ShowOptions): Promise<void> {
    const uri = transcriptUri({ source: file.uri, index });
    const group = vscode.window.tabGroups.all.find((each) =>
      each.tabs.some(
        (tab) => tab.input instanceof vscode.TabInputText && tab.input.uri.scheme === TRANSCRIPT_SCHEME,
      ),
    );
    await this.makeCurrent(uri);
    if (!this.current) throw new UserError(this.problem ?? "The conversation could not be opened.");
    const viewColumn = group?.viewColumn ?? vscode.ViewColumn.One;
    await vscode.window.showTextDocument(uri, { viewColumn, preview: true, ...options });
  }

  /** Says that a review has changed. */
  touch(review: Review): void {
    this.changed.fire(review);
  }

  /** Index of the next conversation of the file, around its end, that the rater has not finished. */
  async nextOpen(review: Review, record: RaterRecord): Promise<number | undefined> {
    const { file, index: from } = review.page;
    for (let step = 1; step < file.count; step += 1) {
      const index = (from + step) % file.count;
      const hash = file.idHash(index);
      if (hash !== undefined && !record.mayHaveTouched(hash)) return index;
      // A row that can't be read is nothing to rate.
      const conversation = await file.conversation(index).catch(() => undefined);
      if (conversation && summaryOf(record, conversation).status === "open") return index;
    }
    return undefined;
  }

  /** Runs the local extractor on a review and shows its suggestions. */
  async suggest(review: Review, signal?: AbortSignal): Promise<void> {
    if (review.blind !== undefined) return;
    review.extraction = { ...review.extraction, state: "running" };
    this.touch(review);
    const { set, view } = await this.suggester.run(review.page.conversation, signal);
    review.extraction = view;
    if (set) review.addSet(set);
    await this.refold(review);
  }

  /** The review of another conversation (0-based) of a file; undefined when there is none. */
  async reviewAt(file: OpenedFile, index: number): Promise<Review | undefined> {
    if (index < 0 || index >= file.count) return undefined;
    return this.review(transcriptUri({ source: file.uri, index }));
  }

  /** Suggestions came from a run: a review at hand shows them at once. */
  arrived(file: OpenedFile, conversation: ConversationRef, set: SuggestionSet): void {
    for (const review of this.loaded.values()) {
      if (
        review.page.file !== file ||
        review.ref.id !== conversation.id ||
        review.ref.hash !== conversation.hash
      )
        continue;
      review.addSet(set);
      review.chosenRun = undefined;
      void this.refold(review);
    }
  }

  /** Reads the stored suggestions of a file's reviews again. */
  async reloadSets(file: OpenedFile): Promise<void> {
    for (const review of this.loaded.values()) {
      if (review.page.file !== file) continue;
      for (const set of (await this.setsOf(file, review.ref)) ?? []) review.addSet(set);
      review.chosenRun = undefined;
      await this.refold(review);
    }
  }

  /** Folds a review again: another run on show, other suggestions. */
  async refold(review: Review): Promise<void> {
    const record = await this.recordOf(review.page.file).catch(() => undefined);
    review.refold(record?.eventsOf(review.ref.id) ?? []);
    this.changed.fire(review);
  }

  touchAll(): void {
    this.changed.fire(this.current);
  }

  /** Another taxonomy: what the local extractor said of the reviews at hand is asked again. */
  async suggestAgain(): Promise<void> {
    if (!setting("local.runOnOpen")) return this.touchAll();
    for (const review of this.loaded.values()) await this.suggest(review);
  }

  /** Folds every review at hand again: another rater, other taxonomy, events from elsewhere. */
  async refresh(): Promise<void> {
    for (const review of this.loaded.values()) {
      const record = await this.recordOf(review.page.file).catch(() => undefined);
      review.refold(record?.eventsOf(review.ref.id) ?? []);
    }
    this.changed.fire(this.current);
  }

  /** Forgets the reviews of a file that was read again; the visible ones load anew. */
  reread(file: OpenedFile): Promise<void> {
    return this.reload(({ page }) => page.file !== file && page.file.uri.toString() === file.uri.toString());
  }

  /** Loads reviews anew whose rater has become blind, or is so no longer. */
  async blindnessChanged(): Promise<void> {
    const now = new Map<Review, string | undefined>();
    for (const review of this.loaded.values())
      now.set(review, await this.blindOf(review.page.file, review.ref));
    await this.reload((review) => now.has(review) && now.get(review) !== review.blind);
  }

  private async reload(isOld: (review: Review) => boolean): Promise<void> {
    const old = [...this.loaded].filter(([, review]) => isOld(review));
    for (const [key] of old) {
      this.loaded.delete(key);
      this.reviews.delete(key);
    }
    const { current } = this;
    if (current && old.some(([, review]) => review === current)) {
      this.current = undefined;
      await this.makeCurrent(current.uri);
    }
    for (const editor of vscode.window.visibleTextEditors) this.ensure(editor.document.uri);
  }

  dispose(): void {
    this.disposables.dispose();
  }

  /** Reviews that nobody looks at can be loaded again; what they hold is on the disk. */
  private forgetOldest(): void {
    const seen = new Set(vscode.window.visibleTextEditors.map((editor) => editor.document.uri.toString()));
    for (const [key, review] of this.loaded) {
      if (this.loaded.size <= KEPT) return;
      if (review === this.current || seen.has(key) || review.inFlight.size > 0) continue;
      this.loaded.delete(key);
      this.reviews.delete(key);
    }
  }

  private follow(editor: vscode.TextEditor | undefined): void {
    for (const visible of vscode.window.visibleTextEditors) this.ensure(visible.document.uri);
    if (editor?.document.uri.scheme === TRANSCRIPT_SCHEME) void this.makeCurrent(editor.document.uri);
  }

  /** Loads a transcript that is on show without being the current one (a split editor). */
  private ensure(uri: vscode.Uri): void {
    if (uri.scheme === TRANSCRIPT_SCHEME) void this.review(uri).catch(() => undefined);
  }

  private async load(page: TranscriptPage): Promise<Review> {
    const blind = await this.blindOf(page.file, refOf(page.conversation));
    const review = new Review(page, await this.suggester.disclosure(), blind);
    const [record, sets] = await this.stored(review);
    if (record) review.ref = record.identityOf(review.ref);
    const events: readonly JudgementEvent[] = record?.eventsOf(review.ref.id) ?? [];
    for (const set of sets) review.addSet(set);
    await this.drafts.ready;
    review.drafts = this.drafts.get(review.key);
    if (review.sets.length > 0) review.extraction = { ...review.extraction, state: "done" };
    review.refold(events);
    if (setting("local.runOnOpen")) await this.suggest(review);
    return review;
  }

  /** Where nothing stored can be read, viewing still works: the problem is said now, and again by a judgement. */
  private async stored(
    review: Review,
  ): Promise<readonly [RaterRecord | undefined, readonly SuggestionSet[]]> {
    const { file } = review.page;
    try {
      return [await this.recordOf(file), (await this.setsOf(file, review.ref)) ?? []];
    } catch (error) {
      this.log.error(error instanceof Error ? error : String(error));
      void showError(`The judgements of ${file.name} can't be read, so none are shown. ${messageOf(error)}`);
      return [undefined, []];
    }
  }
}

/** Calls back when what a review's labels say has changed; moving from label to label is no such change. */
export function onReviewState(desk: Desk, listener: () => void): vscode.Disposable {
  const seen = new WeakMap<Review, ReviewState>();
  return desk.onDidChange((review) => {
    if (review && seen.get(review) === review.state) return;
    if (review) seen.set(review, review.state);
    listener();
  });
}
