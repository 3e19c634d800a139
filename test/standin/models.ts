/** The models that the stand-in serves. Names are its own, so that nobody takes its answers for a model's. */
export interface StandinModel {
  readonly id: string;
  readonly name: string;
  /** Tokens of prompt and answer together. */
  readonly context: number;
  readonly maxOutput: number;
  /** Shorter prefixes are not cached. */
  readonly minCache: number;
  readonly structured: boolean;
}

export const STANDIN_MODELS: readonly StandinModel[] = [
  {
    id: "standin-large",
    name: "Stand-in Large",
    context: 200_000,
    maxOutput: 64_000,
    minCache: 1024,
    structured: true,
  },
  {
    id: "standin-small",
    name: "Stand-in Small",
    context: 20_000,
    maxOutput: 8192,
    minCache: 512,
    structured: true,
  },
  {
    id: "standin-old",
    name: "Stand-in Old",
    context: 100_000,
    maxOutput: 4096,
    minCache: 1024,
    structured: false,
  },
];

/** As the list of models shows one. */
export function describeModel(model: StandinModel): object {
  const supported = { supported: true };
  return {
    type: "model",
    id: model.id,
    display_name: model.name,
    created_at: "2026-01-01T00:00:00Z",
    lifecycle: "active",
    line: null,
    deprecated_at: null,
    retires_at: null,
    max_input_tokens: model.context,
    max_tokens: model.maxOutput,
    capabilities: { batch: supported, structured_outputs: { supported: model.structured } },
  };
}
