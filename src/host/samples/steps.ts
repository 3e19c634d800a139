/** The dialogue that plans a sample, step by step. */
import type { StratifyBy } from "../../core/sampling/sample.ts";
import type { Trap } from "../../core/sampling/traps.ts";
import type { ColumnInfo } from "../../corpus/table/corpus-table.ts";
import type { Asker, Choice, Step } from "./asker.ts";
import { boundsIn, boundsTextProblem, numberIn, sizeProblem } from "./draft.ts";
import type { DesignChoice, Draft, FrameChoice } from "./draft.ts";
import { teamSteps } from "./team-steps.ts";
import { modelColumn } from "./table-frame.ts";

/** What the dialogue knows of the corpus, and what it has others do. */
export interface Facts {
  readonly rows: number;
  /** What the table shows: its query, "" = everything, and how many rows it has. */
  readonly view: { readonly query: string; readonly rows: number };
  readonly columns: readonly ColumnInfo[];
  /** Names of raters to begin with, and of samples that exist. */
  readonly raters: readonly string[];
  readonly taken: readonly string[];
  readonly seed: number;
  readonly name: string;
  /** Strata with their sizes, by size. Rejects when the field doesn't make strata. */
  strata(
    frame: FrameChoice,
    by: StratifyBy,
  ): Promise<readonly { readonly name: string; readonly size: number }[]>;
  /** Let the user choose a file; undefined when they choose none, or one that is no such list, which they are told. */
  readIds(): Promise<readonly string[] | undefined>;
  readTraps(): Promise<readonly Trap[] | undefined>;
}

/** A stratum each is asked for; more than these make no dialogue. */
const MAX_GIVEN = 15;
const DEFAULT_SIZE = 200;

export function stepsOf(facts: Facts, ask: Asker): readonly Step<Draft>[] {
  const rowsOf = ({ frame }: Draft): number => {
    if (frame?.type === "ids") return frame.ids.length;
    return frame?.query === facts.view.query ? facts.view.rows : facts.rows;
  };
  return [
    () => pickFrame(facts, ask),
    (draft) => pickDesign(rowsOf(draft), ask),
    ({ design }) => (design === "stratified" ? pickField(facts.columns, ask) : undefined),
    ({ by }) => (by?.type === "length" ? askBounds(ask) : undefined),
    (draft) => (draft.design === "stratified" ? pickAllocation(ask) : undefined),
    ({ allocation, frame, by }) =>
      allocation === "given" && frame && by ? askSizes(facts, frame, by, ask) : undefined,
    (draft) =>
      draft.design === "all" || draft.allocation === "given" ? undefined : askSize(rowsOf(draft), ask),
    ...teamSteps(facts, ask),
  ];
}

async function pickFrame(facts: Facts, ask: Asker): Promise<Partial<Draft>> {
  const { rows, view } = facts;
  const found: Choice<"view">[] =
    view.query === ""
      ? []
      : [
          {
            icon: "search",
            label: "What the table's search finds",
            description: countText(view.rows),
            detail: view.query.length > 200 ? `${view.query.slice(0, 199)}…` : view.query,
            value: "view",
          },
        ];
  const chosen = await ask.pick<"view" | "all" | "ids">({
    title: "Draw Sample: from what?",
    placeholder: "Estimates will hold for the conversations that are drawn from",
    choices: [
      ...found,
      { icon: "list-flat", label: "The whole corpus", description: countText(rows), value: "all" },
      {
        icon: "list-selection",
        label: "A list of ids…",
        description: "from a text or JSON file",
        value: "ids",
      },
    ],
  });
  if (chosen === "ids") {
    const ids = await facts.readIds();
    return ids ? { frame: { type: "ids", ids } } : pickFrame(facts, ask);
  }
  return { frame: { type: "query", query: chosen === "view" ? view.query : "" } };
}

