/** What is typed and not yet saved, by conversation and field. Pure: state in, state out. */
import type { ConversationView, DraftsView } from "../../src/protocol/review.ts";

export type DraftField = keyof DraftsView;

/** `saved`: the host has answered that this text is saved; it goes with the next snapshot. */
export interface Draft {
  readonly text: string;
  readonly saved: boolean;
}

export type DraftsOfConversation = Readonly<Partial<Record<DraftField, Draft>>>;
/** By conversation key, oldest first. */
export type Drafts = ReadonlyMap<string, DraftsOfConversation>;

/** So many conversations' drafts are kept in the page; the host keeps them all. */
const KEPT = 50;

export function setDraft(drafts: Drafts, key: string, field: DraftField, draft: Draft | undefined): Drafts {
  const next = new Map(drafts);
  const { [field]: _replaced, ...rest } = next.get(key) ?? {};
  next.delete(key);
  const mine = draft === undefined ? rest : { ...rest, [field]: draft };
  if (Object.keys(mine).length > 0) next.set(key, mine);
  for (const oldest of next.keys()) {
    if (next.size <= KEPT) break;
    next.delete(oldest);
  }
  return next;
}

/** The text on record, as the host knows it. */
export function savedText(conversation: ConversationView, field: DraftField): string {
  if (field === "note") return conversation.note;
  return conversation.questions.find((question) => question.kind === "task")?.answer ?? "";
}

/** What the field shows: what is being typed here, else what the host kept of it, else what is saved. */
export function shownText(drafts: Drafts, conversation: ConversationView, field: DraftField): string {
  return (
    drafts.get(conversation.key)?.[field]?.text ??
    conversation.drafts[field] ??
    savedText(conversation, field)
  );
}

/** True while what the field shows isn't saved. */
export function isUnsaved(drafts: Drafts, conversation: ConversationView, field: DraftField): boolean {
  if (drafts.get(conversation.key)?.[field]?.saved === true) return false;
  return shownText(drafts, conversation, field) !== savedText(conversation, field);
}

/** Drops the drafts that a new snapshot of their conversation has made needless. */
export function settleDrafts(drafts: Drafts, conversation: ConversationView): Drafts {
  let next = drafts;
  for (const field of ["note", "task"] as const) {
    const draft = drafts.get(conversation.key)?.[field];
    if (draft === undefined) continue;
    const onRecord =
      conversation.drafts[field] === undefined && draft.text === savedText(conversation, field);
    if (draft.saved || onRecord) next = setDraft(next, conversation.key, field, undefined);
  }
  return next;
}
