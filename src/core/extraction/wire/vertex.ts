/**
 * Batch predictions for Claude models on Google Cloud (Vertex AI): `{custom_id, request}` lines, where `request` is a
 * message body with `anthropic_version`; results repeat both and add `response` and `status`. Source: "Batch predictions
 * with Anthropic Claude models" in Google Cloud's documentation. The model is named when the job is made. What `status`
 * holds is not documented for files: empty counts as good, anything else beside a missing response as an error.
 */
import { toMessageParams } from "./anthropic-params.ts";
import type { BulkFormat } from "./bulk.ts";
import { fieldsOf, idOf, isFields, outcomeOfError, outcomeOfMessage, type Fields } from "./bulk-outcome.ts";

export const VERTEX_VERSION = "vertex-2023-10-16";

export const VERTEX_BULK: BulkFormat = {
  service: "vertex",
  // No figures are documented for Claude models; those of message batches are kept to.
  limits: { requests: 100_000, bytes: 256_000_000 },
  fewest: 1,
  formatRequest({ customId, request }) {
    const { model: _model, ...params } = toMessageParams(request);
    return JSON.stringify({ custom_id: customId, request: { anthropic_version: VERTEX_VERSION, ...params } });
  },
  parseResult(line) {
    const fields = fieldsOf(line);
    const customId = idOf(fields?.["custom_id"]);
    if (!fields || customId === undefined) return { kind: "unreadable" };
    const response = bodyOf(fields["response"]);
    const error = errorOf(response) ?? errorOf(bodyOf(fields["status"])) ?? errorOf(fields);
    if (error) {
      const outcome = outcomeOfError(error["type"], error["code"]);
      return { kind: "result", customId, outcome };
    }
    if (response) return { kind: "result", customId, outcome: outcomeOfMessage(response) };
    const { status } = fields;
    const isTold = typeof status === "string" && status !== "";
    return isTold
      ? { kind: "result", customId, outcome: outcomeOfError(undefined, 500) }
      : { kind: "unreadable" };
  },
};

/** Tables hold JSON as text. */
function bodyOf(value: unknown): Fields | undefined {
  if (isFields(value)) return value;
  return typeof value === "string" ? fieldsOf(value) : undefined;
}

function errorOf(value: Fields | undefined): Fields | undefined {
  return value && isFields(value["error"]) ? value["error"] : undefined;
}
