/** From the answers about the parts of a long conversation to one extraction. */
import type { ResponseType } from "../annotation.ts";
import { RESPONSE_TYPES } from "../annotation.ts";
import type { Extraction, Proposal } from "../extractor.ts";
import { cleanLine } from "./clean-text.ts";
import { ANSWER_LIMITS } from "./limits.ts";
import { mergeValues } from "./merge.ts";
import { withAbstention } from "./parse.ts";

/** How the parts' answers become one; shown in docs and settings, and recorded in the rationale of each label. */
export const RECONCILE_RULES = {
  values: "Values named in several parts become one, with the evidence of all.",
  responseType:
    "Of the parts in which the human expresses values the most frequent type; with equal counts the one that comes last " +
    "in the conversation. No values only if no part has any.",
  task: "The task of the first part.",
  subjectivity: "Subjective if any part is.",
} as const;

interface Answered {
  readonly part: number;
  readonly proposal: Proposal;
}

function isResponseType(value: string): value is ResponseType {
  return (RESPONSE_TYPES as readonly string[]).includes(value);
}

/** Every part's answer in order, e.g. "parts: 1 reframing, 2 no_values". */
function listing(answers: readonly Answered[]): string {
  return answers.map(({ part, proposal }) => `${part + 1} ${proposal.label.value}`).join(", ");
}

function decided(chosen: Proposal, rule: string, answers: readonly Answered[]): Proposal {
  const why = `${rule} Parts: ${listing(answers)}.`;
  // The rule first: a long rationale must not push it out.
  const rationale = cleanLine(
    chosen.rationale === undefined ? why : `${why} ${chosen.rationale}`,
    ANSWER_LIMITS.text,
  );
  return { ...chosen, rationale };
}

function responseTypeOf(answers: readonly Answered[]): Proposal | undefined {
  const typed = answers.filter(({ proposal }) => isResponseType(proposal.label.value));
  const withValues = typed.filter(({ proposal }) => proposal.label.value !== "no_values");
  const counts = new Map<string, number>();
  for (const { proposal } of withValues) {
    counts.set(proposal.label.value, (counts.get(proposal.label.value) ?? 0) + 1);
  }
  const most = Math.max(0, ...counts.values());
  const chosen =
    withValues.findLast(({ proposal }) => counts.get(proposal.label.value) === most) ?? typed.at(-1);
  if (chosen === undefined) return undefined;
  const same = typed.filter(({ proposal }) => proposal.label.value === chosen.proposal.label.value);
  const spans = same.flatMap(({ proposal }) => proposal.spans);
  return decided({ ...chosen.proposal, spans }, RECONCILE_RULES.responseType, answers);
}

/**
 * One extraction from those of the parts, in order of the parts. With one part it is that part's, unchanged. The rules
 * are `RECONCILE_RULES`; each label that had to be decided says so in its rationale.
 */
export function reconcile(parts: readonly Extraction[]): Extraction {
  const [first] = parts;
  if (first === undefined) return { proposals: [] };
  if (parts.length === 1) return first;
  const all: Answered[] = parts.flatMap(({ proposals }, part) =>
    proposals.map((proposal) => ({ part, proposal })),
  );
  const of = (kind: string): Answered[] => all.filter(({ proposal }) => proposal.label.kind === kind);
  const single: Proposal[] = [];
  const responseType = responseTypeOf(of("responseType"));
  if (responseType !== undefined) single.push(responseType);
  const tasks = of("task");
  const [task] = tasks;
  if (task !== undefined) {
    const note = `${RECONCILE_RULES.task} ${parts.length} parts.`;
    const rationale = cleanLine(`${note} ${task.proposal.rationale ?? ""}`, ANSWER_LIMITS.text);
    single.push({ ...task.proposal, rationale });
  }
  const subjectivities = of("subjectivity");
  const subjectivity =
    subjectivities.find(({ proposal }) => proposal.label.value === "subjective") ?? subjectivities[0];
  if (subjectivity !== undefined) {
    single.push(decided(subjectivity.proposal, RECONCILE_RULES.subjectivity, subjectivities));
  }
  const values = all.filter(
    ({ proposal: { label } }) => label.kind === "aiValue" || label.kind === "humanValue",
  );
  const proposals = [...mergeValues(values.map(({ proposal }) => proposal)), ...single];
  return parts.some(({ abstained }) => abstained !== undefined) ? withAbstention(proposals) : { proposals };
}
