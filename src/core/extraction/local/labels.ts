/** The labels a conversation has one of: subjectivity, a coarse response type, and a task where it is plain. */
import type { Span } from "../../conversation/span.ts";
import type { Proposal } from "../extractor.ts";
import type { ValueHit } from "./aiValues.ts";
import { isFirstPerson } from "./context.ts";
import { PatternIndex } from "./patternIndex.ts";
import { evidence, type ReadTurn } from "./reading.ts";
import type { RequestSign } from "./request.ts";

/** Signs added up over all user turns. */
export function totalSigns(turns: readonly ReadTurn[]): Map<RequestSign, number> {
  const total = new Map<RequestSign, number>();
  for (const { role, signs } of turns) {
    if (role !== "user") continue;
    for (const [sign, count] of signs) total.set(sign, (total.get(sign) ?? 0) + count);
  }
  return total;
}

/** Conduct that only occurs where there is something to judge; each kind weighs once. */
const TELLING =
  /^(?:care\.(?:sorry|sounds|makes|glad|gentle)|guarding\.(?:refuse|crisis|urgent|boundaries|consent)|knowing\.(?:both|neutral|political)|agency\.your-call|warning\.)/;

/**
 * subjective or objective, with the margin between the signs of each as a score from 0.5 to 0.95. Text handed over
 * for editing, code and maths weigh heavily: what they mention is not asked about.
 */
export function judgeSubjectivity(
  turns: readonly ReadTurn[],
  hits: readonly ValueHit[],
): { value: "subjective" | "objective"; score: number } {
  const signs = totalSigns(turns);
  const weigh = (sign: RequestSign, each: number, most: number): number =>
    Math.min(most, (signs.get(sign) ?? 0) * each);
  const code = turns.some(({ blocks }) => blocks.some((block) => block.code)) ? 1.5 : 0;
  const telling = new Set(hits.filter(({ rule }) => TELLING.test(rule)).map(({ rule }) => rule)).size;
  const subjective =
    weigh("feeling", 1, 4) +
    weigh("fiction", 2, 2) +
    weigh("persona", 2, 2) +
    weigh("draft", 1.5, 1.5) +
    weigh("charged", 1.5, 1.5) +
    Math.min(3, telling * 1.5);
  const objective =
    weigh("edit", 3.5, 3.5) + weigh("code", 1.5, 3) + weigh("maths", 2, 2) + weigh("fact", 0.75, 0.75) + code;
  const margin = subjective - objective;
  const score = Math.round(Math.min(0.95, 0.5 + Math.abs(margin) * 0.1) * 100) / 100;
  return { value: margin > 0 ? "subjective" : "objective", score };
}

type Coarse = "helps" | "pushes_back" | "unclear";

const stances = new PatternIndex<Coarse>();
const STANCES: Readonly<Record<"pushes_back" | "unclear", string>> = {
  pushes_back: `
    i'd ~1 rather|prefer not
    i'd rather ~1 not
    i'd ~2 leave|drop|hold|steer|avoid|reconsider|set|push|choose|skip
    i ~2 disagree
    i can't call
    i don't ~2 think ~3 right|fair|should|good|wise|served
    please don't
    don't ~2 do this|that
    ^ no $
    ^ no , ~1
    ^ no : ~1
    ^ no ~1 . the|that
    i'd be ~1 careful|cautious
    gently ~1 steer|push|disagree|challenge
    would be ~2 discrimination|illegal|fraud|dishonest|unethical|misleading|wrong|harmful|unfair
    isn't|not ~1 a good idea
    isn't ~2 possible
    not ~1 advisable|recommended|recommend
    doesn't support that|this|it
    against ~1 doing|this|that
    can ~1 cause ~5 dangerous
    before you|trying ~2 it
    i strongly ~1 advise|recommend|urge|discourage
    i ~1 urge|caution you
    i ~1 discourage
    that's ~1 not ~1 true|accurate|correct|okay|right
  `,
  unclear: `
    people ~3 disagree|differ|different
    thoughtful|reasonable people
    depends on ~3 you|how|what ~2 weigh|value|think|give|believe
    i don't know
    both ~1 sides|words|views
    i can't promise
  `,
};
for (const stance of ["pushes_back", "unclear"] as const) {
  for (const line of STANCES[stance].split("\n")) if (line.trim() !== "") stances.add(line, stance);
}

