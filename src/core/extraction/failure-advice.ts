/** For every reason why a call failed: what happened, and what to do next. */
import type { FailureReason } from "./model-call.ts";

const ADVICE: Readonly<Record<FailureReason, string>> = {
  "no-key":
    "There is no API key: set one with the command “Set API Key”, or in the environment variable ANTHROPIC_API_KEY.",
  "bad-key":
    "The service doesn't accept the API key: check that it is complete and not revoked, and set it anew.",
  forbidden:
    "The API key may not use this model or endpoint: ask the key's owner for access, or choose another model.",
  "no-credit": "The account has no credit left: add credit in the service's console, then resume the run.",
  "rate-limit":
    "The account's rate limit was reached, also after waiting: resume later, lower the number of parallel calls, or use a batch.",
  overloaded:
    "The service is overloaded, also after several tries: resume the run later; what is done is kept.",
  server:
    "The service failed on its side, also after several tries: resume the run later; what is done is kept.",
  network:
    "The service could not be reached: check the connection, the proxy and the endpoint setting, then resume.",
  timeout: "No answer came in time: resume the run, or lower the size of the parts for long conversations.",
  refusal: "The model declined to annotate this conversation: label it by hand, or try another model for it.",
  truncated:
    "The answer was cut off at the limit for output: raise the output limit, or lower the size of the parts.",
  "too-long":
    "The conversation doesn't fit into the model's context: lower the size of the parts, or choose a model with more context.",
  "bad-request":
    "The service refused the request as malformed: check that the model supports structured output, or report this as a defect.",
  "unknown-model": "The service doesn't know this model: choose one from its list.",
  schema:
    "The answer did not have the agreed form: try again, or choose a model that supports structured output.",
  budget: "The budget would not have covered this call, so it was not made: raise the budget, then resume.",
  consent:
    "Sending conversations was not agreed to in this workspace, so nothing was sent: agree to it, or use the local extractor.",
  expired:
    "The batch ran out of time before it came to this conversation: put what is left into a new batch.",
  cancelled: "The run was cancelled before this conversation was done: resume it to do the rest.",
};

/** One sentence for a person. */
export function failureAdvice(reason: FailureReason): string {
  return ADVICE[reason];
}
