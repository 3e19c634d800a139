/** The assistant's values in one reply: every match that its context leaves standing. */
import type { Span } from "../../conversation/span.ts";
import { holdsNegation, isFirstPerson, isNegated, isReport } from "./context.ts";
import { evidence, type ReadBlock, type ReadTurn } from "./reading.ts";
import { AI_INDEX } from "./ruleSet.ts";

export interface ValueHit {
  /** Node id in `valuemark-core`. */
  readonly value: string;
  readonly rule: string;
  readonly score: number;
  readonly span: Span;
  /** The value's own word was said, rather than shown by conduct. */
  readonly explicit: boolean;
  readonly strong: boolean;
}

/** Whose voice the reply speaks in: all the assistant's; beside a draft; or only where it steps out of a text. */
type Voice = "own" | "besideDraft" | "content";

/** Sentences at the start of a text made on request in which the assistant may still speak for itself. */
const STEPPING_OUT = 2;

/** Agreement of several sentences on one value raises its score by this much each, at most twice. */
const REPEAT_BONUS = 0.05;

/** Most AI values proposed for one reply. */
export const MAX_PER_REPLY = 5;

function voiceOf(turn: ReadTurn): Voice {
  const { signs } = turn;
  const content = ["fiction", "persona", "edit"] as const;
  if (content.some((sign) => (signs.get(sign) ?? 0) > 0)) return "content";
  if ((signs.get("draft") ?? 0) === 0) return "own";
  return turn.blocks.some(({ drafts }) => drafts.length > 0) ? "besideDraft" : "content";
}

function inDraft(block: ReadBlock, start: number): boolean {
  return block.drafts.some((draft) => start >= draft.start && start < draft.end);
}

/** All hits of one assistant reply, unranked; several per value are possible. */
export function findAiValues(turn: ReadTurn): ValueHit[] {
  const voice = voiceOf(turn);
  const hits: ValueHit[] = [];
  for (const block of turn.blocks) {
    for (const [place, sentence] of block.sentences.entries()) {
      if (inDraft(block, sentence.start)) continue;
      const { tokens, question } = sentence;
      const steppingOut = voice !== "content" || (place < STEPPING_OUT && isFirstPerson(tokens));
      const report = isReport(tokens);
      for (const match of AI_INDEX.find(tokens)) {
        const span = (): Span => evidence(turn.turn, block, sentence, match.from, match.to);
        if ("rule" in match.owner) {
          const { rule } = match.owner;
          const warning = rule.id.startsWith("warning.");
          const persona = warning && (turn.signs.get("persona") ?? 0) > 0;
          if (!steppingOut && !persona) continue;
          if (question && !rule.question) continue;
          // What others hold is theirs, except where weighing it is the conduct looked for.
          if ((report && !rule.id.startsWith("knowing.")) || isNegated(tokens, match)) continue;
          const { value, id, score, strong } = rule;
          hits.push({ value, rule: id, score, span: span(), explicit: false, strong });
        } else if (match.value !== undefined && voice !== "content" && !question && !report) {
          if (isNegated(tokens, match) || holdsNegation(tokens, match)) continue;
          const { frame, score } = match.owner;
          hits.push({ value: match.value, rule: frame, score, span: span(), explicit: true, strong: false });
        }
      }
    }
  }
  return hits;
}

/** The best hit per value, the best values first, at most `MAX_PER_REPLY`; equal scores in the order of the text. */
export function rankHits(hits: readonly ValueHit[]): ValueHit[] {
  const best = new Map<string, ValueHit>();
  const starts = new Map<string, Set<string>>();
  for (const hit of hits) {
    const places = starts.get(hit.value) ?? new Set();
    starts.set(hit.value, places.add(`${hit.span.block}:${hit.span.start}`));
    const known = best.get(hit.value);
    if (known === undefined || hit.score > known.score) best.set(hit.value, hit);
  }
  const raised = [...best.values()].map((hit) => {
    const repeats = Math.min(2, (starts.get(hit.value)?.size ?? 1) - 1);
    return { ...hit, score: Math.round(Math.min(0.95, hit.score + repeats * REPEAT_BONUS) * 100) / 100 };
  });
  const order = (hit: ValueHit): number => hit.span.block * 1e9 + hit.span.start;
  return raised.sort((a, b) => b.score - a.score || order(a) - order(b)).slice(0, MAX_PER_REPLY);
}
