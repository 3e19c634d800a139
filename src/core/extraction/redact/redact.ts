/** A copy of a conversation without what identifies people or opens doors, and the way back. */
import { hashText } from "../../conversation/hash.ts";
import type { Conversation } from "../../conversation/model.ts";
import { boundaryAfter, boundaryBefore } from "../../conversation/spanGraphemes.ts";
import { findEmails, findHandles, findIps, findUrls } from "./addresses.ts";
import { REDACTION_KINDS, type Match, type RedactionKind } from "./kinds.ts";
import { findNames, knowNames, type KnownNames } from "./names.ts";
import { findBirthdates, findCardsAndPhones, findIbans, findIds } from "./numbers.ts";
import { findSecrets } from "./secrets.ts";
import type { BlockEdits, Edit, RedactionMap } from "./span-map.ts";

export interface RedactionOptions {
  /** Kinds to look for. Default: all. */
  readonly kinds?: readonly RedactionKind[];
  /** Names to take out wherever they stand, in any case. */
  readonly names?: readonly string[];
}

export interface Redaction {
  /** Turns with placeholders; without title, notes, metadata, authors, message ids and times, which are not sent. */
  readonly conversation: Conversation;
  /** Local: holds what was taken out. Never sent, never logged. */
  readonly map: RedactionMap;
  /** Mentions taken out, by kind; kinds without any are left out. */
  readonly found: Readonly<Partial<Record<RedactionKind, number>>>;
}

const DETECTORS = [
  findSecrets,
  findEmails,
  findUrls,
  findCardsAndPhones,
  findIbans,
  findIds,
  findIps,
  findBirthdates,
  findHandles,
];

/** "⟦EMAIL_1⟧" */
export const PLACEHOLDER_PATTERN = /\u27e6[A-Z]{2,12}_\d{1,9}\u27e7/g;

/** On grapheme boundaries, overlapping ones as one, in order. The kind is that of the longest, then the more telling. */
function combine(text: string, matches: readonly Match[]): Match[] {
  const rank = (match: Match): number => REDACTION_KINDS.indexOf(match.kind);
  const sorted = matches
    .map((match) => ({
      ...match,
      start: boundaryBefore(text, match.start),
      end: boundaryAfter(text, match.end),
    }))
    .sort((a, b) => a.start - b.start || b.end - a.end || rank(a) - rank(b));
  const combined: Match[] = [];
  let widest = 0;
  for (const match of sorted) {
    const last = combined.at(-1);
    if (last === undefined || match.start >= last.end) {
      combined.push(match);
      widest = match.end - match.start;
      continue;
    }
    const length = match.end - match.start;
    const lead = length > widest ? match : last;
    widest = Math.max(widest, length);
    const end = Math.max(last.end, match.end);
    const isWhole = lead.start === last.start && lead.end === end;
    const identity = isWhole ? lead.identity : text.slice(last.start, end);
    combined[combined.length - 1] = { start: last.start, end, kind: lead.kind, identity };
  }
  return combined;
}

/** Gives out placeholders: the same thing the same one, none that stands in the conversation already. */
class Placeholders {
  private readonly given = new Map<string, string>();
  private readonly counts = new Map<RedactionKind, number>();
  private readonly taken: ReadonlySet<string>;

  constructor(texts: readonly string[]) {
    this.taken = new Set(texts.flatMap((text) => text.match(PLACEHOLDER_PATTERN) ?? []));
  }

  for(kind: RedactionKind, identity: string): string {
    const key = `${kind} ${identity}`;
    const known = this.given.get(key);
    if (known !== undefined) return known;
    let count = this.counts.get(kind) ?? 0;
    let placeholder: string;
    do {
      count += 1;
      placeholder = `\u27e6${kind.toUpperCase()}_${count}\u27e7`;
    } while (this.taken.has(placeholder));
    this.counts.set(kind, count);
    this.given.set(key, placeholder);
    return placeholder;
  }
}

function findAll(text: string, names: KnownNames, kinds: ReadonlySet<RedactionKind>): Match[] {
  const matches = DETECTORS.flatMap((detect) => detect(text));
  const all = kinds.has("name") ? [...matches, ...findNames(text, names)] : matches;
  return combine(
    text,
    all.filter(({ kind }) => kinds.has(kind)),
  );
}

/**
 * Takes out what the detectors find (docs/privacy.md has the list and its limits) and puts placeholders in its place.
 * Deterministic; linear in the text. The map leads from every offset in the copy back to the original.
 */
export function redactConversation(conversation: Conversation, options: RedactionOptions = {}): Redaction {
  const kinds = new Set(options.kinds ?? REDACTION_KINDS);
  const texts = conversation.turns.flatMap((turn) => turn.blocks.map(({ text }) => text));
  const names = knowNames(kinds.has("name") ? texts : [], options.names ?? []);
  const placeholders = new Placeholders(texts);
  const found: Partial<Record<RedactionKind, number>> = {};
  const blocks: BlockEdits[] = [];
  const turns = conversation.turns.map(({ role, blocks: originals }, turn) => ({
    role,
    blocks: originals.map((original, block) => {
      const edits: Edit[] = [];
      const parts: string[] = [];
      let [from, shift] = [0, 0];
      for (const { start, end, kind, identity } of findAll(original.text, names, kinds)) {
        const placeholder = placeholders.for(kind, identity);
        parts.push(original.text.slice(from, start), placeholder);
        edits.push({ start, at: start + shift, placeholder, original: original.text.slice(start, end) });
        shift += placeholder.length - (end - start);
        from = end;
        found[kind] = (found[kind] ?? 0) + 1;
      }
      if (edits.length === 0) return original;
      parts.push(original.text.slice(from));
      const text = parts.join("");
      blocks.push({ turn, block, hash: hashText(original.text), edits });
      return { ...original, text };
    }),
  }));
  const { id, format, position } = conversation;
  return {
    conversation: { id, format, position, turns, metadata: {}, notes: [] },
    map: { v: 1, blocks },
    found,
  };
}
