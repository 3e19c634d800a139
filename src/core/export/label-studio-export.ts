/**
 * Label Studio: a list of tasks (https://labelstud.io/guide/task_format) and the labeling configuration that shows them.
 * Offsets of regions in a Text are code points (its pull request label-studio-frontend#308).
 */
import type { AnnotationKind } from "../extraction/annotation.ts";
import { RESPONSE_TYPES, SUBJECTIVITIES } from "../extraction/annotation.ts";
import { KIND_ENTRIES } from "../extraction/codebook.ts";
import type { ExportFile } from "./export-source.ts";
import type { LabelNames } from "./label-names.ts";
import { NONE, labelNames } from "./label-names.ts";
import type { GoldManifest } from "./manifest.ts";
import type { Prepared, PreparedDecision, PreparedItem } from "./prepare.ts";
import type { TranscriptText } from "./transcript-spans.ts";
import { transcriptText } from "./transcript-spans.ts";

/** The controls' names: of the answer, and of the evidence where it is marked in the text. */
const CONTROLS: Readonly<Record<AnnotationKind, { readonly answer: string; readonly evidence?: string }>> = {
  aiValue: { answer: "ai_values", evidence: "ai_value_evidence" },
  humanValue: { answer: "human_values", evidence: "human_value_evidence" },
  responseType: { answer: "response_type" },
  task: { answer: "task" },
  subjectivity: { answer: "subjectivity" },
};
const TEXT = "conversation";

export async function* labelStudioFiles(
  prepared: Prepared,
  manifest: GoldManifest,
): AsyncGenerator<ExportFile> {
  const names = await labelNames(prepared);
  yield { path: "label_config.xml", chunks: once(labelConfig(names)) };
  yield { path: "tasks.json", chunks: tasks(prepared, manifest, names) };
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

async function* tasks(prepared: Prepared, manifest: GoldManifest, names: LabelNames): AsyncGenerator<string> {
  let before = "[\n";
  for await (const item of prepared.items()) {
    yield `${before}${JSON.stringify(taskOf(item, manifest, names))}`;
    before = ",\n";
  }
  yield before === "[\n" ? "[]\n" : "\n]\n";
}

function taskOf(item: PreparedItem, { name }: GoldManifest, names: LabelNames) {
  const shown = item.conversation && transcriptText(item.conversation);
  const decided = item.decisions.filter(({ undecided }) => undecided === undefined);
  const gold = decided.flatMap((one) => goldResults(one, shown, names));
  const votes = item.decisions.filter(({ undecided }) => undecided !== undefined);
  const suggested = votes.flatMap((one) => votedResults(one, names));
  return {
    data: { [TEXT]: shown?.text ?? "", conversation_id: item.id },
    meta: {
      gold: name,
      conversation_hash: item.hash,
      weight: item.weight,
      probability: item.probability,
      stratum: item.stratum,
      undecided: Object.fromEntries(votes.map((one) => [CONTROLS[one.kind].answer, one.undecided])),
      withheld: decided.reduce((sum, one) => sum + one.withheld, 0),
    },
    // A conversation of which nothing is decided is a task still to be done.
    annotations: decided.length === 0 ? [] : [{ ground_truth: true, was_cancelled: false, result: gold }],
    predictions:
      suggested.length === 0 ? [] : [{ model_version: "votes without a decision", result: suggested }],
  };
}

function goldResults(decision: PreparedDecision, shown: TranscriptText | undefined, names: LabelNames) {
  const { kind, labels, withheld } = decision;
  const { answer, evidence } = CONTROLS[kind];
  const values = labels.map(({ label }) => names.nameOf(label));
  if (evidence === undefined) return values.length === 0 ? [] : [answerResult(kind, answer, values)];
  const regions = labels.flatMap(({ label, spans }, at) =>
    spans.flatMap((span, n) => {
      const place = shown?.place(span);
      if (!place) return [];
      const value = { ...place, labels: [names.nameOf(label)] };
      return [{ id: `${answer}-${at}-${n}`, from_name: evidence, to_name: TEXT, type: "labels", value }];
    }),
  );
  const all = values.length > 0 ? values : withheld > 0 ? [] : [NONE];
  return [...(all.length === 0 ? [] : [answerResult(kind, answer, all)]), ...regions];
}

/** What was voted for without a decision, each with its share of the raters. */
function votedResults({ kind, rejected, raters }: PreparedDecision, names: LabelNames) {
  return rejected.map(({ label, votes }, at) => ({
    ...answerResult(kind, CONTROLS[kind].answer, [names.nameOf(label)]),
    id: `${CONTROLS[kind].answer}-vote-${at}`,
    score: raters.length === 0 ? 0 : votes.length / raters.length,
  }));
}

function answerResult(kind: AnnotationKind, name: string, values: readonly string[]) {
  const base = { id: name, from_name: name, to_name: TEXT };
  return kind === "task"
    ? { ...base, type: "textarea", value: { text: values } }
    : { ...base, type: "choices", value: { choices: values } };
}

/** `<Text>` keeps line breaks by the style. Only classes of this gold set are offered. */
function labelConfig(names: LabelNames): string {
  const title = (kind: AnnotationKind): string =>
    KIND_ENTRIES.find((entry) => entry.value === kind)?.label ?? kind;
  const options = (tag: string, values: readonly string[]): string =>
    values.map((value) => `      <${tag} value="${xml(value)}"/>\n`).join("");
  const values = (kind: "aiValue" | "humanValue"): string => {
    const { answer, evidence } = CONTROLS[kind];
    const known = names.of(kind);
    return [
      `    <Header value="${title(kind)}s"/>\n`,
      ...(known.length === 0
        ? []
        : [`    <Labels name="${evidence}" toName="${TEXT}">\n${options("Label", known)}    </Labels>\n`]),
      `    <Choices name="${answer}" toName="${TEXT}" choice="multiple">\n${options("Choice", [NONE, ...known])}    </Choices>\n`,
    ].join("");
  };
  const single = (kind: "responseType" | "subjectivity", closed: readonly string[]): string => {
    const known = [...closed, ...names.of(kind).filter((one) => !closed.includes(one))];
    return `    <Header value="${title(kind)}"/>\n    <Choices name="${CONTROLS[kind].answer}" toName="${TEXT}" choice="single">\n${options("Choice", known)}    </Choices>\n`;
  };
  return [
    "<View>\n",
    "    <Style>.htx-text{ white-space: pre-wrap; }</Style>\n",
    values("aiValue"),
    values("humanValue"),
    `    <Text name="${TEXT}" value="$${TEXT}"/>\n`,
    single("responseType", RESPONSE_TYPES),
    single("subjectivity", SUBJECTIVITIES),
    `    <Header value="${title("task")}"/>\n    <TextArea name="task" toName="${TEXT}" maxSubmissions="1"/>\n`,
    "</View>\n",
  ].join("");
}

/** XML 1.0 has no place for control characters and half surrogate pairs, and `labelNames` leaves none. */
function xml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&apos;");
}
