/** Lines of the Message Batches API: `requests` of a body one by one, and the lines of its results. */
import { toMessageParams } from "./anthropic-params.ts";
import type { BulkFormat } from "./bulk.ts";
import { failed, fieldsOf, idOf, isFields, outcomeOfError, outcomeOfMessage } from "./bulk-outcome.ts";

export const ANTHROPIC_BULK: BulkFormat = {
  service: "anthropic",
  limits: { requests: 100_000, bytes: 256_000_000 },
  fewest: 1,
  formatRequest: ({ customId, request }) =>
    JSON.stringify({ custom_id: customId, params: toMessageParams(request) }),
  parseResult(line) {
    const fields = fieldsOf(line);
    const customId = idOf(fields?.["custom_id"]);
    const result = fields?.["result"];
    if (customId === undefined || !isFields(result)) return { kind: "unreadable" };
    const of = (outcome: ReturnType<typeof outcomeOfMessage>) => ({
      kind: "result" as const,
      customId,
      outcome,
    });
    switch (result["type"]) {
      case "succeeded":
        return of(outcomeOfMessage(result["message"]));
      case "errored": {
        const frame = isFields(result["error"]) ? result["error"] : {};
        const error = isFields(frame["error"]) ? frame["error"] : frame;
        return of(outcomeOfError(error["type"], undefined));
      }
      case "canceled":
        return of(failed("cancelled", true, "The batch was cancelled before this request was answered."));
      case "expired":
        return of(failed("expired", true, "The batch ran out of time before this request was answered."));
      default:
        return { kind: "unreadable" };
    }
  },
};
