/** JSON as it comes in, and the errors that the service answers with. */

export type Fields = { readonly [key: string]: unknown };

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An answer that is an error, in the service's shape. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
    readonly code?: string,
  ) {
    super(message);
  }
}

export const invalid = (message: string): Refusal => new Refusal(400, "invalid_request_error", message);

/** @throws {Refusal} for the first field that is not in the list */
export function onlyFields(value: Fields, known: readonly string[], path: string): void {
  for (const key of Object.keys(value))
    if (!known.includes(key))
      throw invalid(`${path === "" ? "" : `${path}.`}${key}: Extra inputs are not permitted`);
}

/** The body of an error. */
export function errorBody(type: string, message: string, requestId: string, code?: string): object {
  const details = code === undefined ? {} : { details: { error_code: code } };
  return { type: "error", error: { type, message, ...details }, request_id: requestId };
}
