/**
 * Amazon Bedrock batch inference (InvokeModel jobs): `{recordId, modelInput}` lines; results repeat both and add
 * `modelOutput` or `error`. Source: "Format and upload your batch inference data" and "View the results of a batch
 * inference job" in the Bedrock user guide. The model is named when the job is made, not in the lines.
 */
import { toMessageParams } from "./anthropic-params.ts";
import type { BulkFormat } from "./bulk.ts";
import { fieldsOf, idOf, isFields, outcomeOfError, outcomeOfMessage } from "./bulk-outcome.ts";

/** Of the documentation's examples for Claude models. */
export const BEDROCK_VERSION = "bedrock-2023-05-31";

export const BEDROCK_BULK: BulkFormat = {
  service: "bedrock",
  // Default quotas, which differ by model and account: 50,000 records and 1 GB a file, at least 100 records a job.
  limits: { requests: 50_000, bytes: 1_000_000_000 },
  fewest: 100,
  formatRequest({ customId, request }) {
    const { model: _model, ...params } = toMessageParams(request);
    return JSON.stringify({
      recordId: customId,
      modelInput: { anthropic_version: BEDROCK_VERSION, ...params },
    });
  },
  parseResult(line) {
    const fields = fieldsOf(line);
    const customId = idOf(fields?.["recordId"]);
    if (!fields || customId === undefined) return { kind: "unreadable" };
    const { modelOutput, error } = fields;
    if (isFields(error))
      return { kind: "result", customId, outcome: outcomeOfError(undefined, error["errorCode"]) };
    if (!isFields(modelOutput)) return { kind: "unreadable" };
    return { kind: "result", customId, outcome: outcomeOfMessage(modelOutput) };
  },
};
