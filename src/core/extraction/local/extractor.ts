/** The built-in extractor: word patterns only. Deterministic, offline, English; proposes little rather than wrongly. */
import type { Conversation } from "../../conversation/model.ts";
import type { Span } from "../../conversation/span.ts";
import type { Taxonomy } from "../../taxonomy/taxonomy.ts";
import type { Extraction, Extractor, Proposal } from "../extractor.ts";
import { findAiValues, rankHits, type ValueHit } from "./aiValues.ts";
import { findHumanValues } from "./humanValues.ts";
import { conductOnRequest, guessTask, judgeResponse, judgeSubjectivity } from "./labels.ts";
import { resolveValue } from "./resolve.ts";
import { readConversation, type ReadTurn } from "./reading.ts";
import { KNOWN_VALUES } from "./ruleSet.ts";

/** Most human values proposed for one user turn. */
const MAX_HUMAN = 5;

/** Evidence kept per value over a conversation: one sentence per turn, the first so many turns. */
const MAX_SPANS = 20;

function merge(
  kind: "aiValue" | "humanValue",
  perTurn: readonly (readonly ValueHit[])[],
  taxonomy: Taxonomy,
): Proposal[] {
  const byValue = new Map<string, ValueHit[]>();
  for (const hit of perTurn.flat()) {
    const hits = byValue.get(hit.value);
    if (hits === undefined) byValue.set(hit.value, [hit]);
    else hits.push(hit);
  }
  return [...byValue].map(([value, hits]) => {
    const best = hits.reduce((a, b) => (b.score > a.score ? b : a));
    const spans: readonly Span[] = hits.slice(0, MAX_SPANS).map(({ span }) => span);
    const label = { kind, ...resolveValue(value, taxonomy) };
    const rationale = best.explicit
      ? "The value's own word in a phrase that professes or urges it."
      : "A phrase that often goes with this value.";
    return {
      label,
      spans,
      rule: best.rule,
      score: best.score,
      rationale,
      ...(kind === "aiValue" ? { explicit: best.explicit } : {}),
    };
  });
}

function objectiveOnly(hits: readonly ValueHit[]): ValueHit[] {
  return hits.filter(({ strong }) => strong);
}

function hasText(turn: ReadTurn): boolean {
  return turn.blocks.some(({ text }) => text.trim() !== "");
}

function extractNow(conversation: Conversation, taxonomy: Taxonomy): Extraction {
  const turns = readConversation(conversation);
  const replies = turns.filter((turn) => turn.role === "assistant" && hasText(turn));
  if (replies.length === 0) return { proposals: [], abstained: "no text by an assistant to read" };
  const english = replies.filter((turn) => turn.english);
  if (english.length === 0)
    return { proposals: [], abstained: "not in English, and these rules know English only" };

  const found = english.map((turn) => findAiValues(turn));
  const allHits = found.flat();
  const subjectivity = judgeSubjectivity(turns, allHits);
  const subjective = subjectivity.value === "subjective";
  const ranked = english.map((turn, at) => {
    const hits = found[at] ?? [];
    const refuses = hits.some(({ rule }) => rule === "guarding.refuse");
    const all = refuses ? hits : [...hits, ...conductOnRequest(turn)];
    return rankHits(subjective ? all : objectiveOnly(all));
  });
  const human = subjective
    ? turns
        .filter(({ role }) => role === "user")
        .map((turn) => rankHits(findHumanValues(turn)).slice(0, MAX_HUMAN))
    : [];
  const aiValues = merge("aiValue", ranked, taxonomy);
  const response = judgeResponse(turns, allHits, subjective);
  const task = guessTask(turns);
  const proposals: Proposal[] = [
    ...aiValues,
    ...merge("humanValue", human, taxonomy),
    {
      label: { kind: "subjectivity", value: subjectivity.value },
      spans: [],
      rule: "subjectivity.signs",
      score: subjectivity.score,
    },
    ...(response === undefined ? [] : [response]),
    ...(task === undefined ? [] : [task]),
  ];
  if (aiValues.length > 0) return { proposals };
  return { proposals, abstained: subjective ? "no value pattern found" : "no subjective content found" };
}

/**
 * Values by word patterns (docs/local-extractor.md). `extract` never throws on any text and takes time linear in its
 * length; it rejects with the signal's reason when aborted before it begins. `abstained` is set whenever no AI value is proposed, even where
 * other labels are.
 */
export const localExtractor: Extractor = {
  id: "local",
  version: "1.0.0",
  disclosure:
    `local suggestions from word patterns, not a language model; no text leaves this machine; English only; ` +
    `knows ${KNOWN_VALUES.size} values; misses most`,
  extract(conversation, taxonomy, signal) {
    try {
      signal?.throwIfAborted();
      return Promise.resolve(extractNow(conversation, taxonomy));
    } catch (error) {
      return Promise.reject(error);
    }
  },
};
