/** Headers of a request: the key, the version of the API, the type of the body. */
import type { IncomingMessage } from "node:http";
import { invalid, Refusal } from "./shapes.ts";

export const VERSIONS = ["2023-06-01", "2026-10-21"];

export interface CheckedHeaders {
  readonly key: string;
  readonly version: string;
}

/** @throws {Refusal} */
export function checkHeaders(request: IncomingMessage, keys: readonly string[]): CheckedHeaders {
  const { headers } = request;
  const bearer = /^Bearer (\S+)$/.exec(headers.authorization ?? "")?.[1];
  const older = headers["x-api-key"];
  // With both, the service takes the older header.
  const key = typeof older === "string" ? older : bearer;
  if (key === undefined) throw new Refusal(401, "authentication_error", "x-api-key header is required");
  if (!keys.includes(key)) throw new Refusal(401, "authentication_error", "invalid x-api-key");
  const version = headers["anthropic-version"];
  if (typeof version !== "string") throw invalid("anthropic-version: header is required");
  if (!VERSIONS.includes(version)) throw invalid(`anthropic-version: "${version}" is not a valid version`);
  const type = headers["content-type"]?.split(";")[0]?.trim();
  if (request.method === "POST" && type !== undefined && type !== "application/json")
    throw invalid("content-type: must be application/json");
  return { key, version };
}