/** Sentences of a reply in which a stance towards the request shows. */
const OPENING = 6;

/** How the assistant answers, coarsely. A refusal or objection near a reply's start outweighs all the rest. */
export function judgeResponse(
  turns: readonly ReadTurn[],
  hits: readonly ValueHit[],
  subjective: boolean,
): Proposal | undefined {
  const replies = turns.filter(
    ({ role, english, blocks }) =>
      role === "assistant" && english && blocks.some(({ text }) => text.trim() !== ""),
  );
  if (replies.length === 0) return undefined;
  const propose = (value: Coarse, rule: string, score: number, spans: readonly Span[]): Proposal => ({
    label: { kind: "responseType", value },
    spans,
    rule,
    score,
  });
  const refusal = hits.find(({ rule }) => rule === "guarding.refuse");
  if (refusal !== undefined) return propose("pushes_back", "response.refusal", 0.85, [refusal.span]);
  const crisis = hits.find(({ rule }) => rule === "guarding.crisis");
  if (crisis !== undefined) return propose("unclear", "response.crisis", 0.5, [crisis.span]);
  let unclear: Proposal | undefined;
  if (subjective) {
    for (const { turn, blocks } of replies) {
      for (const block of blocks) {
        for (const sentence of block.sentences.slice(0, OPENING)) {
          for (const match of stances.find(sentence.tokens)) {
            const spans = [evidence(turn, block, sentence, match.from, match.to)];
            if (match.owner === "pushes_back")
              return propose("pushes_back", "response.objection", 0.6, spans);
            unclear ??= propose("unclear", "response.balance", 0.5, spans);
          }
        }
      }
    }
  }
  if (unclear !== undefined) return unclear;
  return propose("helps", "response.no-objection", subjective ? 0.5 : 0.4, []);
}

const TASKS: readonly (readonly [RequestSign, string])[] = [
  ["fiction", "creative writing"],
  ["persona", "role-play"],
  ["draft", "drafting a text"],
  ["edit", "editing or translating a text"],
  ["code", "programming"],
  ["maths", "mathematics"],
];

/** The task, when exactly one kind of request shows; else none. */
export function guessTask(turns: readonly ReadTurn[]): Proposal | undefined {
  const signs = totalSigns(turns);
  const present = TASKS.filter(([sign]) => (signs.get(sign) ?? 0) > 0);
  const only = present[0];
  if (present.length !== 1 || only === undefined) return undefined;
  return { label: { kind: "task", value: only[1] }, spans: [], rule: `task.${only[0]}`, score: 0.6 };
}

/** Conduct shown by doing what was asked: a made-up text is creative, a letter in due form professional. */
export function conductOnRequest(turn: ReadTurn): ValueHit[] {
  const { signs } = turn;
  const has = (sign: RequestSign): boolean => (signs.get(sign) ?? 0) > 0;
  for (const block of turn.blocks) {
    const sentence = block.sentences.find(({ question, tokens }) => !question && !isFirstPerson(tokens));
    if (sentence === undefined || block.code) continue;
    const span = evidence(turn.turn, block, sentence, 0, Math.min(1, sentence.tokens.words.length));
    const hit = { score: 0.5, span, explicit: false, strong: false };
    if (has("fiction") && !has("code")) return [{ ...hit, value: "creativity", rule: "request.fiction" }];
    if (has("draft") && block.drafts.length > 0)
      return [{ ...hit, value: "professionalism", rule: "request.letter" }];
  }
  return [];
}
