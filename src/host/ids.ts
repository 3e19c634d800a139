/** Every id the manifest knows, typed: a forgotten or mistyped id is a compile error. `manifest.test.ts` holds both together. */
export const COMMANDS = [
  "valuemark.open",
  "valuemark.openAs",
  "valuemark.openCorpus",
  "valuemark.showCorpus",
  "valuemark.clearCache",
  "valuemark.pickConversation",
  "valuemark.nextConversation",
  "valuemark.previousConversation",
  "valuemark.showTranscript",
  "valuemark.showReview",
  "valuemark.extractLocal",
  "valuemark.confirm",
  "valuemark.correct",
  "valuemark.reject",
  "valuemark.retract",
  "valuemark.addValue",
  "valuemark.addHumanValue",
  "valuemark.nextLabel",
  "valuemark.previousLabel",
  "valuemark.revealEvidence",
  "valuemark.responseType",
  "valuemark.subjectivity",
  "valuemark.task",
  "valuemark.note",
  "valuemark.flag",
  "valuemark.done",
  "valuemark.skip",
  "valuemark.reopen",
  "valuemark.undo",
  "valuemark.redo",
  "valuemark.showKeys",
  "valuemark.editKeys",
  "valuemark.setRater",
  "valuemark.cycleLabelPlacement",
  "valuemark.showLog",
  "valuemark.extractClaude",
  "valuemark.extractClaudeTurns",
  "valuemark.extractClaudeFile",
  "valuemark.batchFile",
  "valuemark.cancelBatches",
  "valuemark.writeRequestFiles",
  "valuemark.importResults",
  "valuemark.resumeRun",
  "valuemark.extractLanguageModel",
  "valuemark.previewRequest",
  "valuemark.showPrompt",
  "valuemark.setKey",
  "valuemark.removeKey",
  "valuemark.pickModel",
  "valuemark.revokeConsent",
  "valuemark.pickRun",
  "valuemark.compareRuns",
  "valuemark.importLabels",
] as const;
export type CommandId = (typeof COMMANDS)[number];

export const CONTEXT_KEYS = { conversationOpen: "valuemark.conversationOpen" } as const;

/** Scheme of the transcripts' documents. */
export const TRANSCRIPT_SCHEME = "valuemark";
export const TRANSCRIPT_LANGUAGE = "valuemark-transcript";
export const REVIEW_VIEW_TYPE = "valuemark.review";
export const CORPUS_VIEW_TYPE = "valuemark.corpus";
export const CONVERSATIONS_VIEW = "valuemark.conversations";
