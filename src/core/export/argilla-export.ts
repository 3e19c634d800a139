/**
 * Argilla 2: a dataset folder as `Dataset.from_disk` reads it: `dataset.json`, `settings.json` and `records.json`
 * (https://docs.argilla.io/latest/how_to_guides/import_export/). Gold labels are suggestions: a response belongs to a
 * user of the server, whom only the server knows. Spans count code points, as its server checks them.
 */
import type { AnnotationKind } from "../extraction/annotation.ts";
import { RESPONSE_TYPES, SUBJECTIVITIES } from "../extraction/annotation.ts";
import { KIND_ENTRIES, codebookText } from "../extraction/codebook.ts";
import type { ExportFile } from "./export-source.ts";
import type { LabelNames } from "./label-names.ts";
import { NONE, labelNames } from "./label-names.ts";
import type { GoldManifest } from "./manifest.ts";
import type { Prepared, PreparedDecision, PreparedItem } from "./prepare.ts";
import type { TranscriptText } from "./transcript-spans.ts";
import { transcriptText } from "./transcript-spans.ts";

const FIELD = "conversation";
const QUESTIONS: Readonly<Record<AnnotationKind, string>> = {
  aiValue: "ai_values",
  humanValue: "human_values",
  responseType: "response_type",
  task: "task",
  subjectivity: "subjectivity",
};
const EVIDENCE = { aiValue: "ai_value_evidence", humanValue: "human_value_evidence" } as const;
type ValueKind = keyof typeof EVIDENCE;

function isValueKind(kind: AnnotationKind): kind is ValueKind {
  return kind in EVIDENCE;
}

export async function* argillaFiles(prepared: Prepared, manifest: GoldManifest): AsyncGenerator<ExportFile> {
  const names = await labelNames(prepared);
  const json = (value: unknown): AsyncGenerator<string> => once(`${JSON.stringify(value, null, 2)}\n`);
  yield { path: "dataset.json", chunks: json(datasetOf(manifest)) };
  yield { path: "settings.json", chunks: json(settingsOf(names)) };
  yield { path: "records.json", chunks: records(prepared, manifest, names) };
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

function datasetOf({ name }: GoldManifest) {
  // Names of datasets take letters, digits, hyphens and underscores.
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9_-]+/g, "-");
  return { name: `valuemark-gold-${plain}`.slice(0, 200), status: "ready", allow_extra_metadata: true };
}

function settingsOf(names: LabelNames) {
  const values = (["aiValue", "humanValue"] as const).flatMap((kind) => valueQuestions(kind, names));
  return {
    guidelines: codebookText(),
    allow_extra_metadata: true,
    fields: [
      {
        name: FIELD,
        title: "Conversation",
        required: true,
        settings: { type: "text", use_markdown: false },
      },
    ],
    questions: [
      ...values,
      choiceQuestion("responseType", RESPONSE_TYPES, names),
      choiceQuestion("subjectivity", SUBJECTIVITIES, names),
      question("task", "task", { type: "text", use_markdown: false }, false),
    ],
    vectors: [],
    metadata: [],
  };
}

function question(kind: AnnotationKind, name: string, settings: object, required: boolean, title?: string) {
  const entry = KIND_ENTRIES.find(({ value }) => value === kind);
  return {
    name,
    title: title ?? entry?.label ?? name,
    description: entry?.definition ?? null,
    required,
    settings,
  };
}

function optionsOf(values: readonly string[]) {
  const options = values.map((value) => ({ value, text: value }));
  return { options, visible_options: options.length >= 3 ? options.length : null };
}

function valueQuestions(kind: ValueKind, names: LabelNames) {
  const known = names.of(kind);
  if (known.length === 0) return [];
  const settings = {
    type: "multi_label_selection",
    options_order: "natural",
    ...optionsOf([NONE, ...known]),
  };
  const spans = { type: "span", field: FIELD, allow_overlapping: true, ...optionsOf(known) };
  const title = `${KIND_ENTRIES.find(({ value }) => value === kind)?.label ?? kind}: evidence`;
  return [
    question(kind, QUESTIONS[kind], settings, false),
    question(kind, EVIDENCE[kind], spans, false, title),
  ];
}

/** The server wants one question at least that must be answered: every conversation has a response type. */
function choiceQuestion(kind: "responseType" | "subjectivity", closed: readonly string[], names: LabelNames) {
  const known = [...closed, ...names.of(kind).filter((one) => !closed.includes(one))];
  const settings = { type: "label_selection", ...optionsOf(known) };
  return question(kind, QUESTIONS[kind], settings, kind === "responseType");
}

async function* records(
  prepared: Prepared,
  manifest: GoldManifest,
  names: LabelNames,
): AsyncGenerator<string> {
  let before = "[\n";
  for await (const item of prepared.items()) {
    yield `${before}${JSON.stringify(recordOf(item, manifest, names))}`;
    before = ",\n";
  }
  yield before === "[\n" ? "[]\n" : "\n]\n";
}

function recordOf(item: PreparedItem, { name }: GoldManifest, names: LabelNames) {
  const shown = item.conversation && transcriptText(item.conversation);
  const suggestions = item.decisions.flatMap((decision) =>
    decision.undecided ? [] : suggestionsOf(decision, shown, names, `valuemark gold ${name}`),
  );
  const undecided = item.decisions.filter((one) => one.undecided !== undefined);
  return {
    id: item.id,
    fields: { [FIELD]: shown?.text ?? "" },
    metadata: {
      gold_version: name,
      ...(item.hash === undefined ? {} : { conversation_hash: item.hash }),
      ...(item.weight === undefined ? {} : { weight: item.weight }),
      ...(item.stratum === undefined ? {} : { stratum: item.stratum }),
      ...(undecided.length === 0 ? {} : { undecided: undecided.map(({ kind }) => QUESTIONS[kind]) }),
    },
    suggestions: Object.fromEntries(suggestions),
    responses: {},
    vectors: {},
  };
}

type SuggestionEntry = readonly [string, { value: unknown; score: number | number[] | null; agent: string }];

function suggestionsOf(
  { kind, labels, raters, none, withheld }: PreparedDecision,
  shown: TranscriptText | undefined,
  names: LabelNames,
  agent: string,
): SuggestionEntry[] {
  const share = (votes: number): number => (raters.length === 0 ? 0 : votes / raters.length);
  const values = labels.map(({ label }) => names.nameOf(label));
  const [only] = values;
  if (!isValueKind(kind)) {
    const score = share(labels[0]?.votes.length ?? 0);
    return only === undefined ? [] : [[QUESTIONS[kind], { value: only, score, agent }]];
  }
  if (names.of(kind).length === 0 || (values.length === 0 && withheld > 0)) return [];
  if (only === undefined) return [[QUESTIONS[kind], { value: [NONE], score: [share(none.length)], agent }]];
  const scores = labels.map(({ votes }) => share(votes.length));
  const spans = labels.flatMap(({ label, spans: own }) =>
    own.flatMap((span) => {
      const place = shown?.place(span);
      return place ? [{ start: place.start, end: place.end, label: names.nameOf(label) }] : [];
    }),
  );
  return [
    [QUESTIONS[kind], { value: values, score: scores, agent }],
    ...(spans.length === 0
      ? []
      : [[EVIDENCE[kind], { value: spans, score: null, agent }] satisfies SuggestionEntry]),
  ];
}
