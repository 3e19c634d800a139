/** The results of a batch as they stream in. */
import type { ModelFailure, ModelOutcome } from "../core/extraction/model-call.ts";
import { itemErrorShape } from "./error-shape.ts";
import { answeredFailure } from "./failure.ts";
import { isFields, NO_MESSAGE, outcomeOf, readMessage } from "./message-outcome.ts";

export interface BatchResult {
  readonly customId: string;
  readonly outcome: ModelOutcome;
}

const fail = (reason: ModelFailure["reason"], retryable: boolean, message: string): ModelFailure => ({
  ok: false,
  reason,
  message,
  retryable,
});

/** @returns undefined for a line that names no request of ours */
export function readResult(line: unknown): BatchResult | undefined {
  if (!isFields(line)) return undefined;
  const { custom_id: customId, result } = line;
  if (typeof customId !== "string" || !/^[A-Za-z0-9_-]{1,64}$/.test(customId)) return undefined;
  return { customId, outcome: outcomeOfResult(result) };
}

function outcomeOfResult(result: unknown): ModelOutcome {
  const kind = isFields(result) ? result["type"] : undefined;
  if (isFields(result) && kind === "succeeded") {
    const message = readMessage(result["message"]);
    return message === undefined ? NO_MESSAGE : outcomeOf(message);
  }
  if (isFields(result) && kind === "errored") return erroredItem(result["error"]);
  if (kind === "canceled")
    return fail("cancelled", true, "The batch was cancelled before this request was answered.");
  if (kind === "expired")
    return fail("expired", true, "The batch ran out of time before this request was answered.");
  return fail("server", true, "The batch holds a result of a kind that is not known here.");
}

/** The error of an item comes as `{type: "error", error: {type, message}}`. */
function erroredItem(response: unknown): ModelFailure {
  const shape = itemErrorShape(
    isFields(response) && isFields(response["error"]) ? response["error"] : response,
  );
  return shape === undefined
    ? fail("server", true, "The service failed on this request and does not say why.")
    : answeredFailure(shape, "message", 0);
}
