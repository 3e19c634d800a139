/** One corpus's agreement editor without its page: reads, computes, answers. Imports no vscode. */
import type {
  AgreementReportView,
  AgreementSnapshot,
  DisagreementRow,
  GoldRule,
  GoldView,
  ReportChoices,
} from "../../protocol/agreement.ts";
import type { TaskView } from "../../protocol/corpus.ts";
import { messageOf, UserError } from "../errors.ts";
import { Stopped, WorkerClient, WorkFailed, type WorkerLike } from "./worker-client.ts";
import { choicesFrom, type AgreementChoices, type GoldFrameChoice } from "./choices.ts";
import type {
  AgreementAnswer,
  AgreementAsk,
  AgreementNews,
  AgreementProgress,
  GoldAnswer,
  GoldToMake,
} from "./messages.ts";
import type { AgreementCorpus, AgreementMemory, AgreementPorts } from "./ports.ts";

export type ServicePorts = Pick<
  AgreementPorts,
  "rater" | "blindReason" | "taxonomy" | "gold" | "toolVersion"
>;

export interface ServiceOptions {
  readonly startWorker: () => WorkerLike<AgreementAsk, AgreementAnswer, AgreementNews>;
  readonly memory: AgreementMemory;
  /** Now, ms since 1970. */
  readonly clock: () => number;
  readonly log: (message: string) => void;
  /** The snapshot is another one. */
  readonly onChange: () => void;
  readonly onProgress: (tasks: readonly TaskView[]) => void;
}

type AgreementClient = WorkerClient<AgreementAsk, AgreementAnswer, AgreementNews>;

const NO_COUNTS: Pick<GoldView, "versions" | "suggestedName"> = { versions: [], suggestedName: "v1" };

export class AgreementService {
  private client: AgreementClient | undefined;
  private choices: AgreementChoices;
  private report: AgreementReportView | undefined;
  private gold: (Omit<GoldAnswer, "counts"> & Partial<Pick<GoldAnswer, "counts">>) | undefined;
  private card: string | undefined;
  private raters: readonly string[] | undefined;
  private samples: readonly string[] = [];
  private failure: string | undefined;
  private blind: string | undefined;
  private task: AgreementProgress | undefined;
  private stopped = false;
  private generation = 0;
  private disposed = false;

  constructor(
    readonly corpus: AgreementCorpus,
    private readonly ports: ServicePorts,
    private readonly options: ServiceOptions,
  ) {
    this.choices = choicesFrom(options.memory.get(this.memoryKey));
  }

  snapshot(): Omit<AgreementSnapshot, "revision"> {
    const rater = this.ports.rater();
    return {
      key: this.corpus.key,
      corpus: this.corpus.name,
      ...(rater === undefined ? {} : { rater }),
      screen: this.screen(),
      tasks: this.blind === undefined ? this.tasks() : [],
      stopped: this.stopped,
    };
  }

  /** Reads the files anew and computes. Never rejects; what goes wrong is on the screen. */
  async start(): Promise<void> {
    const generation = ++this.generation;
    const isOld = (): boolean => generation !== this.generation || this.disposed;
    const { client } = this;
    this.client = undefined;
    this.stopped = false;
    this.failure = undefined;
    try {
      await client?.stop();
      if (isOld()) return;
      if (await this.refuseIfBlind()) return;
      if (isOld()) return;
      const taxonomy = await this.ports.taxonomy();
      if (isOld()) return;
      const started: AgreementClient = new WorkerClient(this.options.startWorker(), (news) =>
        this.take(started, news),
      );
      this.client = started;
      this.task = { what: "Reading judgements", done: 0, of: 0 };
      this.options.onChange();
      const { source, nodes } = taxonomy;
      const read = await started.ask({ do: "read", folder: this.corpus.folder, taxonomy: { source, nodes } });
      if (isOld()) return;
      const names = typeof read === "object" && "raters" in read ? read : { raters: [], samples: [] };
      this.raters = names.raters;
      this.samples = names.samples;
      if (this.raters.length < 2) {
        this.report = undefined;
        this.finish();
        return;
      }
      await this.compute(started, generation);
      await this.countGold(started);
    } catch (error) {
      if (!isOld()) this.fail(error);
    }
  }

