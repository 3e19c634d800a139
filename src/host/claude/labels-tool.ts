import * as vscode from "vscode";
import type { Taxonomy } from "../../core/taxonomy/taxonomy.ts";
import type { Desk } from "../review/desk.ts";

interface Input {
  /** 1-based number of a conversation in the file that is open; absent = the one on show. */
  readonly conversation?: number;
}

/** Lets an agent in the editor read the labels of a conversation of the open file. It reads; it can't judge. */
export function registerLabelsTool(desk: Desk, taxonomy: () => Taxonomy): vscode.Disposable {
  return vscode.lm.registerTool<Input>("valuemark_labels", {
    prepareInvocation: () => ({ invocationMessage: "Reading the value labels of a conversation" }),
    async invoke({ input }) {
      const { current } = desk;
      if (!current) return answer({ error: "No conversation is open in Valuemark." });
      const wanted = typeof input.conversation === "number" ? input.conversation - 1 : current.page.index;
      const review = wanted === current.page.index ? current : await desk.reviewAt(current.page.file, wanted);
      if (!review) return answer({ error: `The file has ${current.page.file.count} conversations.` });
      const { state, page } = review;
      return answer({
        file: page.file.name,
        conversation: wanted + 1,
        id: review.ref.id,
        status: state.status,
        labels: state.labels.map(({ label, state: standing, spans, source }) => ({
          kind: label.kind,
          value: label.value,
          path: label.node
            ? taxonomy()
                .pathOf(label.node)
                .map((node) => node.name)
            : [],
          state: standing,
          by: source.type === "suggestion" ? `run ${source.suggestion.run}` : `rater ${source.rater}`,
          evidence: spans.map((span) => ({ turn: span.turn + 1, quote: span.quote })),
        })),
      });
    },
  });
}

function answer(value: object): vscode.LanguageModelToolResult {
  return new vscode.LanguageModelToolResult([
    new vscode.LanguageModelTextPart(JSON.stringify(value, null, 1)),
  ]);
}
