/**
 * Request files for batch services other than our own run's, and their results. The services take JSON lines; each has
 * its own frame around the same parameters. Pure: lines in, lines out.
 */
import type { ModelOutcome, ModelRequest } from "../model-call.ts";

export const BULK_SERVICES = ["anthropic", "bedrock", "vertex"] as const;
export type BulkService = (typeof BULK_SERVICES)[number];

/** One request by the id that its result will carry. */
export interface BulkItem {
  /** 1–64 characters of [A-Za-z0-9_-]. */
  readonly customId: string;
  readonly request: ModelRequest;
}

/** Most of one file. */
export interface BulkLimits {
  readonly requests: number;
  readonly bytes: number;
}

/** One line of results. `outcome` never holds conversation text besides the answer. */
export type BulkResult =
  | { readonly kind: "result"; readonly customId: string; readonly outcome: ModelOutcome }
  /** Not a result of this service. */
  | { readonly kind: "unreadable" };

/** How a service writes requests and results. */
export interface BulkFormat {
  readonly service: BulkService;
  readonly limits: BulkLimits;
  /** Fewest requests that the service takes in one job; the writer warns. */
  readonly fewest: number;
  /** One line, without the line break. */
  formatRequest(item: BulkItem): string;
  /** Never throws. */
  parseResult(line: string): BulkResult;
}
