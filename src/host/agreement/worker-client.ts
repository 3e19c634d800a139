/** The host's end of a worker: asks, each answered once, and news that come besides. Imports no vscode. */
/** A worker, as far as it is needed: `Worker` of `node:worker_threads` is one. */
export interface WorkerLike<Ask, Answer, News> {
  postMessage(message: { readonly id: number; readonly ask: Ask }): void;
  on(event: "message", listener: (message: News | Settled<Answer>) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "exit", listener: () => void): unknown;
  terminate(): Promise<unknown>;
}

export type Settled<Answer> =
  | { readonly type: "answer"; readonly id: number; readonly value: Answer }
  /** `kind`: "expected" has words for the user. */
  | {
      readonly type: "failed";
      readonly id: number;
      readonly kind: "expected" | "bug";
      readonly message: string;
    };

/** The worker was stopped by the user, or because another took its place. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

/** Words of the worker's for the user. */
export class WorkFailed extends Error {
  override readonly name = "WorkFailed";
}

interface Waiting<Answer> {
  readonly resolve: (value: Answer) => void;
  readonly reject: (error: Error) => void;
}

export class WorkerClient<Ask, Answer, News extends { readonly type: string }> {
  private nextId = 1;
  private end: Error | undefined;
  private readonly waiting = new Map<number, Waiting<Answer>>();

  constructor(
    private readonly worker: WorkerLike<Ask, Answer, News>,
    private readonly onNews: (news: News) => void,
  ) {
    worker.on("message", (message) => this.receive(message));
    worker.on("error", (error) => this.finish(error));
    worker.on("exit", () => this.finish(new Error("The work ended unexpectedly. Try again.")));
  }

  /** Rejects with `Stopped` after `stop`, with `WorkFailed` for what the user should read, else with the fault. */
  ask(ask: Ask): Promise<Answer> {
    const { end } = this;
    if (end) return Promise.reject(end);
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, ask });
    });
  }

  /** At once, whatever is under way. */
  async stop(): Promise<void> {
    this.finish(new Stopped("stopped"));
    await this.worker.terminate();
  }

  private receive(message: News | Settled<Answer>): void {
    if (this.end) return;
    if (!isSettled(message)) return this.onNews(message);
    const entry = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.type === "answer") entry?.resolve(message.value);
    else if (message.kind === "expected") entry?.reject(new WorkFailed(message.message));
    else entry?.reject(new Error(message.message));
  }

  private finish(error: Error): void {
    this.end ??= error;
    for (const { reject } of this.waiting.values()) reject(this.end);
    this.waiting.clear();
  }
}

function isSettled<Answer>(message: { readonly type: string } | Settled<Answer>): message is Settled<Answer> {
  return (message.type === "answer" || message.type === "failed") && "id" in message;
}
