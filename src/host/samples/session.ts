/** Which sample the rater works on in each corpus, and their queue through it. */
import * as vscode from "vscode";
import { ReviewQueue } from "../../core/sampling/queue.ts";
import type { QueueItem } from "../../core/sampling/queue.ts";
import type { Pace } from "../../core/review/pace.ts";
import type { SummaryView } from "../../core/review/summary.ts";
import type { Sample } from "../../core/sampling/sample.ts";
import type { SampleListing } from "../../store/sample-store.ts";
import { Disposables } from "../disposables.ts";
import { messageOf } from "../errors.ts";
import type { OpenedFile } from "../library/opened-file.ts";
import type { SamplePorts } from "./ports.ts";

/** The sample in use in the corpus on show. */
export interface ActiveSample {
  readonly file: OpenedFile;
  /** undefined: its file is gone or broken. */
  readonly sample: Sample | undefined;
  readonly name: string;
  /** undefined while no rater is named. */
  readonly queue: ReviewQueue | undefined;
  readonly summary: SummaryView | undefined;
}

const NOTHING: SampleListing = { samples: [], problems: [] };
/** Context key: a sample is in use. */
const IN_USE = "valuemark.sampleInUse";
/** Queues up to this length are asked anew at any sign of change: less than a ms. */
const SMALL = 1_000;

