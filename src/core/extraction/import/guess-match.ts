/** Guesses how the rows of a labels file find their conversations. */
import type { Conversation } from "../../conversation/model.ts";
import { cellNumber } from "./cell-values.ts";
import { nameRank } from "./column-names.ts";
import { cellsOf } from "./column-paths.ts";
import { ConversationIndex, contentText } from "./conversation-index.ts";
import type { LabelFile, LabelRow } from "./label-row.ts";
import type { MatchRule } from "./mapping.ts";

export interface MatchGuess {
  readonly rule: MatchRule;
  readonly reason: string;
  readonly rank: number;
}

/** Rank of a column whose values are ids of conversations. */
const ID_FITS = 100;

/** Ways to match, best first: by what the file shows, then by names. */
export function guessMatch(
  rows: readonly LabelRow[],
  paths: readonly string[],
  source: LabelFile["source"],
  conversations: readonly Conversation[],
): MatchGuess[] {
  const index = new ConversationIndex(conversations);
  const found: MatchGuess[] = [];
  const add = (rule: MatchRule, reason: string, rank: number): void =>
    void found.push({ rule, reason, rank });
  for (const path of paths) {
    const cells = cellsOf(rows, path);
    const scalars = cells.filter((cell) => typeof cell === "string" || typeof cell === "number");
    const ids = scalars.filter((cell) => index.byId(String(cell)).found !== undefined).length;
    const name = nameRank(path, "id");
    if (ids > 0 && ids * 2 >= cells.length)
      add(
        { by: "id", field: path },
        `${ids} of ${cells.length} values are ids of conversations`,
        ID_FITS + ids / cells.length - (name ?? 50) / 1000,
      );
    else if (source === "valuemark" && path === "conversation.id")
      add({ by: "id", field: path }, "our own files name the conversation here", 60);
    else if (name !== undefined && conversations.length === 0)
      add({ by: "id", field: path }, `the column's name, "${path}"`, 50 - name);
    else if (name !== undefined)
      add(
        { by: "id", field: path },
        `the column's name, "${path}", though few of its values are ids here`,
        20 - name / 10,
      );
    const numbers = cells.flatMap((cell) => cellNumber(cell) ?? []);
    const rowName = nameRank(path, "row");
    if (rowName !== undefined && numbers.length === cells.length && numbers.length > 0) {
      const least = numbers.reduce((a, b) => Math.min(a, b));
      const most = numbers.reduce((a, b) => Math.max(a, b));
      const base = least >= 1 && most === conversations.length ? 1 : 0;
      add(
        { by: "row", field: path, base },
        `the column's name, "${path}", and its numbers, counted from ${base}`,
        40 - rowName,
      );
    }
  }
  // Indexing the texts takes long in large files, and an id that fits is better than any text.
  for (const path of found.some(({ rank }) => rank >= ID_FITS) ? [] : paths) {
    const cells = cellsOf(rows, path);
    const texts = cells.flatMap((cell) => contentText(cell) ?? []);
    const known = texts.filter((text) => /\s/u.test(text) && index.byContent(text) !== undefined).length;
    if (known > 0 && known * 2 >= cells.length)
      add(
        { by: "content", field: path },
        `${known} of ${cells.length} texts are a conversation's first words or reply`,
        80 + known / cells.length,
      );
  }
  const isSame = conversations.length === 0 || conversations.length === rows.length;
  add(
    { by: "row", base: 0 },
    `no column needed: rows in their order${isSame ? "" : ", though there are not as many conversations"}`,
    0,
  );
  return found.sort((a, b) => b.rank - a.rank);
}