  async choose(report: ReportChoices): Promise<void> {
    this.remember({ ...this.choices, report });
    const { client } = this;
    // A report of other choices is worth nothing: it is stopped, unless the files are still being read.
    if (!client || this.stopped || this.task !== undefined) return this.start();
    if (await this.refuseIfBlind()) return;
    try {
      await this.compute(client, ++this.generation);
    } catch (error) {
      if (this.client === client) this.fail(error);
    }
  }

  chooseRule(rule: GoldRule): Promise<void> {
    return this.chooseGold({ ...this.choices, rule });
  }

  chooseFrame(frame: Required<GoldFrameChoice>): Promise<void> {
    return this.chooseGold({ ...this.choices, frame });
  }

  private async chooseGold(choices: AgreementChoices): Promise<void> {
    this.remember(choices);
    this.card = undefined;
    // The counts were of other choices; versions stay.
    if (this.gold) this.gold = { versions: this.gold.versions, suggestedName: this.gold.suggestedName };
    this.options.onChange();
    try {
      if (this.client && !this.stopped) await this.countGold(this.client);
    } catch (error) {
      this.fail(error);
    }
  }

  async cancel(): Promise<void> {
    const { client } = this;
    this.generation++;
    this.client = undefined;
    this.task = undefined;
    this.stopped = true;
    this.options.onChange();
    await client?.stop();
  }

  /** Rows of the list of disagreements; none of another generation, or while the rater is blind. */
  async rows(generation: number, from: number, count: number): Promise<readonly DisagreementRow[]> {
    const { client } = this;
    if (!client || generation !== this.report?.generation || (await this.refuseIfBlind())) return [];
    const answer = await client.ask({ do: "rows", from, count });
    return Array.isArray(answer) && generation === this.report?.generation ? rowsIn(answer) : [];
  }

  /** Answers with the folder of the new version. Rejects with a `UserError` for what the user should know. */
  async makeGold(name: string): Promise<string> {
    const folder = await this.withGold(name, (client, gold) => client.ask({ do: "makeGold", gold }));
    if (this.client) await this.countGold(this.client);
    return typeof folder === "string" ? folder : "";
  }

  /** Puts the data card of what the rule would make on the screen. Rejects like `makeGold`. */
  async previewCard(): Promise<void> {
    const name = this.gold?.suggestedName ?? NO_COUNTS.suggestedName;
    const card = await this.withGold(name, (client, gold) => client.ask({ do: "card", gold }));
    if (typeof card === "string") this.card = card;
    this.options.onChange();
  }

  /** Lines and files that can't be read. */
  get problems(): AgreementReportView["problems"] {
    return this.report?.problems ?? [];
  }

  private async withGold(
    name: string,
    work: (client: AgreementClient, gold: GoldToMake) => Promise<AgreementAnswer>,
  ): Promise<AgreementAnswer> {
    const { corpus } = this;
    const madeBy = this.ports.rater();
    await this.mustSee();
    if (madeBy === undefined) throw new UserError("Set your rater name first: the record says who made it.");
    if (!this.client) throw new UserError("Compute the figures first (Refresh).");
    const { licence } = this.choices.frame;
    // A version is of what stands on the disk now: judgements and decisions may have come since the figures were made.
    const fresh: AgreementClient = new WorkerClient(this.options.startWorker(), () => undefined);
    try {
      const { source, nodes } = await this.ports.taxonomy();
      await fresh.ask({ do: "read", folder: corpus.folder, taxonomy: { source, nodes } });
      return await work(fresh, {
        rule: this.choices.rule,
        name,
        madeAt: new Date(this.options.clock()).toISOString(),
        madeBy,
        toolVersion: this.ports.toolVersion,
        files: corpus.files,
        ...this.sample(),
        ...(licence === undefined || licence === "" ? {} : { licence }),
      });
    } catch (error) {
      throw error instanceof WorkFailed ? new UserError(error.message) : error;
    } finally {
      await fresh.stop();
      this.finish();
    }
  }

  /** Rater, samples or blindness may be others: hides at once what must not be seen, shows what may. */
  async look(): Promise<void> {
    const before = this.blind;
    const isBlind = await this.refuseIfBlind();
    if (!isBlind && before !== undefined) await this.start();
    else this.options.onChange();
  }

  /** Rejects with a `UserError` while the rater is blind. */
  async mustSee(): Promise<void> {
    if (await this.refuseIfBlind()) throw new UserError(this.blind ?? "Hidden while you rate blind.");
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    this.generation++;
    await this.client?.stop();
  }

