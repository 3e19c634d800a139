/** Progress and end of a run in words. */
import type { RunEnd } from "../../core/extraction/engine/on-demand.ts";
import type { RunProgress } from "../../core/extraction/engine/progress.ts";
import { dollars } from "./estimate.ts";

const count = (value: number): string => value.toLocaleString("en");

/** "12 of 100 · 1 failed · $0.031 · 2 min left" */
export function progressText(progress: RunProgress): string {
  const parts = [`${count(progress.done)} of ${count(progress.total)}`];
  if (progress.failed > 0) parts.push(`${count(progress.failed)} failed`);
  if (progress.cached > 0) parts.push(`${count(progress.cached)} from the cache`);
  parts.push(progress.cost === "unknown price" ? "unknown price" : dollars(progress.cost));
  if (progress.etaMs !== undefined) parts.push(`${duration(progress.etaMs)} left`);
  if (progress.pausedUntil !== undefined) parts.push("waiting: the service asks for a pause");
  return parts.join(" · ");
}

export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

/** "98 of 100 conversations labelled, 2 failed (refusal 1, schema 1), 0 left; $0.31, 4,210 tokens read from the prompt cache." */
export function endText({ progress, left }: RunEnd): string {
  const { done, failed, total, cost, usage, unsure } = progress;
  const reasons = [...progress.reasons].map(([reason, times]) => `${reason} ${count(times)}`).join(", ");
  const parts = [`${count(done)} of ${count(total)} conversations labelled`];
  if (failed > 0) parts.push(`${count(failed)} failed (${reasons})`);
  if (left > 0) parts.push(`${count(left)} left`);
  const paid = cost === "unknown price" ? "cost unknown" : dollars(cost);
  const doubt = unsure > 0 ? `, and up to ${dollars(unsure)} for calls whose outcome is not known` : "";
  return `${parts.join(", ")}; ${paid}${doubt}, ${count(usage.cacheReadTokens)} tokens read from the prompt cache.`;
}
