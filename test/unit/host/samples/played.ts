/** A corpus in memory with its real table, and a person who answers dialogues by a script. */
import { join } from "node:path";
import type { Conversation } from "../../../../src/core/conversation/model.ts";
import { createTaxonomy } from "../../../../src/core/taxonomy/create.ts";
import { TableEngine } from "../../../../src/corpus/table/engine.ts";
import { memoryRows } from "../../../../src/corpus/table/table-rows.ts";
import { corpusPaths } from "../../../../src/store/paths.ts";
import { SampleStore } from "../../../../src/store/sample-store.ts";
import type { Asker } from "../../../../src/host/samples/asker.ts";
import { GoBack } from "../../../../src/host/samples/asker.ts";
import { carryOutDraw } from "../../../../src/host/samples/draw-job.ts";
import type { DialogueParts } from "../../../../src/host/samples/draw-dialogue.ts";
import type { SamplePorts, SampleSource } from "../../../../src/host/samples/ports.ts";
import { settled } from "../../corpus/table/settled.ts";

/** What nobody asks anything of here. */
const URI: SampleSource["file"]["uri"] = JSON.parse('{"scheme": "file"}');
const LOG: SamplePorts["log"] = JSON.parse("{}");

export function conversationOf(at: number): Conversation {
  const turns = Array.from({ length: 2 + (at % 9) }, (_, turn) => ({
    role: turn % 2 === 0 ? ("user" as const) : ("assistant" as const),
    blocks: [{ type: "text" as const, text: `${at} said ${turn}` }],
  }));
  const metadata = { model: `m-${at % 3}`, language: at % 10 === 0 ? "de" : "en" };
  return { id: `c-${at}`, format: "test", position: { row: at }, turns, metadata, notes: [] };
}

export interface Played {
  readonly source: SampleSource;
  readonly store: SampleStore;
  readonly parts: DialogueParts;
  readonly conversations: readonly Conversation[];
  /** What the person was shown: title, placeholder or prompt, choices. */
  readonly shown: string[];
  close(): Promise<void>;
}

export const BACK = Symbol("back");
/** The start of a choice's label, what is typed, "" to accept what is there, or `BACK`. */
export type Answer = string | typeof BACK;

export async function play(
  folder: string,
  answers: readonly Answer[],
  changes: Omit<Partial<DialogueParts>, "ports"> & { readonly ports?: Partial<SamplePorts> } = {},
  conversations: readonly Conversation[] = Array.from({ length: 120 }, (_, at) => conversationOf(at)),
): Promise<Played> {
  const engine = new TableEngine(memoryRows(conversations, [], "test.jsonl"));
  engine.start();
  await settled(engine);
  const store = new SampleStore(corpusPaths(join(folder, ".valuemark"), "test-0123456789"));
  const shown: string[] = [];
  const file: SampleSource["file"] = {
    uri: URI,
    name: "test.jsonl",
    format: { id: "test", title: "Test" },
    count: conversations.length,
    errors: [],
    mtime: 0,
    size: 0,
    conversation: async (index) => conversations[index] ?? Promise.reject(new Error("none")),
    indexesOf: async (ids) => ids.map(() => undefined),
    idHash: () => undefined,
  };
  const { ports: given, ...rest } = changes;
  const ports = { ...portsFor(store), ...given };
  return {
    source: { file, table: engine },
    store,
    conversations,
    shown,
    parts: {
      ports,
      asker: scripted(answers, shown),
      now: new Date("2026-03-01T09:30:00.000Z"),
      random: () => 0.42,
      drawOff: async (job) => carryOutDraw(structuredClone(job)),
      working: (_title, work) => work(new AbortController().signal, () => undefined),
      readIds: async () => undefined,
      readTraps: async () => undefined,
      ...rest,
    },
    close: () => engine.close(),
  };
}

const nothing = { dispose: () => undefined };
const taxonomy = createTaxonomy({ id: "t", title: "T", version: "1", licence: "", attribution: "" }, [
  { id: "Epistemic", name: "Epistemic", level: 3, parent: null },
  { id: "Social", name: "Social", level: 3, parent: null },
  { id: "honesty", name: "Honesty", level: 0, parent: "Epistemic" },
  { id: "accuracy", name: "Accuracy", level: 0, parent: "Epistemic" },
  { id: "kindness", name: "Kindness", level: 0, parent: "Social" },
]);

function portsFor(store: SampleStore): SamplePorts {
  return {
    currentFile: () => undefined,
    sourceOf: () => Promise.reject(new Error("not asked for")),
    onDidChange: () => nothing,
    currentConversation: () => undefined,
    storeOf: async () => store,
    prepare: async () => undefined,
    written: () => undefined,
    onDidChangeSamples: () => nothing,
    rater: () => "ada",
    askRater: async () => "ada",
    knownRaters: async () => ["bo"],
    recordOf: async () => undefined,
    show: async () => undefined,
    taxonomy: () => taxonomy,
    labelBasis: async () => "labels of the run r1",
    scores: () => Promise.reject(new Error("not asked for")),
    log: LOG,
  };
}

/** Answers in order; an answer that fits nothing on show is an error, as is a question too many. */
function scripted(answers: readonly Answer[], shown: string[]): Asker {
  let at = 0;
  const next = (title: string): string => {
    const answer = answers[at++];
    if (answer === undefined) throw new Error(`no answer left for ${title}`);
    if (answer === BACK) throw new GoBack();
    return answer;
  };
  return {
    async pick(step) {
      const choices = step.choices.map(({ label, detail = "" }) => `  ${label} | ${detail}`);
      shown.push([`${step.title} | ${step.placeholder}`, ...choices].join("\n"));
      const answer = next(step.title);
      const chosen = step.choices.find(({ label, inert }) => inert !== true && label.startsWith(answer));
      if (!chosen) throw new Error(`${step.title} has no choice ${answer}`);
      return chosen.value;
    },
    async input(step) {
      shown.push(`${step.title} | ${step.prompt}`);
      const answer = next(step.title) || step.value;
      const problem = step.problem(answer);
      if (problem !== undefined) throw new Error(`${step.title}: ${problem}`);
      return answer;
    },
  };
}