  private get memoryKey(): string {
    return `agreement:${this.corpus.key}`;
  }

  private remember(choices: AgreementChoices): void {
    this.choices = choices;
    this.options.memory.update(this.memoryKey, choices);
  }

  private async compute(client: AgreementClient, generation: number): Promise<void> {
    await client.ask({ do: "compute", generation, choices: this.choices.report });
    if (generation === this.generation) this.finish();
  }

  private async countGold(client: AgreementClient): Promise<void> {
    const { choices } = this;
    const { rule } = choices;
    const answer = await client.ask({ do: "countGold", rule, ...this.sample() });
    if (this.client !== client || this.choices.rule !== rule || this.choices.frame !== choices.frame) return;
    if (typeof answer === "object" && "counts" in answer) this.gold = answer;
    this.finish();
  }

  /** The frame of a gold set; a sample that is no longer there is none. */
  private sample(): { readonly sample?: string } {
    const chosen = this.choices.frame.sample ?? (this.samples.length === 1 ? this.samples[0] : undefined);
    return chosen !== undefined && this.samples.includes(chosen) ? { sample: chosen } : {};
  }

  private finish(): void {
    this.task = undefined;
    this.options.onChange();
  }

  private fail(error: unknown): void {
    this.task = undefined;
    if (error instanceof Stopped) return;
    if (!(error instanceof WorkFailed) && !(error instanceof UserError))
      this.options.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    this.failure =
      error instanceof WorkFailed || error instanceof UserError
        ? error.message
        : "Something went wrong in the work on the figures; the log says what.";
    this.client = undefined;
    this.options.onChange();
  }

  /** In doubt the rater is blind. What was computed is forgotten, so that nothing of it can be shown by mistake. */
  private async refuseIfBlind(): Promise<boolean> {
    const reason = await this.ports
      .blindReason(this.corpus)
      .catch((error: unknown) => `It can't be told whether you rate blind. ${messageOf(error)}`);
    const before = this.blind;
    this.blind = reason;
    if (reason === undefined) return false;
    const { client } = this;
    if (client || before !== reason) {
      this.generation++;
      this.client = undefined;
      this.report = undefined;
      this.gold = undefined;
      this.card = undefined;
      this.raters = undefined;
      this.task = undefined;
      this.options.onChange();
      await client?.stop();
    }
    return true;
  }

  private take(client: AgreementClient, news: AgreementNews): void {
    if (client !== this.client) return;
    if (news.type === "progress") {
      this.task = news.progress;
      this.options.onProgress(this.tasks());
      return;
    }
    if (news.type === "base") {
      if (news.base.generation !== this.generation) return;
      this.report = { ...news.base, unavailable: [] };
    } else if (news.generation === this.report?.generation) {
      this.report =
        news.type === "sections"
          ? { ...this.report, ...news.sections }
          : { ...this.report, unavailable: [...this.report.unavailable, news.section] };
    } else return;
    this.options.onChange();
  }

  private tasks(): readonly TaskView[] {
    if (!this.task) return [];
    const { what, done, of } = this.task;
    return [
      {
        what,
        ...(of > 0 ? { fraction: done / of } : {}),
        detail: of > 0 ? `${done.toLocaleString("en-GB")} of ${of.toLocaleString("en-GB")}` : "",
        cancellable: true,
      },
    ];
  }

  private screen(): AgreementSnapshot["screen"] {
    const { blind, failure, raters, report, gold, card, ports, choices } = this;
    if (blind !== undefined) return { type: "blind", reason: blind };
    if (failure !== undefined) return { type: "error", message: failure };
    if (raters && raters.length < 2) return { type: "empty", raters };
    if (!report) return { type: "loading" };
    const formats = ports.gold?.formats ?? [];
    const frame = {
      samples: this.samples,
      sample: this.sample().sample ?? "",
      licence: choices.frame.licence ?? "",
    };
    return {
      type: "report",
      report,
      gold: {
        rule: choices.rule,
        ...NO_COUNTS,
        ...gold,
        frame,
        formats,
        ...(card === undefined ? {} : { card }),
      },
    };
  }
}

function rowsIn(answer: readonly unknown[]): readonly DisagreementRow[] {
  const isRow = (row: unknown): row is DisagreementRow =>
    typeof row === "object" && row !== null && "ratings" in row && "conversation" in row;
  return answer.filter(isRow);
}