export class SampleSession implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  /** Another sample, another status of an item, samples that came or went. */
  readonly onDidChange = this.changed.event;
  private readonly parts = new Disposables();
  private readonly listings = new Map<string, SampleListing>();
  private now: ActiveSample | undefined;
  /** Of the file on show latest: its queue stays when its transcripts are closed. */
  private last: OpenedFile | undefined;
  /** A sample of this file was chosen while another one was on show; until yet another is. */
  private chosen: OpenedFile | undefined;
  /** Counts up when listings are forgotten, so that a reading under way is not taken for a new one. */
  private reading = 0;
  private totals = "";
  /** Counts up whenever an item of the queue has another status. */
  private revision = 0;
  private shown = "";
  private updating: Promise<void> = Promise.resolve();

  constructor(
    private readonly ports: SamplePorts,
    private readonly memory: vscode.Memento,
  ) {
    this.parts.add(this.changed);
    this.parts.add(ports.onDidChange(() => void this.update()));
    this.parts.add(
      ports.onDidChangeSamples(() => {
        this.listings.clear();
        this.reading++;
        void this.update();
      }),
    );
    void this.update();
  }

  get active(): ActiveSample | undefined {
    return this.now;
  }

  /** Names of a corpus's samples as far as they are known by now (a change tells of more), and the one in use. */
  samplesOf(file: OpenedFile): { readonly names: readonly string[]; readonly current?: string } {
    const listing = this.listings.get(file.uri.toString());
    if (!listing)
      void this.listingOf(file).then(
        ({ samples }) => samples.length > 0 && this.changed.fire(),
        (error: unknown) => this.ports.log.error(`samples: ${messageOf(error)}`),
      );
    const names = listing?.samples.map(({ name }) => name) ?? [];
    const current = this.memory.get<string>(keyOf(file));
    return { names, ...(current === undefined ? {} : { current }) };
  }

  /** Goes on with a sample, or with none. Resolves when the queue is there. */
  async use(file: OpenedFile, name: string | undefined): Promise<void> {
    await this.memory.update(keyOf(file), name);
    this.chosen = file;
    this.last ??= file;
    this.listings.delete(file.uri.toString());
    this.reading++;
    await this.update();
  }

  pace(): Pace {
    return this.now?.summary?.pace(Date.now()) ?? { judgements: 0, perHour: 0 };
  }

  /**
   * For “done and next”: the 0-based place of the next open item behind the conversation on show. undefined: go on as
   * without a sample. "finished": the sample has no other open item. Items that are not in the corpus are passed over.
   */
  async nextAfter(file: OpenedFile, id: string | undefined): Promise<number | "finished" | undefined> {
    const { now } = this;
    if (!now?.queue || now.file.uri.toString() !== file.uri.toString()) return undefined;
    const { queue } = now;
    // A conversation outside the sample is looked at by the way: going on from there is no matter of the sample's.
    if (id !== undefined && !queue.get(id)) return undefined;
    const open: QueueItem[] = [];
    let item = queue.nextOpen(id);
    while (item && !open.includes(item) && item.conversation.id !== id && open.length < 50) {
      open.push(item);
      item = queue.nextOpen(item.conversation.id);
    }
    const places = await file.indexesOf(open.map(({ conversation }) => conversation.id));
    return places.find((place) => place !== undefined) ?? "finished";
  }

  /** Resolves when all that happened so far is taken in. */
  settled(): Promise<void> {
    return this.updating;
  }

  dispose(): void {
    this.parts.dispose();
  }

  private update(): Promise<void> {
    this.updating = this.updating
      .then(() => this.look())
      .catch((error: unknown) => this.ports.log.error(`samples: ${messageOf(error)}`));
    return this.updating;
  }

  private async look(): Promise<void> {
    const file = this.fileInUse();
    this.now = file ? await this.activeOf(file) : undefined;
    const { now } = this;
    const key = JSON.stringify([
      file?.uri.toString(),
      now?.name,
      now?.sample?.drawnAt,
      now?.queue?.rater,
      this.revision,
      this.totals,
      file ? this.samplesOf(file).names : [],
      file ? this.ports.currentConversation(file)?.id : "",
    ]);
    // Moving from label to label changes nothing here.
    if (key === this.shown) return;
    this.shown = key;
    void vscode.commands.executeCommand("setContext", IN_USE, now !== undefined);
    this.changed.fire();
  }

  private fileInUse(): OpenedFile | undefined {
    const current = this.ports.currentFile();
    if (current && !isSame(current, this.last)) this.chosen = undefined;
    this.last = current ?? this.last;
    // The file on show may be a newer reading of the same.
    return current && isSame(current, this.chosen) ? current : (this.chosen ?? this.last);
  }

  private async activeOf(file: OpenedFile): Promise<ActiveSample | undefined> {
    const listing = await this.listingOf(file);
    const name = this.memory.get<string>(keyOf(file));
    if (name === undefined) return undefined;
    const sample = listing.samples.find((each) => each.name === name);
    const record = await this.ports.recordOf(file);
    if (!sample || !record) return { file, name, sample, queue: undefined, summary: undefined };
    const { summary } = record;
    const known = this.now;
    const totals = JSON.stringify(summary.totals());
    const statusOf = summary.get.bind(summary);
    const isSame =
      known?.sample === sample && known.summary === summary && known.queue?.rater === record.rater;
    const queue = isSame && known.queue ? known.queue : new ReviewQueue(sample, record.rater, statusOf);
    if (!isSame || this.askAgain(queue, file, totals !== this.totals)) this.revision++;
    this.totals = totals;
    return { file, name, sample, queue, summary };
  }

  /** False if nothing changed. In a long queue a judgement is looked for at the conversation on show first. */
  private askAgain(queue: ReviewQueue, file: OpenedFile, isOther: boolean): boolean {
    if (queue.items.length <= SMALL) return queue.refreshAll();
    if (!isOther) return false;
    const current = this.ports.currentConversation(file);
    return (current !== undefined && queue.refresh(current.id)) || queue.refreshAll();
  }

  private async listingOf(file: OpenedFile): Promise<SampleListing> {
    const key = file.uri.toString();
    const known = this.listings.get(key);
    if (known) return known;
    const reading = this.reading;
    const listing = (await (await this.ports.storeOf(file))?.list()) ?? NOTHING;
    for (const { file: name, reason } of listing.problems)
      this.ports.log.warn(`sample file ${name}: ${reason}`);
    if (reading === this.reading) this.listings.set(key, listing);
    return listing;
  }
}

function isSame(file: OpenedFile, other: OpenedFile | undefined): boolean {
  return file.uri.toString() === other?.uri.toString();
}

function keyOf({ uri }: Pick<OpenedFile, "uri">): string {
  return `sample:${uri.toString()}`;
}
