/** The host's end of the agreement worker: asks, each answered once, and what comes besides. Imports no vscode. */
import type { AgreementAnswer, AgreementAsk, FromAgreementWorker, ToAgreementWorker } from "./messages.ts";

/** A worker, as far as it is needed: `Worker` of `node:worker_threads` is one. */
export interface WorkerLike {
  postMessage(message: ToAgreementWorker): void;
  on(event: "message", listener: (message: FromAgreementWorker) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "exit", listener: () => void): unknown;
  terminate(): Promise<unknown>;
}

/** The worker was stopped by the user, or because another took its place. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

/** Words of the worker's for the user. */
export class FiguresFailed extends Error {
  override readonly name = "FiguresFailed";
}

interface Waiting {
  readonly resolve: (value: AgreementAnswer) => void;
  readonly reject: (error: Error) => void;
}

export class AgreementClient {
  private nextId = 1;
  private end: Error | undefined;
  private readonly waiting = new Map<number, Waiting>();

  constructor(
    private readonly worker: WorkerLike,
    private readonly onNews: (message: Exclude<FromAgreementWorker, { type: "answer" | "failed" }>) => void,
  ) {
    worker.on("message", (message) => this.receive(message));
    worker.on("error", (error) => this.finish(error));
    worker.on("exit", () => this.finish(new Error("The work on the figures ended unexpectedly. Try again.")));
  }

  /** Rejects with `Stopped` after `stop`, with `FiguresFailed` for what the user should read, else with the fault. */
  ask(ask: AgreementAsk): Promise<AgreementAnswer> {
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

  private receive(message: FromAgreementWorker): void {
    if (this.end) return;
    if (message.type !== "answer" && message.type !== "failed") return this.onNews(message);
    const entry = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.type === "answer") entry?.resolve(message.value);
    else
      entry?.reject(
        message.kind === "expected" ? new FiguresFailed(message.message) : new Error(message.message),
      );
  }

  private finish(error: Error): void {
    this.end ??= error;
    for (const { reject } of this.waiting.values()) reject(this.end);
    this.waiting.clear();
  }
}
