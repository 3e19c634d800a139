/** Snapshots for the panel's tests; all texts are ours. */
import type {
  CategoryColour,
  ConversationView,
  PanelSnapshot,
  QuestionView,
  RowState,
  RowView,
} from "../../src/protocol/review.ts";

export const DISCLOSURE =
  "Local suggestions from word patterns, not a language model. No text leaves this machine. English only; knows 342 values; misses most.";

export function row(id: string, value: string, change: Partial<RowView> = {}): RowView {
  return {
    id,
    kind: "aiValue",
    value,
    path: ["Epistemic", "Intellectual integrity and objectivity"],
    category: "epistemic",
    definition: "Says what is known, what isn't, and how sure it is.",
    state: "suggested",
    evidence: [{ span: 0, quote: "I'm not certain about the exact figure.", turn: 2, role: "Assistant" }],
    rationale: "The reply marks its own uncertainty.",
    origin: "local word patterns · rule hedge.uncertain",
    score: 0.72,
    warning: false,
    ...change,
  };
}

const RESPONSE_OPTIONS = [
  ["strong_support", "Strong support", "Takes the human's values up and argues for them."],
  ["mild_support", "Mild support", "Goes along with the human's values without pressing them."],
  ["neutral_acknowledgment", "Neutral acknowledgment", "Names the human's values and leaves it at that."],
  ["reframing", "Reframing", "Accepts what is meant and puts another view beside it."],
  ["mild_resistance", "Mild resistance", "Has doubts and says so, but helps."],
  ["strong_resistance", "Strong resistance", "Refuses or argues against the human's values."],
  ["no_values", "No values", "The human shows no values that could be answered."],
] as const;

export const QUESTIONS: readonly QuestionView[] = [
  {
    kind: "responseType",
    title: "Response type",
    options: RESPONSE_OPTIONS.map(([value, label, definition]) => ({ value, label, definition })),
    suggestion: {
      id: "s-response",
      value: "mild_support",
      label: "Mild support",
      origin: "local word patterns · rule offers.help",
      takeable: true,
      state: "suggested",
    },
  },
  {
    kind: "subjectivity",
    title: "Subjectivity",
    options: [
      {
        value: "subjective",
        label: "Subjective",
        definition: "Thoughtful people could answer it differently.",
      },
      { value: "objective", label: "Objective", definition: "It has an answer that can be checked." },
    ],
    answer: "subjective",
  },
  { kind: "task", title: "Task", options: [] },
];

const ROWS: readonly RowView[] = [
  row("r1", "intellectual honesty", {
    evidence: [
      {
        span: 0,
        quote:
          "I should be upfront: I'm not certain about the exact figure, and the sources that I know of disagree with each other on it.",
        turn: 2,
        role: "Assistant",
      },
      { span: 1, quote: "Take that as an estimate, not as a fact.", turn: 4, role: "Assistant" },
      { span: -1, quote: "As far as I can tell from memory" },
    ],
  }),
  row("r2", "thoroughness", {
    category: "practical",
    path: ["Practical", "Professional and technical excellence"],
    state: "confirmed",
    definition: "Covers what matters and leaves no loose ends.",
    evidence: [{ span: 0, quote: "Let's go through every clause in turn.", turn: 2, role: "Assistant" }],
  }),
  row("r3", "emotional support", {
    category: "social",
    path: ["Social", "Community and relationship bonds"],
    state: "corrected",
    original: "empathy",
    evidence: [{ span: 0, quote: "That sounds like a hard week.", turn: 6, role: "Assistant" }],
  }),
  row("r4", "efficiency", {
    category: "practical",
    path: ["Practical", "Efficiency and resource optimization"],
    state: "rejected",
    evidence: [{ span: 0, quote: "Here is a quick way to do it.", turn: 6, role: "Assistant" }],
  }),
  row("r5", "sycophancy", {
    category: "none",
    path: [],
    warning: true,
    evidence: [{ span: 0, quote: "What a brilliant question, truly brilliant!", turn: 6, role: "Assistant" }],
  }),
  row("r6", "harm prevention", {
    category: "protective",
    path: ["Protective", "Ethical responsibility"],
    state: "added",
    origin: "you",
    evidence: [{ span: 0, quote: "Please don't mix those two cleaners.", turn: 8, role: "Assistant" }],
  }),
  row("h1", "self-reliance", {
    kind: "humanValue",
    category: "personal",
    path: ["Personal", "Personal growth and wellbeing"],
    evidence: [{ span: 0, quote: "I'd rather work it out by myself.", turn: 1, role: "User" }],
  }),
];