async function pickDesign(rows: number, ask: Asker): Promise<Partial<Draft>> {
  const choices: Choice<DesignChoice>[] = [
    {
      label: "Simple random",
      detail: "Each conversation has the same chance. The right choice unless you know better.",
      value: "simple",
    },
    {
      label: "Stratified…",
      detail: "By length, model, category, warnings or any field: so many from each part of the corpus.",
      value: "stratified",
    },
    {
      label: "By the extractor's uncertainty",
      detail: "Conversations whose suggestions have middling scores are likelier; weights make up for it.",
      value: "uncertainty",
    },
    {
      label: "By disagreement of raters",
      detail: "Conversations on which raters differed are likelier; weights make up for it.",
      value: "disagreement",
    },
    {
      label: "All of them",
      description: countText(rows),
      detail: "Nothing is drawn, and nothing can be said of conversations beyond these.",
      value: "all",
    },
  ];
  const design = await ask.pick({ title: "Draw Sample: how?", placeholder: "Design", choices });
  return { design };
}

async function pickField(columns: readonly ColumnInfo[], ask: Asker): Promise<Partial<Draft>> {
  const model = modelColumn(columns);
  const fields = columns.filter(({ id }) => id.startsWith("meta:") && id !== model);
  const fieldOf = ({ id }: Pick<ColumnInfo, "id">): StratifyBy => ({
    type: "field",
    path: id.slice("meta:".length),
  });
  const choices: Choice<StratifyBy>[] = [
    ...(model ? [{ label: "Model", description: model.slice(5), value: fieldOf({ id: model }) }] : []),
    { label: "Length", description: "number of turns", value: { type: "length", bounds: [] } },
    { label: "Category", description: "of most of the AI values labelled", value: { type: "category" } },
    {
      label: "Warnings",
      description: "with and without values on the watch list",
      value: { type: "warning" },
    },
    ...fields.map((field) => ({ label: field.title, description: "field", value: fieldOf(field) })),
  ];
  const by = await ask.pick({ title: "Draw Sample: strata", placeholder: "What makes the strata?", choices });
  return { by };
}

async function askBounds(ask: Asker): Promise<Partial<Draft>> {
  const text = await ask.input({
    title: "Draw Sample: strata by length",
    prompt: "Numbers of turns at which a new stratum begins: 3, 9 makes 1–2, 3–8, 9 and more.",
    value: "3, 9",
    problem: boundsTextProblem,
  });
  return { by: { type: "length", bounds: boundsIn(text) } };
}

async function pickAllocation(ask: Asker): Promise<Partial<Draft>> {
  const allocation = await ask.pick<"proportional" | "equal" | "given">({
    title: "Draw Sample: shares of the strata",
    placeholder: "How many from each stratum?",
    choices: [
      {
        label: "In proportion to their size",
        detail: "At least two from each. Best for figures of the whole corpus.",
        value: "proportional",
      },
      {
        label: "Equally many from each",
        detail: "Small strata whole. Best for comparing strata.",
        value: "equal",
      },
      { label: "As I say…", detail: "A number for each stratum.", value: "given" },
    ],
  });
  return { allocation };
}

async function askSizes(
  facts: Facts,
  frame: FrameChoice,
  by: StratifyBy,
  ask: Asker,
): Promise<Partial<Draft>> {
  const strata = (await facts.strata(frame, by)).slice(0, MAX_GIVEN);
  const sizes: [string, number][] = [];
  for (const [at, { name, size }] of strata.entries()) {
    const text = await ask.input({
      title: `Draw Sample: stratum ${at + 1} of ${strata.length}`,
      prompt: `How many of the ${countText(size)} in “${name}”? 0 for none.`,
      value: String(Math.min(size, 50)),
      problem: (value) => (value.trim() === "0" ? undefined : sizeProblem(value, size)),
    });
    sizes.push([name, numberIn(text) ?? 0]);
  }
  return { sizes: Object.fromEntries(sizes) };
}

async function askSize(rows: number, ask: Asker): Promise<Partial<Draft>> {
  const text = await ask.input({
    title: "Draw Sample: size",
    prompt: `How many of ${countText(rows)}? At 200 a share of 50 % is known to ± 7 points, at 400 to ± 5, at 1,000 to ± 3.`,
    value: String(Math.min(rows, DEFAULT_SIZE)),
    problem: (value) => sizeProblem(value, rows),
  });
  return { size: numberIn(text) ?? 1 };
}

export function countText(count: number): string {
  return count === 1 ? "1 conversation" : `${count.toLocaleString("en")} conversations`;
}
