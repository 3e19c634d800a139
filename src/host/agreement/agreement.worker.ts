/** Figures of one corpus: 100,000 conversations of three raters would stall the extension host. */
import { parentPort } from "node:worker_threads";
import { GoldExists } from "../../store/gold-store.ts";
import { messageOf } from "../errors.ts";
import { AgreementEngine } from "./engine.ts";
import { countGold, makeGold, goldCard } from "./gold-work.ts";
import type { AgreementAnswer, AgreementAsk, FromAgreementWorker, ToAgreementWorker } from "./messages.ts";

const post = (message: FromAgreementWorker): void => parentPort?.postMessage(message);
const engine = new AgreementEngine(post, () => performance.now());

async function answerTo(ask: AgreementAsk): Promise<AgreementAnswer> {
  switch (ask.do) {
    case "read":
      return engine.read(ask);
    case "compute":
      await engine.compute(ask.generation, ask.choices);
      return undefined;
    case "rows":
      return engine.rows(ask.from, ask.count);
    case "countGold":
      return countGold(engine.known, ask, post);
    case "card":
      return goldCard(engine.known, ask.gold, post);
    case "makeGold":
      return makeGold(engine.known, ask.gold, post);
  }
}

parentPort?.on("message", ({ id, ask }: ToAgreementWorker) => {
  answerTo(ask).then(
    (value) => post({ type: "answer", id, value }),
    (error: unknown) => {
      // What the file system says names the file and the reason, and never a conversation's text.
      const isExpected =
        error instanceof GoldExists ||
        (error instanceof Error && "code" in error && typeof error.code === "string");
      const message = isExpected
        ? messageOf(error)
        : error instanceof Error
          ? (error.stack ?? error.message)
          : String(error);
      post({ type: "failed", id, kind: isExpected ? "expected" : "bug", message });
    },
  );
});
