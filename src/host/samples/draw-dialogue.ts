/** From the first question to the written file. Without VS Code, so that it can be played in tests. */
import { UserError, messageOf } from "../errors.ts";
import { GoBack, playSteps } from "./asker.ts";
import type { Asker } from "./asker.ts";
import { designOf } from "./draft.ts";
import type { Draft, FrameChoice } from "./draft.ts";
import { drawPlan, plantTraps, strataSizes } from "./draw.ts";
import type { DrawTools } from "./draw.ts";
import type { Made, SamplePlan } from "../../core/sampling/make-sample.ts";
import type { SamplePorts, SampleSource } from "./ports.ts";
import { stepsOf } from "./steps.ts";
import type { Facts } from "./steps.ts";
import { summaryLines } from "./texts.ts";

export interface DialogueParts {
  readonly ports: SamplePorts;
  readonly asker: Asker;
  readonly now: Date;
  /** 0 … 1, for a seed to begin with. */
  readonly random: () => number;
  readonly drawOff: DrawTools["drawOff"];
  /** Shows that something is under way and lets it be cancelled. */
  readonly working: <T>(
    title: string,
    work: (signal: AbortSignal, progress: DrawTools["progress"]) => Promise<T>,
  ) => Promise<T>;
  readonly readIds: Facts["readIds"];
  readonly readTraps: Facts["readTraps"];
}

/** Rejects with `Cancelled`, or with a `UserError`; nothing is written then. */
export async function drawByDialogue(
  source: SampleSource,
  parts: DialogueParts,
): Promise<{ readonly name: string; readonly begin: boolean }> {
  const { ports, asker, working } = parts;
  const { file, table } = source;
  const store = await ports.storeOf(file);
  if (!store)
    throw new UserError(
      `${file.name} is on no disk, so a sample can't be kept beside it. Set a folder in valuemark.storageFolder.`,
    );
  const rater = ports.rater() ?? (await ports.askRater());
  const { samples, problems } = await store.list();
  const toolsOf = (signal: AbortSignal, progress: DrawTools["progress"]): DrawTools => {
    return { ports, drawOff: parts.drawOff, signal, progress };
  };
  const taken = [
    ...samples.map(({ name }) => name),
    ...problems.map((each) => each.file.replace(/\.json$/, "")),
  ];
  const facts: Facts = {
    rows: table.state.rows,
    view: table.state.view,
    columns: table.state.available,
    raters: [...new Set([rater, ...(await ports.knownRaters(file))])],
    taken,
    seed: Math.floor(parts.random() * 1_000_000),
    name: freeName(`sample-${parts.now.toISOString().slice(0, 10)}`, taken),
    strata: (frame, by) =>
      working("Counting strata", (signal, progress) =>
        strataSizes(source, frameFields(frame), by, toolsOf(signal, progress)),
      ),
    readIds: parts.readIds,
    readTraps: parts.readTraps,
  };
  const base = { drawnAt: parts.now.toISOString(), drawnBy: rater };
  const drawNow = (draft: Draft): Promise<Made> =>
    working("Drawing the sample", async (signal, progress) => {
      const tools = toolsOf(signal, progress);
      const plan = { ...base, ...planFields(draft) };
      const traps = await plantTraps(source, draft.traps ?? [], tools);
      return drawPlan(source, { ...plan, traps }, tools);
    });
  const answers = await playSteps<Draft>(
    [...stepsOf(facts, asker), (draft) => approve(draft, drawNow, asker)],
    {},
  );
  if (!answers.made) throw new Error("the dialogue ended without a sample");
  const { sample } = answers.made;
  await ports.prepare(file);
  try {
    await store.create(sample);
  } catch (error) {
    // By name: the store is of another bundle.
    if (error instanceof Error && error.name === "SampleExists") throw new UserError(error.message);
    throw error;
  }
  ports.written();
  return { name: sample.name, begin: answers.begin === true };
}

/** Draws and shows what came out; nothing is written before the user says so. */
async function approve(
  draft: Draft,
  drawNow: (draft: Draft) => Promise<Made>,
  asker: Asker,
): Promise<Partial<Draft>> {
  let made: Made;
  try {
    made = await drawNow(draft);
  } catch (error) {
    if (!(error instanceof Error && error.name === "UserError")) throw error;
    // What is wrong can be mended some steps before.
    await asker.pick({
      title: "Draw Sample: this can't be drawn",
      placeholder: "Change your answers",
      choices: [{ icon: "arrow-left", label: "Back", detail: messageOf(error), value: "back" }],
    });
    throw new GoBack();
  }
  const [first = "", ...rest] = summaryLines(made);
  const chosen = await asker.pick<"begin" | "save">({
    title: `Draw Sample: “${made.sample.name}”`,
    placeholder: first,
    choices: [
      { icon: "play", label: "Save and begin rating", detail: first, value: "begin" },
      { icon: "save", label: "Save", value: "save" },
      ...rest.map((line) => ({ label: line, value: "save" as const, inert: true })),
    ],
  });
  return { made, begin: chosen === "begin" };
}

function planFields(draft: Draft): Omit<SamplePlan, "drawnAt" | "drawnBy" | "traps"> {
  const { name, seed, raters, blind, overlap } = draft;
  if (name === undefined || seed === undefined || raters === undefined || blind === undefined)
    throw new Error("the plan of the sample is not complete");
  return {
    name,
    seed,
    raters,
    blind,
    design: designOf(draft),
    ...frameFields(draft.frame ?? { type: "query", query: "" }),
    ...(overlap === undefined || overlap === "all" ? {} : { overlap }),
  };
}

function frameFields(frame: FrameChoice): Pick<SamplePlan, "query" | "ids"> {
  return frame.type === "ids" ? { query: "", ids: frame.ids } : { query: frame.query };
}

function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  for (let number = 2; ; number++) if (!taken.includes(`${name}-${number}`)) return `${name}-${number}`;
}
