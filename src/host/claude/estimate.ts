import { estimateRun, type RunEstimate } from "../../core/extraction/cost/cost.ts";
import { calibration, estimateTokens } from "../../core/extraction/cost/tokens.ts";
import type { ModelPrice } from "../../core/extraction/cost/prices.ts";
import { isUnreadable, type TaskSource } from "../../core/extraction/engine/ports.ts";
import type { ModelPort, ModelRequest } from "../../core/extraction/model-call.ts";

/** Conversations looked at for an estimate; a longer run is extrapolated from them. */
const LOOKED_AT = 300;
/** Requests that the service counts, for nothing, to set the scale of the estimate. */
const COUNTED = 3;

export interface ShownEstimate {
  readonly estimate: RunEstimate;
  readonly conversations: number;
  /** Conversations that the estimate was made from. */
  readonly from: number;
  /** Requests that the service itself counted. */
  readonly counted: number;
}

/** What a run will take. Counts tokens at the service, which costs nothing but sends those requests: ask for consent first. */
export async function estimateTasks(
  tasks: TaskSource,
  prices: readonly ModelPrice[],
  port: Pick<ModelPort, "countTokens">,
  isBatch: boolean,
  signal: AbortSignal,
): Promise<ShownEstimate> {
  const requests: ModelRequest[] = [];
  const from = Math.min(tasks.total, LOOKED_AT);
  for await (const task of tasks.read(0, from)) {
    if (!isUnreadable(task)) requests.push(...task.requests);
    if (signal.aborted) break;
  }
  const samples: { estimated: number; counted: number }[] = [];
  for (const request of spread(requests, COUNTED)) {
    const counted = await port.countTokens(request, signal);
    if (typeof counted === "number") samples.push({ estimated: estimateTokens(request), counted });
  }
  const estimate = estimateRun(requests, { own: prices, isBatch, scale: calibration(samples) });
  return {
    estimate: scaled(estimate, tasks.total / Math.max(1, from)),
    conversations: tasks.total,
    from,
    counted: samples.length,
  };
}

/** `count` of the items, evenly spread. */
function spread<T>(items: readonly T[], count: number): T[] {
  const step = Math.max(1, Math.floor(items.length / count));
  return items.filter((_, index) => index % step === 0).slice(0, count);
}

function scaled(estimate: RunEstimate, factor: number): RunEstimate {
  const { cost } = estimate;
  const times = (value: number): number => Math.round(value * factor);
  return {
    ...estimate,
    requests: times(estimate.requests),
    inputTokens: times(estimate.inputTokens),
    cachedTokens: times(estimate.cachedTokens),
    outputTokens: {
      expected: times(estimate.outputTokens.expected),
      most: times(estimate.outputTokens.most),
    },
    cost: cost === "unknown price" ? cost : { expected: cost.expected * factor, most: cost.most * factor },
  };
}

const number = (value: number): string => value.toLocaleString("en");

export function dollars(value: number): string {
  return value >= 0.995 ? `$${value.toFixed(2)}` : `$${value.toFixed(value >= 0.01 ? 3 : 4)}`;
}

/** The estimate in lines for a person, before anything is paid. */
export function estimateText(shown: ShownEstimate, model: string, budget: number | undefined): string {
  const { estimate, conversations, from, counted } = shown;
  const { cost } = estimate;
  const basis = [
    from < conversations ? `estimated from the first ${number(from)}` : "",
    counted > 0
      ? `scaled by the service's own count of ${counted}`
      : "not checked against the service's count",
  ].filter((part) => part !== "");
  return [
    `${number(conversations)} ${conversations === 1 ? "conversation" : "conversations"}, ${number(estimate.requests)} calls to ${model}`,
    `about ${number(estimate.inputTokens)} input tokens (${number(estimate.cachedTokens)} from the prompt cache) and ${number(estimate.outputTokens.expected)} output tokens; ${basis.join(", ")}`,
    cost === "unknown price"
      ? `Unknown price: no price is known for ${estimate.unknownModels.join(", ")}. Set valuemark.claude.prices to have an estimate and a budget.`
      : `about ${dollars(cost.expected)}, at most ${dollars(cost.most)}`,
    budgetText(cost, budget),
  ].join("\n");
}

function budgetText(cost: RunEstimate["cost"], budget: number | undefined): string {
  if (budget === undefined) return "No budget is set.";
  if (cost === "unknown price")
    return "Without a price no budget can be kept: nothing stops this run but you.";
  return `The run stops before it costs more than ${dollars(budget)}.`;
}