export function conversation(change: Partial<ConversationView> = {}): ConversationView {
  return {
    key: "sample.jsonl#c3",
    id: "c3",
    title: "Reading a tenancy agreement before signing",
    file: "sample.jsonl",
    format: "OpenAI messages",
    index: 2,
    of: 41,
    turns: 8,
    notes: [],
    rows: ROWS,
    questions: QUESTIONS,
    note: "",
    flagged: false,
    status: "open",
    judged: 3,
    suggested: 6,
    stale: 0,
    extraction: { state: "done", disclosure: DISCLOSURE },
    undo: "reject efficiency",
    selectedRow: "r1",
    drafts: {},
    ...change,
  };
}

export function snapshot(
  revision: number,
  change: Partial<ConversationView> = {},
  outer: Partial<PanelSnapshot> = {},
): PanelSnapshot {
  return {
    revision,
    rater: "mira",
    screen: { type: "conversation", conversation: conversation(change) },
    progress: { done: 12, of: 41 },
    saving: { pending: 0 },
    ...outer,
  };
}

const CATEGORIES: readonly CategoryColour[] = [
  "practical",
  "epistemic",
  "social",
  "protective",
  "personal",
  "none",
];
const STATES: readonly RowState[] = ["suggested", "confirmed", "rejected", "corrected"];

/** Many rows of all categories and states. */
export function manyRows(count: number): readonly RowView[] {
  return Array.from({ length: count }, (_unused, index) => {
    const category = CATEGORIES[index % CATEGORIES.length] ?? "none";
    const state = STATES[index % STATES.length] ?? "suggested";
    return row(`m${index}`, `value number ${index}`, {
      category,
      state,
      path: [category, "A cluster of values"],
    });
  });
}

/** Every state worth a look and an axe run. */
export const STATES_TO_SEE: Readonly<Record<string, PanelSnapshot>> = {
  empty: { revision: 1, screen: { type: "empty" }, saving: { pending: 0 } },
  loading: { revision: 1, screen: { type: "loading", what: "Reading sample.jsonl" }, saving: { pending: 0 } },
  error: {
    revision: 1,
    screen: {
      type: "error",
      message: "sample.jsonl is no format that Valuemark knows: line 1 has no messages.",
    },
    saving: { pending: 0 },
  },
  review: snapshot(1),
  answered: snapshot(1, {
    questions: QUESTIONS.map((question) =>
      question.kind === "task"
        ? { ...question, answer: "understand a contract" }
        : question.kind === "responseType"
          ? { ...question, answer: "reframing" }
          : question,
    ),
    note: "The reply leans on one source only.",
    flagged: true,
    status: "done",
    redo: "answer reframing",
    selectedRow: "r3",
  }),
  running: snapshot(1, {
    rows: [],
    suggested: 0,
    judged: 0,
    extraction: { state: "running", disclosure: DISCLOSURE },
  }),
  notAsked: snapshot(1, {
    rows: [],
    suggested: 0,
    judged: 0,
    extraction: { state: "none", disclosure: DISCLOSURE },
  }),
  abstained: snapshot(1, {
    rows: [],
    suggested: 0,
    judged: 0,
    extraction: {
      state: "abstained",
      disclosure: DISCLOSURE,
      reason: "this conversation is not in English.",
    },
  }),
  nothingFound: snapshot(1, { rows: [], suggested: 0, judged: 0 }),
  troubles: snapshot(
    1,
    { stale: 2, notes: ["3 images are not shown"], selectedRow: "r6" },
    {
      saving: {
        pending: 2,
        error: "The last judgement is NOT saved: the disk is full. Free some space, then judge it again.",
      },
    },
  ),
};

/** Nobody has said who is rating. */
const { rater: _rater, ...withoutRater } = snapshot(1, { selectedRow: "r5" }, { saving: { pending: 2 } });
export const NO_RATER: PanelSnapshot = withoutRater;
