/** One label per value: what was named twice becomes one with the evidence of both. */
import { foldKey } from "../../taxonomy/fold.ts";
import type { Proposal } from "../extractor.ts";
import { cleanLine } from "./clean-text.ts";
import { uniteSpans } from "./evidence.ts";
import { ANSWER_LIMITS } from "./limits.ts";

const MAX_SPANS = 1_000;

/** Same kind and same node; for free text the same words but for case, gaps and hyphens. */
function keyOf({ label }: Proposal): string {
  const node = label.node ?? null;
  return JSON.stringify([label.kind, node, node === null ? foldKey(label.value) : ""]);
}

function unite(a: Proposal, b: Proposal): Proposal {
  const unanchored = [...new Set([...(a.unanchored ?? []), ...(b.unanchored ?? [])])];
  const rationales = [a.rationale, b.rationale].filter((one) => one !== undefined && one !== "");
  // A rationale that was already taken over is not told again.
  if (rationales[1] !== undefined && rationales[0]?.includes(rationales[1]) === true) rationales.pop();
  const scores = [a.score, b.score].filter((one) => one !== undefined);
  const explicits = [a.explicit, b.explicit].filter((one) => one !== undefined);
  return {
    ...a,
    spans: uniteSpans([...a.spans, ...b.spans]).slice(0, MAX_SPANS),
    ...(unanchored.length === 0 ? {} : { unanchored }),
    ...(rationales.length === 0 ? {} : { rationale: cleanLine(rationales.join(" · "), ANSWER_LIMITS.text) }),
    ...(scores.length === 0 ? {} : { score: Math.max(...scores) }),
    ...(explicits.length === 0 ? {} : { explicit: explicits.includes(true) }),
  };
}

/**
 * Proposals with every label once, in the order of first mention: evidence and rationales together, the higher score,
 * explicit if it was so once. Labels of kinds that a conversation has once are left as they are.
 */
export function mergeValues(proposals: readonly Proposal[]): Proposal[] {
  const merged = new Map<string, Proposal>();
  const rest: Proposal[] = [];
  for (const proposal of proposals) {
    const { kind } = proposal.label;
    if (kind !== "aiValue" && kind !== "humanValue") {
      rest.push(proposal);
      continue;
    }
    const key = keyOf(proposal);
    const before = merged.get(key);
    merged.set(key, before === undefined ? proposal : unite(before, proposal));
  }
  return [...merged.values(), ...rest];
}
