/** A sample for tests. */
import type { Sample } from "../../../../src/core/sampling/sample.ts";

export function sampleOf(changes: Partial<Sample> = {}): Sample {
  return {
    v: 1,
    name: "pilot",
    drawnAt: "2026-03-01T09:30:00.000Z",
    drawnBy: "ada",
    seed: 42,
    design: { type: "simple", size: 3 },
    frame: { rows: 10, query: "turns > 2", fingerprint: "00ffab12cd34" },
    blind: true,
    raters: ["ada", "bo"],
    items: [
      { id: "c7", hash: "h7", probability: 0.3 },
      { id: "c2", hash: "h2", probability: 0.3, raters: ["ada"] },
      { id: "t1", hash: "h9", probability: 1, trap: { values: ["honesty|candour"], not: [] } },
      { id: "c5", hash: "h5", probability: 0.3, raters: ["bo"] },
    ],
    ...changes,
  };
}
