/** The second half of the dialogue: who rates what, under which sight, with which traps; seed and name. */
import type { OverlapPlan } from "../../core/sampling/sample.ts";
import type { Asker, Choice, Step } from "./asker.ts";
import {
  nameProblem,
  numberIn,
  ratersIn,
  ratersProblem,
  seedProblem,
  shareIn,
  shareProblem,
} from "./draft.ts";
import type { Draft } from "./draft.ts";
import type { Facts } from "./steps.ts";

export function teamSteps(facts: Facts, ask: Asker): readonly Step<Draft>[] {
  return [
    () => askRaters(facts, ask),
    ({ raters = [] }) => (raters.length > 1 ? pickOverlap(raters.length, ask) : undefined),
    () => pickBlind(ask),
    () => pickTraps(facts, ask),
    () => askSeed(facts, ask),
    () => askName(facts, ask),
  ];
}

async function askRaters({ raters }: Facts, ask: Asker): Promise<Partial<Draft>> {
  const text = await ask.input({
    title: "Draw Sample: raters",
    prompt: "Names of the raters, with commas between them, as they write them in their settings.",
    value: raters.join(", "),
    problem: ratersProblem,
  });
  return { raters: ratersIn(text) };
}

async function pickOverlap(raters: number, ask: Asker): Promise<Partial<Draft>> {
  const choices: Choice<OverlapPlan | "all" | "other">[] = [
    {
      label: `All items by all ${raters} raters`,
      detail: "Most agreement figures, most work.",
      value: "all",
    },
    {
      label: `20 % by all ${raters}, the rest by one each`,
      detail: "Agreement from the shared part, and the most conversations for the same work.",
      value: { shared: 0.2, each: raters },
    },
    ...(raters > 2
      ? [
          {
            label: "Every item by two",
            detail: "In turns, so that every pair of raters meets.",
            value: { shared: 1, each: 2 },
          },
        ]
      : []),
    { label: "Every item by one", detail: "No agreement can be told.", value: { shared: 0, each: 1 } },
    { label: "Another plan…", value: "other" },
  ];
  const chosen = await ask.pick({ title: "Draw Sample: overlap", placeholder: "Who rates what?", choices });
  if (chosen !== "other") return { overlap: chosen };
  const share = await ask.input({
    title: "Draw Sample: overlap",
    prompt: "How many per cent of the items do several raters get? The rest gets one rater each.",
    value: "20 %",
    problem: shareProblem,
  });
  const each = await ask.input({
    title: "Draw Sample: overlap",
    prompt: `How many of the ${raters} raters does a shared item get?`,
    value: "2",
    problem: (value) => {
      const number = numberIn(value);
      return number !== undefined && number >= 1 && number <= raters
        ? undefined
        : `A whole number from 1 to ${raters}.`;
    },
  });
  return { overlap: { shared: shareIn(share), each: numberIn(each) ?? 1 } };
}

async function pickBlind(ask: Asker): Promise<Partial<Draft>> {
  const blind = await ask.pick<boolean>({
    title: "Draw Sample: blind or assisted?",
    placeholder: "What may raters see while they rate?",
    choices: [
      {
        icon: "eye-closed",
        label: "Blind",
        detail:
          "Neither suggestions nor other raters' labels, until a rater has finished. Needed for recall, and for agreement that isn't inflated.",
        value: true,
      },
      {
        icon: "eye",
        label: "Assisted",
        detail: "Suggestions are shown and judged. Faster; tells precision, not recall.",
        value: false,
      },
    ],
  });
  return { blind };
}

async function pickTraps(facts: Facts, ask: Asker): Promise<Partial<Draft>> {
  const wanted = await ask.pick<boolean>({
    title: "Draw Sample: traps",
    placeholder: "Plant conversations whose answer is known, to see whether raters read with care?",
    choices: [
      { label: "No traps", value: false },
      {
        label: "From a file…",
        detail: 'JSON: [{"id": "…", "values": ["honesty|candour"], "not": ["deception"]}]',
        value: true,
      },
    ],
  });
  if (!wanted) return { traps: [] };
  const traps = await facts.readTraps();
  return traps ? { traps } : pickTraps(facts, ask);
}

async function askSeed(facts: Facts, ask: Asker): Promise<Partial<Draft>> {
  const text = await ask.input({
    title: "Draw Sample: seed",
    prompt: "The same seed draws the same conversations again, here and elsewhere. It is kept in the file.",
    value: String(facts.seed),
    problem: seedProblem,
  });
  return { seed: Number(text.trim()) };
}

async function askName(facts: Facts, ask: Asker): Promise<Partial<Draft>> {
  const text = await ask.input({
    title: "Draw Sample: name",
    prompt: "What the sample is called.",
    value: facts.name,
    problem: (value) => nameProblem(value, facts.taken),
  });
  return { name: text.trim() };
}
