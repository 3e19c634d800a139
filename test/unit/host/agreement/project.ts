/** A corpus's folder on the disk with made-up raters' files, and a worker that runs in this thread. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Label } from "../../../../src/core/extraction/annotation.ts";
import type { Assist, JudgementDraft } from "../../../../src/core/review/judgement.ts";
import { valuemarkCore } from "../../../../src/core/taxonomy/valuemark-core.ts";
import type { WorkerLike } from "../../../../src/host/agreement/worker-client.ts";
import { AgreementEngine } from "../../../../src/host/agreement/engine.ts";
import { countGold, makeGold, goldCard } from "../../../../src/host/agreement/gold-work.ts";
import type {
  AgreementAnswer,
  AgreementAsk,
  AgreementNews,
  FromAgreementWorker,
} from "../../../../src/host/agreement/messages.ts";
import { corpusPaths } from "../../../../src/store/paths.ts";
import { eventOf, HASH } from "../../core/review/events.ts";

export const taxonomy = valuemarkCore();
const leaves = taxonomy.nodes.filter(({ level }) => level === 0);

/** The AI value of a number. */
export function value(at: number): Label {
  const node = leaves[at];
  if (!node) throw new RangeError("no such value");
  return { kind: "aiValue", value: node.name, node: node.id };
}

/** By rater, by conversation: the labels given; all of them done. */
export type Said = Readonly<Record<string, Readonly<Record<string, readonly Label[]>>>>;

let ids = 0;

export function writeProject(said: Said, assist: Assist = "blind") {
  const projectFolder = path.join(
    mkdtempSync(path.join(tmpdir(), "valuemark-agreement-service-")),
    ".valuemark",
  );
  const folder = { projectFolder, key: "chats-0123456789" };
  const paths = corpusPaths(folder.projectFolder, folder.key);
  mkdirSync(paths.judgementsFolder, { recursive: true });
  for (const [rater, conversations] of Object.entries(said)) {
    const events = Object.entries(conversations).flatMap(([id, labels]) => {
      const drafts: JudgementDraft[] = [
        ...labels.map((label): JudgementDraft => ({ kind: "add", label, spans: [] })),
        { kind: "done" },
      ];
      return drafts.map((draft) => ({ ...eventOf(++ids, draft, HASH, id), rater, assist }));
    });
    writeFileSync(paths.judgements(rater), events.map((event) => `${JSON.stringify(event)}\n`).join(""));
  }
  return { folder, paths };
}

/** The worker's own parts over messages that are copied as between threads. */
export class WorkerHere implements WorkerLike<AgreementAsk, AgreementAnswer, AgreementNews> {
  terminated = false;
  readonly asked: AgreementAsk["do"][] = [];
  private readonly listeners: ((message: FromAgreementWorker) => void)[] = [];
  private readonly engine = new AgreementEngine(
    (message) => this.send(message),
    () => 0,
  );

  postMessage(message: { readonly id: number; readonly ask: AgreementAsk }): void {
    const { id, ask } = structuredClone(message);
    this.asked.push(ask.do);
    this.answerTo(ask).then(
      (answer) => this.send({ type: "answer", id, value: answer }),
      (error: unknown) => {
        const isExpected = error instanceof Error && ("code" in error || error.name === "GoldExists");
        this.send({ type: "failed", id, kind: isExpected ? "expected" : "bug", message: String(error) });
      },
    );
  }

  on(event: string, listener: (given: never) => void): void {
    if (event === "message") this.listeners.push(listener as (message: FromAgreementWorker) => void);
  }

  async terminate(): Promise<void> {
    this.terminated = true;
  }

  private async answerTo(ask: AgreementAsk): Promise<AgreementAnswer> {
    const post = (message: FromAgreementWorker): void => this.send(message);
    switch (ask.do) {
      case "read":
        return this.engine.read(ask);
      case "compute":
        await this.engine.compute(ask.generation, ask.choices);
        return undefined;
      case "rows":
        return this.engine.rows(ask.from, ask.count);
      case "countGold":
        return countGold(this.engine.known, ask, post);
      case "card":
        return goldCard(this.engine.known, ask.gold, post);
      case "makeGold":
        return makeGold(this.engine.known, ask.gold, post);
    }
  }

  private send(message: FromAgreementWorker): void {
    if (this.terminated) return;
    const copy = structuredClone(message);
    for (const listener of this.listeners) listener(copy);
  }
}
