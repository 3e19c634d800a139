/** Finds the conversation that a row of labels belongs to. */
import { hashText } from "../../conversation/hash.ts";
import type { Conversation, JsonValue, Role } from "../../conversation/model.ts";
import { at } from "../../formats/field-mapping.ts";
import { getFilled, getId, isList } from "../../formats/json-access.ts";
import { cellNumber, cellText } from "./cell-values.ts";
import type { LabelRow } from "./label-row.ts";
import type { ImportMapping, MatchRule } from "./mapping.ts";
import { squeezed } from "./offset-units.ts";

/** id: letter for letter. idTrimmed: but for case and white space. */
export type MatchStrategy = "id" | "idTrimmed" | "row" | "content";

export type RowMatch =
  | { readonly type: "one"; readonly at: number; readonly strategy: MatchStrategy }
  /** `key`: what was looked for, as far as it may be shown (ids and numbers, never text). */
  | { readonly type: "none"; readonly key: string }
  | { readonly type: "many"; readonly key: string; readonly count: number };

type Found = readonly number[] | undefined;

/** The conversations of one file by id, row and content. */
export class ConversationIndex {
  readonly conversations: readonly Conversation[];
  readonly #ids = new Map<string, number[]>();
  readonly #trimmed = new Map<string, number[]>();
  readonly #rows = new Map<number, number[]>();
  #contents: Map<string, number[]> | undefined;

  constructor(conversations: readonly Conversation[]) {
    this.conversations = conversations;
    for (const [index, { id, position }] of conversations.entries()) {
      add(this.#ids, id, index);
      add(this.#trimmed, trimmedId(id), index);
      add(this.#rows, position.row, index);
    }
  }

  byId(id: string): { readonly found: Found; readonly strategy: MatchStrategy } {
    const exact = this.#ids.get(id);
    if (exact !== undefined) return { found: exact, strategy: "id" };
    return { found: this.#trimmed.get(trimmedId(id)), strategy: "idTrimmed" };
  }

  /** `row`: 0-based record of the conversation's file. */
  byRow(row: number): Found {
    return this.#rows.get(row);
  }

  /** By the first words of the human, the first reply, or everything; white space aside. */
  byContent(text: string): Found {
    if (this.#contents === undefined) {
      this.#contents = new Map();
      for (const [index, conversation] of this.conversations.entries())
        for (const key of new Set(contentKeys(conversation))) add(this.#contents, key, index);
    }
    const key = contentKey(text);
    return key === undefined ? undefined : this.#contents.get(key);
  }
}

function add<Key>(map: Map<Key, number[]>, key: Key, index: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [index]);
  else list.push(index);
}

function trimmedId(id: string): string {
  return id.normalize("NFC").trim().toLowerCase();
}

function contentKey(text: string): string | undefined {
  const plain = squeezed(text.normalize("NFC"));
  return plain === "" ? undefined : hashText(plain);
}

function contentKeys({ turns }: Conversation): string[] {
  const said = (wanted: Role | undefined): string[] =>
    turns
      .filter(({ role }) => wanted === undefined || role === wanted)
      .map(({ blocks }) =>
        blocks
          .filter(({ type }) => type === "text")
          .map(({ text }) => text)
          .join("\n"),
      );
  const [user, reply] = [said("user")[0], said("assistant")[0]];
  return [user, reply, said(undefined).join("\n")].flatMap((text) => contentKey(text ?? "") ?? []);
}

/** The text of a content column: a string, or the first message of the human in a list of messages. */
export function contentText(cell: JsonValue | undefined): string | undefined {
  if (!isList(cell)) return typeof cell === "string" ? cell : undefined;
  const isHuman = (role: string | undefined): boolean => role === "user" || role === "human";
  const message = cell.find((one) => isHuman(getFilled(one, "role") ?? getFilled(one, "from")));
  return getFilled(message, "content") ?? getFilled(message, "value") ?? getFilled(message, "text");
}

/** Tries the mapping's rules in order; the first that finds anything decides. */
export function matchRow(row: LabelRow, index: ConversationIndex, mapping: ImportMapping): RowMatch {
  let missed: RowMatch | undefined;
  for (const rule of mapping.match) {
    const { key, found, strategy } = lookUp(row, index, rule);
    const [only] = found ?? [];
    if (found !== undefined && found.length > 1) return { type: "many", key, count: found.length };
    if (only !== undefined) return { type: "one", at: only, strategy };
    missed ??= { type: "none", key };
  }
  return missed ?? { type: "none", key: "" };
}

function lookUp(
  row: LabelRow,
  index: ConversationIndex,
  rule: MatchRule,
): { readonly key: string; readonly found: Found; readonly strategy: MatchStrategy } {
  if (rule.by === "row") {
    const number = rule.field === undefined ? row.row : cellNumber(at(row.columns, rule.field));
    const place = number === undefined ? undefined : number - (rule.field === undefined ? 0 : rule.base);
    const key = number === undefined ? "no row number" : `row ${number}`;
    return { key, found: place === undefined ? undefined : index.byRow(place), strategy: "row" };
  }
  const cell = at(row.columns, rule.field);
  if (rule.by === "content") {
    const text = contentText(cell);
    const found = text === undefined ? undefined : index.byContent(text);
    return {
      key: text === undefined ? "no text" : `text of ${text.length} characters`,
      found,
      strategy: "content",
    };
  }
  const id = typeof cell === "string" ? cell : (getId({ id: cell ?? null }, "id") ?? cellText(cell));
  return id === undefined || id === ""
    ? { key: "no id", found: undefined, strategy: "id" }
    : { key: id.slice(0, 200), ...index.byId(id) };
}
