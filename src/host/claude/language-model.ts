/** VS Code's own language models behind the model port: a second source, without a key of ours. */
import * as vscode from "vscode";
import type {
  FailureReason,
  ModelFailure,
  ModelOutcome,
  ModelPort,
  ModelRequest,
} from "../../core/extraction/model-call.ts";

/** These models are not asked for structured output; the form is asked for in words and checked as strictly. */
function promptOf(request: ModelRequest): string {
  const system = request.system.map(({ text }) => text).join("\n\n");
  return `${system}\n\nAnswer with one JSON value that fits this JSON Schema, and nothing else:\n${JSON.stringify(request.schema)}\n\n${request.user}`;
}

export function languageModelPort(model: vscode.LanguageModelChat): Pick<ModelPort, "call" | "countTokens"> {
  return {
    async call(request, signal): Promise<ModelOutcome> {
      const cancel = new vscode.CancellationTokenSource();
      const onAbort = (): void => cancel.cancel();
      signal.addEventListener("abort", onAbort, { once: true });
      try {
        const prompt = promptOf(request);
        const answer = model.sendRequest(
          [vscode.LanguageModelChatMessage.User(prompt)],
          { justification: "To label the values in the conversation that you chose." },
          cancel.token,
        );
        const text = await Promise.race([answer.then(readAll), aborted(signal)]);
        if (text === undefined) return failure("cancelled", "Cancelled.");
        const inputTokens = await model.countTokens(prompt, cancel.token);
        const outputTokens = await model.countTokens(text, cancel.token);
        const usage = { inputTokens, outputTokens, cacheReadTokens: 0, cacheWriteTokens: 0 };
        return { ok: true, text, usage, model: model.id };
      } catch (error) {
        return signal.aborted ? failure("cancelled", "Cancelled.") : failureOf(error);
      } finally {
        signal.removeEventListener("abort", onAbort);
        cancel.dispose();
      }
    },
    async countTokens(request): Promise<number | ModelFailure> {
      try {
        return await model.countTokens(promptOf(request));
      } catch (error) {
        return failureOf(error);
      }
    },
  };
}

async function readAll(response: vscode.LanguageModelChatResponse): Promise<string> {
  let text = "";
  for await (const part of response.text) text += part;
  return text;
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}

/** By the codes of `LanguageModelError`; its message may quote the request, so it is not passed on. */
function failureOf(error: unknown): ModelFailure {
  const code = error instanceof vscode.LanguageModelError ? error.code : "";
  if (code === vscode.LanguageModelError.NoPermissions.name)
    return failure("consent", "VS Code has no permission to use this model.");
  if (code === vscode.LanguageModelError.Blocked.name)
    return failure("refusal", "The model's provider blocked the request.");
  if (code === vscode.LanguageModelError.NotFound.name)
    return failure("unknown-model", "VS Code does not have this model any more.");
  return { ...failure("server", "The model gave no answer."), retryable: true };
}

function failure(reason: FailureReason, message: string): ModelFailure {
  return { ok: false, reason, message, retryable: false };
}
