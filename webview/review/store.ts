/** The panel's state: the newest snapshot and what belongs to this page alone. Pure: state in, state out. */
import type { ConversationView, PanelSnapshot } from "../../src/protocol/review.ts";
import { settleDrafts, type Draft, type DraftField, type Drafts } from "./drafts.ts";

/** Where the reader was in one conversation. */
export interface Place {
  readonly key: string;
  /** CSS pixels. */
  readonly scrollTop: number;
  /** Rows whose evidence is unfolded. */
  readonly expanded: readonly string[];
}

/** `told`: the host has answered; it goes with the next snapshot. */
export interface Selecting {
  readonly key: string;
  readonly row: string;
  readonly told: boolean;
}

export interface PanelState {
  readonly snapshot?: PanelSnapshot;
  readonly place?: Place;
  readonly drafts: Drafts;
  /** Selected here, not yet confirmed by the host; wins over the snapshot so that quick steps don't jump back. */
  readonly selecting?: Selecting;
  /** A failed request, in words; shown until dismissed or until something succeeds. */
  readonly problem?: string;
}

export const EMPTY_STATE: PanelState = { drafts: new Map() };

export function conversationOf(state: PanelState): ConversationView | undefined {
  const screen = state.snapshot?.screen;
  return screen?.type === "conversation" ? screen.conversation : undefined;
}

/** Takes a snapshot in, unless a newer one is shown. Another conversation starts at its top, folded. */
export function accept(state: PanelState, snapshot: PanelSnapshot): PanelState {
  if (state.snapshot !== undefined && snapshot.revision < state.snapshot.revision) return state;
  const next = { ...state, snapshot };
  const conversation = conversationOf(next);
  if (conversation === undefined) return next;
  const { selecting, ...rest } = next;
  const keepSelecting =
    selecting?.told === false &&
    selecting.key === conversation.key &&
    conversation.rows.some((row) => row.id === selecting.row);
  return {
    ...rest,
    ...(keepSelecting ? { selecting } : {}),
    drafts: settleDrafts(state.drafts, conversation),
    place:
      state.place?.key === conversation.key
        ? state.place
        : { key: conversation.key, scrollTop: 0, expanded: [] },
  };
}

/** The row shown as selected: the one just chosen here, else the host's. */
export function selectedRow(state: PanelState): string | undefined {
  const conversation = conversationOf(state);
  if (conversation === undefined) return undefined;
  return state.selecting?.key === conversation.key ? state.selecting.row : conversation.selectedRow;
}

export function withPlace(state: PanelState, change: Partial<Omit<Place, "key">>): PanelState {
  return state.place === undefined ? state : { ...state, place: { ...state.place, ...change } };
}

export function withProblem(state: PanelState, problem: string | undefined): PanelState {
  const { problem: _old, ...rest } = state;
  return problem === undefined ? rest : { ...rest, problem };
}

export function withSelecting(state: PanelState, row: string | undefined): PanelState {
  const { selecting: _old, ...rest } = state;
  const key = conversationOf(state)?.key;
  return row === undefined || key === undefined ? rest : { ...rest, selecting: { key, row, told: false } };
}

/** The host has taken the selection over; what it then says holds. */
export function toldSelecting(state: PanelState): PanelState {
  return state.selecting === undefined ? state : { ...state, selecting: { ...state.selecting, told: true } };
}

/** What survives hiding and reloading. Snapshots don't: the host sends a fresh one. */
export interface Kept {
  readonly version: 1;
  readonly place?: Place;
  readonly drafts: readonly (readonly [key: string, field: DraftField, text: string])[];
}

export function toKept(state: PanelState): Kept {
  const drafts: [string, DraftField, string][] = [];
  for (const [key, fields] of state.drafts) {
    for (const field of ["note", "task"] as const) {
      const draft = fields[field];
      if (draft !== undefined && !draft.saved) drafts.push([key, field, draft.text]);
    }
  }
  return { version: 1, drafts, ...(state.place === undefined ? {} : { place: state.place }) };
}

export function fromKept(kept: Kept): PanelState {
  const drafts = new Map<string, Partial<Record<DraftField, Draft>>>();
  for (const [key, field, text] of kept.drafts) {
    drafts.set(key, { ...drafts.get(key), [field]: { text, saved: false } });
  }
  return { drafts, ...(kept.place === undefined ? {} : { place: kept.place }) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** Reads what an earlier page kept; undefined when it is of another make. */
export function parseKept(value: unknown): Kept | undefined {
  if (!isRecord(value) || value["version"] !== 1 || !Array.isArray(value["drafts"])) return undefined;
  const drafts: [string, DraftField, string][] = [];
  for (const entry of value["drafts"]) {
    if (!Array.isArray(entry)) continue;
    const [key, field, text]: unknown[] = entry;
    if (typeof key !== "string" || typeof text !== "string") continue;
    if (field === "note" || field === "task") drafts.push([key, field, text]);
  }
  const place = parsePlace(value["place"]);
  return { version: 1, drafts, ...(place === undefined ? {} : { place }) };
}

function parsePlace(value: unknown): Place | undefined {
  if (!isRecord(value)) return undefined;
  const { key, scrollTop, expanded } = value;
  if (typeof key !== "string" || typeof scrollTop !== "number" || !Array.isArray(expanded)) return undefined;
  return { key, scrollTop, expanded: expanded.filter((id) => typeof id === "string") };
}
