/** What there is to adjudicate in one corpus: comparing all raters' labels would stall the extension host. */
import { parentPort } from "node:worker_threads";
import { messageOf } from "../errors.ts";
import { AdjudicationEngine } from "./adjudication-engine.ts";
import type { AdjudicationAnswer, AdjudicationAsk, FromAdjudicationWorker } from "./messages.ts";

const post = (message: FromAdjudicationWorker): void => parentPort?.postMessage(message);
const engine = new AdjudicationEngine(post, () => performance.now());

async function answerTo(ask: AdjudicationAsk): Promise<AdjudicationAnswer> {
  if (ask.do === "read") return engine.read(ask);
  return { said: engine.said(ask.conversation) };
}

parentPort?.on("message", ({ id, ask }: { id: number; ask: AdjudicationAsk }) => {
  answerTo(ask).then(
    (value) => post({ type: "answer", id, value }),
    (error: unknown) => {
      const isExpected = error instanceof Error && "code" in error && typeof error.code === "string";
      const message =
        isExpected || !(error instanceof Error) ? messageOf(error) : (error.stack ?? error.message);
      post({ type: "failed", id, kind: isExpected ? "expected" : "bug", message });
    },
  );
});
